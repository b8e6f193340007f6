"""Open or deepen heightened supervision, or close it, according to the concerns that follow-ups record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.db import transactions
from api.heightened_supervision import rules
from api.heightened_supervision.actions.close import close_supervision
from api.heightened_supervision.models import (
    HeightenedSupervision,
    Severity,
    SupervisionGround,
)
from api.heightened_supervision.queries import grounds_of, open_supervisions
from api.heightened_supervision.rules import Concern
from api.journal.record import change, create


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
        action_plan_due_on=rules.plan_due_on(severity, concern.day, transactions.settings_of(session).action_plan_days),
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
        due_on = rules.plan_due_on(most_serious, concern.day, transactions.settings_of(session).action_plan_days)
        values = {"severity": most_serious.value, "action_plan_due_on": due_on}
    await change(session, caller, supervision, values, "deepened", related_fields=["grounds"])
