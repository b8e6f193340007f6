"""Revise the prompts of the learning circle."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.dialogues.models import CirclePrompts
from api.dialogues.queries.lookups import prompts_revision
from api.dialogues.rules.circle import check_prompts
from api.dialogues.schemas.circle import PromptShape
from api.journal.record import create


async def revise_prompts(
    session: AsyncSession, caller: Caller | None, new_prompts: Sequence[PromptShape]
) -> CirclePrompts:
    """Create a new revision of the circle's prompts; held dialogues keep the revision that was in force."""
    raise_faults(check_prompts(new_prompts))
    number, _ = await prompts_revision(session)
    texts = {prompt.step.value: prompt.prompt for prompt in new_prompts}
    revision = CirclePrompts(number=number + 1, prompts=texts)
    await create(session, caller, [revision])
    return revision
