"""What a recording is said to be like, and what stands in its way, in sentences."""

from collections.abc import Sequence

from desktop.coaching.sound import Figures
from desktop.shell.text import clock, ntr, number, percent, tr
from desktop.widgets.player.decoding import Refusal
from desktop.widgets.player.playback import RATES, Trouble

Lanes = Sequence[tuple[int, str]]


def rate_words(rate: float) -> str:
    return f"{number(rate, 0 if rate.is_integer() else 2)}×"


def rate_choices() -> list[tuple[object, str]]:
    return [(rate, rate_words(rate)) for rate in RATES]


def summary(figures: Figures, lanes: Lanes, one_sided: bool = False) -> str:
    """The help line: shares, silences, who came in while the other spoke. A share is of the whole time.

    Where only one side is recorded, nobody can tell from it whether a pause was a silence.
    """
    parts = [f"{name} {percent(figures.shares[channel])}" for channel, name in lanes]
    if one_sided:
        return f"{parts[0]} · {tr('the other side is on another recording')}"
    parts.append(silence_words(figures))
    if len(lanes) == 2:
        over = sum(overlap.talked_over for overlap in figures.overlaps)
        parts.append(
            ntr("talked over once", "talked over {n} times", over) if over else tr("nobody talked over")
        )
    return " · ".join(parts)


def silence_words(figures: Figures) -> str:
    words = tr("silence {share}", share=percent(figures.silence_share))
    longest = figures.longest_silence
    if longest is None:
        return words
    return tr(
        "{silence}, longest {n} s at {time}",
        silence=words,
        n=number(longest.length_s),
        time=clock(longest.at_s),
    )


def detail(figures: Figures, lanes: Lanes, silence_s: float) -> str:
    """What the help line has no room for."""
    sentences = [
        ntr(
            "{n} silence of {least} s or more.",
            "{n} silences of {least} s or more.",
            len(figures.silences),
            least=number(silence_s, 0 if float(silence_s).is_integer() else 1),
        )
    ]
    for channel, name in lanes:
        longest = figures.monologues[channel]
        if longest is not None:
            sentences.append(
                tr(
                    "{who}: longest stretch {n} s at {time}.",
                    who=name,
                    n=number(longest.length_s),
                    time=clock(longest.at_s),
                )
            )
    if len(lanes) == 2:
        sentences += _came_in(figures, lanes)
    return " ".join(sentences)


def _came_in(figures: Figures, lanes: Lanes) -> list[str]:
    both = len(figures.overlaps)
    words = [ntr("Both spoke at once for a moment {n} time.", "Both spoke at once {n} times.", both)]
    for channel, name in lanes:
        times = figures.talked_over(channel)
        if times:
            words.append(
                ntr(
                    "{who} came in {n} time while the other was speaking, and stayed.",
                    "{who} came in {n} times while the other was speaking, and stayed.",
                    times,
                    who=name,
                )
            )
    return words


def how_found() -> str:
    return tr(
        "Help for listening, worked out from loudness alone; it can be mistaken and counts in no score. "
        "Shares are of the whole time, so both speaking at once counts for both."
    )


def trouble_words(trouble: Trouble) -> str:
    return {
        Trouble.NO_LIBRARY: tr(
            "This computer lacks what Deskside plays sound with. Everything else works: listen in another "
            "player and set the clock here. Whoever looks after it can run the set-up once more."
        ),
        Trouble.NO_DEVICE: tr(
            "No loudspeaker or headset is connected, so nothing can be heard. The recording and its clock "
            "run all the same; plug one in and it is heard at once."
        ),
        Trouble.NOT_PLAYABLE: tr(
            "This recording can’t be played: the file is damaged, or is no sound that Deskside knows. Your "
            "notes and answers go on as they are."
        ),
        Trouble.CUT_OFF: tr(
            "The recording broke off: its file is cut short or can’t be reached any more. All notes and "
            "answers are kept, and you can go on writing."
        ),
    }[trouble]


def refusal_words(refusal: Refusal) -> str:
    return {
        Refusal.GONE: tr("The recording is not where it was. All notes and answers are kept."),
        Refusal.UNREADABLE: tr("The recording can’t be read. Check that its drive lets you open it."),
        Refusal.NOT_SOUND: trouble_words(Trouble.NOT_PLAYABLE),
        Refusal.NO_LIBRARY: trouble_words(Trouble.NO_LIBRARY),
    }[refusal]
