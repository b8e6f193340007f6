"""Change the dates that follow from the corrected day of a follow-up."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.db import transactions
from api.heightened_supervision import rules
from api.heightened_supervision.queries import affected_by, grounds_of
from api.journal.record import change


async def move_day(session: AsyncSession, caller: Caller | None, origin_id: UUID, was: date, day: date) -> None:
    """Change the dates that follow from a follow-up's day, because that day is corrected from `was` to `day`.

    This covers the dates of opening, grounds and closing, and the due date of the action plan.
    """
    for supervision in await affected_by(session, origin_id):
        grounds = await grounds_of(session, supervision.id)
        moved = [ground for ground in grounds if ground.origin_id == origin_id and ground.recorded_on == was]
        for ground in moved:
            ground.recorded_on = day
        values: dict[str, Any] = {}
        if supervision.origin_id == origin_id and supervision.opened_on == was:
            values["opened_on"] = day
        if supervision.closing_origin_id == origin_id and supervision.closed_on == was:
            values["closed_on"] = day
        plan_days = transactions.settings_of(session).action_plan_days
        if moved and supervision.action_plan_due_on == rules.plan_due_on(supervision.severity, was, plan_days):
            values["action_plan_due_on"] = rules.plan_due_on(supervision.severity, day, plan_days)
        await change(session, caller, supervision, values, "corrected", related_fields=["grounds"] if moved else [])
