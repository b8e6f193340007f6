"""Plans that nobody carries out end, and what people said in them is not kept."""

from datetime import timedelta

from sqlalchemy import func, select, update

from api.core import clock, database
from api.imports.ending import end_old_plans
from api.imports.models import Import, ImportRow
from api.journal.judging import verify
from tests.imports.test_institutions import apply, bring
from tests.world import World

SAID = "institution;voice;method;text;people_count;collected_on\n900001;parent;meeting;Vi vil hjælpe;30;2026-02-01\n"


async def rows(world: World) -> int:
    async with database.reading(world.app.state.engine) as session:
        return (await session.execute(select(func.count()).select_from(ImportRow))).scalar_one()


async def days_pass(world: World, days: int) -> int:
    """As if all plans had been made so many days ago; answers how many ended."""
    async with database.writing(world.app.state.engine) as session:
        await session.execute(update(Import).values(created_at=clock.now() - timedelta(days=days)))
    async with database.writing(world.app.state.engine) as session:
        return await end_old_plans(session)


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
    async with database.writing(world.app.state.engine) as session:
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
