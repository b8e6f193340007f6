"""Founding Egekommune: its districts and institutions, its people, and who may do what from the first day on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, product
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.models import Body, Network, Role
from api.core.identifiers import new_id
from api.demo.data import DISTRICTS, FIRST_NAMES, LAST_NAMES
from api.grants.actions import create_grants
from api.grants.schemas import GrantCreate
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Institution, Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.machines.actions import create_clients
from api.machines.schemas import ClientCreate
from api.people.actions.create import create_people
from api.people.schemas import PersonCreate
from api.sign_in.models import Person
from api.sign_in.passwords import hash_password

PASSWORD = "egekommune-viser-vej"  # noqa: S105  # a fictional municipality's, printed when it is served


@dataclass
class Town:
    """What the later parts of the demo need to find again."""

    top: UUID
    districts: dict[str, UUID] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    district_of: dict[UUID, str] = field(default_factory=dict)
    leaders: dict[UUID, Person] = field(default_factory=dict)
    chiefs: dict[str, Caller] = field(default_factory=dict)
    office: Caller | None = None
    users: list[dict[str, str]] = field(default_factory=list)
    clients: list[dict[str, str]] = field(default_factory=list)

    def taking_part(self, *kinds: Kind) -> list[Institution]:
        """The institutions of these kinds that hold dialogues."""
        return [
            institution
            for institution in self.institutions.values()
            if institution.kind in kinds and institution.participation == "dialogues"
        ]


async def settle(session: AsyncSession, since: date) -> Town:
    """The municipality as it stood on the demo's first day."""
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    town = Town(top.id)
    await _place(session, town)
    await _people(session, town, since)
    await _machine(session, town, since)
    return town


async def _place(session: AsyncSession, town: Town) -> None:
    made = await create_districts(session, None, [DistrictCreate(name=name) for name in DISTRICTS])
    town.districts = {district.name: district.id for district in made}
    numbers, departments = count(990001), list[InstitutionCreate]()
    for district, places in DISTRICTS.items():
        wanted = [
            InstitutionCreate(
                name=place.name,
                kind=place.kind,
                type=place.type,
                ownership=place.ownership,
                participation=place.participation,
                number=str(next(numbers)),
                district_id=town.districts[district],
                address=place.street,
                postal_code="9999",
                city="Egeby",
            )
            for place in places
        ]
        for place, institution in zip(places, await create_institutions(session, None, wanted), strict=True):
            town.institutions[place.name] = institution
            town.district_of[institution.id] = district
            if place.department:
                kind = Kind.leisure if place.kind == Kind.school else place.kind
                part = InstitutionCreate(name=place.department, kind=kind, parent_id=institution.id)
                departments.append(part)
    await create_institutions(session, None, departments)


def _names(many: int) -> list[str]:
    pairs = list(product(LAST_NAMES, FIRST_NAMES))
    # A step that shares no divisor with their number meets every pair once, and mixes them.
    return ["{1} {0}".format(*pairs[(number * 101) % len(pairs)]) for number in range(many)]


@dataclass
class _Post:
    username: str
    role: Role
    unit: UUID
    unit_name: str
    network: Network | None = None
    body: Body | None = None


def _posts(town: Town) -> list[_Post]:
    school, day_care = town.institutions["Birkeskolen"], town.institutions["Børnehuset Anemonen"]
    everywhere = [
        _Post("admin", Role.admin, town.top, "Egekommune"),
        _Post("forvaltning", Role.administration, town.top, "Egekommune"),
        _Post("byraad", Role.council_member, town.top, "Egekommune"),
        _Post("dpo", Role.auditor, town.top, "Egekommune"),
        *(
            _Post(f"netvaerk.{kind}", Role.network_member, town.top, "Egekommune", network=Network(kind))
            for kind in Kind
        ),
    ]
    chiefs = [
        _Post(f"chef.{number}", Role.chief, id, name) for number, (name, id) in enumerate(town.districts.items(), 1)
    ]
    leaders = [
        _Post(f"leder.{institution.number}", Role.leader, institution.id, institution.name)
        for institution in town.institutions.values()
        if institution.participation == "dialogues"
    ]
    own = [
        _Post("laerer", Role.staff, school.id, school.name),
        _Post("paedagog", Role.staff, day_care.id, day_care.name),
        _Post("skolebestyrelse", Role.board_member, school.id, school.name, body=Body.parent_board),
        _Post("foraeldreraad", Role.board_member, day_care.id, day_care.name, body=Body.parents_council),
        _Post("elevraad", Role.board_member, school.id, school.name, body=Body.student_council),
    ]
    return everywhere + chiefs + leaders + own


async def _people(session: AsyncSession, town: Town, since: date) -> None:
    posts = _posts(town)
    hashed = await hash_password(PASSWORD)  # one hash for all: each costs a seventh of a second
    wanted = [
        PersonCreate(username=post.username, name=name, email=f"{post.username}@egekommune.example")
        for post, name in zip(posts, _names(len(posts)), strict=True)
    ]
    people = await create_people(session, None, wanted, [hashed] * len(wanted))
    grants = [
        GrantCreate(
            person_id=person.id, unit_id=post.unit, role=post.role, network=post.network, body=post.body, since_on=since
        )
        for post, person in zip(posts, people, strict=True)
    ]
    await create_grants(session, None, grants)
    for post, person in zip(posts, people, strict=True):
        _remember(town, post, person)


def _remember(town: Town, post: _Post, person: Person) -> None:
    caller = Caller(person.id, "person", new_id(), person.name)
    if post.role is Role.leader:
        town.leaders[post.unit] = person
    elif post.role is Role.chief:
        town.chiefs[post.unit_name] = caller
    elif post.role is Role.administration:
        town.office = caller
    told = {"role": post.role.value, "username": post.username, "password": PASSWORD, "unit": post.unit_name}
    if post.role is not Role.leader or not any(user["role"] == "leader" for user in _leaders_of(town, post)):
        town.users.append(told)


def _leaders_of(town: Town, post: _Post) -> Sequence[dict[str, str]]:
    """The leaders told already who lead the same kind of institution: one of each kind is enough to look around."""
    kinds = {institution.name: institution.kind for institution in town.institutions.values()}
    return [user for user in town.users if kinds.get(user["unit"]) == kinds.get(post.unit_name) is not None]


async def _machine(session: AsyncSession, town: Town, since: date) -> None:
    [(client, secret)] = await create_clients(session, None, [ClientCreate(name="LIS")])
    given = GrantCreate(client_id=client.id, unit_id=town.top, role=Role.data_supplier, since_on=since)
    await create_grants(session, None, [given])
    told = {"role": "data_supplier", "name": client.name, "id": str(client.id), "secret": secret, "unit": "Egekommune"}
    town.clients.append(told)
