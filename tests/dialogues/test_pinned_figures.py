"""Pinned figures of a held dialogue stay unchanged, except where they have been suppressed since."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from api.db import transactions
from api.indicators.models import Indicator
from api.measurements.models import Measurement
from tests.support.dialogue_story import Story
from tests.support.evidence.rows import insert_batches, measurement
from tests.support.world import Actor


async def _correct_n(office: Actor, id: UUID, n: int) -> None:
    response = await office.act(f"/measurements/{id}/correct", {"field": "n", "becomes": n, "reason": "Optalt igen"})
    assert response.status_code == 200, response.text


async def _pinned_figure(story: Story, held: dict[str, Any]) -> dict[str, Any]:
    evidence = (await story.leader.get(f"/dialogues/{held['id']}")).json()["evidence"]
    [shown] = [piece["shown"] for piece in evidence if piece["quantitative"]]
    figure: dict[str, Any] = shown
    return figure


async def _store_comparison_figures(story: Story) -> tuple[UUID, list[UUID]]:
    """Store a figure of the previous half-year and figures of three other schools; return their ids."""
    world, office = story.world, await story.world.actor("administration")
    responses = [await office.post("/institutions", {"name": name, "kind": "school"}) for name in ("Cedar", "Due")]
    async with transactions.write_transaction(world.app.state.engine) as session:
        figure = await session.get_one(Measurement, story.figure)
        indicator = (
            await session.execute(select(Indicator).where(col(Indicator.id) == figure.indicator_id))
        ).scalar_one()
        before = measurement(indicator, world.birk, "2025H2", 50.0, 110)
        package_id = figure.package_id
        school_ids = (world.oak, *(UUID(created.json()["id"]) for created in responses))
        peers = [measurement(indicator, at, "2026H1", 70.0, 60, package_id=package_id) for at in school_ids]
        await insert_batches(session, [before], peers)
    return before.id, [peer.id for peer in peers]


async def test_pinned_figure_is_suppressed_when_its_group_is_corrected_to_a_small_one(story: Story) -> None:
    held, office = await story.held(), await story.world.actor("administration")
    assert (await _pinned_figure(story, held))["value"] == 81.5
    await _correct_n(office, story.figure, 3)
    seen = await _pinned_figure(story, held)
    assert (seen["value"], seen["n"], seen["standard_error"], seen["status"]) == (None, None, None, "suppressed")
    await _correct_n(office, story.figure, 120)
    assert (await _pinned_figure(story, held))["value"] == 81.5


async def test_suppressed_figure_is_not_shown_as_previous_value_or_in_a_mean(story: Story) -> None:
    before, peers = await _store_comparison_figures(story)
    held, office = await story.held(), await story.world.actor("administration")
    compared = (await _pinned_figure(story, held))["comparison"]
    assert (compared["previous"]["value"], compared["significant"]) == (50.0, True)
    assert compared["city"]["institutions"] == 4
    await _correct_n(office, before, 4)
    await _correct_n(office, peers[0], 4)
    seen = await _pinned_figure(story, held)
    assert (seen["value"], seen["comparison"]["city"], seen["comparison"]["significant"]) == (81.5, None, None)
    assert (seen["comparison"]["previous"]["value"], seen["comparison"]["previous"]["status"]) == (None, "suppressed")
