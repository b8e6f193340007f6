"""Write the learning circle of a planned dialogue."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, raise_faults
from api.dialogues.models import CircleEntry, Dialogue, DialogueStatus
from api.dialogues.queries.lookups import own_focus_areas
from api.dialogues.rules.circle import entries_to_store
from api.dialogues.rules.focus_areas import check_focus_areas
from api.dialogues.rules.status import check_status
from api.dialogues.schemas.circle import EntryShape
from api.evidence.queries.pack import resolve_references
from api.evidence.rules import Reference
from api.journal.record import touch


async def write_circle(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, entries: Sequence[EntryShape]
) -> None:
    """Replace all entries of a planned dialogue's circle.

    Raises `unknown-reference` for cited evidence that the institution does not have.
    """
    raise_faults(check_status(dialogue, DialogueStatus.planned))
    focus_area_ids = {f"/entries/{index}/focus_area_id": entry.focus_area_id for index, entry in enumerate(entries)}
    own = await own_focus_areas(session, dialogue.institution_id, [id for id in focus_area_ids.values() if id])
    references = {
        f"/entries/{index}/cited/{position}": Reference(citation.kind, citation.id)
        for index, entry in enumerate(entries)
        for position, citation in enumerate(entry.cited)
    }
    known = await resolve_references(session, dialogue.institution_id, set(references.values()))
    unknown = [
        Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, reference in references.items() if reference not in known
    ]
    raise_faults(check_focus_areas(focus_area_ids, own) + unknown)
    await session.execute(delete(CircleEntry).where(col(CircleEntry.dialogue_id) == dialogue.id))
    session.add_all(entries_to_store(entries, dialogue.id))
    await touch(session, caller, dialogue, "updated", ["circle"])
