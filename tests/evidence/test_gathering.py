"""What a dialogue can rest on, gathered for one institution and round."""

from datetime import date

from sqlalchemy import event

from api.db import transactions
from api.evidence.models import EvidenceKind
from api.evidence.queries.pack import gather_evidence, resolve_references
from api.evidence.rules import Reference
from api.stakeholder_input.models import Input, Withdrawal
from tests.support.evidence_figures import cycle, indicator, keep, measurement, package
from tests.support.world import World


async def test_figures_and_voices_stand_side_by_side(world: World) -> None:
    wellbeing, now, before = indicator("wellbeing"), package("2026H1"), package("2025H2")
    said = Input(
        unit_id=world.birk,
        voice="child",
        method="tour",
        text="Vi vil have mere leg",
        people_count=4,
        collected_on=date(2026, 3, 1),
    )
    old = Input(unit_id=world.birk, voice="parent", method="survey", people_count=4, collected_on=date(2025, 3, 1))
    figures = [
        measurement(wellbeing, world.birk, "2025/2026", 80.0, 200, package_id=now.id),
        measurement(wellbeing, world.birk, "2024/2025", 60.0, 200, package_id=before.id),
    ]
    running = cycle()
    async with transactions.write_transaction(world.app.state.engine) as session:
        await keep(session, [wellbeing, now, before, running], [*figures, said, old])
        pack = await gather_evidence(session, world.birk, running, 1)
        [figure] = pack.measurements
        assert (figure.shown["value"], figure.shown["comparison"]["previous"]["value"]) == (80.0, 60.0)
        assert figure.shown["comparison"]["significant"] is True
        assert [piece.shown["text"] for piece in pack.stakeholder_input] == ["Vi vil have mere leg"]
        assert pack.lacking == ["no_parent_voice"]
        references = [Reference(EvidenceKind.stakeholder_input, old.id), figure.reference]
        found = await resolve_references(session, world.birk, references)
        assert set(found) == set(references)
        assert not await resolve_references(session, world.oak, references)
        assert found[figure.reference].frozen()["shown"]["value"] == 80.0
        said.withdrawal, said.withdrawn_on = Withdrawal.consent, date(2026, 4, 1)
        await session.flush()
        assert not await resolve_references(session, world.birk, [Reference(EvidenceKind.stakeholder_input, said.id)])


async def test_the_number_of_queries_does_not_grow_with_the_figures(world: World) -> None:
    counted: list[int] = []
    now, running = package("2026H1"), cycle()
    indicators = [indicator(f"i{number}") for number in range(200)]
    async with transactions.write_transaction(world.app.state.engine) as session:
        await keep(session, [now, running, *indicators])
        for some in (indicators[:5], indicators[5:]):
            await keep(
                session, [[measurement(one, world.birk, "2026H1", 50.0, 30, package_id=now.id) for one in some]][0]
            )
            statements: list[str] = []
            engine = world.app.state.engine.sync_engine

            def count(*given: object, into: list[str] = statements) -> None:
                into.append(str(given[2]))

            event.listen(engine, "before_cursor_execute", count)
            pack = await gather_evidence(session, world.birk, running, 1)
            event.remove(engine, "before_cursor_execute", count)
            counted.append(len(statements))
        assert len(pack.measurements) == 200
    assert counted[0] == counted[1] <= 6
