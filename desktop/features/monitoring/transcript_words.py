"""What is said of a transcript: who speaks, what was kept, and what could not be read."""

from db.records.transcripts import Speaker, TranscriptFormat
from desktop.coaching.transcripts import Flaw, LineProblem, TranscriptRead, Unreadable
from desktop.features.monitoring.transcribing import Held
from desktop.shell.text import ntr, number, tr

MOST_PROBLEMS = 3


def speaker_words(speaker: Speaker) -> str:
    return {
        Speaker.AGENT: tr("Agent"),
        Speaker.CUSTOMER: tr("Customer"),
        Speaker.OTHER: tr("Somebody else"),
    }[speaker]


def say_kept(held: Held) -> str:
    """How many lines were kept, in which format, and how many numbers were masked in them."""
    if held.transcript is None:
        return ""
    format = {
        TranscriptFormat.VTT: "WebVTT",
        TranscriptFormat.SRT: "SubRip",
        TranscriptFormat.JSON: "JSON",
        TranscriptFormat.TEXT: tr("plain text"),
    }[held.transcript.format]
    told = ntr(
        "Kept {n} line, read as {format}.",
        "Kept {n} lines, read as {format}.",
        len(held.lines),
        format=format,
    )
    if not held.masked:
        return told
    masked = ntr(
        "{n} card number or security code was masked.",
        "{n} card numbers or security codes were masked.",
        held.masked,
    )
    return f"{told} {masked}"


def say_problems(read: TranscriptRead) -> str:
    """What was left out, by line; blank where nothing was."""
    if not read.problems:
        return ""
    shown = " ".join(_say_problem(one) for one in read.problems[:MOST_PROBLEMS])
    more = len(read.problems) - MOST_PROBLEMS
    return shown + (
        " " + ntr("{n} more line was left out.", "{n} more lines were left out.", more) if more > 0 else ""
    )


def _say_problem(one: LineProblem) -> str:
    line = number(one.line)
    if one.flaw is Flaw.NO_WORDS:
        return tr("Line {line} has a time and no words, so it was left out.", line=line)
    return tr("The time in line {line} can’t be read, so its words were left out.", line=line)


def say_flaw(error: Unreadable) -> str:
    """Why a text is no transcript, and what to do."""
    line = number(error.line)
    if error.flaw is Flaw.NOT_JSON:
        return tr(
            "This is not whole JSON: line {line} can’t be read. Copy all of it, then paste again.", line=line
        )
    if error.flaw is Flaw.NO_LINES and error.line:
        return tr("No line could be read; the first trouble is in line {line}.", line=line)
    return {
        Flaw.NOTHING: tr("There is no text on the clipboard. Copy the transcript, then paste again."),
        Flaw.TOO_LONG: tr("This is too long for the transcript of one contact. Paste only that part."),
    }.get(error.flaw, tr("No lines with words were found. Transcripts are WebVTT, SRT, JSON or plain text."))
