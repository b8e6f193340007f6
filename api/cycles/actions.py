"""Create, update and extend cycles."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.half_years import years_later
from api.core.problems import Override, apply_overrides, raise_faults
from api.cycles import rules
from api.cycles.models import Cycle
from api.cycles.queries import all_cycles
from api.cycles.rules import Round
from api.cycles.schemas import CycleCreate, RoundShape
from api.db import transactions
from api.journal.record import change, create
from api.redaction.corrections import record_overrides

DEFAULT_YEARS: Final = 2


def _rounds(requested: Sequence[RoundShape] | None, starts_on: date, ends_on: date, default_number: int) -> list[Round]:
    """The requested rounds, or by default one for each half-year, at most `default_number`."""
    if requested is None:
        return rules.rounds_of_half_years(starts_on, ends_on, default_number)
    return [Round(round_.number, round_.half_year, round_.from_on, round_.until_on) for round_ in requested]


def _with_values(cycle: Cycle, values: Mapping[str, Any]) -> Cycle:
    """A copy of the cycle with these values, which is not stored."""
    return Cycle(**{name: values.get(name, getattr(cycle, name)) for name in Cycle.model_fields})


def _record_overrides(
    session: AsyncSession, caller: Caller | None, cycle: Cycle, overrides: Sequence[Override]
) -> None:
    if caller is not None:
        record_overrides(session, caller, cycle, overrides)


async def create_cycles(session: AsyncSession, caller: Caller | None, requests: Sequence[CycleCreate]) -> list[Cycle]:
    """Create cycles in this order; each is checked against the existing ones and those created before it."""
    existing, cycles = await all_cycles(session), list[Cycle]()
    default_rounds = transactions.settings_of(session).rounds_in_a_cycle
    for request in requests:
        ends_on = request.ends_on or years_later(request.starts_on, DEFAULT_YEARS)
        rounds = _rounds(request.rounds, request.starts_on, ends_on, default_rounds)
        values = request.model_dump(exclude={"because", "rounds", "ends_on"})
        cycle = Cycle(
            title_key=danish_key(request.title), ends_on=ends_on, rounds=rules.rounds_as_json(rounds), **values
        )
        faults = rules.check_days(cycle.starts_on, ends_on) + rules.check_rounds(rounds, cycle.starts_on, ends_on)
        faults += rules.check_other_cycles(cycle, existing)
        overrides = apply_overrides(faults, request.because, rules.AREAS_ALTERNATE)
        _record_overrides(session, caller, cycle, overrides)
        existing.append(cycle)
        cycles.append(cycle)
    await create(session, caller, cycles)
    return cycles


async def update_cycle(
    session: AsyncSession, caller: Caller | None, cycle: Cycle, values: Mapping[str, Any], because: Mapping[str, str]
) -> None:
    """Update a cycle; its dates and rounds only before it begins. `because` are the override reasons, by rule."""
    values = dict(values)
    faults = []
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    if not {"starts_on", "ends_on", "rounds"}.isdisjoint(values):
        values["starts_on"] = values.get("starts_on", cycle.starts_on)
        values["ends_on"] = values.get("ends_on", cycle.ends_on) or years_later(values["starts_on"], DEFAULT_YEARS)
        dates = values["starts_on"], values["ends_on"]
        if "rounds" in values or dates != (cycle.starts_on, cycle.ends_on):
            rounds = _rounds(values.get("rounds"), *dates, transactions.settings_of(session).rounds_in_a_cycle)
            values["rounds"] = rules.rounds_as_json(rounds)
            faults += rules.check_days(*dates) + rules.check_rounds(rounds, *dates)
    changed = [name for name, value in values.items() if getattr(cycle, name) != value]
    faults += rules.check_not_begun(cycle, clock.today(), changed)
    if not {"starts_on", "ends_on", "discussion_on"}.isdisjoint(changed):
        faults += rules.check_other_cycles(_with_values(cycle, values), await all_cycles(session))
    _record_overrides(session, caller, cycle, apply_overrides(faults, because, rules.AREAS_ALTERNATE))
    await change(session, caller, cycle, values)


async def extend_cycle(session: AsyncSession, caller: Caller | None, cycle: Cycle, ends_on: date) -> None:
    """Extend a cycle that has not ended; the half-years that are added become rounds."""
    raise_faults(rules.check_not_ended(cycle, clock.today()) + rules.check_extension(cycle, ends_on))
    rounds = rules.rounds_as_json(rules.extended_rounds(rules.rounds_of(cycle), ends_on))
    values = {"ends_on": ends_on, "rounds": rounds}
    faults = rules.check_other_cycles(_with_values(cycle, values), await all_cycles(session))
    raise_faults(fault for fault in faults if fault.kind is rules.CYCLE_OVERLAPS)
    await change(session, caller, cycle, values, "extended")
