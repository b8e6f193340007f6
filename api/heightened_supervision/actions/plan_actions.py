"""Write the action plan of a heightened supervision."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.heightened_supervision import rules
from api.heightened_supervision.models import HeightenedSupervision, SupervisionAction
from api.heightened_supervision.queries import actions_of
from api.heightened_supervision.schemas import ActionShape
from api.journal.record import touch


async def plan_actions(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, actions: Sequence[ActionShape]
) -> None:
    """Replace the action plan: actions with an id are updated, actions without one are added.

    Raise `wrong-state` if the heightened supervision is closed, `unknown-reference` for an id that is not in the plan,
    and `invalid-input` if a planned action is listed twice or missing.
    """
    planned_actions = {action.id: action for action in await actions_of(session, supervision.id)}
    raise_faults(rules.check_open(supervision) or rules.check_plan(actions, planned_actions))
    for position, action in enumerate(actions):
        values = {
            **action.model_dump(exclude={"id", "status"}),
            "status": action.status.value,
            "position": position,
        }
        if action.id is None:
            session.add(SupervisionAction(heightened_supervision_id=supervision.id, **values))
        else:
            planned_actions[action.id].sqlmodel_update(values)
    await touch(session, caller, supervision, "updated", ["actions"])
