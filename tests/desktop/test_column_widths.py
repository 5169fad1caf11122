"""How columns share the width of a list."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.column_widths import share_width

WIDTHS = st.lists(st.tuples(st.integers(1, 900), st.integers(1, 200)), max_size=9)


def test_nothing_is_cut_while_there_is_room() -> None:
    assert share_width([100, 200, 300], [50, 50, 50], 600) == [100, 200, 300]


def test_the_widest_columns_give_way_first_and_end_alike() -> None:
    assert share_width([100, 200, 300], [50, 50, 50], 390) == [100, 145, 145]


def test_a_column_of_figures_keeps_what_it_needs() -> None:
    assert share_width([100, 200, 300], [50, 50, 300], 420) == [60, 60, 300]


@given(WIDTHS, st.integers(0, 3000))
def test_columns_fit_wherever_their_leasts_do(pairs: list[tuple[int, int]], room: int) -> None:
    wishes, leasts = [wish for wish, _ in pairs], [min(pair) for pair in pairs]
    widths = share_width(wishes, leasts, room)
    assert sum(widths) <= max(room, sum(leasts))
    assert all(least <= width <= wish for least, width, wish in zip(leasts, widths, wishes, strict=True))


@given(WIDTHS, st.integers(0, 3000))
def test_room_is_left_over_only_where_no_column_wants_it(pairs: list[tuple[int, int]], room: int) -> None:
    wishes, leasts = [wish for wish, _ in pairs], [min(pair) for pair in pairs]
    widths = share_width(wishes, leasts, room)
    assert sum(widths) >= min(room, sum(wishes))
