"""Files of people, and of the roles that they are given."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.access.models import Grant
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.grants.queries import holders
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.row_changes import differing
from api.imports.framework.trial_run import TrialRun, apart
from api.imports.framework.unit_lookup import own_id
from api.imports.models import Outcome
from api.people.actions import create, delete, update
from api.people.schemas import PersonCreate, PersonUpdate
from api.sign_in.models import Person

_PEOPLE, _GRANTS = Permission("people", WRITE), Permission("grants", WRITE)


class People(TrialRun):
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

    def read(self, row: Row) -> PlannedChange:
        there = self._there.get(str(row.values.get("username")).lower())
        flaws = list(row.flaws) or self.against_strategy(there is not None)
        if not self._allowed:
            flaws.append(cell_fault(None, "not-allowed"))
        given = {
            name: value
            for name, value in self.said(row.values, there is not None).items()
            if value is not None or name == "email"
        }
        try:
            if there is None:
                new = PersonCreate.model_validate(given)
                return (
                    rejected(flaws)
                    if flaws
                    else PlannedChange(Outcome.create, effect=digest(new.model_dump()), wish=new)
                )
            wanted = PersonUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), {})))
        return rejected(flaws) if flaws else change_of(there, wanted, {})

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        await self.recognise(session, [])
        if not self._allowed:
            raise Problem(NOT_ALLOWED)
        made, changed = await found_again(session, Person, done)
        await delete.delete_people(session, caller, made)
        for person, was in changed:
            await update.update_person(session, caller, person, PersonUpdate.model_validate(was).given())

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await create.create_people(session, caller, [task.verdict.wish for task in makes], ids=ids)
        for person, values in await loaded(session, Person, changes):
            await update.update_person(session, caller, person, values)


def _key(one: Grant) -> tuple[Any, ...]:
    return one.person_id, one.unit_id, str(one.role), one.network, one.body


async def people_of(session: AsyncSession, caller: Caller | None, usernames: Collection[str]) -> dict[str, UUID]:
    """Who goes by these usernames, or has these ids, as far as the caller may know: no file finds out who there is."""
    ids = {username: id for username in usernames if (id := own_id(username)) is not None}
    there, known, _ = await holders(session, caller, ids.values(), usernames, ())
    return known | {one: id for one, id in ids.items() if id in there}


def change_of(
    there: Any,
    wanted: Mapping[str, Any],
    now: Mapping[str, Any],
    columns: Mapping[str, str] | None = None,
    as_one: Collection[str] = (),
) -> PlannedChange:
    """The verdict on a row whose thing is there: what differs; `now` stands for fields that are stored otherwise.

    Fields that change `as_one` are all said if one of them differs.
    """
    before = {name: now[name] if name in now else getattr(there, name) for name in wanted}
    changes = {name: value for name, value in wanted.items() if value != before[name]}
    if any(name in changes for name in as_one):
        changes |= {name: wanted[name] for name in as_one if name in wanted}
    if not changes:
        return PlannedChange(Outcome.unchanged, there.id, there.version)
    kept = {name: before[name] for name in changes}
    told = differing(kept, changes, columns)
    return PlannedChange(Outcome.update, there.id, there.version, digest(changes), kept, wish=changes, changes=told)


async def loaded(session: AsyncSession, table: Any, changes: Sequence[RowToApply]) -> list[tuple[Any, dict[str, Any]]]:
    """The things of some changes as they are now, each with what is to become of it."""
    ids = [task.thing_id for task in changes]
    asked = select(table).where(col(table.id).in_(ids)).execution_options(populate_existing=True)
    things = {thing.id: thing for thing in (await session.execute(asked)).scalars()} if ids else {}
    return [(things[task.thing_id], dict(task.verdict.wish)) for task in changes]


async def found_again(
    session: AsyncSession, table: Any, done: Sequence[AppliedRow]
) -> tuple[list[Any], list[tuple[Any, dict[str, Any]]]]:
    """What an import made, and what it changed, each with how it was; in the order of the file."""
    asked = select(table).where(col(table.id).in_([one.thing_id for one in done]))
    found = await session.execute(asked.execution_options(populate_existing=True))
    things = {thing.id: thing for thing in found.scalars()}
    made = [things[one.thing_id] for one in done if one.made]
    return made, [(things[one.thing_id], one.was) for one in done if not one.made]
