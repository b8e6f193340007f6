"""Files of planned dialogues."""

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
from api.core.problems import NOT_ALLOWED, Problem
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.dialogues.actions import delete, plan
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.schemas.plan import DialogueCreate, DialogueUpdate
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.trial_run import TrialRun, apart
from api.imports.framework.unit_lookup import READ_REGISTER, units_of
from api.imports.models import Outcome
from api.imports.resources.people import change_of, found_again, loaded, people_of
from api.institutions.models import AREA_OF, Institution

_PLAN = Permission("dialogue_planning", WRITE)
_PLANNED = ("planned_for", "planned_until", "place", "case_reference")
_WHEN = _PLANNED[:2]
_KEY = ("institution_id", "cycle_id", "round")


class Dialogues(TrialRun):
    """Dialogues by institution, cycle and round; without a cycle or round, those in which the day lies."""

    resource = "dialogues"
    table = Dialogue
    may = _PLAN
    readers = {
        "institution": cells.text,
        "cycle": cells.text,
        "round": cells.whole,
        "planned_for": cells.moment,
        "planned_until": cells.moment,
        "place": cells.text,
        "case_reference": cells.text,
        "data_holder": cells.text,
        "participants": cells.many,
    }
    required = frozenset({"institution", "planned_for"})
    words = frozenset({"data_holder", "participants"})
    digits = frozenset({"institution", "case_reference"})
    parts = frozenset({"dialogue_participant"})
    column_of = {"institution_id": "institution", "cycle_id": "cycle", "data_holder_id": "data_holder"}

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        said = {one for row in rows if isinstance(one := row.values.get("institution"), str)}
        self._places = await units_of(session, said, await self.units(session, READ_REGISTER), districts=False)
        self._reached = await self.units(session, _PLAN)
        kinds = select(col(Institution.id), col(Institution.kind)).where(col(Institution.id).in_(self._places.values()))
        self._kinds = {row[0]: row[1] for row in await session.execute(kinds)}
        ids = (await session.execute(CYCLES.select.with_only_columns(CYCLES.id), self.scope)).scalars().all()
        self._cycles = (await session.execute(select(Cycle).where(col(Cycle.id).in_(ids)))).scalars().all()
        names = {name for row in rows for name in _names(row)}
        self._people = await people_of(session, self.caller, names)
        there = await session.execute(
            select(Dialogue)
            .where(
                col(Dialogue.institution_id).in_(self._places.values()),
                col(Dialogue.status) != DialogueStatus.cancelled.value,
            )
            .execution_options(populate_existing=True)
        )
        self._there = {(one.institution_id, one.cycle_id, one.round): one for one in there.scalars()}

    def _turn(self, row: Row, place: UUID | None) -> tuple[UUID | None, int | None]:
        """The cycle and the round that a row names, or else those in which its day lies."""
        said, number, day = row.values.get("cycle"), row.values.get("round"), _day(row)
        area = AREA_OF[self._kinds[place]] if place in self._kinds else None
        for cycle in self._cycles:
            named = said in (str(cycle.id), cycle.title) or danish_key(str(said)) == danish_key(cycle.title)
            running = day is not None and str(cycle.starts_on) <= day < str(cycle.ends_on) and cycle.area == area
            if named if said else running:
                found = (one["number"] for one in cycle.rounds if day and one["from_on"] <= day < one["until_on"])
                return cycle.id, number if number is not None else next(found, None)
        return None, number

    def _key(self, row: Row) -> tuple[UUID | None, UUID | None, int | None]:
        place = self._places.get(str(row.values.get("institution")))
        return (place, *self._turn(row, place))

    def keys(self, row: Row) -> list[str]:
        key = self._key(row)
        return ["|".join(map(str, key))] if all(one is not None for one in key) else []

    def read(self, row: Row) -> PlannedChange:
        key, flaws = self._key(row), list(row.flaws)
        there = self._there.get(key)  # type: ignore[arg-type]  # a key that lacks something is not among them
        flaws += [
            cell_fault(name, "unknown-reference")
            for name, id in zip(("institution", "cycle"), key, strict=False)
            if not id
        ]
        flaws += self.against_strategy(there is not None)
        if not flaws and key[0] not in self._reached:
            flaws.append(cell_fault(None, "not-allowed"))
        values = self.said(row.values, there is not None)
        given = {name: values[name] for name in _PLANNED if values.get(name) is not None}
        if isinstance(holder := values.get("data_holder"), str):
            given["data_holder_id"] = self._person(holder, flaws)
        if values.get("participants") and there is None:
            given["participants"] = [self._seat(value) for value in values["participants"]]
        try:
            if there is None:
                new = DialogueCreate.model_validate({**given, **dict(zip(_KEY, key, strict=True))})
                return (
                    rejected(flaws)
                    if flaws
                    else PlannedChange(Outcome.create, effect=digest(new.model_dump()), wish=new)
                )
            wanted = DialogueUpdate.model_validate(given).given()
        except ValidationError as error:
            return rejected(
                together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), self.column_of))
            )
        if flaws:
            return rejected(flaws)
        if "planned_for" in wanted:  # a meeting that is moved lasts as long as it did, unless the row says until when
            lasts = there.planned_until - there.planned_for
            wanted.setdefault("planned_until", wanted["planned_for"] + lasts)
        return change_of(there, wanted, {}, self.column_of, _WHEN)

    def _person(self, username: str, flaws: list[CellFault]) -> UUID | None:
        found: UUID | None = self._people.get(username.lower())
        if found is None:
            flaws.append(cell_fault("data_holder", "unknown-reference"))
        return found

    def _seat(self, said: str) -> dict[str, Any]:
        """Who takes part, as `part:username`, `part:name` or, for children, `part:number`."""
        part, _, who = (one.strip() for one in said.partition(":"))
        if who.isdigit():
            return {"part": part, "people_count": int(who)}
        person = self._people.get(who.lower())
        return {"part": part, **({"person_id": person} if person else {"name": who or None})}

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes, changes = apart(tasks)
        if makes:
            ids = [task.thing_id for task in makes]
            await plan.plan_dialogues(session, caller, [task.verdict.wish for task in makes], ids=ids)
        for dialogue, values in await loaded(session, Dialogue, changes):
            await plan.update_dialogue(session, caller, dialogue, values)

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        made, changed = await found_again(session, Dialogue, done)
        reached = await self.units(session, _PLAN)
        if not reached.issuperset(one.institution_id for one in [*made, *(dialogue for dialogue, _ in changed)]):
            raise Problem(NOT_ALLOWED)
        await delete.delete_dialogues(session, caller, made)
        for dialogue, was in changed:
            values = DialogueUpdate.model_validate(was).given()
            await plan.update_dialogue(session, caller, dialogue, values, putting_back=True)


def _names(row: Row) -> list[str]:
    said = [row.values.get("data_holder"), *(one.partition(":")[2] for one in row.values.get("participants") or ())]
    return [one.strip().lower() for one in said if isinstance(one, str)]


def _day(row: Row) -> str | None:
    try:
        return str(day_of(datetime.fromisoformat(str(row.values.get("planned_for"))).astimezone(UTC)))
    except (ValueError, OverflowError):
        return None
