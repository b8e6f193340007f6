"""Plans that nobody carries out end, and what people said in them is not kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from api.core import clock
from api.db import transactions
from api.imports.actions import expire
from api.imports.actions import plan as planning
from api.imports.actions.expire import expire_plans
from api.imports.models import Import, ImportRow
from api.journal.verify import verify
from tests.support.imports.institutions import apply, bring
from tests.support.world import World

SAID = "institution;voice;method;text;people_count;collected_on\n900001;parent;meeting;Vi vil hjælpe;30;2026-02-01\n"


async def rows(world: World) -> int:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return (await session.execute(select(func.count()).select_from(ImportRow))).scalar_one()


async def days_pass(world: World, days: int) -> int:
    """As if all plans had been made so many days ago; answers how many ended."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Import).values(created_at=clock.now() - timedelta(days=days)))
    async with transactions.write_transaction(world.app.state.engine) as session:
        return await expire_plans(session)


async def test_a_plan_that_waits_too_long_ends_and_its_words_are_gone(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    plan = await bring(leader, SAID, "stakeholder-input")
    assert plan.json()["counts"]["create"] == 1
    assert (await days_pass(world, 13), await rows(world)) == (0, 1)
    assert (await days_pass(world, 15), await rows(world)) == (1, 0)
    shown = await leader.get(f"/imports/{plan.json()['id']}")
    assert (shown.json()["state"], shown.json()["rows"]) == ("expired", 1)
    late = await leader.call("POST", f"/imports/{plan.json()['id']}/apply", etag=shown.headers["etag"])
    assert (late.status_code, late.json()["code"]) == (409, "import-not-planned")
    assert (await leader.get("/imports?state=expired&count=true")).json()["total"] == 1
    state = world.app.state
    assert (await verify(state.engine, state.settings)).findings == []


async def test_the_next_import_ends_those_before_it_and_what_was_applied_stays(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    done = await bring(leader, SAID, "stakeholder-input")
    assert (await apply(leader, done)).status_code == 200
    waiting = await bring(leader, SAID.replace("30", "31"), "stakeholder-input")
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Import).values(created_at=clock.now() - timedelta(days=40)))
    await bring(leader, SAID, "stakeholder-input")
    states = {one["id"]: one["state"] for one in (await leader.get("/imports")).json()["items"]}
    assert (states[done.json()["id"]], states[waiting.json()["id"]]) == ("applied", "expired")


async def test_what_is_discarded_is_gone_at_once(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    plan = await bring(leader, SAID, "stakeholder-input")
    assert await rows(world) == 1
    gone = await leader.call("DELETE", f"/imports/{plan.json()['id']}", etag=plan.headers["etag"])
    assert (gone.status_code, await rows(world)) == (204, 0)


async def test_of_a_hundred_plans_that_wait_the_oldest_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expire, "MAX_PLANS_PER_AUTHOR", 3)
    leader, other = await world.actor("leader", world.birk), await world.actor("leader", world.birk)
    theirs = (await bring(other, SAID, "stakeholder-input")).json()["id"]
    plans = [(await bring(leader, SAID, "stakeholder-input")).json()["id"] for _ in range(5)]
    states = [(await leader.get(f"/imports/{id}")).json()["state"] for id in plans]
    assert states == ["expired", "expired", "planned", "planned", "planned"]
    assert ((await other.get(f"/imports/{theirs}")).json()["state"], await rows(world)) == ("planned", 4)


async def test_of_very_many_refused_rows_the_first_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MAX_REJECTED_ROWS", 10)
    leader = await world.actor("leader", world.birk)
    bad = "".join(f"x,x,,x{number},x,x\n" for number in range(25))
    good = "900001,parent,meeting,Vi vil hjælpe,30,2026-02-01\n"
    header = "institution,voice,method,text,people_count,collected_on\n"
    made = await bring(leader, f"{header}{good}{bad}{good.replace('hjælpe', 'være med')}", "stakeholder-input")
    counts = made.json()["counts"]
    assert (counts["create"], counts["rejected"], made.json()["rows"]) == (2, 25, 27), "all are counted"
    told = (await leader.get(f"/imports/{made.json()['id']}/rows?limit=200")).json()["items"]
    assert [one["line"] for one in told] == list(range(2, 13))
    refused = await leader.call("POST", f"/imports/{made.json()['id']}/apply", etag=made.headers["etag"])
    assert refused.json()["code"] == "plan-has-rejected-rows"
