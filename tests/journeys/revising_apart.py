"""A supervisor in a process of its own who changes one evaluation again and again, until it is killed.

After each change that counts the process says how many there are. Run as
`python -m tests.journeys.revising_apart STORE EVALUATION`.
"""

import sys
from pathlib import Path

from db.queries import evaluations, people, scorecards
from db.store import Store
from desktop.features.monitoring import answering, changing


def work(path: Path, evaluation_id: int) -> None:
    store = Store.open(path)
    with store.reading() as db:
        user = people.users(db)[0]
        found = evaluations.evaluation(db, evaluation_id)
        questions = scorecards.version(db, found.version_id).form.questions
    counted = 0
    while True:
        draft = changing.begin_change(store, evaluation_id, f"Change {counted + 1}", user)
        option = counted % 2 + 1
        for place in range(len(questions)):
            answering.answer(store, draft, place, min(option, len(questions[place].options) - 1) + 1, user)
        evaluation_id = changing.finish_change(store, draft, user)
        counted += 1
        print(counted, flush=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
