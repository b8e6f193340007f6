"""Planning, applying and reversing files of institutions and departments."""

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
from api.imports.framework.cell_parsers import parse_date, parse_external_ids, parse_text
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
from api.imports.framework.unit_lookup import MOVE, READ_REGISTER, WRITE_REGISTER
from api.imports.models import Outcome
from api.imports.resources.institutions.unit_register import COLUMN_OF, Placement, UnitRegister
from api.institutions import actions, queries, rules
from api.institutions.models import Institution
from api.institutions.schemas import InstitutionCreate, InstitutionMove, InstitutionUpdate

_PLACEMENT_COLUMNS = ("district", "parent_number", "id")
_NOT_CLEARED = ("name", "kind", "ownership", "participation", "number")  # an empty cell does not clear these


@dataclass(frozen=True, slots=True)
class _InstitutionChange:
    """What a row changes of an institution: fields, and the district that it moves to."""

    institution: Institution
    values: dict[str, Any]
    new_district_id: UUID | None


class Institutions(Importable):
    """Institutions by own id, number or external id; departments below the parent that their row names."""

    resource = "institutions"
    table = Institution
    permission = WRITE_REGISTER
    parsers = {
        "number": parse_text,
        "name": parse_text,
        "kind": parse_text,
        "type": parse_text,
        "ownership": parse_text,
        "parent_number": parse_text,
        "district": parse_text,
        "address": parse_text,
        "postal_code": parse_text,
        "city": parse_text,
        "email": parse_text,
        "phone": parse_text,
        "p_number": parse_text,
        "cvr_number": parse_text,
        "website": parse_text,
        "active_from": parse_date,
        "active_until": parse_date,
        "participation": parse_text,
        "external_ids": parse_external_ids,
        "id": parse_text,
    }
    part_tables = frozenset({"unit_ancestor"})
    required_columns = frozenset()
    identifier_columns = frozenset({"p_number", "cvr_number", "number", "postal_code", "external_ids", "parent_number"})
    _register: UnitRegister | None = None

    @property
    def register(self) -> UnitRegister:
        if self._register is None:
            raise RuntimeError("load() must come before plan_row()")
        return self._register

    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._register is None:
            self._register = await self._new_register(session)
        await self._register.load(session, rows)

    async def _new_register(self, session: AsyncSession) -> UnitRegister:
        permissions = (READ_REGISTER, WRITE_REGISTER, MOVE)
        reachable = {permission: await self.reachable_units(session, permission) for permission in permissions}
        district_ids: dict[str, list[UUID]] = {}
        names: dict[UUID, str] = {}
        for id, key, name in await queries.all_districts(session):
            if id in reachable[READ_REGISTER]:
                names[id] = name
                district_ids.setdefault(key, []).append(id)
                district_ids[str(id)] = [id]
        municipality = await units.find_municipality(session)
        municipality_id = municipality.id if municipality else UUID(int=0)
        return UnitRegister(reachable, municipality_id, district_ids, names, self.file_has_key)

    def natural_keys(self, row: Row) -> list[str]:
        """Return the keys of a row, and marker keys by which rows of departments find out about their parent.

        `department:` marks a department, which cannot be a parent itself; `at:` the district of an institution.
        """
        values, matches = row.values, self.register.matches(row.values)
        own_keys = [f"number:{values['number']}"] if values.get("number") else []
        own_keys += external_id_keys(values)
        keys = own_keys + [f"thing:{institution.id}" for institution in matches[:1]]
        if values.get("parent_number") or any(institution.parent_id for institution in matches):
            return keys + [f"department:{key}" for key in own_keys]
        district_id, _ = self.register.find_district(values)
        return keys + [f"at:{key}:{district_id}" for key in own_keys]

    def plan_row(self, row: Row) -> PlannedChange:
        matches = self.register.matches(row.values)
        values, faults = self.applicable_values(row.values, bool(matches)), list(row.faults)
        if values.get("id") and not matches:
            faults.append(row_fault("unknown-reference", "id"))
        elif not faults and not (values.get("id") or values.get("number") or external_id_pairs(values)):
            faults.append(row_fault("no-key"))
        if len(matches) > 1:
            faults.append(row_fault("ambiguous", "external_ids"))
        if not faults:
            faults += self.strategy_faults(bool(matches))
        placement, placement_faults = self.register.find_placement(values, matches[0] if matches else None)
        faults += placement_faults
        if matches:
            return self._plan_update(matches[0], values, placement, faults)
        return self._plan_create(values, placement, faults)

    # --- rows that create an institution ---

    def _plan_create(self, values: dict[str, Any], placement: Placement, faults: list[Fault]) -> PlannedChange:
        fields = {name: value for name, value in values.items() if name not in _PLACEMENT_COLUMNS and value is not None}
        try:
            new = InstitutionCreate.model_validate(fields)
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, COLUMN_OF)))
        broken_rules = rules.check_numbers([new.number] if new.number else [], self.register.id_by_number)
        broken_rules += rules.check_days(new.active_from, new.active_until)
        broken_rules += rules.check_new_department(placement.parent, clock.today())
        faults += in_columns(broken_rules, COLUMN_OF) + self._taken_external_ids(values, None)
        if not faults and not self.register.may_create_at(placement):
            faults.append(row_fault("not-allowed"))
        if faults:
            return rejected(faults)
        parent_id = placement.parent.id if placement.parent else None
        new = new.model_copy(update={"district_id": placement.district_id, "parent_id": parent_id})
        effect = effect_digest([new.model_dump(exclude={"parent_id"}), placement.parent_key])
        return PlannedChange(Outcome.create, effect=effect, step=int(placement.parent_key is not None), payload=new)

    def _taken_external_ids(self, values: dict[str, Any], own_id: UUID | None) -> list[Fault]:
        id_by_external_id = self.register.id_by_external_id
        taken = [pair for pair in external_id_pairs(values) if id_by_external_id.get(pair, own_id) != own_id]
        return in_columns([Fault(EXTERNAL_ID_TAKEN, pointer="/external_ids")] if taken else [], COLUMN_OF)

    # --- rows that update an institution ---

    def _plan_update(
        self, institution: Institution, values: dict[str, Any], placement: Placement, faults: list[Fault]
    ) -> PlannedChange:
        fields = {
            name: value
            for name, value in values.items()
            if name not in _PLACEMENT_COLUMNS and not (value is None and name in _NOT_CLEARED)
        }
        try:
            new_values = InstitutionUpdate.model_validate(fields).changes()
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, COLUMN_OF)))
        changes = self._changed_fields(institution, new_values)
        new_district_id = self._new_district_id(institution, placement)
        faults += self._update_faults(institution, values, new_values, changes)
        if placement.parent_key is not None and (
            placement.parent is None or placement.parent.id != institution.parent_id
        ):
            faults.append(row_fault("not-changed-here", "parent_number"))
        may_write = institution.id in self.register.reachable[WRITE_REGISTER]
        if (changes and not may_write) or not self._may_move(institution, new_district_id):
            faults.append(row_fault("not-allowed"))
        if faults:
            return rejected(faults)
        if not changes and new_district_id is None:
            return PlannedChange(Outcome.unchanged, institution.id, institution.version)
        before = self._values_before(institution, changes, new_district_id)
        shown_changes = field_changes(before, changes, COLUMN_OF)
        if new_district_id is not None:
            name_before = self.register.district_name(before["district_id"])
            shown_changes.append(("district", name_before, self.register.district_name(new_district_id)))
        return PlannedChange(
            Outcome.update,
            institution.id,
            institution.version,
            effect_digest([changes, new_district_id]),
            before,
            payload=_InstitutionChange(institution, changes, new_district_id),
            changes=shown_changes,
        )

    def _update_faults(
        self, institution: Institution, values: dict[str, Any], new_values: dict[str, Any], changes: dict[str, Any]
    ) -> list[Fault]:
        number = changes.get("number")
        broken_rules = rules.check_numbers([number] if number else [], self.register.id_by_number)
        broken_rules += rules.check_kind(
            institution, new_values.get("kind", institution.kind), self.register.kind_in_use
        )
        active_from = new_values.get("active_from", institution.active_from)
        active_until = new_values.get("active_until", institution.active_until)
        broken_rules += rules.check_days(active_from, active_until)
        broken_rules += rules.check_ending(institution, active_until, clock.today())
        return in_columns(broken_rules, COLUMN_OF) + self._taken_external_ids(values, institution.id)

    def _changed_fields(self, institution: Institution, new_values: dict[str, Any]) -> dict[str, Any]:
        external_ids = new_values.pop("external_ids", None)
        changes = {name: value for name, value in new_values.items() if getattr(institution, name) != value}
        if external_ids is not None:
            merged = merge_external_ids(external_ids, self._stored_external_ids(institution))
            if merged is not None:
                changes["external_ids"] = merged
        return changes

    def _stored_external_ids(self, institution: Institution) -> list[SystemAndId]:
        return self.register.external_ids.get(institution.id, [])

    def _new_district_id(self, institution: Institution, placement: Placement) -> UUID | None:
        stays = placement.district_id in (None, self.register.district_of.get(institution.id))
        return None if stays else placement.district_id

    def _may_move(self, institution: Institution, district_id: UUID | None) -> bool:
        return district_id is None or {institution.id, district_id} <= self.register.reachable[MOVE]

    def _values_before(
        self, institution: Institution, changes: dict[str, Any], new_district_id: UUID | None
    ) -> dict[str, Any]:
        before = {name: getattr(institution, name) for name in changes if name != "external_ids"}
        if "external_ids" in changes:
            before["external_ids"] = as_dicts(self._stored_external_ids(institution))
        if new_district_id:
            before["district_id"] = self.register.district_of.get(institution.id)
        return before

    # --- applying and reversing ---

    async def apply(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await actions.create_institutions(session, caller, new, ids)
            self._register = None  # the caller's reach includes the new institutions
        changes = [task.change.payload for task in updates]
        await actions.update_institutions(
            session, caller, [(change.institution, change.values) for change in changes if change.values]
        )
        for change in changes:
            if change.new_district_id is not None:
                move = InstitutionMove(district_id=change.new_district_id, on=clock.today())
                await actions.move_institution(session, caller, change.institution, move)

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        reachable = {
            permission: await self.reachable_units(session, permission) for permission in (WRITE_REGISTER, MOVE)
        }
        institutions = await queries.institutions_of(session, [row.thing_id for row in rows])
        for row in rows:
            await self._reverse_row(session, caller, institutions[row.thing_id], row, reachable)

    async def _reverse_row(
        self,
        session: AsyncSession,
        caller: Caller,
        institution: Institution,
        row: AppliedRow,
        reachable: Mapping[Any, Any],
    ) -> None:
        values = row.previous_values
        moved, district_id = "district_id" in values, values.pop("district_id", None)
        if institution.id not in reachable[WRITE_REGISTER] or (moved and institution.id not in reachable[MOVE]):
            raise Problem(NOT_ALLOWED)
        if row.created:
            await actions.delete_unit(session, caller, institution)
            return
        if values:
            new_values = InstitutionUpdate.model_validate(values).changes()
            await actions.update_institutions(session, caller, [(institution, new_values)])
        if moved:
            move = InstitutionMove.model_validate({"district_id": district_id, "on": clock.today()})
            await actions.move_institution(session, caller, institution, move)
