"""Figures that a held dialogue rests on stay as they were, but for what is withheld by now."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from api.db import transactions
from api.indicators.models import Indicator
from api.measurements.models import Measurement
from tests.support.dialogue_story import Story
from tests.support.evidence_figures import keep, measurement
from tests.support.world import Actor


async def _corrected(office: Actor, id: UUID, n: int) -> None:
    done = await office.act(f"/measurements/{id}/correct", {"field": "n", "becomes": n, "reason": "Optalt igen"})
    assert done.status_code == 200, done.text


async def _figure(story: Story, held: dict[str, Any]) -> dict[str, Any]:
    seen = (await story.leader.get(f"/dialogues/{held['id']}")).json()["evidence"]
    [shown] = [one["shown"] for one in seen if one["quantitative"]]
    found: dict[str, Any] = shown
    return found


async def _beside(story: Story) -> tuple[UUID, list[UUID]]:
    """The figure of the half-year before, and those of three other schools."""
    world, office = story.world, await story.world.actor("administration")
    made = [await office.post("/institutions", {"name": name, "kind": "school"}) for name in ("Cedar", "Due")]
    async with transactions.write_transaction(world.app.state.engine) as session:
        figure = await session.get_one(Measurement, story.figure)
        of = (await session.execute(select(Indicator).where(col(Indicator.id) == figure.indicator_id))).scalar_one()
        before = measurement(of, world.birk, "2025H2", 50.0, 110)
        package_id = figure.package_id
        schools = (world.oak, *(UUID(one.json()["id"]) for one in made))
        peers = [measurement(of, at, "2026H1", 70.0, 60, package_id=package_id) for at in schools]
        await keep(session, [before], peers)
    return before.id, [peer.id for peer in peers]


async def test_a_figure_whose_group_turns_out_small_is_shown_nowhere(story: Story) -> None:
    held, office = await story.held(), await story.world.actor("administration")
    assert (await _figure(story, held))["value"] == 81.5
    await _corrected(office, story.figure, 3)
    seen = await _figure(story, held)
    assert (seen["value"], seen["n"], seen["standard_error"], seen["status"]) == (None, None, None, "suppressed")
    await _corrected(office, story.figure, 120)
    assert (await _figure(story, held))["value"] == 81.5


async def test_nor_is_it_shown_as_the_figure_before_or_in_a_mean(story: Story) -> None:
    before, peers = await _beside(story)
    held, office = await story.held(), await story.world.actor("administration")
    compared = (await _figure(story, held))["comparison"]
    assert (compared["previous"]["value"], compared["significant"]) == (50.0, True)
    assert compared["city"]["institutions"] == 4
    await _corrected(office, before, 4)
    await _corrected(office, peers[0], 4)
    seen = await _figure(story, held)
    assert (seen["value"], seen["comparison"]["city"], seen["comparison"]["significant"]) == (81.5, None, None)
    assert (seen["comparison"]["previous"]["value"], seen["comparison"]["previous"]["status"]) == (None, "suppressed")
