"""Plans that are not applied expire, and their rows are deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from api.core import clock
from api.db import transactions
from api.imports.actions import expire
from api.imports.actions import plan as plan_action
from api.imports.actions.expire import expire_plans
from api.imports.models import Import, ImportRow
from api.journal.verify import verify_hash_chain
from tests.support.imports.uploads import apply_plan, upload_file
from tests.support.world import World

INPUT = "institution;voice;method;text;people_count;collected_on\n900001;parent;meeting;Vi vil hjælpe;30;2026-02-01\n"


async def count_rows(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return (await session.execute(select(func.count()).select_from(ImportRow))).scalar_one()


async def expire_after(world: World, days: int) -> int:
    """Set the age of all plans to some days, and return the number of plans that expired."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Import).values(created_at=clock.now() - timedelta(days=days)))
    async with transactions.write_transaction(world.app.state.engine) as session:
        return await expire_plans(session)


async def test_an_old_plan_expires_and_its_rows_are_deleted(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    plan = await upload_file(leader, INPUT, "stakeholder-input")
    assert plan.json()["counts"]["create"] == 1
    assert (await expire_after(world, 13), await count_rows(world)) == (0, 1)
    assert (await expire_after(world, 15), await count_rows(world)) == (1, 0)
    expired = await leader.get(f"/imports/{plan.json()['id']}")
    assert (expired.json()["state"], expired.json()["rows"]) == ("expired", 1)
    refused = await leader.call("POST", f"/imports/{plan.json()['id']}/apply", etag=expired.headers["etag"])
    assert (refused.status_code, refused.json()["code"]) == (409, "import-not-planned")
    assert (await leader.get("/imports?state=expired&count=true")).json()["total"] == 1
    app_state = world.app.state
    assert (await verify_hash_chain(app_state.engine, app_state.settings)).findings == []


async def test_the_next_import_expires_old_plans_but_no_applied_imports(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    applied = await upload_file(leader, INPUT, "stakeholder-input")
    assert (await apply_plan(leader, applied)).status_code == 200
    old_plan = await upload_file(leader, INPUT.replace("30", "31"), "stakeholder-input")
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Import).values(created_at=clock.now() - timedelta(days=40)))
    await upload_file(leader, INPUT, "stakeholder-input")
    states = {item["id"]: item["state"] for item in (await leader.get("/imports")).json()["items"]}
    assert (states[applied.json()["id"]], states[old_plan.json()["id"]]) == ("applied", "expired")


async def test_rows_of_a_discarded_plan_are_deleted_at_once(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    plan = await upload_file(leader, INPUT, "stakeholder-input")
    assert await count_rows(world) == 1
    discarded = await leader.call("DELETE", f"/imports/{plan.json()['id']}", etag=plan.headers["etag"])
    assert (discarded.status_code, await count_rows(world)) == (204, 0)


async def test_the_oldest_plans_of_a_leader_with_too_many_expire(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expire, "MAX_PLANS_PER_AUTHOR", 3)
    leader, other_leader = await world.actor("leader", world.birk), await world.actor("leader", world.birk)
    other_plan = (await upload_file(other_leader, INPUT, "stakeholder-input")).json()["id"]
    plans = [(await upload_file(leader, INPUT, "stakeholder-input")).json()["id"] for _ in range(5)]
    states = [(await leader.get(f"/imports/{id}")).json()["state"] for id in plans]
    assert states == ["expired", "expired", "planned", "planned", "planned"]
    assert ((await other_leader.get(f"/imports/{other_plan}")).json()["state"], await count_rows(world)) == (
        "planned",
        4,
    )


async def test_only_the_first_of_very_many_rejected_rows_are_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_action, "MAX_REJECTED_ROWS", 10)
    leader = await world.actor("leader", world.birk)
    invalid_rows = "".join(f"x,x,,x{number},x,x\n" for number in range(25))
    valid_row = "900001,parent,meeting,Vi vil hjælpe,30,2026-02-01\n"
    header = "institution,voice,method,text,people_count,collected_on\n"
    plan = await upload_file(
        leader, f"{header}{valid_row}{invalid_rows}{valid_row.replace('hjælpe', 'være med')}", "stakeholder-input"
    )
    counts = plan.json()["counts"]
    assert (counts["create"], counts["rejected"], plan.json()["rows"]) == (2, 25, 27), "all rows are counted"
    stored_rows = (await leader.get(f"/imports/{plan.json()['id']}/rows?limit=200")).json()["items"]
    assert [row["line"] for row in stored_rows] == list(range(2, 13))
    refused = await leader.call("POST", f"/imports/{plan.json()['id']}/apply", etag=plan.headers["etag"])
    assert refused.json()["code"] == "plan-has-rejected-rows"
