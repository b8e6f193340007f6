"""Import of grants."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.access.models import Grant
from api.core import clock
from api.core.problems import NOT_ALLOWED, Problem
from api.grants import actions as grants_actions
from api.grants.schemas import GrantCreate
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.trial_run import TrialRun, apart
from api.imports.framework.unit_lookup import own_id, units_of
from api.imports.models import Outcome
from api.imports.resources.people import _GRANTS, _key, change_of, found_again, loaded, people_of


class Grants(TrialRun):
    """Roles that people are given: who, which role, where; what is there already may be ended."""

    resource = "grants"
    table = Grant
    may = _GRANTS
    readers = {
        "username": cells.text,
        "role": cells.text,
        "unit": cells.text,
        "network": cells.text,
        "body": cells.text,
        "since_on": cells.day,
        "until_on": cells.day,
    }
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

    def read(self, row: Row) -> PlannedChange:
        flaws: list[CellFault] = list(row.flaws)
        if isinstance(said := row.values.get("unit"), str) and said not in self._units:
            flaws.append(cell_fault("unit", "unknown-reference"))
        try:
            new = GrantCreate.model_validate(self._wanted(row))
        except ValidationError as error:
            return rejected(
                together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), self.column_of))
            )
        person = new.person_id or self._people.get(str(new.username))
        there = self._there.get((person, new.unit_id, str(new.role), new.network, new.body)) if person else None
        flaws += self.against_strategy(there is not None)
        if flaws:
            return rejected(flaws)
        if there is None:
            return PlannedChange(Outcome.create, effect=digest(new.model_dump()), wish=new)
        # Its first day is of the past; what can still change is when it ends.
        now = grants_actions.in_force_or_planned(there)["until_on"]
        wanted = {"until_on": new.until_on} if row.values.get("until_on") and new.until_on != now else {}
        return change_of(there, wanted, {"until_on": now})

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await grants_actions.create_grants(session, caller, [task.verdict.wish for task in makes], ids)
        for grant, values in await loaded(session, Grant, changes):
            await grants_actions.set_end(session, caller, grant, values["until_on"])

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        made, changed = await found_again(session, Grant, done)
        reached = await self.units(session, _GRANTS)
        if not reached.issuperset(one.unit_id for one in [*made, *(grant for grant, _ in changed)]):
            raise Problem(NOT_ALLOWED)
        await grants_actions.delete_grants(session, caller, made)
        for grant, was in changed:
            until_on = was["until_on"] and date.fromisoformat(was["until_on"])
            await grants_actions.restore_end(session, caller, grant, until_on)
