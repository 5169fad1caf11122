"""Who sits down at the desk and gets up again: what the window shows is let go of on both ways."""

from functools import partial

from db.keys import Unlocked
from desktop.features.handover import actions
from desktop.features.handover.actions import AtDesk
from desktop.features.handover.bar import HandoverBar
from desktop.shell import keyrings
from desktop.shell.context import App, Window
from desktop.shell.locking import leave_nothing_on_screen

PAGES = frozenset({"handover", "own_evaluation", "own_view_of_call", "own_plan", "own_view"})
"""What can be gone to while the desk is handed over."""

Place = tuple[str, object]


def hand_over(app: App, asked: tuple[int, Place | None, Place]) -> None:
    """Hand over to an agent (id), beginning with a place or with the list; coming back leads to the last.

    What was typed before must be kept: afterwards it could not be written any more.
    """
    agent_id, first, back = asked
    if app.store is not None:
        keyrings.hold_back(app.settings, app.store.path)
    work = app.jobs.once_kept(actions.hand_over)
    app.jobs.run(work, app.store, agent_id, app.user, done=partial(_sit_down, app, first, back))


def take_back(app: App, back: Place, proof: Unlocked | None) -> None:
    """Give the desk back to whose it is; what the agent typed is kept first."""
    work = app.jobs.once_kept(actions.take_back)
    app.jobs.run(work, app.store, proof, done=partial(_get_up, app, back))


def _sit_down(app: App, first: Place | None, back: Place, seat: AtDesk) -> None:
    window = _clear(app)
    app.user = seat.user
    window.shut_in.begin(PAGES, HandoverBar(app, seat, partial(take_back, app, back)))
    window.go("handover")
    if first is not None:
        window.go(*first)


def _get_up(app: App, back: Place, host: object) -> None:
    window = _clear(app)
    if app.store is not None:
        keyrings.let_ask(app.settings, app.store.path)
    app.user = host  # type: ignore[assignment]  # a job's result is known by its action alone
    window.show_store()
    window.go(*back)


def _clear(app: App) -> Window:
    """Nothing of one person's is left for the other: no page, no step of undo, no notice, nothing copied."""
    assert app.window is not None
    app.undo.clear()
    app.window.forget_pages()
    app.window.notice_bar.put_away()
    leave_nothing_on_screen(app.window)
    return app.window
