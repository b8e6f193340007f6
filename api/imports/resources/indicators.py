"""Files of indicators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.roles import READ, WRITE, Permission
from api.core.problems import NOT_ALLOWED, Fault, Problem, raise_faults
from api.db.external_ids import (
    EXTERNAL_ID_TAKEN,
    external_ids_of_resources,
    resources_of_external_ids,
    set_external_ids,
)
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, Importable, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.row_changes import differing
from api.imports.framework.unit_lookup import Pair, beside, pairs_of
from api.imports.models import Outcome
from api.indicators import actions as indicators_actions
from api.indicators.models import Indicator
from api.indicators.queries import indicators_of_codes, indicators_of_ids
from api.indicators.rules import check_indicator, check_not_falsified
from api.indicators.schemas import IndicatorCreate, IndicatorUpdate
from api.journal.record import delete
from api.measurements.queries.visible import measured_among

_READ, _WRITE = Permission("indicators", READ), Permission("indicators", WRITE)
_COLUMN_OF = {"source_system": "source"}
_FIELD_OF = {"source": "source_system"}
_STAYS = ("code", "title", "kinds", "unit", "disclosure")  # an empty cell does not clear these


class Indicators(Importable):
    """Indicators by code, else by any external id."""

    resource = "indicators"
    table = Indicator
    may = _WRITE
    readers = {
        "code": cells.text,
        "title": cells.text,
        "description": cells.text,
        "kinds": cells.many,
        "unit": cells.text,
        "minimum": cells.number,
        "maximum": cells.number,
        "higher_is_better": cells.truth,
        "source": cells.text,
        "disclosure": cells.text,
        "levels": cells.many,
        "external_ids": cells.pairs,
    }
    required = frozenset()
    digits = frozenset({"external_ids"})
    _allowed: bool | None = None

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._allowed is None:
            top = await units.municipality(session)
            self._allowed = top is not None and top.id in await self.units(session, _WRITE)
        codes = {code for row in rows if isinstance(code := row.values.get("code"), str)}
        self.by_pair = await resources_of_external_ids(
            session, self.resource, {pair for row in rows for pair in pairs_of(row.values)}
        )
        self.by_code = await indicators_of_codes(session, codes)
        others = await indicators_of_ids(session, self.by_pair.values())
        self.things = {one.id: one for one in [*self.by_code.values(), *others]}
        self.pairs_of = await external_ids_of_resources(session, self.resource, self.things)
        self.measured = await measured_among(session, self.things)

    def keys(self, row: Row) -> list[str]:
        code = row.values.get("code")
        own = [f"code:{code}"] if code else []
        own += [f"id:{system}:{id}" for system, id in dict.fromkeys(pairs_of(row.values))]
        return own + [f"thing:{thing.id}" for thing in self._matching(row.values)[:1]]

    def judge(self, row: Row) -> PlannedChange:
        values, found, flaws = row.values, self._matching(row.values), list(row.flaws)
        values = self.said(values, bool(found))
        if not flaws and not values.get("code") and not pairs_of(values):
            flaws.append(cell_fault(None, "no-key"))
        if len(found) > 1:
            flaws.append(cell_fault("external_ids", "ambiguous"))
        if not flaws:
            flaws += self.against_strategy(bool(found))
        kept = {
            _FIELD_OF.get(name, name): value
            for name, value in values.items()
            if not (value in (None, []) and (not found or name in _STAYS))
        }
        return self._change(found[0], kept, pairs_of(values), flaws) if found else self._make(kept, flaws)

    def _matching(self, values: dict[str, Any]) -> list[Indicator]:
        code = values.get("code")
        if isinstance(code, str) and code in self.by_code:
            return [self.by_code[code]]
        ids = [self.by_pair[pair] for pair in pairs_of(values) if pair in self.by_pair]
        return [self.things[id] for id in dict.fromkeys(ids)]

    def _taken(self, pairs: Sequence[Pair], mine: UUID | None) -> list[Fault]:
        others = [pair for pair in pairs if self.by_pair.get(pair, mine) != mine]
        return [Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids")] if others else []

    def _settled(self, flaws: list[CellFault], faults: Sequence[Fault]) -> list[CellFault]:
        flaws = together(flaws, flaws_of(faults, _COLUMN_OF))
        return flaws if flaws or self._allowed else [cell_fault(None, "not-allowed")]

    def _make(self, given: dict[str, Any], flaws: list[CellFault]) -> PlannedChange:
        try:
            new = IndicatorCreate.model_validate(given)
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), _COLUMN_OF)))
        faults = check_indicator(new.unit, new.levels, new.minimum, new.maximum)
        if flaws := self._settled(flaws, faults):
            return rejected(flaws)
        return PlannedChange(Outcome.create, effect=digest(new.model_dump()), wish=new)

    def _change(
        self, thing: Indicator, given: dict[str, Any], pairs: Sequence[Pair], flaws: list[CellFault]
    ) -> PlannedChange:
        try:
            wanted = IndicatorUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), _COLUMN_OF)))
        ids, now = wanted.pop("external_ids", None), self.pairs_of.get(thing.id, [])
        changes = {name: value for name, value in wanted.items() if getattr(thing, name) != value}
        before: dict[str, Any] = {name: getattr(thing, name) for name in changes}
        if ids is not None and (new_ids := beside(ids, now)) is not None:
            changes["external_ids"] = new_ids
            before["external_ids"] = [{"system": system, "id": id} for system, id in now]
        new = {name: changes.get(name, getattr(thing, name)) for name in ("unit", "levels", "minimum", "maximum")}
        faults = check_indicator(**new) + self._taken(pairs, thing.id)
        faults += check_not_falsified(thing, changes, thing.id in self.measured)
        flaws = together(flaws, flaws_of(faults, _COLUMN_OF))
        if changes:
            flaws = self._settled(flaws, [])
        if flaws:
            return rejected(flaws)
        if not changes:
            return PlannedChange(Outcome.unchanged, thing.id, thing.version)
        told = differing(before, changes, _COLUMN_OF)
        return PlannedChange(
            Outcome.update, thing.id, thing.version, digest(changes), before, wish=(thing, changes), changes=told
        )

    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes = [(task.verdict.wish, task.thing_id) for task in tasks if task.verdict.outcome == Outcome.create]
        if makes:
            await indicators_actions.create_indicators(
                session, caller, [new for new, _ in makes], [id for _, id in makes]
            )
        for task in tasks:
            if task.verdict.outcome == Outcome.update:
                await indicators_actions.update_indicator(session, caller, *task.verdict.wish)

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        await self.look_up(session, [])
        if not self._allowed:
            raise Problem(NOT_ALLOWED)
        things = {
            indicators_of_id_.id: indicators_of_id_
            for indicators_of_id_ in await indicators_of_ids(session, [one.thing_id for one in done])
        }
        measured = await measured_among(session, things)
        for one in done:
            thing = things[one.thing_id]
            if one.made:
                await set_external_ids(session, self.resource, {thing.id: []})
                await delete(session, caller, thing)
                continue
            values = IndicatorUpdate.model_validate(one.was).given()
            raise_faults(check_not_falsified(thing, values, thing.id in measured))
            await indicators_actions.update_indicator(session, caller, thing, values)
