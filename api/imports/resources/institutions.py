"""Files of institutions and departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.core import clock
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.db.external_ids import EXTERNAL_ID_TAKEN
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, Importable, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.row_changes import differing
from api.imports.framework.unit_lookup import (
    COLUMN_OF,
    MOVE,
    READ_REGISTER,
    WRITE_REGISTER,
    Place,
    UnitRegister,
    beside,
    pairs_of,
)
from api.imports.models import Outcome
from api.institutions import actions, queries, rules
from api.institutions.models import Institution
from api.institutions.schemas import InstitutionCreate, InstitutionMove, InstitutionUpdate

_PLACE = ("district", "parent_number", "id")
_STAYS = ("name", "kind", "ownership", "participation", "number")  # an empty cell does not clear these


@dataclass(frozen=True, slots=True)
class _Change:
    """What a row changes of an institution: fields, and the district that it moves to."""

    thing: Institution
    values: dict[str, Any]
    move_to: UUID | None


class Institutions(Importable):
    """Institutions by number, else by any external id; departments below the parent that their row names."""

    resource = "institutions"
    table = Institution
    may = WRITE_REGISTER
    readers = {
        "number": cells.text,
        "name": cells.text,
        "kind": cells.text,
        "type": cells.text,
        "ownership": cells.text,
        "parent_number": cells.text,
        "district": cells.text,
        "address": cells.text,
        "postal_code": cells.text,
        "city": cells.text,
        "email": cells.text,
        "phone": cells.text,
        "p_number": cells.text,
        "cvr_number": cells.text,
        "website": cells.text,
        "active_from": cells.day,
        "active_until": cells.day,
        "participation": cells.text,
        "external_ids": cells.pairs,
        "id": cells.text,
    }
    parts = frozenset({"unit_ancestor"})
    required = frozenset()
    digits = frozenset({"p_number", "cvr_number", "number", "postal_code", "external_ids", "parent_number"})
    register: UnitRegister | None = None

    @property
    def known(self) -> UnitRegister:
        if self.register is None:
            raise RuntimeError("rows are looked up before they are judged")
        return self.register

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self.register is None:
            reached = {may: await self.units(session, may) for may in (READ_REGISTER, WRITE_REGISTER, MOVE)}
            districts: dict[str, list[UUID]] = {}
            names: dict[UUID, str] = {}
            for id, key, name in await queries.all_districts(session):
                if id in reached[READ_REGISTER]:
                    names[id] = name
                    districts.setdefault(key, []).append(id)
                    districts[str(id)] = [id]
            top = await units.municipality(session)
            self.register = UnitRegister(reached, top.id if top else UUID(int=0), districts, names, self.claimed)
        await self.register.look_up(session, rows)

    def keys(self, row: Row) -> list[str]:
        values, found = row.values, self.known.matching(row.values)
        own = [f"number:{values['number']}"] if values.get("number") else []
        own += [f"id:{system}:{id}" for system, id in dict.fromkeys(pairs_of(values))]
        claims = own + [f"thing:{thing.id}" for thing in found[:1]]
        if values.get("parent_number") or any(thing.parent_id for thing in found):
            return claims + [f"department:{key}" for key in own]
        district, _ = self.known.district(values)
        return claims + [f"at:{key}:{district}" for key in own]

    def judge(self, row: Row) -> PlannedChange:
        values, found = row.values, self.known.matching(row.values)
        values, flaws = self.said(values, bool(found)), list(row.flaws)
        if values.get("id") and not found:
            flaws.append(cell_fault("id", "unknown-reference"))
        elif not flaws and not (values.get("id") or values.get("number") or pairs_of(values)):
            flaws.append(cell_fault(None, "no-key"))
        if len(found) > 1:
            flaws.append(cell_fault("external_ids", "ambiguous"))
        if not flaws:
            flaws += self.against_strategy(bool(found))
        place, misplaced = self.known.placed(values, found[0] if found else None)
        flaws += misplaced
        return self._change(found[0], values, place, flaws) if found else self._make(values, place, flaws)

    # --- a new one ---

    def _make(self, values: dict[str, Any], place: Place, flaws: list[CellFault]) -> PlannedChange:
        given = {name: value for name, value in values.items() if name not in _PLACE and value is not None}
        try:
            new = InstitutionCreate.model_validate(given)
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), COLUMN_OF)))
        faults = rules.check_numbers([new.number] if new.number else [], self.known.by_number)
        faults += rules.check_days(new.active_from, new.active_until)
        faults += rules.check_new_department(place.parent, clock.today())
        flaws += flaws_of(faults, COLUMN_OF) + self._taken(values, None)
        if not flaws and not self.known.may_make(place):
            flaws.append(cell_fault(None, "not-allowed"))
        if flaws:
            return rejected(flaws)
        parent_id = place.parent.id if place.parent else None
        new = new.model_copy(update={"district_id": place.district_id, "parent_id": parent_id})
        effect = digest([new.model_dump(exclude={"parent_id"}), place.parent_key])
        return PlannedChange(Outcome.create, effect=effect, step=int(place.parent_key is not None), wish=new)

    def _taken(self, values: dict[str, Any], mine: UUID | None) -> list[CellFault]:
        others = [pair for pair in pairs_of(values) if self.known.by_pair.get(pair, mine) != mine]
        return flaws_of([Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids")] if others else [], COLUMN_OF)

    # --- one that is there ---

    def _change(
        self, thing: Institution, values: dict[str, Any], place: Place, flaws: list[CellFault]
    ) -> PlannedChange:
        given = {
            name: value
            for name, value in values.items()
            if name not in _PLACE and not (value is None and name in _STAYS)
        }
        try:
            wanted = InstitutionUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), COLUMN_OF)))
        changes, move_to = self._differing(thing, wanted), self._move(thing, place)
        number = changes.get("number")
        faults = rules.check_numbers([number] if number else [], self.known.by_number)
        faults += rules.check_kind(thing, wanted.get("kind", thing.kind), self.known.kind_in_use)
        begins, ends = (wanted.get(name, getattr(thing, name)) for name in ("active_from", "active_until"))
        flaws += flaws_of(
            faults + rules.check_days(begins, ends) + rules.check_ending(thing, ends, clock.today()), COLUMN_OF
        ) + self._taken(values, thing.id)
        if place.parent_key is not None and (place.parent is None or place.parent.id != thing.parent_id):
            flaws.append(cell_fault("parent_number", "not-changed-here"))
        if (changes and thing.id not in self.known.reached[WRITE_REGISTER]) or not self._may_move(thing, move_to):
            flaws.append(cell_fault(None, "not-allowed"))
        if flaws:
            return rejected(flaws)
        if not changes and move_to is None:
            return PlannedChange(Outcome.unchanged, thing.id, thing.version)
        before = self._before(thing, changes, move_to)
        wish, told = _Change(thing, changes, move_to), differing(before, changes, COLUMN_OF)
        if move_to is not None:
            now, then = self.known.name_of(before["district_id"]), self.known.name_of(move_to)
            told.append(("district", now, then))
        effect = digest([changes, move_to])
        return PlannedChange(Outcome.update, thing.id, thing.version, effect, before, wish=wish, changes=told)

    def _differing(self, thing: Institution, wanted: dict[str, Any]) -> dict[str, Any]:
        ids = wanted.pop("external_ids", None)
        changes = {name: value for name, value in wanted.items() if getattr(thing, name) != value}
        if ids is not None and (new := beside(ids, self._pairs(thing))) is not None:
            changes["external_ids"] = new
        return changes

    def _pairs(self, thing: Institution) -> list[tuple[str, str]]:
        return self.known.pairs_of.get(thing.id, [])

    def _move(self, thing: Institution, place: Place) -> UUID | None:
        stays = place.district_id in (None, self.known.district_of.get(thing.id))
        return None if stays else place.district_id

    def _may_move(self, thing: Institution, to: UUID | None) -> bool:
        return to is None or {thing.id, to} <= self.known.reached[MOVE]

    def _before(self, thing: Institution, changes: dict[str, Any], move_to: UUID | None) -> dict[str, Any]:
        before = {name: getattr(thing, name) for name in changes if name != "external_ids"}
        if "external_ids" in changes:
            before["external_ids"] = [{"system": system, "id": id} for system, id in self._pairs(thing)]
        return before | ({"district_id": self.known.district_of.get(thing.id)} if move_to else {})

    # --- carrying it out ---

    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes = [(task.verdict.wish, task.thing_id) for task in tasks if task.verdict.outcome == Outcome.create]
        if makes:
            await actions.create_institutions(session, caller, [new for new, _ in makes], [id for _, id in makes])
            self.register = None  # the caller's reach has grown by what was made
        changes = [task.verdict.wish for task in tasks if task.verdict.outcome == Outcome.update]
        await actions.update_institutions(
            session, caller, [(change.thing, change.values) for change in changes if change.values]
        )
        for change in changes:
            if change.move_to is not None:
                there = InstitutionMove(district_id=change.move_to, on=clock.today())
                await actions.move_institution(session, caller, change.thing, there)

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        reached = {may: await self.units(session, may) for may in (WRITE_REGISTER, MOVE)}
        things = await queries.institutions_of(session, [one.thing_id for one in done])
        for one in done:
            await self._put_back(session, caller, things[one.thing_id], one, reached)

    async def _put_back(
        self, session: AsyncSession, caller: Caller, thing: Institution, one: AppliedRow, reached: Mapping[Any, Any]
    ) -> None:
        was = one.was
        moved, district = "district_id" in was, was.pop("district_id", None)
        if thing.id not in reached[WRITE_REGISTER] or (moved and thing.id not in reached[MOVE]):
            raise Problem(NOT_ALLOWED)
        if one.made:
            await actions.delete_unit(session, caller, thing)
            return
        if was:
            await actions.update_institutions(session, caller, [(thing, InstitutionUpdate.model_validate(was).given())])
        if moved:
            move = InstitutionMove.model_validate({"district_id": district, "on": clock.today()})
            await actions.move_institution(session, caller, thing, move)
