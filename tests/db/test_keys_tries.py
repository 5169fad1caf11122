"""A wrong passphrase waits longer each time, and never for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import keys
from db.errors import TooSoon, WrongKey
from db.keys import tries
from tests.db.protected import OMAR, begin
from tests.db.stores import NAME, PASSPHRASE

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def ruth(path: Path) -> keys.Unlocked:
    return begin(path)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def fail(path: Path, clock: Clock) -> None:
    with pytest.raises(WrongKey):
        keys.unlock(path, NAME, "wrong", clock=clock)


def test_each_wrong_passphrase_waits_longer_up_to_a_minute(path, ruth):
    clock, waited = Clock(), []
    for _ in range(10):
        waited.append(tries.wait(path, clock.now))
        clock.now += timedelta(seconds=waited[-1])
        fail(path, clock)
    assert waited == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_too_soon_is_refused_without_a_look_even_at_the_right_one(path, ruth):
    clock = Clock()
    for _ in range(5):
        fail(path, clock) if not tries.wait(path, clock.now) else None
        clock.now += timedelta(seconds=tries.wait(path, clock.now))
    fail(path, clock)
    with pytest.raises(TooSoon) as refusal:
        keys.unlock(path, NAME, PASSPHRASE, clock=clock)
    assert refusal.value.facts["seconds"] == tries.wait(path, clock.now) > 0
    with pytest.raises(TooSoon):
        keys.unlock_with_code(path, keys.new_code(), clock=clock)


def test_a_success_says_how_many_failed_before_it_and_begins_anew(path, ruth):
    clock = Clock()
    for _ in range(3):
        clock.now += timedelta(minutes=2)
        fail(path, clock)
    clock.now += timedelta(minutes=2)
    assert keys.unlock(path, NAME, PASSPHRASE, clock=clock).failed == 3
    assert keys.unlock(path, NAME, PASSPHRASE, clock=clock).failed == 0
    assert not tries.tries_path(path).exists()


def test_the_waiting_outlives_the_program_and_names_nobody(path, ruth):
    clock = Clock()
    for _ in range(3):
        clock.now += timedelta(minutes=2)
        fail(path, clock)
    kept = tries.tries_path(path).read_text()
    assert NAME not in kept and "wrong" not in kept and tries.read(path).failed == 3


def test_a_clock_set_back_waits_once_and_not_for_years(path, ruth):
    clock = Clock()
    for _ in range(6):
        clock.now += timedelta(minutes=2)
        fail(path, clock)
    clock.now -= timedelta(days=900)
    assert tries.wait(path, clock.now) == 16
    clock.now += timedelta(seconds=16)
    assert keys.unlock(path, NAME, PASSPHRASE, clock=clock).failed == 6


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"failed": "x"}', '{"failed": 1e400, "at": 1}', "\udcff"])
def test_a_spoilt_file_of_tries_waits_and_harms_nothing(path, ruth, spoilt):
    tries.tries_path(path).write_bytes(spoilt.encode("utf-8", "surrogateescape"))
    assert 0 < tries.wait(path, datetime.now(UTC)) <= 60
    assert keys.unlock(path, NAME, PASSPHRASE, clock=lambda: datetime.now(UTC) + timedelta(hours=1))


def test_ones_own_sign_in_takes_back_no_tries_at_another_name(path, ruth):
    keys.add_user(path, ruth, OMAR, "Omar", "his")
    clock, taken = Clock(), 0
    for _ in range(20):
        try:
            keys.unlock(path, NAME, "a guess", clock=clock)
        except WrongKey:
            taken += 1
        except TooSoon as error:
            assert error.facts["seconds"] > 0
        keys.unlock(path, "Omar", "his", clock=clock)
    assert taken == 2
    clock.now += timedelta(seconds=60)
    assert keys.unlock(path, NAME, PASSPHRASE, clock=clock).failed == taken
    assert not tries.tries_path(path).exists()


def test_going_from_name_to_name_waits_too(path, ruth):
    clock, taken = Clock(), 0
    for n in range(20):
        try:
            keys.unlock(path, f"Nobody {n}", "a guess", clock=clock)
        except WrongKey:
            taken += 1
        except TooSoon:
            break
    assert taken == 2


def test_the_file_of_tries_stays_small(path, ruth):
    clock = Clock()
    for n in range(tries.MOST_NAMES + 50):
        tries.count_failure(path, clock(), f"{n:08x}")
    assert len(tries.read(path).names) == tries.MOST_NAMES
