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
from api.access.roles import WRITE, Permission
from api.core import clock
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.grants import actions as grants_actions
from api.grants.schemas import GrantCreate
from api.imports.framework.cell_parsers import parse_date, parse_text
from api.imports.framework.external_id_cells import parse_uuid
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
from api.imports.framework.people_lookup import find_people
from api.imports.framework.stored_things import load_applied, load_for_tasks, planned_update
from api.imports.framework.trial_run import TrialRun
from api.imports.framework.unit_lookup import find_units
from api.imports.models import Outcome

_WRITE_GRANTS = Permission("grants", WRITE)


class Grants(TrialRun):
    """Grants by all their columns except the days; of one that exists, only the end can change."""

    resource = "grants"
    table = Grant
    permission = _WRITE_GRANTS
    parsers = {
        "username": parse_text,
        "role": parse_text,
        "unit": parse_text,
        "network": parse_text,
        "body": parse_text,
        "since_on": parse_date,
        "until_on": parse_date,
    }
    required_columns = frozenset({"username", "role"})
    free_text_columns = frozenset({"username"})
    identifier_columns = frozenset({"unit"})
    column_of = {"unit_id": "unit", "person_id": "username"}

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        reachable = await self.reachable_units(session, _WRITE_GRANTS)
        unit_names = {name for row in rows if isinstance(name := row.values.get("unit"), str)}
        self._unit_ids = await find_units(session, unit_names, reachable)
        municipality = await units.find_municipality(session)
        self._municipality_id = municipality.id if municipality and municipality.id in reachable else None
        usernames = {username.lower() for row in rows if isinstance(username := row.values.get("username"), str)}
        self._person_ids = await find_people(session, self.caller, usernames)
        grants = await session.execute(
            select(Grant)
            .where(
                col(Grant.person_id).in_(self._person_ids.values()),
                col(Grant.unit_id).in_(reachable),
                col(Grant.until_on) > clock.today(),
            )
            .execution_options(populate_existing=True)
        )
        self._grants = {
            (grant.person_id, grant.unit_id, str(grant.role), grant.network, grant.body): grant
            for grant in grants.scalars()
        }

    def _fields(self, row: Row) -> dict[str, Any]:
        """Return the fields of the grant that a row describes; without a unit it is for the municipality."""
        unit = row.values.get("unit")
        unit_id = self._unit_ids.get(unit) if isinstance(unit, str) else self._municipality_id
        fields = {name: value for name, value in row.values.items() if name != "unit" and value is not None}
        if parse_uuid(fields.get("username")) is not None:
            fields["person_id"] = fields.pop("username")
        return {**fields, **({"unit_id": unit_id} if unit_id else {})}

    def natural_keys(self, row: Row) -> list[str]:
        fields = self._fields(row)
        key_fields = ("username", "person_id", "unit_id", "role", "network", "body")
        return ["|".join(str(fields.get(name)) for name in key_fields)]

    def validate_row(self, row: Row) -> PlannedChange:
        faults: list[Fault] = list(row.faults)
        if isinstance(unit := row.values.get("unit"), str) and unit not in self._unit_ids:
            faults.append(row_fault("unknown-reference", "unit"))
        try:
            new = GrantCreate.model_validate(self._fields(row))
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, self.column_of)))
        person_id = new.person_id or self._person_ids.get(str(new.username))
        stored = None
        if person_id:
            stored = self._grants.get((person_id, new.unit_id, str(new.role), new.network, new.body))
        faults += self.strategy_faults(stored is not None)
        if faults:
            return rejected(faults)
        if stored is None:
            return PlannedChange(Outcome.create, effect=effect_digest(new.model_dump()), payload=new)
        # A grant that has begun cannot begin on another day: only its end can change.
        until_on = grants_actions.date_fields(stored)["until_on"]
        changes_end = row.values.get("until_on") and new.until_on != until_on
        return planned_update(stored, {"until_on": new.until_on} if changes_end else {}, {"until_on": until_on})

    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await grants_actions.create_grants(session, caller, new, ids)
        for grant, values in await load_for_tasks(session, Grant, updates):
            await grants_actions.set_end(session, caller, grant, values["until_on"])

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        created, changed = await load_applied(session, Grant, rows)
        reachable = await self.reachable_units(session, _WRITE_GRANTS)
        if not reachable.issuperset(grant.unit_id for grant in [*created, *(grant for grant, _ in changed)]):
            raise Problem(NOT_ALLOWED)
        await grants_actions.delete_grants(session, caller, created)
        for grant, previous_values in changed:
            until_on = previous_values["until_on"] and date.fromisoformat(previous_values["until_on"])
            await grants_actions.restore_end(session, caller, grant, until_on)
