"""Taking input away that was never said: brought by mistake, and nothing rests on it yet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.external_ids import set_external_ids
from api.core.problems import refuse
from api.journal.record import delete
from api.stakeholder_input.models import Input
from api.stakeholder_input.rules import check_not_withdrawn


async def remove_inputs(session: AsyncSession, caller: Caller | None, inputs: Sequence[Input]) -> None:
    """Take input away as if it had not been written; raises `in-use` where something refers to any of it."""
    refuse(fault for input in inputs for fault in check_not_withdrawn(input))
    ids = [input.id for input in inputs]
    await set_external_ids(session, Input.resource, dict.fromkeys(ids, ()))
    for input in inputs:
        await delete(session, caller, input)
