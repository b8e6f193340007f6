"""Opening, deepening and closing heightened supervision, planning what is done, and the board's comments."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.settings import settings
from api.heightened_supervision import rules
from api.heightened_supervision.models import (
    HeightenedSupervision,
    Severity,
    SupervisionGround,
    SupervisionStatus,
)
from api.heightened_supervision.queries import closed_by, following, grounds_of, open_supervisions
from api.journal.record import change, create


class Concern(NamedTuple):
    """What a follow-up recorded of an institution; no severity where there is no concern."""

    institution_id: UUID
    origin_id: UUID
    on: date
    severity: Severity | None
    words: str | None = None


async def apply_concerns(session: AsyncSession, caller: Caller | None, concerns: Sequence[Concern]) -> None:
    """Let heightened supervision follow what follow-ups recorded: opened or deepened by a concern, closed by none."""
    standing = await open_supervisions(session, (one.institution_id for one in concerns))
    for concern in concerns:
        supervision = standing.get(concern.institution_id)
        if concern.severity is None:
            if supervision is not None and supervision.opened_on <= concern.on:
                await _close(session, caller, supervision, concern)
        elif supervision is None:
            standing[concern.institution_id] = await _open(session, caller, concern, concern.severity)
        else:
            await _deepen(session, caller, supervision, concern, concern.severity)


def _ground(supervision: HeightenedSupervision, concern: Concern, severity: Severity) -> SupervisionGround:
    return SupervisionGround(
        heightened_supervision_id=supervision.id,
        origin_id=concern.origin_id,
        severity=severity,
        reason=concern.words or "",
        recorded_on=concern.on,
    )


async def _open(
    session: AsyncSession, caller: Caller | None, concern: Concern, severity: Severity
) -> HeightenedSupervision:
    supervision = HeightenedSupervision(
        institution_id=concern.institution_id,
        origin_id=concern.origin_id,
        severity=severity,
        reason=concern.words or "",
        opened_on=concern.on,
        action_plan_due_on=rules.plan_due_on(severity, concern.on, settings().action_plan_days),
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
    """One more concern while it is open: what was serious stays so, unless the same follow-up is corrected."""
    grounds = [*await grounds_of(session, supervision.id), _ground(supervision, concern, severity)]
    session.add(grounds[-1])
    gravest = rules.gravest({ground.origin_id: ground.severity for ground in grounds}.values())
    values: dict[str, Any] = {}
    if gravest != supervision.severity:
        due_on = rules.plan_due_on(gravest, concern.on, settings().action_plan_days)
        values = {"severity": gravest.value, "action_plan_due_on": due_on}
    await change(session, caller, supervision, values, "deepened", beside=["grounds"])


async def _close(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, concern: Concern
) -> None:
    values = {
        "status": SupervisionStatus.closed.value,
        "closed_on": concern.on,
        "closing": concern.words,
        "closing_origin_id": concern.origin_id,
    }
    await change(session, caller, supervision, values, "closed")


async def end_supervision(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, on: date, words: str
) -> None:
    """Close it because the institution itself ends, without a follow-up."""
    values = {"status": SupervisionStatus.closed.value, "closed_on": max(on, supervision.opened_on), "closing": words}
    await change(session, caller, supervision, values, "closed")


async def resume_supervision(session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision) -> None:
    """Open again what was closed with an institution that is opened again."""
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None}
    await change(session, caller, supervision, values, "reopened")


async def reopen_after(session: AsyncSession, caller: Caller | None, origin_id: UUID) -> None:
    """Open again what a follow-up closed by mistake; where another has been opened since, that one stands."""
    closed = await closed_by(session, origin_id)
    standing = await open_supervisions(session, (one.institution_id for one in closed))
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None, "closing_origin_id": None}
    for supervision in closed:
        if supervision.institution_id not in standing:
            await change(session, caller, supervision, values, "reopened")


async def move_day(session: AsyncSession, caller: Caller | None, origin_id: UUID, was: date, day: date) -> None:
    """A follow-up was held on another day than was said: what began or ended on that day did so on the other."""
    for supervision in await following(session, origin_id):
        grounds = [ground for ground in await grounds_of(session, supervision.id) if ground.origin_id == origin_id]
        moved = [ground for ground in grounds if ground.recorded_on == was]
        for one in moved:
            one.recorded_on = day
        values: dict[str, Any] = {}
        if supervision.origin_id == origin_id and supervision.opened_on == was:
            values["opened_on"] = day
        if supervision.closing_origin_id == origin_id and supervision.closed_on == was:
            values["closed_on"] = day
        days = settings().action_plan_days
        if moved and supervision.action_plan_due_on == rules.plan_due_on(supervision.severity, was, days):
            values["action_plan_due_on"] = rules.plan_due_on(supervision.severity, day, days)
        await change(session, caller, supervision, values, "corrected", beside=["grounds"] if moved else [])
