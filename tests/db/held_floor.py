"""A floor with one person who has something of every kind, each with a word that stands nowhere else."""

from dataclasses import replace
from datetime import UTC, date, datetime

from db.queries import (
    details,
    evaluations,
    final_content,
    finals,
    observations,
    people,
    plans,
    practice,
    skills,
)
from db.records.contacts import Channel
from db.records.finals import FinalKind
from db.records.observations import DetailKind, NoteTag
from db.records.plans import Action, ActionKind, Area, CheckIn, Goal, Side, Signature
from db.records.skills import AssessmentKind
from tests.builders import Floor, judge, observe, take_call

NAME = "Zubenelgenubi Quistorp"
PLANTED = (
    *("Zubenelgenubi", "Quistorp", "REF-PLANTED-7", "CALL-PLANTED-1", "plantednote", "plantedpending"),
    *("plantedcomment", "plantedstrength", "plantedgoal", "plantedwhy", "plantedaction", "plantedprogress"),
    *("plantedrating", "plantedfinal", "plantedacknowledged", "plantedrenamed", "plantedsealed"),
    *("plantedheard", "plantedbefore", "planteddetail"),
)
"""Words that only this person's things hold."""

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def fill(floor: Floor) -> int:
    """Give the floor's agent something of every kind; answers their id. Their name becomes `NAME`."""
    with floor.store.writing("agent") as db:
        agent = people.agent(db, floor.agent)
        people.change_agent(db, _named(agent, "plantedrenamed"))
    floor.store.seal_log()  # or the next name would go on in the same line of the record
    with floor.store.writing("agent") as db:
        people.change_agent(db, _named(agent, NAME))
    call = take_call(floor, reference="CALL-PLANTED-1")
    heard = observe(floor, call)
    with floor.store.writing("note") as db:
        note = observations.add_note(db, heard, 5.0, "plantedbefore", None)
    with floor.store.writing("note") as db:
        observations.change_note(db, replace(observations.note(db, note), text="plantedheard"))
    evaluation = judge(floor, heard)
    _listen(floor)
    _assess(floor)
    _plan(floor)
    with floor.store.writing("final", "acknowledgement", "private_note") as db:
        content = {**final_content.of_evaluation(db, evaluation.id), "text": "plantedfinal"}
        id = finals.write(db, FinalKind.EVALUATION, ("evaluation", evaluation.id), content)
        final = finals.final(db, id).final
        finals.acknowledge(db, final, floor.user.id, "plantedacknowledged", AT)
        db.execute(
            "INSERT INTO main.private_note (uid, user_id, agent_id, written_at, sealed)"
            " VALUES (new_uid(), ?, ?, now(), ?)",
            [floor.user.id, floor.agent, b"plantedsealed"],
        )
    return floor.agent


def _named(agent: people.Agent, name: str) -> people.Agent:
    return people.Agent(
        agent.id, agent.uid, name, agent.team_id, agent.team, "REF-PLANTED-7", date(2025, 1, 6), None
    )


def _listen(floor: Floor) -> None:
    observation = observe(floor, take_call(floor, reference="CALL-PLANTED-2"))
    with floor.store.writing("note", "observation", "evaluation", "detail") as db:
        observations.add_note(db, observation, 12.0, "A plantednote about delivery", NoteTag.STRENGTH)
        observations.keep_pending(db, observation.id, "plantedpending", 20.0)
        version = evaluations.last_version_id(db, floor.user.id, Channel.CALL)
        assert version is not None
        draft = evaluations.begin(db, observation, version, b"\0" * 10, date(2026, 3, 2))
        evaluations.keep_comment(db, draft, "plantedcomment")
        details.put(db, draft, "greeting", DetailKind.COMMENT, "planteddetail")


def _assess(floor: Floor) -> None:
    with floor.store.writing("assessment", "rating", "evidence") as db:
        on = date(2026, 3, 3)
        id = skills.begin_assessment(db, floor.agent, AssessmentKind.COACH, floor.user.id, on)
        rating = skills.rate(db, id, skills.skills(db)[0].id, 3, "plantedrating")
        note = observations.notes_of_agent(db, floor.agent)[0]
        skills.add_evidence(db, rating, note_id=note.id)
        skills.finish_assessment(db, id, AT)


def _plan(floor: Floor) -> None:
    tables = ("plan", "condition", "area", "goal", "action", "check_in", "signature", "improvement")
    with floor.store.writing(*tables) as db:
        id = plans.begin(db, floor.agent, floor.user.id, date(2026, 3, 4), "A vision")
        plans.set_values(db, plans.Plan, id, strengths="plantedstrength")
        area = plans.add(db, Area(0, b"", id, "Opening", 1))
        skill = skills.skills(db)[0].id
        goal = Goal(0, b"", area, skill, "", 1, own_words="plantedgoal", why="plantedwhy", target=4.0)
        goal_id = plans.add(db, goal)
        action = Action(0, b"", id, goal_id, ActionKind.PRACTICE, Side.AGENT, "plantedaction", 1)
        plans.add(db, action)
        plans.add(db, CheckIn(0, b"", id, date(2026, 4, 4), progress="plantedprogress"))
        plans.add(db, Signature(0, b"", id, Side.AGENT, NAME, AT))
        practice.raise_improvement(db, "A shorter form", date(2026, 3, 4), floor.agent, id)
