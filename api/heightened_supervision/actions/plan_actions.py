"""Write the action plan of a heightened supervision."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.heightened_supervision import rules
from api.heightened_supervision.models import (
    HeightenedSupervision,
    SupervisionAction,
)
from api.heightened_supervision.queries import plan_of
from api.heightened_supervision.schemas import ActionShape
from api.journal.record import touch


async def plan_actions(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, wanted: Sequence[ActionShape]
) -> None:
    """Let the action plan say this: what was planned stays in it, whatever became of it."""
    there = {one.id: one for one in await plan_of(session, supervision.id)}
    raise_faults(rules.check_open(supervision) or rules.check_plan(wanted, there))
    for position, one in enumerate(wanted):
        said = {**one.model_dump(exclude={"id", "status"}), "status": one.status.value, "position": position}
        if one.id is None:
            session.add(SupervisionAction(heightened_supervision_id=supervision.id, **said))
        else:
            there[one.id].sqlmodel_update(said)
    await touch(session, caller, supervision, "updated", ["actions"])
