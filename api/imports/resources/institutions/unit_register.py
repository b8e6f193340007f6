"""The register of units as the rows of a chunk refer to it: existing institutions, their districts and parents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.roles import Permission
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import INVALID_INPUT, Fault
from api.db.external_ids import external_ids_of_resources, resources_of_external_ids
from api.imports.framework.external_id_cells import SystemAndId, external_id_pairs, parse_uuid, split_external_id
from api.imports.framework.importable import HasKey, Row
from api.imports.framework.input_faults import in_columns, row_fault
from api.imports.framework.unit_lookup import READ_REGISTER, WRITE_REGISTER
from api.institutions import queries, rules
from api.institutions.models import Institution

COLUMN_OF = {"district_id": "district", "parent_id": "parent_number"}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a row places its institution: in a district, or below a parent.

    `parent_key` is the natural key of the parent; `parent` is None while only the file has it.
    """

    district_id: UUID | None = None
    parent: Institution | None = None
    parent_key: str | None = None


def _key_of_reference(reference: str) -> str:
    """Return the natural key that a reference to a parent names: a number, or `system:id`."""
    return f"id:{reference}" if ":" in reference else f"number:{reference}"


def _one_parent_fault() -> Fault:
    return Fault(INVALID_INPUT, code="not-expected", detail=rules.ONE_PARENT, column="district")


@dataclass(slots=True)
class UnitRegister:
    """Lookup of what the rows of a chunk refer to, within the caller's reach.

    `district_ids` are by id as text and by the sort key of the name, which districts may share.
    """

    reachable: Mapping[Permission, frozenset[UUID]]
    municipality_id: UUID
    district_ids: Mapping[str, Sequence[UUID]]
    district_names: Mapping[UUID, str]
    file_has_key: HasKey
    institutions: dict[UUID, Institution] = field(default_factory=dict)
    id_by_number: dict[str, UUID] = field(default_factory=dict)
    id_by_external_id: dict[SystemAndId, UUID] = field(default_factory=dict)
    external_ids: dict[UUID, list[SystemAndId]] = field(default_factory=dict)
    district_of: dict[UUID, UUID] = field(default_factory=dict)
    kind_in_use: set[UUID] = field(default_factory=set)

    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what these rows refer to."""
        parents = [parent for row in rows if isinstance(parent := row.values.get("parent_number"), str)]
        numbers = {number for row in rows if isinstance(number := row.values.get("number"), str)}
        numbers |= {parent for parent in parents if ":" not in parent}
        pairs = {pair for row in rows for pair in external_id_pairs(row.values)}
        pairs |= {split_external_id(parent) for parent in parents if ":" in parent}
        self.id_by_number = await queries.numbers_ever_used(session, sorted(numbers))
        self.id_by_external_id = await resources_of_external_ids(session, "institutions", pairs)
        ids = {*self.id_by_number.values(), *self.id_by_external_id.values()}
        ids |= {id for row in rows if (id := parse_uuid(row.values.get("id"))) is not None}
        self.institutions = await queries.institutions_of(session, ids)
        self.external_ids = await external_ids_of_resources(session, "institutions", ids)
        self.district_of = await queries.districts_of(session, ids, clock.today())
        of_another_kind = [
            institution.id
            for row in rows
            for institution in self.matches(row.values)
            if row.values.get("kind") != institution.kind
        ]
        self.kind_in_use = await queries.kinds_in_use(session, of_another_kind)

    def matches(self, values: Mapping[str, Any]) -> list[Institution]:
        """Return the reachable institutions that a row matches: by own id, else by number, else by external ids."""
        number, own_id = values.get("number"), parse_uuid(values.get("id"))
        if values.get("id"):
            is_reachable = own_id in self.institutions and own_id in self.reachable[READ_REGISTER]
            return [self.institutions[own_id]] if own_id is not None and is_reachable else []
        if isinstance(number, str) and number in self.id_by_number:
            ids = [self.id_by_number[number]]
        else:
            pairs = dict.fromkeys(external_id_pairs(values))
            ids = [self.id_by_external_id[pair] for pair in pairs if pair in self.id_by_external_id]
        return [self.institutions[id] for id in dict.fromkeys(ids) if id in self.reachable[READ_REGISTER]]

    def find_district(self, values: Mapping[str, Any]) -> tuple[UUID | None, list[Fault]]:
        """Return the district that a row names, by name or id."""
        name = values.get("district")
        if not isinstance(name, str):
            return None, []
        ids = self.district_ids.get(name.lower()) or self.district_ids.get(danish_key(name)) or []
        if len(ids) == 1:
            return ids[0], []
        return None, [row_fault("ambiguous" if ids else "unknown-reference", "district")]

    def district_name(self, district_id: UUID | None) -> str | None:
        """Return the name of a district, if the caller reaches it."""
        return None if district_id is None else self.district_names.get(district_id)

    def find_placement(
        self, values: Mapping[str, Any], institution: Institution | None
    ) -> tuple[Placement, list[Fault]]:
        """Return where a row places its institution, which may exist already."""
        district_id, faults = self.find_district(values)
        parent = values.get("parent_number")
        if isinstance(parent, str):
            placement, parent_faults = self._below_parent(parent, district_id)
            return placement, faults + parent_faults
        if institution is None or institution.parent_id is None or district_id is None:
            return Placement(district_id), faults
        # A department lies where its parent does: a row may name that district, but no other.
        same_district = self.district_of.get(institution.id) == district_id
        return Placement(), faults if same_district else [*faults, _one_parent_fault()]

    def _below_parent(self, reference: str, district_id: UUID | None) -> tuple[Placement, list[Fault]]:
        key = _key_of_reference(reference)
        if ":" in reference:
            id = self.id_by_external_id.get(split_external_id(reference))
        else:
            id = self.id_by_number.get(reference)
        if id is not None and id in self.reachable[READ_REGISTER]:
            parent = self.institutions[id]
            faults = in_columns(rules.check_parent(parent, False), COLUMN_OF)
            if district_id is not None and self.district_of.get(id) != district_id:
                faults.append(_one_parent_fault())
            return Placement(None, parent, key), faults
        if not self.file_has_key(key):
            return Placement(), [row_fault("unknown-reference", "parent_number")]
        faults = []
        if self.file_has_key(f"department:{key}"):
            faults = in_columns([Fault(rules.DEPARTMENT_OF_A_DEPARTMENT, pointer="/parent_id")], COLUMN_OF)
        elif district_id is not None and not self.file_has_key(f"at:{key}:{district_id}"):
            faults = [_one_parent_fault()]
        return Placement(None, None, key), faults

    def may_create_at(self, placement: Placement) -> bool:
        """Return whether the caller may create an institution there."""
        if placement.parent is None and placement.parent_key is not None:
            return True  # it lies where the row of its parent does, and that row is validated itself
        unit_id = placement.parent.id if placement.parent else placement.district_id or self.municipality_id
        return unit_id in self.reachable[WRITE_REGISTER]
