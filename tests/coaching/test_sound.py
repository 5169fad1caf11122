"""What is counted of who spoke when; a call is written here as spans of two channels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.sound import (
    Heard,
    Span,
    after_silence,
    figures,
    join,
    quiet_spans,
    read_heard,
    total,
    write_heard,
)


def heard(agent: list[tuple[float, float]], caller: list[tuple[float, float]], duration_s: float) -> Heard:
    sides = (tuple(Span(*pair) for pair in agent), tuple(Span(*pair) for pair in caller))
    return Heard(duration_s, sides)


def test_shares_are_of_the_whole_time() -> None:
    found = figures(heard([(0, 5)], [(5, 8)], 10))
    assert found.shares == (0.5, 0.3)
    assert found.silence_share == pytest.approx(0.2)


def test_only_silences_of_the_set_length_are_pointed_out() -> None:
    call = heard([(1, 2)], [(5.9, 6), (10, 12)], 12)
    assert figures(call, 4.0).silences == (Span(6, 10),)
    assert figures(call, 3.0).silences == (Span(2, 5.9), Span(6, 10))
    assert figures(call, 4.0).longest_silence == Span(6, 10)


def test_a_silence_is_one_only_where_both_are_silent() -> None:
    assert figures(heard([(0, 1), (9, 10)], [(1, 9)], 10)).silences == ()


def test_who_comes_in_later_talks_over_the_other() -> None:
    found = figures(heard([(0, 5)], [(3, 6)], 6))
    assert [found.talked_over(0), found.talked_over(1)] == [0, 1]
    assert found.overlaps[0].span == Span(3, 5)


def test_a_listeners_short_sound_is_no_talking_over() -> None:
    found = figures(heard([(0, 5)], [(3, 3.5)], 6))
    assert len(found.overlaps) == 1
    assert found.talked_over(1) == 0


def test_beginning_almost_together_is_no_talking_over() -> None:
    assert figures(heard([(0, 5)], [(0.9, 6)], 6)).talked_over(1) == 0


def test_passing_on_the_turn_is_no_overlap() -> None:
    assert figures(heard([(0, 5)], [(4.8, 6)], 6)).overlaps == ()


def test_the_longest_stretch_ends_where_the_other_speaks() -> None:
    found = figures(heard([(0, 3), (4, 6), (7, 20)], [(6.2, 6.5), (15, 16)], 20))
    assert found.monologues[0] == Span(7, 15)
    assert found.monologues[1] == Span(15, 15) or found.monologues[1] == Span(6.2, 6.5)


def test_the_longest_stretch_goes_on_over_a_breath_and_ends_with_a_long_silence() -> None:
    found = figures(heard([(0, 3), (4, 6), (12, 14)], [], 14), 4.0)
    assert found.monologues == (Span(0, 6), None)


def test_a_call_without_sound_has_nothing_to_divide_by() -> None:
    found = figures(Heard(0.0, ((), ())))
    assert found.shares == (0.0, 0.0)
    assert found.longest_silence is None


def test_one_channel_has_no_overlaps() -> None:
    assert figures(Heard(5, ((Span(1, 4),),))).overlaps == ()


def test_skipping_leaves_the_beginning_and_the_end_of_a_silence() -> None:
    silences = [Span(10, 20)]
    assert after_silence(silences, 10.5) is None
    assert after_silence(silences, 11.0) == pytest.approx(19.7)
    assert after_silence(silences, 19.0) is None
    assert after_silence(silences, 25.0) is None


def test_what_was_heard_comes_back_from_its_json() -> None:
    call = heard([(0.5, 1.25)], [(2, 3)], 4.5)
    assert read_heard(write_heard(call)) == call


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1, "talk": 3}', "null"])
def test_other_json_is_worked_out_anew(text: str) -> None:
    assert read_heard(text) is None


MOMENTS = st.lists(st.integers(0, 300), min_size=0, max_size=30, unique=True)


@st.composite
def calls(draw: st.DrawFn) -> Heard:
    sides = []
    for _ in range(2):
        moments = sorted(draw(MOMENTS))
        pairs = zip(moments[0::2], moments[1::2], strict=False)
        sides.append(tuple(Span(at / 4, until / 4) for at, until in pairs))
    return Heard(80.0, (sides[0], sides[1]))


@given(calls())
def test_speech_and_silence_are_the_whole(call: Heard) -> None:
    spoken = total(join(span for spans in call.talk for span in spans))
    assert spoken + total(quiet_spans(call)) == pytest.approx(call.duration_s)


@given(calls())
def test_both_at_once_is_what_shares_have_too_much(call: Heard) -> None:
    both = sum(
        max(0.0, min(one.until_s, other.until_s) - max(one.at_s, other.at_s))
        for one in call.talk[0]
        for other in call.talk[1]
    )
    found = figures(call)
    assert sum(found.talk_s) + found.silence_s - both == pytest.approx(call.duration_s)
    assert sum(overlap.span.length_s for overlap in found.overlaps) <= both + 1e-9


@given(calls())
def test_swapping_the_sides_swaps_the_figures(call: Heard) -> None:
    found, swapped = figures(call), figures(Heard(call.duration_s, (call.talk[1], call.talk[0])))
    assert found.talk_s == swapped.talk_s[::-1]
    assert found.monologues == swapped.monologues[::-1]
    assert [found.talked_over(0), found.talked_over(1)] == [swapped.talked_over(1), swapped.talked_over(0)]


@given(calls())
def test_a_longest_stretch_holds_no_word_of_the_other(call: Heard) -> None:
    for channel, longest in enumerate(figures(call).monologues):
        for other in call.talk[1 - channel] if longest is not None else ():
            assert other.until_s <= longest.at_s or other.at_s >= longest.until_s


@given(calls(), st.floats(0, 80))
def test_skipping_goes_forward_and_never_past_a_word(call: Heard, at_s: float) -> None:
    silences = figures(call).silences
    target = after_silence(silences, at_s)
    if target is not None:
        assert target > at_s
        assert not any(span.at_s < target and span.until_s > at_s for spans in call.talk for span in spans)
