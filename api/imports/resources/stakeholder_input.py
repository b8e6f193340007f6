"""Files of stakeholder input."""

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
from api.core.problems import NOT_ALLOWED, Problem
from api.db.external_ids import external_ids_of_resources, resources_of_external_ids
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.trial_run import TrialRun, apart
from api.imports.framework.unit_lookup import READ_REGISTER, beside, own_id, pairs_of, units_of
from api.imports.models import Outcome
from api.imports.resources.people import change_of, found_again, loaded
from api.stakeholder_input import actions
from api.stakeholder_input import actions as stakeholder_input_actions
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import INPUTS, MAY_CHANGE, WRITE_INPUT
from api.stakeholder_input.schemas import InputCreate, InputUpdate
from api.themes.models import Theme
from api.themes.queries import THEMES

_NAMED = ("institution", "theme", "focus_area", "id")


class StakeholderInput(TrialRun):
    """What people said: by any external id, else by its very words, who said them and when."""

    resource = "stakeholder-input"
    table = Input
    may = WRITE_INPUT
    readers = {
        "institution": cells.text,
        "voice": cells.text,
        "method": cells.text,
        "age_group": cells.text,
        "form": cells.text,
        "text": cells.text,
        "people_count": cells.whole,
        "collected_on": cells.day,
        "theme": cells.text,
        "focus_area": cells.text,
        "external_ids": cells.pairs,
        "id": cells.text,
    }
    required = frozenset({"voice", "method", "text", "people_count", "collected_on"})
    digits = frozenset({"institution", "external_ids"})
    words = frozenset({"text"})
    column_of = {"institution_id": "institution", "theme_id": "theme", "focus_area_id": "focus_area"}

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        said = {one for row in rows if isinstance(one := row.values.get("institution"), str)}
        self._places = await units_of(session, said, await self.units(session, READ_REGISTER), districts=False)
        top = await units.municipality(session)
        self._top, self._written = top.id if top else None, await self.units(session, WRITE_INPUT)
        themes = THEMES.select.with_only_columns(THEMES.id, col(Theme.title_key))
        self._themes = _by_name(await session.execute(themes, self.scope))
        areas = FOCUS_AREAS.select.with_only_columns(
            FOCUS_AREAS.id, col(FocusArea.title_key), col(FocusArea.institution_id)
        )
        areas = areas.where(col(FocusArea.institution_id).in_(self._places.values()))
        self._areas = _by_name(await session.execute(areas, self.scope))
        await self._find(session, rows)

    async def _find(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Input that is there: what other systems call it, or what the caller wrote in the same words."""
        pairs = {pair for row in rows for pair in pairs_of(row.values)}
        by_pair = await resources_of_external_ids(session, self.resource, pairs)
        own = {id for row in rows if (id := own_id(row.values.get("id"))) is not None}
        seen = INPUTS.select.with_only_columns(INPUTS.id).where(INPUTS.id.in_({*by_pair.values(), *own}))
        visible = set((await session.execute(seen, self.scope)).scalars()) if by_pair or own else set()
        self._by_pair = {pair: id for pair, id in by_pair.items() if id in visible}
        days = {one for row in rows if (one := _day(row)) is not None}
        asked = select(Input).where(
            col(Input.id).in_(visible)
            | (
                (col(Input.author_id) == self.caller.id)
                & col(Input.collected_on).in_(days)
                & col(Input.withdrawal).is_(None)
            )
        )
        found = await session.execute(asked.execution_options(populate_existing=True))
        self._things = {one.id: one for one in found.scalars()}
        self._by_words = {
            _words(thing.unit_id, thing.voice, str(thing.collected_on), thing.text): thing.id
            for thing in self._things.values()
        }
        self._pairs = await external_ids_of_resources(session, self.resource, self._things)
        mine = select(col(Input.id)).where(col(Input.id).in_(self._things), MAY_CHANGE)
        self._mine = set((await session.execute(mine, self.scope)).scalars()) if self._things else set()

    def _unit(self, row: Row) -> UUID | None:
        said = row.values.get("institution")
        return self._places.get(said) if isinstance(said, str) else self._top

    def _own(self, row: Row) -> str:
        values = row.values
        return _words(self._unit(row), values.get("voice"), str(_day(row)), values.get("text"))

    def keys(self, row: Row) -> list[str]:
        own = [f"own:{row.values['id']}"] if row.values.get("id") else []
        return own + [f"id:{system}:{id}" for system, id in dict.fromkeys(pairs_of(row.values))] or [self._own(row)]

    def read(self, row: Row) -> PlannedChange:
        pairs = pairs_of(row.values)
        by_pair = next((self._by_pair[pair] for pair in pairs if pair in self._by_pair), None)
        said = row.values.get("id")
        there = self._things.get(own_id(said) or by_pair or self._by_words.get(self._own(row)) or UUID(int=0))
        flaws = list(row.flaws) or self.against_strategy(there is not None)
        if said and there is None:
            flaws.append(cell_fault("id", "unknown-reference"))
        given = self._named(self.said(row.values, there is not None), flaws)
        allowed = there.id in self._mine if there else self._unit(row) in self._written
        if not flaws and not allowed:
            flaws.append(cell_fault(None, "not-allowed"))
        try:
            if there is None:
                new = InputCreate.model_validate({name: value for name, value in given.items() if value is not None})
                return (
                    rejected(flaws)
                    if flaws
                    else PlannedChange(Outcome.create, effect=digest(new.model_dump()), wish=new)
                )
            given.pop("institution_id", None)
            wanted = InputUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(
                together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), self.column_of))
            )
        if flaws:
            return rejected(flaws)
        now = self._pairs.get(there.id, [])
        if "external_ids" in wanted and (new_ids := beside(wanted.pop("external_ids"), now)) is not None:
            wanted["external_ids"] = new_ids
        were = {"external_ids": [{"system": system, "id": id} for system, id in now]}
        return change_of(there, wanted, were, self.column_of)

    def _named(self, values: dict[str, Any], flaws: list[CellFault]) -> dict[str, Any]:
        """The values of a row with ids for what it names."""
        given = {name: value for name, value in values.items() if name not in _NAMED}
        known = {"institution": self._places, "theme": self._themes, "focus_area": self._areas}
        for name, ids in known.items():
            said = values.get(name)
            if not isinstance(said, str):
                continue
            found = ids.get(said) or ids.get(danish_key(said)) if name != "institution" else ids.get(said)
            if found is None:
                flaws.append(cell_fault(name, "unknown-reference"))
            given[f"{name}_id"] = found
        return given

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await actions.create_inputs(session, caller, [task.verdict.wish for task in makes], ids)
        if changes:
            await actions.update_inputs(session, caller, await loaded(session, Input, changes))

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        ids = [one.thing_id for one in done]
        mine = select(col(Input.id)).where(col(Input.id).in_(ids), MAY_CHANGE)
        if not set((await session.execute(mine, self.scope)).scalars()).issuperset(ids):
            raise Problem(NOT_ALLOWED)
        made, changed = await found_again(session, Input, done)
        if made:
            await stakeholder_input_actions.delete_inputs(session, caller, made)
        if changed:
            values = [(input, InputUpdate.model_validate(was).given()) for input, was in changed]
            await actions.update_inputs(session, caller, values)


def _day(row: Row) -> date | None:
    try:
        return date.fromisoformat(str(row.values.get("collected_on")))
    except ValueError:
        return None


def _words(unit: UUID | None, voice: Any, day: str, text: Any) -> str:
    return f"{unit}|{voice}|{day}|{text}"


def _by_name(rows: Any) -> dict[str, UUID]:
    """Ids by themselves and by the names that only one of them has."""
    found: dict[str, UUID] = {}
    twice = set()
    for id, key, *_ in rows:
        found[str(id)] = id
        if key in found:
            twice.add(key)
        found[key] = id
    return {name: id for name, id in found.items() if name not in twice}
