"""Import of indicators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Fault, Problem, raise_faults
from api.db.external_ids import (
    EXTERNAL_ID_TAKEN,
    external_ids_of_resources,
    resources_of_external_ids,
    set_external_ids,
)
from api.imports.framework.cell_parsers import (
    parse_boolean,
    parse_external_ids,
    parse_list,
    parse_number,
    parse_text,
)
from api.imports.framework.external_id_cells import (
    SystemAndId,
    as_dicts,
    external_id_keys,
    external_id_pairs,
    merge_external_ids,
)
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
from api.imports.framework.input_faults import in_columns, merge_faults, row_fault, validation_faults
from api.imports.framework.row_changes import field_changes
from api.imports.models import Outcome
from api.indicators import actions as indicators_actions
from api.indicators.models import Indicator
from api.indicators.queries import indicators_of_codes, indicators_of_ids
from api.indicators.rules import check_indicator, check_meaning_unchanged
from api.indicators.schemas import IndicatorCreate, IndicatorUpdate
from api.journal.record import delete
from api.measurements.queries.visible import measured_indicator_ids

_WRITE = Permission("indicators", WRITE)
_COLUMN_OF = {"source_system": "source"}
_FIELD_OF = {"source": "source_system"}
_NOT_CLEARED = ("code", "title", "kinds", "unit", "disclosure")  # an empty cell does not clear these


class Indicators(Importable):
    """Indicators by code, else by any external id."""

    resource = "indicators"
    table = Indicator
    permission = _WRITE
    parsers = {
        "code": parse_text,
        "title": parse_text,
        "description": parse_text,
        "kinds": parse_list,
        "unit": parse_text,
        "minimum": parse_number,
        "maximum": parse_number,
        "higher_is_better": parse_boolean,
        "source": parse_text,
        "disclosure": parse_text,
        "levels": parse_list,
        "external_ids": parse_external_ids,
    }
    required_columns = frozenset()
    identifier_columns = frozenset({"external_ids"})
    _may_write: bool | None = None

    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._may_write is None:
            municipality = await units.find_municipality(session)
            reachable = await self.reachable_units(session, _WRITE)
            self._may_write = municipality is not None and municipality.id in reachable
        codes = {code for row in rows if isinstance(code := row.values.get("code"), str)}
        self._id_by_external_id = await resources_of_external_ids(
            session, self.resource, {pair for row in rows for pair in external_id_pairs(row.values)}
        )
        self._by_code = await indicators_of_codes(session, codes)
        by_external_id = await indicators_of_ids(session, self._id_by_external_id.values())
        self._indicators = {indicator.id: indicator for indicator in [*self._by_code.values(), *by_external_id]}
        self._external_ids = await external_ids_of_resources(session, self.resource, self._indicators)
        self._measured_ids = await measured_indicator_ids(session, self._indicators)

    def natural_keys(self, row: Row) -> list[str]:
        code = row.values.get("code")
        keys = [f"code:{code}"] if code else []
        keys += external_id_keys(row.values)
        return keys + [f"thing:{indicator.id}" for indicator in self._matches(row.values)[:1]]

    def plan_row(self, row: Row) -> PlannedChange:
        matches, faults = self._matches(row.values), list(row.faults)
        values = self.applicable_values(row.values, bool(matches))
        if not faults and not values.get("code") and not external_id_pairs(values):
            faults.append(row_fault("no-key"))
        if len(matches) > 1:
            faults.append(row_fault("ambiguous", "external_ids"))
        if not faults:
            faults += self.strategy_faults(bool(matches))
        fields = {
            _FIELD_OF.get(name, name): value
            for name, value in values.items()
            if not (value in (None, []) and (not matches or name in _NOT_CLEARED))
        }
        if matches:
            return self._plan_update(matches[0], fields, external_id_pairs(values), faults)
        return self._plan_create(fields, faults)

    def _matches(self, values: dict[str, Any]) -> list[Indicator]:
        code = values.get("code")
        if isinstance(code, str) and code in self._by_code:
            return [self._by_code[code]]
        pairs = external_id_pairs(values)
        ids = [self._id_by_external_id[pair] for pair in pairs if pair in self._id_by_external_id]
        return [self._indicators[id] for id in dict.fromkeys(ids)]

    def _external_id_faults(self, pairs: Sequence[SystemAndId], own_id: UUID) -> list[Fault]:
        taken = [pair for pair in pairs if self._id_by_external_id.get(pair, own_id) != own_id]
        return [Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids")] if taken else []

    def _access_faults(self) -> list[Fault]:
        return [] if self._may_write else [row_fault("not-allowed")]

    def _plan_create(self, fields: dict[str, Any], faults: list[Fault]) -> PlannedChange:
        try:
            new = IndicatorCreate.model_validate(fields)
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, _COLUMN_OF)))
        broken_rules = check_indicator(new.unit, new.levels, new.minimum, new.maximum)
        faults = merge_faults(faults, in_columns(broken_rules, _COLUMN_OF)) or self._access_faults()
        if faults:
            return rejected(faults)
        return PlannedChange(Outcome.create, effect=effect_digest(new.model_dump()), payload=new)

    def _plan_update(
        self, indicator: Indicator, fields: dict[str, Any], pairs: Sequence[SystemAndId], faults: list[Fault]
    ) -> PlannedChange:
        try:
            new_values = IndicatorUpdate.model_validate(fields).changes()
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, _COLUMN_OF)))
        external_ids = new_values.pop("external_ids", None)
        changes = {name: value for name, value in new_values.items() if getattr(indicator, name) != value}
        before: dict[str, Any] = {name: getattr(indicator, name) for name in changes}
        if external_ids is not None:
            stored_pairs = self._external_ids.get(indicator.id, [])
            if (merged := merge_external_ids(external_ids, stored_pairs)) is not None:
                changes["external_ids"] = merged
                before["external_ids"] = as_dicts(stored_pairs)
        scale = {name: changes.get(name, getattr(indicator, name)) for name in ("unit", "levels", "minimum", "maximum")}
        broken_rules = check_indicator(**scale) + self._external_id_faults(pairs, indicator.id)
        broken_rules += check_meaning_unchanged(indicator, changes, indicator.id in self._measured_ids)
        faults = merge_faults(faults, in_columns(broken_rules, _COLUMN_OF))
        if changes:
            faults = faults or self._access_faults()
        if faults:
            return rejected(faults)
        if not changes:
            return PlannedChange(Outcome.unchanged, indicator.id, indicator.version)
        return PlannedChange(
            Outcome.update,
            indicator.id,
            indicator.version,
            effect_digest(changes),
            before,
            payload=(indicator, changes),
            changes=field_changes(before, changes, _COLUMN_OF),
        )

    async def apply(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await indicators_actions.create_indicators(session, caller, new, ids)
        for task in updates:
            indicator, changes = task.change.payload
            await indicators_actions.update_indicator(session, caller, indicator, changes)

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        await self.load(session, [])
        if not self._may_write:
            raise Problem(NOT_ALLOWED)
        stored = await indicators_of_ids(session, [row.thing_id for row in rows])
        indicators = {indicator.id: indicator for indicator in stored}
        measured_ids = await measured_indicator_ids(session, indicators)
        for row in rows:
            indicator = indicators[row.thing_id]
            if row.created:
                await set_external_ids(session, self.resource, {indicator.id: []})
                await delete(session, caller, indicator)
                continue
            values = IndicatorUpdate.model_validate(row.previous_values).changes()
            raise_faults(check_meaning_unchanged(indicator, values, indicator.id in measured_ids))
            await indicators_actions.update_indicator(session, caller, indicator, values)
