"""Open, deepen, close and reopen heightened supervision according to the concerns that follow-ups record."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.settings import settings
from api.heightened_supervision import rules
from api.heightened_supervision.actions.close import close_supervision
from api.heightened_supervision.models import (
    HeightenedSupervision,
    Severity,
    SupervisionGround,
    SupervisionStatus,
)
from api.heightened_supervision.queries import affected_by, closed_by, grounds_of, open_supervisions
from api.journal.record import change, create


class Concern(NamedTuple):
    """The assessment of an institution by a follow-up (`origin_id`); `severity` is None if there is no concern."""

    institution_id: UUID
    origin_id: UUID
    day: date
    severity: Severity | None
    reason: str | None = None


async def apply_concerns(session: AsyncSession, caller: Caller | None, concerns: Sequence[Concern]) -> None:
    """Open or deepen heightened supervision for each concern, and close it for an assessment without one.

    An assessment of a day before the opening does not close it.
    """
    open_of = await open_supervisions(session, (concern.institution_id for concern in concerns))
    for concern in concerns:
        supervision = open_of.get(concern.institution_id)
        if concern.severity is None:
            if supervision is not None and supervision.opened_on <= concern.day:
                await close_supervision(session, caller, supervision, concern.day, concern.reason, concern.origin_id)
        elif supervision is None:
            open_of[concern.institution_id] = await _open(session, caller, concern, concern.severity)
        else:
            await _deepen(session, caller, supervision, concern, concern.severity)


def _ground(supervision: HeightenedSupervision, concern: Concern, severity: Severity) -> SupervisionGround:
    return SupervisionGround(
        heightened_supervision_id=supervision.id,
        origin_id=concern.origin_id,
        severity=severity,
        reason=concern.reason or "",
        recorded_on=concern.day,
    )


async def _open(
    session: AsyncSession, caller: Caller | None, concern: Concern, severity: Severity
) -> HeightenedSupervision:
    supervision = HeightenedSupervision(
        institution_id=concern.institution_id,
        origin_id=concern.origin_id,
        severity=severity,
        reason=concern.reason or "",
        opened_on=concern.day,
        action_plan_due_on=rules.plan_due_on(severity, concern.day, settings().action_plan_days),
    )
    await create(session, caller, [supervision])
    session.add(_ground(supervision, concern, severity))
    await session.flush()
    return supervision


async def _deepen(
    session: AsyncSession,
    caller: Caller | None,
    supervision: HeightenedSupervision,
    concern: Concern,
    severity: Severity,
) -> None:
    """Add a ground to an open heightened supervision and set its severity to the most serious of all grounds.

    Of several grounds from the same follow-up only the latest counts: it is the corrected one.
    """
    grounds = [*await grounds_of(session, supervision.id), _ground(supervision, concern, severity)]
    session.add(grounds[-1])
    most_serious = rules.most_serious({ground.origin_id: ground.severity for ground in grounds}.values())
    values: dict[str, Any] = {}
    if most_serious != supervision.severity:
        due_on = rules.plan_due_on(most_serious, concern.day, settings().action_plan_days)
        values = {"severity": most_serious.value, "action_plan_due_on": due_on}
    await change(session, caller, supervision, values, "deepened", beside=["grounds"])


async def end_supervision(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, day: date, reason: str
) -> None:
    """Close a heightened supervision because the institution closes; there is no follow-up."""
    values = {"status": SupervisionStatus.closed.value, "closed_on": max(day, supervision.opened_on), "closing": reason}
    await change(session, caller, supervision, values, "closed")


async def resume_supervision(session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision) -> None:
    """Reopen a heightened supervision that was closed with its institution, because the institution is reopened."""
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None}
    await change(session, caller, supervision, values, "reopened")


async def reopen_after(session: AsyncSession, caller: Caller | None, origin_id: UUID) -> None:
    """Reopen the heightened supervisions that a follow-up closed, because its assessment is corrected.

    An institution that has another open heightened supervision by now keeps that one instead.
    """
    closed = await closed_by(session, origin_id)
    open_of = await open_supervisions(session, (supervision.institution_id for supervision in closed))
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None, "closing_origin_id": None}
    for supervision in closed:
        if supervision.institution_id not in open_of:
            await change(session, caller, supervision, values, "reopened")


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
        plan_days = settings().action_plan_days
        if moved and supervision.action_plan_due_on == rules.plan_due_on(supervision.severity, was, plan_days):
            values["action_plan_due_on"] = rules.plan_due_on(supervision.severity, day, plan_days)
        await change(session, caller, supervision, values, "corrected", beside=["grounds"] if moved else [])
