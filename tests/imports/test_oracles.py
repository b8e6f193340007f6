"""A plan tells nobody who there is and which roles they hold where the caller does not see it."""

from datetime import date
from typing import Any

import pytest

from tests.support.dialogue_story import begin
from tests.support.imports.institutions import bring
from tests.support.world import Actor, World


async def _rows(actor: Actor, resource: str, text: str) -> list[tuple[str, Any, list[str]]]:
    made = await bring(actor, text, resource=resource)
    assert made.status_code == 201, made.text
    rows = (await actor.get(f"/imports/{made.json()['id']}/rows")).json()["items"]
    return [(row["outcome"], row["thing_id"], [fault["code"] for fault in row["faults"]]) for row in rows]


async def test_a_leader_does_not_learn_who_is_an_administrator(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.give(await world.person("anders"), "admin")
    await world.give(await world.person("dpo"), "auditor", until_on=date(2031, 5, 6))
    told = []
    for row in (
        "anders,admin,",
        "anders,auditor,",
        "dpo,auditor,2031-05-06",
        "dpo,auditor,2030-01-01",
        "nobody,admin,",
    ):
        told += await _rows(leader, "grants", f"username,role,until_on\n{row}\n")
    assert len({(outcome, thing, tuple(codes)) for outcome, thing, codes in told}) == 1, told
    assert told[0][:2] == ("rejected", None)


@pytest.mark.parametrize("column", ["participants", "data_holder"])
async def test_a_leader_does_not_find_out_usernames(world: World, column: str) -> None:
    story = await begin(world)
    await world.give(await world.person("anders"), "admin")
    await world.give(await world.person("fjern"), "staff", world.oak)
    told = []
    for who in ("anders", "fjern", "findes-ikke"):
        said = f"other:{who}" if column == "participants" else who
        row = f"900001,2026-03-20T13:00:00+01:00,{said}"
        told += await _rows(story.leader, "dialogues", f"institution,planned_for,{column}\n{row}\n")
    assert len({(outcome, tuple(codes)) for outcome, _, codes in told}) == 1, told
