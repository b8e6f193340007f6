"""Every operation x everybody who might call x where their role is held: as the policy decided it, over HTTP."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.models import Role
from tests.support.callers import PAST, PLACES, Called, at, holders, kept_out, latecomer
from tests.support.house.reach import ASKED, everything_kept, said
from tests.support.operations import NOBODY
from tests.support.policy_table import BUILT, LINES, NO_MACHINES, SIGNED_IN, closed, holds, resource_of
from tests.support.populated_municipality import body_of, settle
from tests.support.world import World

ABOUT = {"", "north", "birk", "whole", "list", "own", "nobody"}
# How it is said that what a body refers to is not there, or not within reach.
UNKNOWN = {"unknown-reference", "grant-out-of-reach"}


def test_every_operation_is_decided() -> None:
    assert set(LINES) == set(SIGNED_IN)
    assert len(LINES) * (sum(map(len, PLACES.values())) + len(PLACES)) > 3000


def test_the_table_names_rows_and_roles_that_there_are() -> None:
    for name, line in LINES.items():
        assert {*line.seen, *line.rows, *line.other} <= {*BUILT, "own"}, name
        assert line.only <= {*PLACES, "-"}, name
        assert line.about in ABOUT, name
        assert ("{id}" in SIGNED_IN[name].path) == bool(line.about == "nobody" or line.seen), name


@pytest.mark.parametrize("name", LINES)
def test_the_contract_names_the_roles_that_were_decided(name: str) -> None:
    line = LINES[name]
    decided = [str(role) for role in Role if any(holds(role, row, line.action) for row in line.rows + line.other)]
    assert SIGNED_IN[name].roles == decided


@pytest.fixture
async def settled(world: World) -> dict[str, UUID]:
    return await settle(world)


async def ask(world: World, who: Called, name: str, settled: dict[str, UUID], *, meant: bool) -> httpx.Response:
    """The answer to somebody; `meant`: with the version that it has, so that it would be carried out.

    Where the door is open no version is named: a change is asked for one (428), and none is made.
    """
    operation = SIGNED_IN[name]
    given = body_of(operation, settled, world)
    version = {"If-Match": '"1"'} if meant and operation.conditional else {}
    headers = {**given.pop("headers", {}), **version, **ASKED}
    return await who.actor.call(
        operation.method, operation.address(settled.get(resource_of(operation), NOBODY)), headers=headers, **given
    )


class Judge:
    """Calls every operation as somebody, and keeps what is not as it was decided about things that are `at` a unit."""

    def __init__(
        self, world: World, settled: dict[str, UUID], unknown: dict[str, httpx.Response], at: str = "birk"
    ) -> None:
        self.world, self.settled, self.unknown, self.at = world, settled, unknown, at
        self.wrong: dict[str, Any] = {}
        self.cells = 0

    def closed_to(self, who: Called, name: str) -> set[int] | None:
        statuses = closed(name, who.role, who.place, self.at)
        return {403, 404} | (statuses or set()) if who.machine and name in NO_MACHINES else statuses

    async def hear(self, who: Called) -> None:
        before = await everything_kept(self.world)
        for name in LINES:
            statuses = self.closed_to(who, name)
            if statuses is not None:
                self._refused(who, name, statuses, await ask(self.world, who, name, self.settled, meant=True))
        after = await everything_kept(self.world)
        if before != after:
            self.wrong[who.name] = ("was refused, and changed", [name for name in after if before[name] != after[name]])
        for name in LINES:
            if self.closed_to(who, name) is None:
                self._let_in(who, name, await ask(self.world, who, name, self.settled, meant=False))

    def _refused(self, who: Called, name: str, statuses: set[int], answer: httpx.Response) -> None:
        self.cells += 1
        told = answer.json()
        as_unknown = answer.status_code == 404 and name in self.unknown and said(answer) != said(self.unknown[name])
        if answer.status_code not in statuses or as_unknown or (answer.status_code == 422) != (told["code"] in UNKNOWN):
            self.wrong[f"{who.name}: {SIGNED_IN[name]}"] = (answer.status_code, statuses, answer.text)

    def _let_in(self, who: Called, name: str, answer: httpx.Response) -> None:
        self.cells += 1
        asked_for, conditional = "{id}" in SIGNED_IN[name].path, SIGNED_IN[name].conditional
        refers = answer.status_code == 422 and not asked_for and answer.json()["code"] in UNKNOWN
        if answer.status_code in (401, 403, 404) or answer.status_code >= 500 or refers:
            self.wrong[f"{who.name}: {SIGNED_IN[name]}"] = (answer.status_code, "open", answer.text)
        if conditional and answer.status_code != 428:
            self.wrong[f"{who.name}: {SIGNED_IN[name]}"] = (answer.status_code, "asked for no version", answer.text)


async def unknown_things(world: World, settled: dict[str, UUID]) -> dict[str, httpx.Response]:
    """What each operation answers about an id that there is not, to somebody who reads everything else there."""
    readers = [await world.actor("administration"), await world.actor("chief", world.north), await world.actor("admin")]
    found = {}
    for name in (name for name in LINES if "{id}" in SIGNED_IN[name].path):
        nothing = {**settled, resource_of(SIGNED_IN[name]): NOBODY}
        for reader in readers:
            found[name] = await ask(world, Called("", reader), name, nothing, meant=True)
            if found[name].status_code == 404:
                break
        assert found[name].status_code == 404, name
    return found


_unknown: dict[str, httpx.Response] = {}  # the same for everybody in every world


async def judging(world: World, settled: dict[str, UUID], at: str = "birk") -> Judge:
    if not _unknown:
        _unknown.update(await unknown_things(world, settled))
    return Judge(world, settled, _unknown, at)


@pytest.fixture
async def judge(world: World, settled: dict[str, UUID]) -> Judge:
    return await judging(world, settled)


@pytest.mark.parametrize("role", PLACES)
async def test_a_door_is_open_to_whom_it_was_decided_for(world: World, judge: Judge, role: str) -> None:
    for who in await holders(world, role):
        await judge.hear(who)
    assert judge.wrong == {}
    assert judge.cells >= len(LINES) * (len(PLACES[role]) + 1)


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "staff", "board_member"])
async def test_what_lies_below_is_open_as_ones_own_is(world: World, role: str) -> None:
    """Things of Birkeskolen's department, to those who hold a role there, above it, beside it and elsewhere."""
    below = replace(world, units={**world.units, "birk": world.birk_sfo})
    judge = await judging(below, await settle(below), "birk_sfo")
    for place in PLACES[role]:
        await judge.hear(Called(f"{role} at {place}", await at(world, role, place), role, place))
    assert judge.wrong == {}


# What is read with an entry in the journal, in the same transaction.
RECORDED = {"read_follow_up_notes", "read_person_data", "read_my_data"}


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "auditor"])
async def test_reading_changes_nothing_but_that_it_is_recorded(
    world: World, settled: dict[str, UUID], role: str
) -> None:
    who = Called(role, await at(world, role, PLACES[role][0]))
    reading, opened = [name for name in LINES if SIGNED_IN[name].method == "get"], 0
    for names in ([name for name in reading if name not in RECORDED], sorted(RECORDED)):
        before = await everything_kept(world)
        for name in names:
            opened += (await ask(world, who, name, settled, meant=True)).status_code == 200
        after = await everything_kept(world)
        changed = {table for table in after if before[table] != after[table]}
        assert changed <= ({"entry", "seal"} if names == sorted(RECORDED) else set())
    assert opened > 10


async def test_who_is_not_known_is_refused_everything_and_changes_nothing(
    world: World, settled: dict[str, UUID]
) -> None:
    strangers = await kept_out(world)
    before, wrong = await everything_kept(world), {}
    for about, actor in strangers.items():
        for name in LINES:
            answer = await ask(world, Called(about, actor), name, settled, meant=True)
            if (answer.status_code, answer.json()["code"]) != (401, "not-signed-in"):
                wrong[f"{about}: {SIGNED_IN[name]}"] = answer.status_code
    assert wrong == {}
    assert await everything_kept(world) == before


async def test_a_machine_whose_role_has_ended_does_nothing_any_more(world: World, judge: Judge) -> None:
    await judge.hear(
        Called(
            "machine until 2021",
            await at(world, "administration", "municipality", machine=True, until_on=PAST),
            machine=True,
        )
    )
    assert judge.wrong == {}


async def test_who_will_have_a_role_one_day_has_none_yet(world: World, judge: Judge) -> None:
    await judge.hear(await latecomer(world))
    assert judge.wrong == {}
