"""The steps that follow a finished evaluation: a dispute, a recording, a draw, a scorecard of one's own."""

from PySide6.QtWidgets import QComboBox, QPushButton

from db.queries import contacts, people
from db.records.contacts import Channel, Contact
from desktop.features.library.page import LibraryPage
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.signin.demo.recorded import make_call
from desktop.shell.text import tr
from desktop.walk.hand import Lost
from desktop.walk.steps import AGENT, Walk, page_of, take_desk_back

HEARD = "Łukasz Żółć"
LOW = 2
"""Place of the first question that did not get its best answer."""
REASON = "I named the day, and the caller repeated it. It is easy to miss under the noise."


def dispute(walk: Walk) -> str:
    """The agent, at the desk handed over, names a question, an answer and why; it waits to be decided."""
    hand = walk.hand
    hand.press(f"Hand over to {AGENT}")
    hand.press("I see something otherwise…")
    hand.find("Question you see otherwise", QComboBox).setCurrentIndex(LOW)
    hand.press("I see this otherwise")
    hand.find("What you would answer: ", QComboBox).setCurrentIndex(1)
    hand.write("Why you see it otherwise: ", REASON)
    hand.press("Raise the dispute")
    hand.picture(walk.folder, "disputed")
    take_desk_back(walk)
    walk.app.go("disputes")
    hand.find("It was a plain slip: ", QPushButton)
    hand.picture(walk.folder, "disputes")
    return tr("{agent} disputed one answer at the desk; whoever gave it may put a slip right.", agent=AGENT)


def hear_recording(walk: Walk) -> str:
    """A file whose name tells agent, start and reference finds its contact, and is opened above the notes."""
    call = _unheard_call(walk)
    local = call.started_at.astimezone()
    file = walk.folder / f"{HEARD}_{local:%Y-%m-%d}_{local:%H-%M-%S}_{call.reference}.wav"
    file.write_bytes(make_call())
    walk.app.go("recordings", file)
    editor = page_of(walk, "monitoring", MonitoringPage).editor
    if walk.hand.window.current_key != "monitoring" or editor.desk.sitting is None:
        raise Lost("the recording did not find its contact")
    walk.hand.picture(walk.folder, "recording")
    walk.hand.press("Put aside")
    return tr("Brought in a recording, which found its contact by its name, and opened it.")


def draw_calls(walk: Walk) -> str:
    hand = walk.hand
    walk.app.go("sampling", "plans")
    hand.press("Add a plan")
    hand.press("Draw calls")
    hand.picture(walk.folder, "draw")
    hand.press("Accept this draw")
    walk.app.go("sampling", "queue")
    hand.picture(walk.folder, "calls-to-hear")
    return tr("Drew calls by chance, with a seed that anybody can draw them by again.")


def build_scorecard(walk: Walk) -> str:
    """A copy of the scorecard that was used: the published one stays as it was."""
    walk.app.go("library", "scorecard")
    page = page_of(walk, "library", LibraryPage)
    walk.hand.settle()
    walk.hand.press("Copy to change")
    if not page.cards.is_building():
        raise Lost("the builder was not opened")
    page.cards.builder.step(2)
    walk.hand.picture(walk.folder, "builder")
    walk.hand.press("Back to the scorecards")
    return tr("Copied the scorecard to change it in the builder.")


CALLS = (dispute, hear_recording, draw_calls, build_scorecard)


def _unheard_call(walk: Walk) -> Contact:
    if walk.app.store is None:
        raise Lost("no floor is open")
    with walk.app.store.reading() as db:
        agent = next(one for one in people.agents(db) if one.name == HEARD)
        found = contacts.of_agent(db, agent.id, unobserved=True)
        return next(one for one in found if one.channel is Channel.CALL and one.answered)
