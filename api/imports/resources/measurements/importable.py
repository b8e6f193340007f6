"""Planning, applying and reversing files of measurements."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.data_packages.queries import existing_package_ids
from api.db.bulk import analyze
from api.db.external_ids import resources_of_external_ids
from api.imports.framework.cell_parsers import parse_integer, parse_number, parse_text
from api.imports.framework.created_rows import created_among
from api.imports.framework.external_id_cells import SystemAndId, parse_uuid, split_external_id
from api.imports.framework.importable import (
    AppliedRow,
    Importable,
    PlannedChange,
    Row,
    RowToApply,
    effect_digest,
    rejected,
    split_by_outcome,
)
from api.imports.framework.input_faults import in_columns, merge_faults, row_fault
from api.imports.framework.row_changes import field_changes
from api.imports.framework.unit_lookup import READ_REGISTER
from api.imports.models import ImportRow, Outcome
from api.imports.resources.measurements.created_figures import suppression_requests
from api.imports.resources.measurements.figure_parser import FigureParser
from api.indicators.queries import indicators_of_codes
from api.institutions.queries import numbers_ever_used
from api.measurements.actions import create, delete, update
from api.measurements.actions.suppress import suppression_changes_for, toggle_suppression
from api.measurements.actions.update import UPDATABLE_FIELDS, with_standard_error_reset
from api.measurements.models import Measurement, MeasurementStatus
from api.measurements.queries.authorship import REVEALING_FIELDS, written_by
from api.measurements.queries.lookups import load_lookups
from api.measurements.rules.rows import ExistingMeasurement, RowLookups, key_of, validate_row
from api.measurements.schemas import MeasurementCreate

_WRITE_DRAFTS, _WRITE_RUNNING = Permission("packages_draft", WRITE), Permission("packages_released", WRITE)
_COLUMN_OF = {"institution_id": "institution", "indicator_id": "indicator", "package_id": "package"}
_REFERENCE_COLUMNS = ("institution", "indicator", "package")
_MAX_CACHED_NAMES = 50_000
_INSTITUTIONS_PER_BATCH = 50
_FIRST_ANALYZE_ROWS = 200
_ANALYZE_GROWTH = 5  # with this many times the rows, another query plan may be the best


class Measurements(Importable):
    """Figures by institution, indicator, period, breakdown and package; without a package, running figures."""

    resource = "measurements"
    table = Measurement
    permission = _WRITE_DRAFTS
    parsers = {
        "institution": parse_text,
        "indicator": parse_text,
        "period": parse_text,
        "breakdown": parse_text,
        "value": parse_number,
        "n": parse_integer,
        "standard_error": parse_number,
        "status": parse_text,
        "source": parse_text,
        "package": parse_text,
    }
    rows_are_complete = True
    required_columns = frozenset({"institution", "indicator", "period", "value"})
    key_columns = frozenset({*_REFERENCE_COLUMNS, "period", "breakdown"})
    identifier_columns = frozenset({"institution", "package", "value", "n"})

    _reachable: Mapping[Permission, frozenset[UUID]] | None = None
    _known: RowLookups

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._measured_institution_ids: set[UUID] = set()
        self._own_suppressed_ids: set[UUID] = set()
        self._figure_parser = FigureParser()
        self._created_count, self._analyzed_count = 0, _FIRST_ANALYZE_ROWS
        self._ids: dict[str, dict[str, UUID | None]] = {column: {} for column in _REFERENCE_COLUMNS}

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._reachable is None:
            self._reachable = {
                permission: await self.reachable_units(session, permission)
                for permission in (READ_REGISTER, _WRITE_DRAFTS, _WRITE_RUNNING)
            }
        lookups = {
            "institution": self._find_institutions,
            "indicator": self._find_indicators,
            "package": self._find_packages,
        }
        for column, find in lookups.items():
            names = {name for row in rows if isinstance(name := row.values.get(column), str)}
            if len(self._ids[column]) > _MAX_CACHED_NAMES:  # only a file of meaningless names has that many
                self._ids[column].clear()
            if new_names := names - self._ids[column].keys():
                self._ids[column] |= dict.fromkeys(new_names) | await find(session, new_names)

    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        await self.load_keys(session, rows)
        self._validated = await asyncio.to_thread(lambda: {row.line: self._validate_row(row) for row in rows})
        figures = [figure for figure in self._validated.values() if isinstance(figure, MeasurementCreate)]
        self._known = await load_lookups(session, figures)
        suppressed_ids = [figure.id for figure in self._known.existing.values() if figure.withheld]
        self._own_suppressed_ids = await written_by(session, self.caller, suppressed_ids) if suppressed_ids else set()

    # --- lookup of the names in a file ---

    async def _find_institutions(self, session: AsyncSession, names: Iterable[str]) -> dict[str, UUID]:
        numbers, pairs = _split_names(names)
        ids = await numbers_ever_used(session, numbers)
        id_by_pair = await resources_of_external_ids(session, "institutions", pairs.values())
        ids |= {name: id_by_pair[pair] for name, pair in pairs.items() if pair in id_by_pair}
        ids |= {name: id for name in numbers if (id := parse_uuid(name)) is not None}
        reachable = (self._reachable or {})[READ_REGISTER]
        return {name: id for name, id in ids.items() if id in reachable}

    async def _find_indicators(self, session: AsyncSession, names: Iterable[str]) -> dict[str, UUID]:
        indicators = await indicators_of_codes(session, names)
        _, pairs = _split_names(name for name in names if name not in indicators)
        id_by_pair = await resources_of_external_ids(session, "indicators", pairs.values())
        ids = {name: id_by_pair[pair] for name, pair in pairs.items() if pair in id_by_pair}
        return ids | {code: indicator.id for code, indicator in indicators.items()}

    async def _find_packages(self, session: AsyncSession, names: Iterable[str]) -> dict[str, UUID]:
        plain_names, pairs = _split_names(names)
        id_by_pair = await resources_of_external_ids(session, "data-packages", pairs.values())
        ids = {name: id_by_pair[pair] for name, pair in pairs.items() if pair in id_by_pair}
        for name in plain_names:
            try:
                ids[name] = UUID(name)
            except ValueError:
                continue
        existing_ids = await existing_package_ids(session, ids.values())
        return {name: id for name, id in ids.items() if id in existing_ids}

    # --- planning a row ---

    def _validate_row(self, row: Row) -> MeasurementCreate | list[Fault]:
        """Return the figure that a row makes, or the faults that it has by itself."""
        faults = list(row.faults)
        fields: dict[str, Any] = {}
        for column, value in row.values.items():
            if value is None:
                continue
            if column not in _REFERENCE_COLUMNS:
                fields[column] = value
            elif id := self._ids[column].get(value) if isinstance(value, str) else None:
                fields[f"{column}_id"] = id
            else:
                faults.append(row_fault("unknown-reference", column))
        if fields.get("value") is None and "status" not in fields:
            fields["status"] = MeasurementStatus.missing
        figure, figure_faults = self._figure_parser.parse(fields)
        return figure if figure and not faults else merge_faults(faults, in_columns(figure_faults, _COLUMN_OF))

    def natural_keys(self, row: Row) -> list[str]:
        # Only the names are looked at: whether the figure itself is valid is found out when the row is planned.
        values, ids = row.values, self._ids
        institution_id, indicator_id, package_id = (
            ids[column].get(values.get(column) or "") for column in _REFERENCE_COLUMNS
        )
        if institution_id is None or indicator_id is None or (package_id is None and values.get("package")):
            return []
        breakdown = values.get("breakdown") or "all"
        return [f"{institution_id.int:x}|{indicator_id.int:x}|{values.get('period')}|{breakdown}|{package_id}"]

    def plan_row(self, row: Row) -> PlannedChange:
        figure = self._validated[row.line]
        if not isinstance(figure, MeasurementCreate):
            return rejected(figure)
        stored = self._known.existing.get(key_of(figure))
        if stored is not None and (faults := self._access_faults(figure)):
            return rejected(faults)
        if faults := self.strategy_faults(stored is not None):
            return rejected(faults)
        return self._plan_create(figure) if stored is None else self._plan_update(row, figure, stored)

    def _access_faults(self, figure: MeasurementCreate) -> list[Fault]:
        reachable, is_running = self._reachable or {}, figure.package_id is None
        if figure.institution_id in reachable[_WRITE_RUNNING if is_running else _WRITE_DRAFTS]:
            return []
        lacks_package = is_running and figure.institution_id in reachable[_WRITE_DRAFTS]
        return [row_fault("running-figures", "package") if lacks_package else row_fault("not-allowed")]

    def _plan_create(self, figure: MeasurementCreate) -> PlannedChange:
        faults = in_columns(validate_row(figure, self._known), _COLUMN_OF) or self._access_faults(figure)
        if faults:
            return rejected(faults)
        return PlannedChange(Outcome.create, effect=effect_digest(list(figure.__dict__.values())), payload=figure)

    def _plan_update(self, row: Row, figure: MeasurementCreate, stored: ExistingMeasurement) -> PlannedChange:
        stored_values = dict(zip(UPDATABLE_FIELDS, (*stored.content, stored.source), strict=True))
        values = self._values_of_row(row, figure, stored_values["status"])
        if stored.withheld:
            values = with_standard_error_reset(values)
        changes = {name: value for name, value in values.items() if value != stored_values[name]}
        # Only the author of a suppressed figure learns that a file has the same: others could guess figures by it.
        if stored.withheld and (changes or stored.id not in self._own_suppressed_ids):
            changes = values
        if faults := self._access_faults(figure):
            return rejected(faults)  # before the comparison is revealed
        if not changes:
            return PlannedChange(Outcome.unchanged, stored.id, stored.version)
        updated = figure.model_copy(update=stored_values | changes)
        if faults := in_columns(validate_row(updated, self._known), _COLUMN_OF):
            return rejected(faults)
        before = {name: stored_values[name] for name in changes} | {"value_n": stored.value_n}
        if stored.withheld:
            # Neither the suppressed values nor which of them differ are revealed.
            shown_changes = field_changes(stored_values, values, hidden=REVEALING_FIELDS)
        else:
            shown_changes = field_changes(before, changes)
        return PlannedChange(
            Outcome.update,
            stored.id,
            stored.version,
            effect_digest(changes),
            before,
            payload=changes,
            changes=shown_changes,
        )

    def _values_of_row(self, row: Row, figure: MeasurementCreate, stored_status: Any) -> dict[str, Any]:
        values = {name: getattr(figure, name) for name in UPDATABLE_FIELDS if name in row.values}
        if row.values.get("status") is None:  # then it follows from the value
            was_missing = stored_status == MeasurementStatus.missing
            status_of_value = MeasurementStatus.reported if was_missing else stored_status
            values["status"] = MeasurementStatus.missing if figure.value is None else status_of_value
        return values

    # --- applying and reversing ---

    async def apply(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        figures, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
        await create.write_measurements(session, caller, figures, ids)
        self._measured_institution_ids |= {figure.institution_id for figure in figures}
        self._created_count += len(creates)
        if self._created_count > self._analyzed_count * _ANALYZE_GROWTH:
            await analyze(session, Measurement)
            self._analyzed_count = self._created_count
        if updates:
            changes = {task.thing_id: task.change.payload for task in updates}
            await update.update_measurements(session, caller, changes)

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        places = await delete.institutions_of(session, [row.thing_id for row in rows])
        for of_running, permission in ((True, _WRITE_RUNNING), (False, _WRITE_DRAFTS)):
            institution_ids = {institution_id for institution_id, is_running in places if is_running is of_running}
            if institution_ids and not institution_ids <= await self.reachable_units(session, permission):
                raise Problem(NOT_ALLOWED)
        await delete.delete_measurements(session, caller, [row.thing_id for row in rows if row.created])
        previous_values = {row.thing_id: row.previous_values for row in rows if not row.created}
        await update.update_measurements(session, caller, previous_values, restoring=True)

    async def finish(self, session: AsyncSession, caller: Caller, import_id: UUID) -> None:
        """Suppress small groups, once all figures are stored; institutions with their departments in batches."""
        institution_ids = sorted(self._measured_institution_ids)
        if self._created_count > 1000:
            await analyze(session, ImportRow)
        for start in range(0, len(institution_ids), _INSTITUTIONS_PER_BATCH):
            batch = institution_ids[start : start + _INSTITUTIONS_PER_BATCH]
            requests = await suppression_requests(session, import_id, batch)
            figures = await suppression_changes_for(session, requests)
            created_ids = await created_among(session, import_id, [figure.id for figure in figures])
            await toggle_suppression(session, caller, figures, fresh=created_ids)


def _split_names(names: Iterable[str]) -> tuple[list[str], dict[str, SystemAndId]]:
    """Return the plain names, and those that are external ids with their system and id."""
    all_names = list(names)
    plain_names = [name for name in all_names if ":" not in name]
    return plain_names, {name: split_external_id(name) for name in all_names if ":" in name}
