"""Import of stakeholder input."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.db.external_ids import external_ids_of_resources, resources_of_external_ids
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.imports.framework.cell_parsers import parse_date, parse_external_ids, parse_integer, parse_text
from api.imports.framework.external_id_cells import (
    as_dicts,
    external_id_keys,
    external_id_pairs,
    merge_external_ids,
    parse_uuid,
)
from api.imports.framework.importable import (
    AppliedRow,
    PlannedChange,
    Row,
    RowToApply,
    effect_digest,
    rejected,
    split_by_outcome,
)
from api.imports.framework.input_faults import merge_faults, row_fault, validation_faults
from api.imports.framework.stored_things import load_applied, load_for_tasks, planned_update
from api.imports.framework.trial_run import TrialRun
from api.imports.framework.unit_lookup import READ_REGISTER, find_units
from api.imports.models import Outcome
from api.stakeholder_input import actions
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import INPUTS, MAY_CHANGE, WRITE_INPUT
from api.stakeholder_input.schemas import InputCreate, InputUpdate
from api.themes.models import Theme
from api.themes.queries import THEMES

_REFERENCE_COLUMNS = ("institution", "theme", "focus_area", "id")
_NO_ID = UUID(int=0)


class StakeholderInput(TrialRun):
    """Stakeholder input by own id or external id, else by its text, institution, voice and day."""

    resource = "stakeholder-input"
    table = Input
    permission = WRITE_INPUT
    parsers = {
        "institution": parse_text,
        "voice": parse_text,
        "method": parse_text,
        "age_group": parse_text,
        "form": parse_text,
        "text": parse_text,
        "people_count": parse_integer,
        "collected_on": parse_date,
        "theme": parse_text,
        "focus_area": parse_text,
        "external_ids": parse_external_ids,
        "id": parse_text,
    }
    required_columns = frozenset({"voice", "method", "text", "people_count", "collected_on"})
    identifier_columns = frozenset({"institution", "external_ids"})
    free_text_columns = frozenset({"text"})
    column_of = {"institution_id": "institution", "theme_id": "theme", "focus_area_id": "focus_area"}

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        names = {name for row in rows if isinstance(name := row.values.get("institution"), str)}
        reachable = await self.reachable_units(session, READ_REGISTER)
        self._institution_ids = await find_units(session, names, reachable, districts=False)
        municipality = await units.find_municipality(session)
        self._municipality_id = municipality.id if municipality else None
        self._writable_ids = await self.reachable_units(session, WRITE_INPUT)
        themes = THEMES.select.with_only_columns(THEMES.id, col(Theme.title_key))
        self._theme_ids = _ids_by_name(await session.execute(themes, self.scope))
        focus_areas = FOCUS_AREAS.select.with_only_columns(
            FOCUS_AREAS.id, col(FocusArea.title_key), col(FocusArea.institution_id)
        )
        focus_areas = focus_areas.where(col(FocusArea.institution_id).in_(self._institution_ids.values()))
        self._focus_area_ids = _ids_by_name(await session.execute(focus_areas, self.scope))
        await self._load_inputs(session, rows)

    async def _load_inputs(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load the input that rows may match: by own id, by external id, or the caller's own of the same day."""
        pairs = {pair for row in rows for pair in external_id_pairs(row.values)}
        id_by_pair = await resources_of_external_ids(session, self.resource, pairs)
        own_ids = {id for row in rows if (id := parse_uuid(row.values.get("id"))) is not None}
        matches = INPUTS.select.with_only_columns(INPUTS.id).where(INPUTS.id.in_({*id_by_pair.values(), *own_ids}))
        visible_ids = set()
        if id_by_pair or own_ids:
            visible_ids = set((await session.execute(matches, self.scope)).scalars())
        self._id_by_external_id = {pair: id for pair, id in id_by_pair.items() if id in visible_ids}
        days = {day for row in rows if (day := _collected_on(row)) is not None}
        statement = select(Input).where(
            col(Input.id).in_(visible_ids)
            | (
                (col(Input.author_id) == self.caller.id)
                & col(Input.collected_on).in_(days)
                & col(Input.withdrawal).is_(None)
            )
        )
        inputs = await session.execute(statement.execution_options(populate_existing=True))
        self._inputs = {input.id: input for input in inputs.scalars()}
        self._id_by_text_key = {
            _text_key(input.unit_id, input.voice, str(input.collected_on), input.text): input.id
            for input in self._inputs.values()
        }
        self._external_ids = await external_ids_of_resources(session, self.resource, self._inputs)
        changeable = select(col(Input.id)).where(col(Input.id).in_(self._inputs), MAY_CHANGE)
        self._changeable_ids = set((await session.execute(changeable, self.scope)).scalars()) if self._inputs else set()

    def _unit_id(self, row: Row) -> UUID | None:
        name = row.values.get("institution")
        return self._institution_ids.get(name) if isinstance(name, str) else self._municipality_id

    def _row_text_key(self, row: Row) -> str:
        values = row.values
        return _text_key(self._unit_id(row), values.get("voice"), str(_collected_on(row)), values.get("text"))

    def natural_keys(self, row: Row) -> list[str]:
        own_keys = [f"own:{row.values['id']}"] if row.values.get("id") else []
        return own_keys + external_id_keys(row.values) or [self._row_text_key(row)]

    def _match(self, row: Row) -> Input | None:
        id_by_pair = self._id_by_external_id
        by_external_id = next((id_by_pair[pair] for pair in external_id_pairs(row.values) if pair in id_by_pair), None)
        by_text = self._id_by_text_key.get(self._row_text_key(row))
        return self._inputs.get(parse_uuid(row.values.get("id")) or by_external_id or by_text or _NO_ID)

    def validate_row(self, row: Row) -> PlannedChange:
        stored = self._match(row)
        faults = list(row.faults) or self.strategy_faults(stored is not None)
        if row.values.get("id") and stored is None:
            faults.append(row_fault("unknown-reference", "id"))
        fields = self._with_reference_ids(self.applicable_values(row.values, stored is not None), faults)
        may_write = stored.id in self._changeable_ids if stored else self._unit_id(row) in self._writable_ids
        if not faults and not may_write:
            faults.append(row_fault("not-allowed"))
        try:
            if stored is None:
                new = InputCreate.model_validate({name: value for name, value in fields.items() if value is not None})
                if faults:
                    return rejected(faults)
                return PlannedChange(Outcome.create, effect=effect_digest(new.model_dump()), payload=new)
            fields.pop("institution_id", None)
            new_values = InputUpdate.model_validate(fields).changes()
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, self.column_of)))
        if faults:
            return rejected(faults)
        stored_pairs = self._external_ids.get(stored.id, [])
        if "external_ids" in new_values:
            merged = merge_external_ids(new_values.pop("external_ids"), stored_pairs)
            if merged is not None:
                new_values["external_ids"] = merged
        return planned_update(stored, new_values, {"external_ids": as_dicts(stored_pairs)}, self.column_of)

    def _with_reference_ids(self, values: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
        """Return the fields of a row, with ids for what it names; appends a fault for each unknown name."""
        fields = {name: value for name, value in values.items() if name not in _REFERENCE_COLUMNS}
        lookups = {
            "institution": self._institution_ids,
            "theme": self._theme_ids,
            "focus_area": self._focus_area_ids,
        }
        for column, ids in lookups.items():
            name = values.get(column)
            if not isinstance(name, str):
                continue
            id = ids.get(name)
            if id is None and column != "institution":
                id = ids.get(danish_key(name))
            if id is None:
                faults.append(row_fault("unknown-reference", column))
            fields[f"{column}_id"] = id
        return fields

    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await actions.create_inputs(session, caller, new, ids)
        if updates:
            await actions.update_inputs(session, caller, await load_for_tasks(session, Input, updates))

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        ids = [row.thing_id for row in rows]
        changeable = select(col(Input.id)).where(col(Input.id).in_(ids), MAY_CHANGE)
        if not set((await session.execute(changeable, self.scope)).scalars()).issuperset(ids):
            raise Problem(NOT_ALLOWED)
        created, changed = await load_applied(session, Input, rows)
        if created:
            await actions.delete_inputs(session, caller, created)
        if changed:
            updates = [
                (input, InputUpdate.model_validate(previous_values).changes()) for input, previous_values in changed
            ]
            await actions.update_inputs(session, caller, updates)


def _collected_on(row: Row) -> date | None:
    try:
        return date.fromisoformat(str(row.values.get("collected_on")))
    except ValueError:
        return None


def _text_key(unit_id: UUID | None, voice: Any, day: str, text: Any) -> str:
    return f"{unit_id}|{voice}|{day}|{text}"


def _ids_by_name(rows: Any) -> dict[str, UUID]:
    """Return ids by id as text, and by those names that only one of the rows has."""
    ids: dict[str, UUID] = {}
    ambiguous_names = set()
    for id, name, *_ in rows:
        ids[str(id)] = id
        if name in ids:
            ambiguous_names.add(name)
        ids[name] = id
    return {name: id for name, id in ids.items() if name not in ambiguous_names}
