"""Files of people, and of the roles that they are given."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.access.models import Grant, Person
from api.access.roles import WRITE, May
from api.core import bodies, clock
from api.core.problems import NOT_ALLOWED, Problem
from api.imports import cells
from api.imports.cells import Flaw, flaw, flaws_of, together
from api.imports.changes import differing
from api.imports.importable import Done, Row, Task, Verdict, digest, rejected
from api.imports.models import Outcome
from api.imports.places import own_id, units_of
from api.imports.trying import Trying, apart
from api.people import actions, grants, queries, undoing
from api.people.models import GrantCreate, PersonCreate, PersonUpdate

_PEOPLE, _GRANTS = May("people", WRITE), May("grants", WRITE)


class People(Trying):
    """People by username; passwords are never in a file."""

    resource = "people"
    table = Person
    may = _PEOPLE
    readers = {"username": cells.text, "name": cells.text, "email": cells.text, "active": cells.truth}
    required = frozenset({"username"})
    words = frozenset({"username", "name", "email"})
    _allowed: bool | None = None

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._allowed is None:
            top = await units.municipality(session)
            self._allowed = top is not None and top.id in await self.units(session, _PEOPLE)
        names = {one.lower() for row in rows if isinstance(one := row.values.get("username"), str)}
        found = await session.execute(
            select(Person).where(col(Person.username).in_(names)).execution_options(populate_existing=True)
        )
        self._there = {one.username: one for one in found.scalars()}

    def keys(self, row: Row) -> list[str]:
        username = row.values.get("username")
        return [username.lower()] if isinstance(username, str) else []

    def read(self, row: Row) -> Verdict:
        there = self._there.get(str(row.values.get("username")).lower())
        flaws = list(row.flaws) or self.against_strategy(there is not None)
        if not self._allowed:
            flaws.append(flaw(None, "not-allowed"))
        given = {
            name: value
            for name, value in self.said(row.values, there is not None).items()
            if value is not None or name == "email"
        }
        try:
            if there is None:
                new = PersonCreate.model_validate(given)
                return rejected(flaws) if flaws else Verdict(Outcome.create, effect=digest(new.model_dump()), wish=new)
            wanted = PersonUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(bodies.faults_of(error.errors()), {})))
        return rejected(flaws) if flaws else change_of(there, wanted, {})

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[Done]) -> None:
        await self.recognise(session, [])
        if not self._allowed:
            raise Problem(NOT_ALLOWED)
        made, changed = await found_again(session, Person, done)
        await undoing.remove_people(session, caller, made)
        for person, was in changed:
            await actions.change_person(session, caller, person, PersonUpdate.model_validate(was).given())

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[Task]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await actions.create_people(session, caller, [task.verdict.wish for task in makes], ids=ids)
        for person, values in await loaded(session, Person, changes):
            await actions.change_person(session, caller, person, values)


class Grants(Trying):
    """Roles that people are given: who, which role, where; what is there already may be ended."""

    resource = "grants"
    table = Grant
    may = _GRANTS
    readers = {
        "username": cells.text, "role": cells.text, "unit": cells.text, "network": cells.text, "body": cells.text,
        "since_on": cells.day, "until_on": cells.day,
    }  # fmt: skip
    required = frozenset({"username", "role"})
    words = frozenset({"username"})
    digits = frozenset({"unit"})
    column_of = {"unit_id": "unit", "person_id": "username"}

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        reached = await self.units(session, _GRANTS)
        said = {one for row in rows if isinstance(one := row.values.get("unit"), str)}
        self._units = await units_of(session, said, reached)
        top = await units.municipality(session)
        self._top = top.id if top and top.id in reached else None
        names = {one.lower() for row in rows if isinstance(one := row.values.get("username"), str)}
        self._people = await people_of(session, self.caller, names)
        held = await session.execute(
            select(Grant)
            .where(
                col(Grant.person_id).in_(self._people.values()),
                col(Grant.unit_id).in_(reached),
                col(Grant.until_on) > clock.today(),
            )
            .execution_options(populate_existing=True)
        )
        self._there = {_key(one): one for one in held.scalars()}

    def _wanted(self, row: Row) -> dict[str, Any]:
        said = row.values.get("unit")
        unit = self._units.get(said) if isinstance(said, str) else self._top
        given = {name: value for name, value in row.values.items() if name != "unit" and value is not None}
        if own_id(given.get("username")) is not None:
            given["person_id"] = given.pop("username")
        return {**given, **({"unit_id": unit} if unit else {})}

    def keys(self, row: Row) -> list[str]:
        wanted = self._wanted(row)
        named = ("username", "person_id", "unit_id", "role", "network", "body")
        return ["|".join(str(wanted.get(name)) for name in named)]

    def read(self, row: Row) -> Verdict:
        flaws: list[Flaw] = list(row.flaws)
        if isinstance(said := row.values.get("unit"), str) and said not in self._units:
            flaws.append(flaw("unit", "unknown-reference"))
        try:
            new = GrantCreate.model_validate(self._wanted(row))
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(bodies.faults_of(error.errors()), self.column_of)))
        person = new.person_id or self._people.get(str(new.username))
        there = self._there.get((person, new.unit_id, str(new.role), new.network, new.body)) if person else None
        flaws += self.against_strategy(there is not None)
        if flaws:
            return rejected(flaws)
        if there is None:
            return Verdict(Outcome.create, effect=digest(new.model_dump()), wish=new)
        # Its first day is of the past; what can still change is when it ends.
        now = grants.lasting(there)["until_on"]
        wanted = {"until_on": new.until_on} if row.values.get("until_on") and new.until_on != now else {}
        return change_of(there, wanted, {"until_on": now})

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[Task]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await grants.create_grants(session, caller, [task.verdict.wish for task in makes], ids)
        for grant, values in await loaded(session, Grant, changes):
            await grants.set_end(session, caller, grant, values["until_on"])

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[Done]) -> None:
        made, changed = await found_again(session, Grant, done)
        reached = await self.units(session, _GRANTS)
        if not reached.issuperset(one.unit_id for one in [*made, *(grant for grant, _ in changed)]):
            raise Problem(NOT_ALLOWED)
        await undoing.remove_grants(session, caller, made)
        for grant, was in changed:
            until_on = was["until_on"] and date.fromisoformat(was["until_on"])
            await undoing.put_back_end(session, caller, grant, until_on)


def _key(one: Grant) -> tuple[Any, ...]:
    return one.person_id, one.unit_id, str(one.role), one.network, one.body


async def people_of(session: AsyncSession, caller: Caller | None, usernames: Collection[str]) -> dict[str, UUID]:
    """Who goes by these usernames, or has these ids, as far as the caller may know: no file finds out who there is."""
    ids = {one: id for one in usernames if (id := own_id(one)) is not None}
    there, known, _ = await queries.holders(session, caller, ids.values(), usernames, ())
    return known | {one: id for one, id in ids.items() if id in there}


def change_of(
    there: Any,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    columns: Mapping[str, str] | None = None,
    as_one: Collection[str] = (),
) -> Verdict:
    """The verdict on a row whose thing is there: what differs; `now` stands for fields that are stored otherwise.

    Fields that change `as_one` are all said if one of them differs.
    """
    before = {name: now[name] if name in now else getattr(there, name) for name in wanted}
    changes = {name: value for name, value in wanted.items() if value != before[name]}
    if any(name in changes for name in as_one):
        changes |= {name: wanted[name] for name in as_one if name in wanted}
    if not changes:
        return Verdict(Outcome.unchanged, there.id, there.version)
    kept = {name: before[name] for name in changes}
    told = differing(kept, changes, columns)
    return Verdict(Outcome.update, there.id, there.version, digest(changes), kept, wish=changes, changes=told)


async def loaded(session: AsyncSession, table: Any, changes: Sequence[Task]) -> list[tuple[Any, dict[str, Any]]]:
    """The things of some changes as they are now, each with what is to become of it."""
    ids = [task.thing_id for task in changes]
    asked = select(table).where(col(table.id).in_(ids)).execution_options(populate_existing=True)
    things = {thing.id: thing for thing in (await session.execute(asked)).scalars()} if ids else {}
    return [(things[task.thing_id], dict(task.verdict.wish)) for task in changes]


async def found_again(
    session: AsyncSession, table: Any, done: Sequence[Done]
) -> tuple[list[Any], list[tuple[Any, dict[str, Any]]]]:
    """What an import made, and what it changed, each with how it was; in the order of the file."""
    asked = select(table).where(col(table.id).in_([one.thing_id for one in done]))
    found = await session.execute(asked.execution_options(populate_existing=True))
    things = {thing.id: thing for thing in found.scalars()}
    made = [things[one.thing_id] for one in done if one.made]
    return made, [(things[one.thing_id], one.was) for one in done if not one.made]
