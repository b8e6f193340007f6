"""Making, changing and extending cycles."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.half_years import years_later
from api.core.problems import Override, apply_overrides, raise_faults
from api.core.settings import settings
from api.cycles import rules
from api.cycles.models import Cycle
from api.cycles.queries import all_cycles
from api.cycles.rules import Round
from api.cycles.schemas import CycleCreate
from api.journal.record import change, create
from api.redaction.corrections import record_overrides

YEARS = 2


def _rounds(given: Sequence[Any] | None, starts_on: date, ends_on: date) -> list[Round]:
    if given is None:
        return rules.made_rounds(starts_on, ends_on, settings().rounds_in_a_cycle)
    return [Round(one.number, one.half_year, one.from_on, one.until_on) for one in given]


def _with(cycle: Cycle, values: Mapping[str, Any]) -> Cycle:
    """The cycle as it would be with these values."""
    return Cycle(**{name: values.get(name, getattr(cycle, name)) for name in Cycle.model_fields})


def _keep(session: AsyncSession, caller: Caller | None, cycle: Cycle, reasons: Sequence[Override]) -> None:
    if caller is not None:
        record_overrides(session, caller, cycle, reasons)


async def create_cycles(session: AsyncSession, caller: Caller | None, wanted: Sequence[CycleCreate]) -> list[Cycle]:
    """New cycles, in the order given; each is judged beside those that are there and those before it."""
    known, made = await all_cycles(session), list[Cycle]()
    for one in wanted:
        ends_on = one.ends_on or years_later(one.starts_on, YEARS)
        rounds = _rounds(one.rounds, one.starts_on, ends_on)
        fields = one.model_dump(exclude={"because", "rounds", "ends_on"})
        cycle = Cycle(title_key=danish_key(one.title), ends_on=ends_on, rounds=rules.stored(rounds), **fields)
        faults = rules.check_days(cycle.starts_on, ends_on) + rules.check_rounds(rounds, cycle.starts_on, ends_on)
        _keep(
            session,
            caller,
            cycle,
            apply_overrides(faults + rules.check_beside(cycle, known), one.because, rules.AREAS_ALTERNATE),
        )
        known.append(cycle)
        made.append(cycle)
    await create(session, caller, made)
    return made


async def update_cycle(
    session: AsyncSession, caller: Caller | None, cycle: Cycle, values: Mapping[str, Any], because: Mapping[str, str]
) -> None:
    """Change what is said of a cycle; its days and rounds only before it begins."""
    values = dict(values)
    faults = []
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    if not {"starts_on", "ends_on", "rounds"}.isdisjoint(values):
        values["starts_on"] = values.get("starts_on", cycle.starts_on)
        values["ends_on"] = values.get("ends_on", cycle.ends_on) or years_later(values["starts_on"], YEARS)
        days = values["starts_on"], values["ends_on"]
        moved = days != (cycle.starts_on, cycle.ends_on)
        if moved or "rounds" in values:
            rounds = _rounds(values.get("rounds"), *days)
            values["rounds"] = rules.stored(rounds)
            faults += rules.check_days(*days) + rules.check_rounds(rounds, *days)
    differing = [name for name, value in values.items() if getattr(cycle, name) != value]
    faults += rules.check_not_begun(cycle, clock.today(), differing)
    if not {"starts_on", "ends_on", "discussion_on"}.isdisjoint(differing):
        faults += rules.check_beside(_with(cycle, values), await all_cycles(session))
    _keep(session, caller, cycle, apply_overrides(faults, because, rules.AREAS_ALTERNATE))
    await change(session, caller, cycle, values)


async def extend_cycle(session: AsyncSession, caller: Caller | None, cycle: Cycle, ends_on: date) -> None:
    """Let a cycle that has not ended last longer; the half-years that it gains become rounds."""
    raise_faults(rules.check_not_ended(cycle, clock.today()) + rules.check_extension(cycle, ends_on))
    rounds = rules.stored(rules.extended_rounds(rules.rounds_of(cycle), ends_on))
    longer = {"ends_on": ends_on, "rounds": rounds}
    beside = rules.check_beside(_with(cycle, longer), await all_cycles(session))
    raise_faults(fault for fault in beside if fault.kind is rules.CYCLE_OVERLAPS)
    await change(session, caller, cycle, longer, "extended")
