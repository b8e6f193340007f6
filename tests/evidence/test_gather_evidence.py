"""The evidence that is gathered for an institution and round."""

from datetime import date

from api.db import transactions
from api.evidence.models import EvidenceKind
from api.evidence.queries.pack import gather_evidence, resolve_references
from api.evidence.rules import Reference
from api.stakeholder_input.models import Input, Withdrawal
from tests.support.evidence.rows import cycle, indicator, insert_batches, measurement, package
from tests.support.statements import recorded_statements
from tests.support.world import World


async def test_measurements_and_voices_are_gathered_and_cited(world: World) -> None:
    wellbeing, current, previous = indicator("wellbeing"), package("2026H1"), package("2025H2")
    words = Input(
        unit_id=world.birk,
        voice="child",
        method="tour",
        text="Vi vil have mere leg",
        people_count=4,
        collected_on=date(2026, 3, 1),
    )
    old = Input(unit_id=world.birk, voice="parent", method="survey", people_count=4, collected_on=date(2025, 3, 1))
    measurements = [
        measurement(wellbeing, world.birk, "2025/2026", 80.0, 200, package_id=current.id),
        measurement(wellbeing, world.birk, "2024/2025", 60.0, 200, package_id=previous.id),
    ]
    running_cycle = cycle()
    async with transactions.write_transaction(world.app.state.engine) as session:
        await insert_batches(session, [wellbeing, current, previous, running_cycle], [*measurements, words, old])
        pack = await gather_evidence(session, world.birk, running_cycle, 1)
        [piece] = pack.measurements
        assert (piece.shown["value"], piece.shown["comparison"]["previous"]["value"]) == (80.0, 60.0)
        assert piece.shown["comparison"]["significant"] is True
        assert [voice.shown["text"] for voice in pack.stakeholder_input] == ["Vi vil have mere leg"]
        assert pack.lacking == ["no_parent_voice"]
        references = [Reference(EvidenceKind.stakeholder_input, old.id), piece.reference]
        resolved = await resolve_references(session, world.birk, references)
        assert set(resolved) == set(references)
        assert not await resolve_references(session, world.oak, references)
        assert resolved[piece.reference].snapshot()["shown"]["value"] == 80.0
        words.withdrawal, words.withdrawn_on = Withdrawal.consent, date(2026, 4, 1)
        await session.flush()
        withdrawn = Reference(EvidenceKind.stakeholder_input, words.id)
        assert not await resolve_references(session, world.birk, [withdrawn])


async def test_the_number_of_queries_does_not_grow_with_the_measurements(world: World) -> None:
    query_counts: list[int] = []
    current, running_cycle = package("2026H1"), cycle()
    indicators = [indicator(f"i{number}") for number in range(200)]
    async with transactions.write_transaction(world.app.state.engine) as session:
        await insert_batches(session, [current, running_cycle, *indicators])
        for batch in (indicators[:5], indicators[5:]):
            rows = [measurement(row, world.birk, "2026H1", 50.0, 30, package_id=current.id) for row in batch]
            await insert_batches(session, rows)
            with recorded_statements(world.app) as statements:
                pack = await gather_evidence(session, world.birk, running_cycle, 1)
            query_counts.append(len(statements))
        assert len(pack.measurements) == 200
    assert query_counts[0] == query_counts[1] <= 6
