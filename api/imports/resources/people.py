"""Import of people."""

from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.imports.framework.cell_parsers import parse_boolean, parse_text
from api.imports.framework.importable import (
    AppliedRow,
    PlannedChange,
    Row,
    RowToApply,
    effect_digest,
    rejected,
    split_by_outcome,
)
from api.imports.framework.input_faults import merge_faults, row_fault, validation_faults
from api.imports.framework.stored_things import load_applied, load_for_tasks, planned_update
from api.imports.framework.trial_run import TrialRun
from api.imports.models import Outcome
from api.people.actions import create, delete, update
from api.people.schemas import PersonCreate, PersonUpdate
from api.sign_in.models import Person

_WRITE_PEOPLE = Permission("people", WRITE)


class People(TrialRun):
    """People by username; files hold no passwords."""

    resource = "people"
    table = Person
    permission = _WRITE_PEOPLE
    parsers = {"username": parse_text, "name": parse_text, "email": parse_text, "active": parse_boolean}
    required_columns = frozenset({"username"})
    free_text_columns = frozenset({"username", "name", "email"})
    _may_write: bool | None = None

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        if self._may_write is None:
            municipality = await units.find_municipality(session)
            reachable = await self.reachable_units(session, _WRITE_PEOPLE)
            self._may_write = municipality is not None and municipality.id in reachable
        usernames = {username.lower() for row in rows if isinstance(username := row.values.get("username"), str)}
        people = await session.execute(
            select(Person).where(col(Person.username).in_(usernames)).execution_options(populate_existing=True)
        )
        self._people = {person.username: person for person in people.scalars()}

    def natural_keys(self, row: Row) -> list[str]:
        username = row.values.get("username")
        return [username.lower()] if isinstance(username, str) else []

    def validate_row(self, row: Row) -> PlannedChange:
        stored = self._people.get(str(row.values.get("username")).lower())
        faults = list(row.faults) or self.strategy_faults(stored is not None)
        if not self._may_write:
            faults.append(row_fault("not-allowed"))
        fields = {
            name: value
            for name, value in self.applicable_values(row.values, stored is not None).items()
            if value is not None or name == "email"  # of these fields only `email` can be cleared
        }
        try:
            if stored is None:
                new = PersonCreate.model_validate(fields)
                if faults:
                    return rejected(faults)
                return PlannedChange(Outcome.create, effect=effect_digest(new.model_dump()), payload=new)
            new_values = PersonUpdate.model_validate(fields).changes()
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, {})))
        return rejected(faults) if faults else planned_update(stored, new_values, {})

    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await create.create_people(session, caller, new, ids=ids)
        for person, values in await load_for_tasks(session, Person, updates):
            await update.update_person(session, caller, person, values)

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        await self.load_keys(session, [])
        if not self._may_write:
            raise Problem(NOT_ALLOWED)
        created, changed = await load_applied(session, Person, rows)
        await delete.delete_people(session, caller, created)
        for person, previous_values in changed:
            values = PersonUpdate.model_validate(previous_values).changes()
            await update.update_person(session, caller, person, values)
