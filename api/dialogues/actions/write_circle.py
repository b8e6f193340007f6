"""Write the learning circle of a planned dialogue."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, raise_faults
from api.dialogues.models import CircleEntry, Dialogue, DialogueStatus
from api.dialogues.queries.visible import own_focus_areas
from api.dialogues.rules.circle import entries_to_store
from api.dialogues.rules.hold import check_focus_areas, check_status
from api.dialogues.schemas.circle import EntryShape
from api.evidence.queries.pack import resolve_references
from api.evidence.rules import Reference
from api.journal.record import touch


async def write_circle(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, entries: Sequence[EntryShape]
) -> None:
    """Let the circle of a planned dialogue say this from now on; what it cites is there."""
    raise_faults(check_status(dialogue, DialogueStatus.planned))
    wanted = {f"/entries/{index}/focus_area_id": entry.focus_area_id for index, entry in enumerate(entries)}
    own = await own_focus_areas(session, dialogue.institution_id, [id for id in wanted.values() if id])
    cited = {
        f"/entries/{index}/cited/{number}": Reference(one.kind, one.id)
        for index, entry in enumerate(entries)
        for number, one in enumerate(entry.cited)
    }
    found = await resolve_references(session, dialogue.institution_id, set(cited.values()))
    unknown = [Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, one in cited.items() if one not in found]
    raise_faults(check_focus_areas(wanted, own) + unknown)
    await session.execute(delete(CircleEntry).where(col(CircleEntry.dialogue_id) == dialogue.id))
    session.add_all(entries_to_store(entries, dialogue.id))
    await touch(session, caller, dialogue, "updated", ["circle"])
