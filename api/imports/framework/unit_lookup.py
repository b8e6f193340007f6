"""What a file says of places: which institution, district and parent a row names, as the register has them now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.roles import READ, TRANSITION, WRITE, Permission
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import INVALID_INPUT, Fault
from api.db.external_ids import ExternalIdShape, external_ids_of_resources, resources_of_external_ids
from api.imports.framework.cells import CellFault, cell_fault, flaws_of
from api.imports.framework.importable import Claimed, Row
from api.institutions import queries, rules
from api.institutions.models import Institution

READ_REGISTER, WRITE_REGISTER, MOVE = (
    Permission("register", READ),
    Permission("register", WRITE),
    Permission("register", TRANSITION),
)
COLUMN_OF = {"district_id": "district", "parent_id": "parent_number"}
Pair = tuple[str, str]
_ID = 36


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row says that its institution lies; `parent` is None while it is known by the file alone."""

    district_id: UUID | None = None
    parent: Institution | None = None
    parent_key: str | None = None


def pairs_of(values: Mapping[str, Any]) -> list[Pair]:
    """The external ids of a row, those that are well formed."""
    given = values.get("external_ids")
    if not isinstance(given, list):
        return []
    found = [(one.get("system"), one.get("id")) for one in given if isinstance(one, dict)]
    return [(system, id) for system, id in found if isinstance(system, str) and isinstance(id, str)]


def beside(wanted: Sequence[ExternalIdShape], now: Sequence[Pair]) -> list[ExternalIdShape] | None:
    """The ids that a thing has with those that a row gives it: what other systems call it stays, unless the row says
    that there are none. None where nothing is different."""
    said = {(one.system, one.id) for one in wanted}
    systems = {system for system, _ in said}
    pairs = said | {pair for pair in now if pair[0] not in systems} if said else said
    if pairs == set(now):
        return None
    return [ExternalIdShape(system=system, id=id) for system, id in sorted(pairs)]


def key_of(said: str) -> str:
    """The natural key that a reference names: a number, or `system:id`."""
    return f"id:{said}" if ":" in said else f"number:{said}"


def split(said: str) -> Pair:
    system, _, id = said.partition(":")
    return system.strip(), id.strip()


async def units_of(
    session: AsyncSession, said: Collection[str], reached: frozenset[UUID], *, districts: bool = True
) -> dict[str, UUID]:
    """What is named by number, by its own id, by `system:id` or, if `districts`, by a district's name; of those within
    reach."""
    pairs = {one: split(one) for one in said if ":" in one}
    by_pair = await resources_of_external_ids(session, "institutions", pairs.values())
    found: dict[str, UUID] = {one: by_pair[pair] for one, pair in pairs.items() if pair in by_pair}
    found |= await queries.numbers_ever_used(session, [one for one in said if one not in pairs])
    if districts:
        keys = {key: id for id, key, _ in await queries.all_districts(session)}
        found |= {one: keys[danish_key(one)] for one in said if one not in found and danish_key(one) in keys}
    found |= {one: id for one in said if (id := own_id(one)) is not None}
    return {one: id for one, id in found.items() if id in reached}


def own_id(said: Any) -> UUID | None:
    """The id that a text is, as lists of the service tell it; None for any other text."""
    if not isinstance(said, str) or len(said) != _ID:
        return None
    try:
        return UUID(said)
    except ValueError:
        return None


def _one_place() -> CellFault:
    return flaws_of(
        [Fault(INVALID_INPUT, pointer="/district_id", code="not-expected", detail=rules.ONE_PARENT)], COLUMN_OF
    )[0]


@dataclass(slots=True)
class UnitRegister:
    """What a chunk of rows speaks of, and how far the caller reaches in it."""

    reached: Mapping[Permission, frozenset[UUID]]
    municipality: UUID
    districts: Mapping[str, Sequence[UUID]]
    names: Mapping[UUID, str]
    claimed: Claimed
    things: dict[UUID, Institution] = field(default_factory=dict)
    by_number: dict[str, UUID] = field(default_factory=dict)
    by_pair: dict[Pair, UUID] = field(default_factory=dict)
    pairs_of: dict[UUID, list[Pair]] = field(default_factory=dict)
    district_of: dict[UUID, UUID] = field(default_factory=dict)
    kind_in_use: set[UUID] = field(default_factory=set)

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what these rows speak of."""
        said = [one for row in rows if isinstance(one := row.values.get("parent_number"), str)]
        numbers = {one for row in rows if isinstance(one := row.values.get("number"), str)}
        numbers |= {one for one in said if ":" not in one}
        pairs = {pair for row in rows for pair in pairs_of(row.values)} | {split(one) for one in said if ":" in one}
        self.by_number = await queries.numbers_ever_used(session, sorted(numbers))
        self.by_pair = await resources_of_external_ids(session, "institutions", pairs)
        ids = {*self.by_number.values(), *self.by_pair.values()}
        ids |= {id for row in rows if (id := own_id(row.values.get("id"))) is not None}
        self.things = await queries.institutions_of(session, ids)
        self.pairs_of = await external_ids_of_resources(session, "institutions", ids)
        self.district_of = await queries.districts_of(session, ids, clock.today())
        other = [one.id for row in rows for one in self.matching(row.values) if row.values.get("kind") != one.kind]
        self.kind_in_use = await queries.kinds_in_use(session, other)

    def matching(self, values: Mapping[str, Any]) -> list[Institution]:
        """The one of the row's own id; else of its number; else those of any of its external ids; of those in reach."""
        number, own = values.get("number"), own_id(values.get("id"))
        if values.get("id"):
            return [self.things[own]] if own in self.things and own in self.reached[READ_REGISTER] else []
        if isinstance(number, str) and number in self.by_number:
            ids = [self.by_number[number]]
        else:
            ids = [self.by_pair[pair] for pair in dict.fromkeys(pairs_of(values)) if pair in self.by_pair]
        return [self.things[id] for id in dict.fromkeys(ids) if id in self.reached[READ_REGISTER]]

    def district(self, values: Mapping[str, Any]) -> tuple[UUID | None, list[CellFault]]:
        """The district that a row names, by name or id."""
        said = values.get("district")
        if not isinstance(said, str):
            return None, []
        ids = self.districts.get(said.lower()) or self.districts.get(danish_key(said)) or []
        if len(ids) == 1:
            return ids[0], []
        return None, [cell_fault("district", "ambiguous" if ids else "unknown-reference")]

    def name_of(self, district_id: UUID | None) -> str | None:
        """A district's name, where the caller reaches it."""
        return None if district_id is None else self.names.get(district_id)

    def placed(self, values: Mapping[str, Any], thing: Institution | None) -> tuple[Place, list[CellFault]]:
        """Where a row says that its institution lies."""
        district, flaws = self.district(values)
        said = values.get("parent_number")
        if isinstance(said, str):
            place, misplaced = self._below(said, district)
            return place, flaws + misplaced
        if thing is None or thing.parent_id is None or district is None:
            return Place(district), flaws
        return Place(), flaws if self.district_of.get(thing.id) == district else [*flaws, _one_place()]

    def _below(self, said: str, district: UUID | None) -> tuple[Place, list[CellFault]]:
        key = key_of(said)
        id = self.by_pair.get(split(said)) if ":" in said else self.by_number.get(said)
        if id is not None and id in self.reached[READ_REGISTER]:
            parent = self.things[id]
            flaws = flaws_of(rules.check_parent(parent, False), COLUMN_OF)
            if district is not None and self.district_of.get(id) != district:
                flaws.append(_one_place())
            return Place(None, parent, key), flaws
        if not self.claimed(key):
            return Place(), [cell_fault("parent_number", "unknown-reference")]
        flaws = []
        if self.claimed(f"department:{key}"):
            flaws = flaws_of([Fault(rules.DEPARTMENT_OF_A_DEPARTMENT, pointer="/parent_id")], COLUMN_OF)
        elif district is not None and not self.claimed(f"at:{key}:{district}"):
            flaws = [_one_place()]
        return Place(None, None, key), flaws

    def may_make(self, place: Place) -> bool:
        """Whether the caller may make an institution there."""
        if place.parent is None and place.parent_key is not None:
            return True  # it lies where the row of its parent does, and that row is judged
        at = place.parent.id if place.parent else place.district_id or self.municipality
        return at in self.reached[WRITE_REGISTER]
