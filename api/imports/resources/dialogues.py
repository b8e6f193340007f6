"""Import of planned dialogues."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.clock import day_of
from api.core.danish_collation import danish_key
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.dialogues.actions import delete, plan, update
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.schemas.plan import DialogueCreate, DialogueUpdate
from api.imports.framework.cell_parsers import parse_integer, parse_list, parse_text, parse_timestamp
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
from api.imports.framework.unit_lookup import READ_REGISTER, find_units
from api.imports.models import Outcome
from api.institutions.models import AREA_OF, Institution

_WRITE_PLANNING = Permission("dialogue_planning", WRITE)
_PLAN_FIELDS = ("planned_for", "planned_until", "place", "case_reference")
_TIME_FIELDS = ("planned_for", "planned_until")
_KEY_FIELDS = ("institution_id", "cycle_id", "round")
_Key = tuple[UUID | None, UUID | None, int | None]


class Dialogues(TrialRun):
    """Dialogues by institution, cycle and round; without cycle or round, those in which the planned day lies."""

    resource = "dialogues"
    table = Dialogue
    permission = _WRITE_PLANNING
    parsers = {
        "institution": parse_text,
        "cycle": parse_text,
        "round": parse_integer,
        "planned_for": parse_timestamp,
        "planned_until": parse_timestamp,
        "place": parse_text,
        "case_reference": parse_text,
        "data_holder": parse_text,
        "participants": parse_list,
    }
    required_columns = frozenset({"institution", "planned_for"})
    free_text_columns = frozenset({"data_holder", "participants"})
    identifier_columns = frozenset({"institution", "case_reference"})
    part_tables = frozenset({"dialogue_participant"})
    column_of = {"institution_id": "institution", "cycle_id": "cycle", "data_holder_id": "data_holder"}

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        names = {name for row in rows if isinstance(name := row.values.get("institution"), str)}
        reachable = await self.reachable_units(session, READ_REGISTER)
        self._institution_ids = await find_units(session, names, reachable, districts=False)
        self._plannable_ids = await self.reachable_units(session, _WRITE_PLANNING)
        kinds = select(col(Institution.id), col(Institution.kind)).where(
            col(Institution.id).in_(self._institution_ids.values())
        )
        self._kinds = {row[0]: row[1] for row in await session.execute(kinds)}
        cycle_ids = (await session.execute(CYCLES.select.with_only_columns(CYCLES.id), self.scope)).scalars().all()
        self._cycles = (await session.execute(select(Cycle).where(col(Cycle.id).in_(cycle_ids)))).scalars().all()
        self._person_ids = await find_people(session, self.caller, {name for row in rows for name in _people(row)})
        dialogues = await session.execute(
            select(Dialogue)
            .where(
                col(Dialogue.institution_id).in_(self._institution_ids.values()),
                col(Dialogue.status) != DialogueStatus.cancelled.value,
            )
            .execution_options(populate_existing=True)
        )
        self._dialogues: dict[_Key, Dialogue] = {
            (dialogue.institution_id, dialogue.cycle_id, dialogue.round): dialogue for dialogue in dialogues.scalars()
        }

    def _cycle_and_round(self, row: Row, institution_id: UUID | None) -> tuple[UUID | None, int | None]:
        """Return the cycle and round that a row names, or else those in which its planned day lies."""
        name, round, day = row.values.get("cycle"), row.values.get("round"), _planned_day(row)
        area = AREA_OF[self._kinds[institution_id]] if institution_id in self._kinds else None
        for cycle in self._cycles:
            if name:
                matches = name in (str(cycle.id), cycle.title) or danish_key(str(name)) == danish_key(cycle.title)
            else:
                is_running = day is not None and str(cycle.starts_on) <= day < str(cycle.ends_on)
                matches = is_running and cycle.area == area
            if matches:
                rounds = (
                    planned["number"]
                    for planned in cycle.rounds
                    if day and planned["from_on"] <= day < planned["until_on"]
                )
                return cycle.id, round if round is not None else next(rounds, None)
        return None, round

    def _key(self, row: Row) -> _Key:
        institution_id = self._institution_ids.get(str(row.values.get("institution")))
        return (institution_id, *self._cycle_and_round(row, institution_id))

    def natural_keys(self, row: Row) -> list[str]:
        key = self._key(row)
        return ["|".join(map(str, key))] if all(part is not None for part in key) else []

    def validate_row(self, row: Row) -> PlannedChange:
        key, faults = self._key(row), list(row.faults)
        stored = self._dialogues.get(key)
        faults += [
            row_fault("unknown-reference", column)
            for column, id in zip(("institution", "cycle"), key, strict=False)
            if not id
        ]
        faults += self.strategy_faults(stored is not None)
        if not faults and key[0] not in self._plannable_ids:
            faults.append(row_fault("not-allowed"))
        values = self.applicable_values(row.values, stored is not None)
        fields = {name: values[name] for name in _PLAN_FIELDS if values.get(name) is not None}
        if isinstance(username := values.get("data_holder"), str):
            fields["data_holder_id"] = self._data_holder_id(username, faults)
        if values.get("participants") and stored is None:
            fields["participants"] = [self._participant(text) for text in values["participants"]]
        try:
            if stored is None:
                new = DialogueCreate.model_validate({**fields, **dict(zip(_KEY_FIELDS, key, strict=True))})
                if faults:
                    return rejected(faults)
                return PlannedChange(Outcome.create, effect=effect_digest(new.model_dump()), payload=new)
            new_values = DialogueUpdate.model_validate(fields).changes()
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, self.column_of)))
        if faults:
            return rejected(faults)
        if "planned_for" in new_values:  # a dialogue that is moved keeps its duration, unless the row has an end
            duration = stored.planned_until - stored.planned_for
            new_values.setdefault("planned_until", new_values["planned_for"] + duration)
        return planned_update(stored, new_values, {}, self.column_of, _TIME_FIELDS)

    def _data_holder_id(self, username: str, faults: list[Fault]) -> UUID | None:
        person_id: UUID | None = self._person_ids.get(username.lower())
        if person_id is None:
            faults.append(row_fault("unknown-reference", "data_holder"))
        return person_id

    def _participant(self, text: str) -> dict[str, Any]:
        """Return a participant, written as `part:username`, `part:name` or, for children, `part:number`."""
        part, _, name = (piece.strip() for piece in text.partition(":"))
        if name.isdigit():
            return {"part": part, "people_count": int(name)}
        person_id = self._person_ids.get(name.lower())
        return {"part": part, **({"person_id": person_id} if person_id else {"name": name or None})}

    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload for task in creates], [task.thing_id for task in creates]
            await plan.plan_dialogues(session, caller, new, ids=ids)
        for dialogue, values in await load_for_tasks(session, Dialogue, updates):
            await update.update_dialogue(session, caller, dialogue, values)

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        created, changed = await load_applied(session, Dialogue, rows)
        reachable = await self.reachable_units(session, _WRITE_PLANNING)
        dialogues = [*created, *(dialogue for dialogue, _ in changed)]
        if not reachable.issuperset(dialogue.institution_id for dialogue in dialogues):
            raise Problem(NOT_ALLOWED)
        await delete.delete_dialogues(session, caller, created)
        for dialogue, previous_values in changed:
            values = DialogueUpdate.model_validate(previous_values).changes()
            await update.update_dialogue(session, caller, dialogue, values, restoring=True)


def _people(row: Row) -> list[str]:
    """Return the names in a row that may be usernames, in lower case."""
    participants = row.values.get("participants") or ()
    names = [row.values.get("data_holder"), *(participant.partition(":")[2] for participant in participants)]
    return [name.strip().lower() for name in names if isinstance(name, str)]


def _planned_day(row: Row) -> str | None:
    try:
        return str(day_of(datetime.fromisoformat(str(row.values.get("planned_for"))).astimezone(UTC)))
    except (ValueError, OverflowError):
        return None
