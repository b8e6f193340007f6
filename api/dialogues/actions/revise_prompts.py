"""Revise the prompts of the learning circle."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.dialogues.models import CirclePrompts
from api.dialogues.queries.visible import prompts
from api.dialogues.rules.circle import check_prompts
from api.dialogues.schemas.circle import PromptShape
from api.journal.record import create


async def revise_prompts(session: AsyncSession, caller: Caller | None, wanted: Sequence[PromptShape]) -> CirclePrompts:
    """A new revision of the circle's prompts; dialogues that were held keep theirs."""
    raise_faults(check_prompts(wanted))
    number, _ = await prompts(session)
    texts = {one.step.value: one.prompt for one in wanted}
    revised = CirclePrompts(number=number + 1, prompts=texts)
    await create(session, caller, [revised])
    return revised
