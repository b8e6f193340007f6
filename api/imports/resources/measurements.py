"""Files of measurements."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.roles import READ, WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.data_packages.queries import package_ids
from api.db.bulk import analyze
from api.db.external_ids import resources_of_external_ids
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.created_rows import created_among, suppression_requests
from api.imports.framework.figure_parser import Figures
from api.imports.framework.importable import AppliedRow, Importable, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.row_changes import differing
from api.imports.framework.unit_lookup import READ_REGISTER, own_id, split
from api.imports.models import ImportRow, Outcome
from api.indicators.queries import indicators_of_codes
from api.institutions.queries import numbers_ever_used
from api.measurements.actions import create, delete, update
from api.measurements.actions.create import Existing, Known
from api.measurements.actions.suppress import SuppressionRequest, move_department, turning
from api.measurements.actions.update import FIELDS, provided_again
from api.measurements.models import Measurement, MeasurementStatus
from api.measurements.queries.authorship import REVEALING_FIELDS, written_by
from api.measurements.schemas import MeasurementCreate

_DRAFT, _RUNNING = Permission("packages_draft", WRITE), Permission("packages_released", WRITE)
_READ_INDICATORS, _READ_PACKAGES = Permission("indicators", READ), Permission("packages_draft", READ)
_COLUMN_OF = {"institution_id": "institution", "indicator_id": "indicator", "package_id": "package"}
_NAMED = ("institution", "indicator", "package")
_MANY = 50_000
_PLACES = 50
_GROWN = 5  # times as many rows, and the best way to find one may be another


class Measurements(Importable):
    """Figures by institution, indicator, period, breakdown and package; without a package, running ones."""

    resource = "measurements"
    table = Measurement
    may = _DRAFT
    readers = {
        "institution": cells.text,
        "indicator": cells.text,
        "period": cells.text,
        "breakdown": cells.text,
        "value": cells.number,
        "n": cells.whole,
        "standard_error": cells.number,
        "status": cells.text,
        "source": cells.text,
        "package": cells.text,
    }
    whole = True
    required = frozenset({"institution", "indicator", "period", "value"})
    named_by = frozenset({*_NAMED, "period", "breakdown"})
    digits = frozenset({"institution", "package", "value", "n"})

    _reached: Mapping[Permission, frozenset[UUID]] | None = None
    _known: Known

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._measured: set[UUID] = set()
        self._own: set[UUID] = set()
        self._figures = Figures()
        self._made, self._looked_at = 0, 200
        self._ids: dict[str, dict[str, UUID | None]] = {name: {} for name in _NAMED}

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._reached is None:
            self._reached = {may: await self.units(session, may) for may in (READ_REGISTER, _DRAFT, _RUNNING)}
        finders = {"institution": self._institutions, "indicator": self._indicators, "package": self._packages}
        for name, find in finders.items():
            said = {one for row in rows if isinstance(one := row.values.get(name), str)}
            if len(self._ids[name]) > _MANY:  # only a file of names that mean nothing has so many
                self._ids[name].clear()
            if new := said - self._ids[name].keys():
                self._ids[name] |= dict.fromkeys(new) | await find(session, new)

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        await self.recognise(session, rows)
        self._wanted = await asyncio.to_thread(lambda: {row.line: self._read(row) for row in rows})
        figures = [one for one in self._wanted.values() if isinstance(one, MeasurementCreate)]
        self._known = await create.load_known(session, figures)
        withheld = [one.id for one in self._known.there.values() if one.withheld]
        self._own = await written_by(session, self.caller, withheld) if withheld else set()

    # --- what the names in a file stand for ---

    async def _institutions(self, session: AsyncSession, said: Iterable[str]) -> dict[str, UUID]:
        numbers, pairs = _apart(said)
        found = await numbers_ever_used(session, numbers)
        by_pair = await resources_of_external_ids(session, "institutions", pairs.values())
        found |= {one: by_pair[pair] for one, pair in pairs.items() if pair in by_pair}
        found |= {number: id for number in numbers if (id := own_id(number)) is not None}
        reached = (self._reached or {})[READ_REGISTER]
        return {one: id for one, id in found.items() if id in reached}

    async def _indicators(self, session: AsyncSession, said: Iterable[str]) -> dict[str, UUID]:
        by_code = await indicators_of_codes(session, said)
        _, pairs = _apart(one for one in said if one not in by_code)
        by_pair = await resources_of_external_ids(session, "indicators", pairs.values())
        found = {one: by_pair[pair] for one, pair in pairs.items() if pair in by_pair}
        return found | {code: one.id for code, one in by_code.items()}

    async def _packages(self, session: AsyncSession, said: Iterable[str]) -> dict[str, UUID]:
        plain, pairs = _apart(said)
        by_pair = await resources_of_external_ids(session, "data-packages", pairs.values())
        ids = {one: by_pair[pair] for one, pair in pairs.items() if pair in by_pair}
        for one in plain:
            try:
                ids[one] = UUID(one)
            except ValueError:
                continue
        there = await package_ids(session, ids.values())
        return {one: id for one, id in ids.items() if id in there}

    # --- one row ---

    def _read(self, row: Row) -> MeasurementCreate | list[CellFault]:
        """The figure that a row speaks of, or what is wrong with it by itself."""
        flaws = list(row.flaws)
        given: dict[str, Any] = {}
        for name, value in row.values.items():
            if value is None:
                continue
            if name not in _NAMED:
                given[name] = value
            elif id := self._ids[name].get(value) if isinstance(value, str) else None:
                given[f"{name}_id"] = id
            else:
                flaws.append(cell_fault(name, "unknown-reference"))
        if given.get("value") is None and "status" not in given:
            given["status"] = MeasurementStatus.missing
        figure, faults = self._figures.read(given)
        return figure if figure and not flaws else together(flaws, flaws_of(faults, _COLUMN_OF))

    def keys(self, row: Row) -> list[str]:
        # Known by what is named alone: whether the figure itself is one is judged when it is looked up.
        values, ids = row.values, self._ids
        institution, indicator, package = (ids[name].get(values.get(name) or "") for name in _NAMED)
        if institution is None or indicator is None or (package is None and values.get("package")):
            return []
        breakdown = values.get("breakdown") or "all"
        return [f"{institution.int:x}|{indicator.int:x}|{values.get('period')}|{breakdown}|{package}"]

    def judge(self, row: Row) -> PlannedChange:
        wanted = self._wanted[row.line]
        if not isinstance(wanted, MeasurementCreate):
            return rejected(wanted)
        there = self._known.there.get(create.key_of(wanted))
        if there is not None and (flaws := self._not_allowed(wanted)):
            return rejected(flaws)
        if flaws := self.against_strategy(there is not None):
            return rejected(flaws)
        return self._make(wanted) if there is None else self._change(row, wanted, there)

    def _not_allowed(self, wanted: MeasurementCreate) -> list[CellFault]:
        reached, running = self._reached or {}, wanted.package_id is None
        if wanted.institution_id in reached[_RUNNING if running else _DRAFT]:
            return []
        in_a_package = running and wanted.institution_id in reached[_DRAFT]
        return [cell_fault("package", "running-figures") if in_a_package else cell_fault(None, "not-allowed")]

    def _make(self, new: MeasurementCreate) -> PlannedChange:
        flaws = flaws_of(create.validate(new, self._known), _COLUMN_OF) or self._not_allowed(new)
        if flaws:
            return rejected(flaws)
        return PlannedChange(Outcome.create, effect=digest(list(new.__dict__.values())), wish=new)

    def _change(self, row: Row, wanted: MeasurementCreate, there: Existing) -> PlannedChange:
        now = dict(zip(FIELDS, (*there.figure, there.source), strict=True))
        values = {name: getattr(wanted, name) for name in FIELDS if name in row.values}
        if row.values.get("status") is None:  # not said: it follows from the value
            kept = now["status"] if now["status"] != MeasurementStatus.missing else MeasurementStatus.reported
            values["status"] = MeasurementStatus.missing if wanted.value is None else kept
        values = provided_again(values) if there.withheld else values
        changes = {name: value for name, value in values.items() if value != now[name]}
        # Who did not write a withheld figure is not told by a plan that it is as they say: it would be a way to guess.
        if there.withheld and (changes or there.id not in self._own):
            changes = values
        if flaws := self._not_allowed(wanted):
            return rejected(flaws)  # who may not write a figure is not told whether it is this one
        if not changes:
            return PlannedChange(Outcome.unchanged, there.id, there.version)
        becomes = wanted.model_copy(update=now | changes)
        if flaws := flaws_of(create.validate(becomes, self._known), _COLUMN_OF):
            return rejected(flaws)
        before = {name: now[name] for name in changes} | {"value_n": there.value_n}
        # What a withheld figure was is told to nobody, nor which part of it was the same.
        told = differing(now, values, hidden=REVEALING_FIELDS) if there.withheld else differing(before, changes)
        return PlannedChange(
            Outcome.update, there.id, there.version, digest(changes), before, wish=changes, changes=told
        )

    # --- carrying it out ---

    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes = [task for task in tasks if task.verdict.outcome == Outcome.create]
        ids = [task.thing_id for task in makes]
        await create.write_measurements(session, caller, [task.verdict.wish for task in makes], ids)
        self._measured |= {task.verdict.wish.institution_id for task in makes}
        self._made += len(makes)
        if self._made > self._looked_at * _GROWN:
            await analyze(session, Measurement)
            self._looked_at = self._made
        changes = {task.thing_id: task.verdict.wish for task in tasks if task.verdict.outcome == Outcome.update}
        if changes:
            await update.update_measurements(session, caller, changes)

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        places = await delete.places_of(session, [one.thing_id for one in done])
        for running, may in ((True, _RUNNING), (False, _DRAFT)):
            wanted = {place for place, is_running in places if is_running is running}
            if wanted and not wanted <= await self.units(session, may):
                raise Problem(NOT_ALLOWED)
        await delete.delete_measurements(session, caller, [one.thing_id for one in done if one.made])
        was = {one.thing_id: one.was for one in done if not one.made}
        await update.update_measurements(session, caller, was, putting_back=True)

    async def finish(self, session: AsyncSession, caller: Caller, import_id: UUID) -> None:
        """Decide what is withheld, once all figures are there; an institution with its departments at a time."""
        places = sorted(self._measured)
        if self._made > 1000:
            await analyze(session, ImportRow)
        for start in range(0, len(places), _PLACES):
            asked = await suppression_requests(session, import_id, places[start : start + _PLACES])
            turned = await turning(session, {SuppressionRequest(*row) for row in asked})
            made = await created_among(session, import_id, [one.id for one in turned])
            await move_department(session, caller, turned, fresh=made)


def _apart(said: Iterable[str]) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """Names as they are, and those that are external ids."""
    named = list(said)
    plain = [one for one in named if ":" not in one]
    return plain, {one: split(one) for one in named if ":" in one}
