"""Seed Egekommune itself: districts, institutions, people, a machine, and their roles from the first day on."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count, product
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.models import Body, Network, Role
from api.core.identifiers import new_id
from api.demo.seed_data import DISTRICTS, FIRST_NAMES, LAST_NAMES, MUNICIPALITY
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

PASSWORD = "egekommune-viser-vej"  # noqa: S105  # of a fictional municipality, and printed when the demo is served


@dataclass
class Municipality:
    """What later parts of the demo refer to: units, institutions and their people, and who can sign in.

    `districts` maps names to ids, `institutions` names to rows; `district_names` and `leaders` are by the id of an
    institution, `chiefs` by the name of a district. `users` and `clients` are printed when the demo is served: a user
    for each role (for leaders, one for each kind of institution), with password, and the machines with their secrets.
    """

    unit_id: UUID
    districts: dict[str, UUID] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    district_names: dict[UUID, str] = field(default_factory=dict)
    leaders: dict[UUID, Person] = field(default_factory=dict)
    chiefs: dict[str, Caller] = field(default_factory=dict)
    administration: Caller | None = None
    users: list[dict[str, str]] = field(default_factory=list)
    clients: list[dict[str, str]] = field(default_factory=list)

    def institutions_with_dialogues(self, *kinds: Kind) -> list[Institution]:
        """Return the institutions of these kinds that hold dialogues."""
        return [
            institution
            for institution in self.institutions.values()
            if institution.kind in kinds and institution.participation == "dialogues"
        ]

    def chief_of(self, institution_id: UUID) -> Caller:
        """Return the chief of an institution's district."""
        return self.chiefs[self.district_names[institution_id]]


async def create_municipality(session: AsyncSession, since: date) -> Municipality:
    """Create districts, institutions, people and a machine, with roles held since a day."""
    unit = await units.find_municipality(session)
    if unit is None:
        raise RuntimeError("The database is not migrated: it has no municipality.")
    municipality = Municipality(unit.id)
    await _create_institutions(session, municipality)
    await _create_people(session, municipality, since)
    await _create_machine(session, municipality, since)
    return municipality


async def _create_institutions(session: AsyncSession, municipality: Municipality) -> None:
    districts = await create_districts(session, None, [DistrictCreate(name=name) for name in DISTRICTS])
    municipality.districts = {district.name: district.id for district in districts}
    numbers, departments = count(990001), list[InstitutionCreate]()
    for district_name, seeds in DISTRICTS.items():
        fields = [
            InstitutionCreate(
                name=seed.name,
                kind=seed.kind,
                type=seed.type,
                ownership=seed.ownership,
                participation=seed.participation,
                number=str(next(numbers)),
                district_id=municipality.districts[district_name],
                address=seed.street,
                postal_code="9999",
                city="Egeby",
            )
            for seed in seeds
        ]
        for seed, institution in zip(seeds, await create_institutions(session, None, fields), strict=True):
            municipality.institutions[seed.name] = institution
            municipality.district_names[institution.id] = district_name
            if seed.department:
                kind = Kind.leisure if seed.kind == Kind.school else seed.kind
                departments.append(InstitutionCreate(name=seed.department, kind=kind, parent_id=institution.id))
    await create_institutions(session, None, departments)


def _person_names(number_of_names: int) -> list[str]:
    pairs = list(product(LAST_NAMES, FIRST_NAMES))
    # 101 shares no divisor with the number of pairs: the step visits every pair once, in a mixed order.
    return ["{1} {0}".format(*pairs[(number * 101) % len(pairs)]) for number in range(number_of_names)]


@dataclass
class _Position:
    username: str
    role: Role
    unit_id: UUID
    unit_name: str
    network: Network | None = None
    body: Body | None = None


def _positions(municipality: Municipality) -> list[_Position]:
    school = municipality.institutions["Birkeskolen"]
    day_care = municipality.institutions["Børnehuset Anemonen"]
    unit_id = municipality.unit_id
    central = [
        _Position("admin", Role.admin, unit_id, MUNICIPALITY),
        _Position("forvaltning", Role.administration, unit_id, MUNICIPALITY),
        _Position("byraad", Role.council_member, unit_id, MUNICIPALITY),
        _Position("dpo", Role.auditor, unit_id, MUNICIPALITY),
        *(
            _Position(f"netvaerk.{kind}", Role.network_member, unit_id, MUNICIPALITY, network=Network(kind))
            for kind in Kind
        ),
    ]
    chiefs = [
        _Position(f"chef.{number}", Role.chief, id, name)
        for number, (name, id) in enumerate(municipality.districts.items(), 1)
    ]
    leaders = [
        _Position(f"leder.{institution.number}", Role.leader, institution.id, institution.name)
        for institution in municipality.institutions.values()
        if institution.participation == "dialogues"
    ]
    local = [
        _Position("laerer", Role.staff, school.id, school.name),
        _Position("paedagog", Role.staff, day_care.id, day_care.name),
        _Position("skolebestyrelse", Role.board_member, school.id, school.name, body=Body.parent_board),
        _Position("foraeldreraad", Role.board_member, day_care.id, day_care.name, body=Body.parents_council),
        _Position("elevraad", Role.board_member, school.id, school.name, body=Body.student_council),
    ]
    return central + chiefs + leaders + local


async def _create_people(session: AsyncSession, municipality: Municipality, since: date) -> None:
    positions = _positions(municipality)
    password_hash = await hash_password(PASSWORD)  # one hash for all: each costs a seventh of a second
    fields = [
        PersonCreate(username=position.username, name=name, email=f"{position.username}@egekommune.example")
        for position, name in zip(positions, _person_names(len(positions)), strict=True)
    ]
    people = await create_people(session, None, fields, [password_hash] * len(fields))
    grants = [
        GrantCreate(
            person_id=person.id,
            unit_id=position.unit_id,
            role=position.role,
            network=position.network,
            body=position.body,
            since_on=since,
        )
        for position, person in zip(positions, people, strict=True)
    ]
    await create_grants(session, None, grants)
    for position, person in zip(positions, people, strict=True):
        _register(municipality, position, person)


def _register(municipality: Municipality, position: _Position, person: Person) -> None:
    caller = Caller(person.id, "person", new_id(), person.name)
    if position.role is Role.leader:
        municipality.leaders[position.unit_id] = person
    elif position.role is Role.chief:
        municipality.chiefs[position.unit_name] = caller
    elif position.role is Role.administration:
        municipality.administration = caller
    if position.role is not Role.leader or not _has_listed_leader(municipality, position):
        municipality.users.append(
            {
                "role": position.role.value,
                "username": position.username,
                "password": PASSWORD,
                "unit": position.unit_name,
            }
        )


def _has_listed_leader(municipality: Municipality, position: _Position) -> bool:
    """Return whether a leader of the same kind of institution is listed: one of each kind is enough to look around."""
    kind = municipality.institutions[position.unit_name].kind
    return any(
        user["role"] == "leader" and municipality.institutions[user["unit"]].kind == kind for user in municipality.users
    )


async def _create_machine(session: AsyncSession, municipality: Municipality, since: date) -> None:
    [(client, secret)] = await create_clients(session, None, [ClientCreate(name="LIS")])
    grant = GrantCreate(client_id=client.id, unit_id=municipality.unit_id, role=Role.data_supplier, since_on=since)
    await create_grants(session, None, [grant])
    municipality.clients.append(
        {
            "role": "data_supplier",
            "name": client.name,
            "id": str(client.id),
            "secret": secret,
            "unit": MUNICIPALITY,
        }
    )
