"""A plan reveals no usernames or roles that the caller cannot see."""

from datetime import date
from typing import Any

import pytest

from tests.support.dialogue_story import begin
from tests.support.imports.uploads import upload_file
from tests.support.world import Actor, World


async def _rows(actor: Actor, resource: str, text: str) -> list[tuple[str, Any, list[str]]]:
    plan = await upload_file(actor, text, resource=resource)
    assert plan.status_code == 201, plan.text
    rows = (await actor.get(f"/imports/{plan.json()['id']}/rows")).json()["items"]
    return [(row["outcome"], row["thing_id"], [fault["code"] for fault in row["faults"]]) for row in rows]


async def test_a_leader_cannot_find_out_roles_by_a_plan(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.add_grant(await world.create_person("anders"), "admin")
    await world.add_grant(await world.create_person("dpo"), "auditor", until_on=date(2031, 5, 6))
    rows_of_guesses = []
    for row in (
        "anders,admin,",
        "anders,auditor,",
        "dpo,auditor,2031-05-06",
        "dpo,auditor,2030-01-01",
        "nobody,admin,",
    ):
        rows_of_guesses += await _rows(leader, "grants", f"username,role,until_on\n{row}\n")
    assert len({(outcome, thing, tuple(codes)) for outcome, thing, codes in rows_of_guesses}) == 1, rows_of_guesses
    assert rows_of_guesses[0][:2] == ("rejected", None)


@pytest.mark.parametrize("column", ["participants", "data_holder"])
async def test_a_leader_cannot_find_out_usernames_by_a_plan(world: World, column: str) -> None:
    story = await begin(world)
    await world.add_grant(await world.create_person("anders"), "admin")
    await world.add_grant(await world.create_person("fjern"), "staff", world.oak)
    rows_of_guesses = []
    for username in ("anders", "fjern", "findes-ikke"):
        cell = f"other:{username}" if column == "participants" else username
        row = f"900001,2026-03-20T13:00:00+01:00,{cell}"
        rows_of_guesses += await _rows(story.leader, "dialogues", f"institution,planned_for,{column}\n{row}\n")
    assert len({(outcome, tuple(codes)) for outcome, _, codes in rows_of_guesses}) == 1, rows_of_guesses
