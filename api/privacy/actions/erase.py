"""Erase a person: the name and everything that identifies them is removed; what they did stays under a placeholder."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access import idempotency
from api.access.caller import Caller
from api.access.models import Grant, StoredResponse
from api.calendar.models import CalendarAddress
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.db.external_ids import ExternalId
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.journal.record import change
from api.observations.models import Observation, ObservationStatus, Observer
from api.privacy.rules.erase import Duties, check_erase
from api.privacy.rules.name_patterns import first_and_last, name_rewriter, search_clues
from api.redaction import pinned_evidence, registry
from api.redaction.stored_copies import emptied_cells
from api.redaction.stored_text import rewrite
from api.sign_in import throttling
from api.sign_in.models import FailedSignIns, Identity, Person, RefreshToken, SignIn

PLACEHOLDER: Final = "Slettet person"


class Erased(NamedTuple):
    """The result of an erasure: how many rows had the name in text, and whether a name shared by others remains."""

    places: int
    name_shared: bool


async def duties_of(session: AsyncSession, person_id: UUID) -> Duties:
    """Count a person's current and future roles, and what is planned with them."""
    today = clock.today()
    grants = select(col(Grant.id)).where(col(Grant.person_id) == person_id, col(Grant.until_on) > today)
    dialogues = (
        select(col(Dialogue.id))
        .outerjoin(DialogueParticipant, col(DialogueParticipant.dialogue_id) == col(Dialogue.id))
        .where(
            col(Dialogue.status) == DialogueStatus.planned.value,
            or_(col(Dialogue.data_holder_id) == person_id, col(DialogueParticipant.person_id) == person_id),
        )
    )
    follow_ups = select(col(FollowUp.id)).where(
        col(FollowUp.status) == FollowUpStatus.planned.value,
        or_(col(FollowUp.leader_id) == person_id, col(FollowUp.chief_id) == person_id),
    )
    open_statuses = [ObservationStatus.planned.value, ObservationStatus.observed.value]
    observations = (
        select(col(Observation.id))
        .join(Observer, col(Observer.observation_id) == col(Observation.id))
        .where(col(Observation.status).in_(open_statuses), col(Observer.person_id) == person_id)
    )
    selects = (grants, dialogues, follow_ups, observations)
    counts = [len(set((await session.execute(ids)).scalars())) for ids in selects]
    return Duties(roles=counts[0], planned=sum(counts[1:]))


async def erasure_faults(session: AsyncSession, person: Person) -> list[Fault]:
    """Return every reason for which a person cannot be erased."""
    return check_erase(person, await duties_of(session, person.id))


async def erase_person(
    session: AsyncSession, caller: Caller | None, person: Person, former_names: Sequence[str] = ()
) -> Erased:
    """Erase a person without roles and planned duties; the journal records that it was done, but not who it was."""
    raise_faults(await erasure_faults(session, person))
    names = [person.name, *former_names]
    names += [short for name in names if (short := first_and_last(name))]
    shared = await _names_of_others(session, person, names)
    email, username = person.email or "", person.username
    searched = [name for name in names if name not in shared] + [email]
    values: dict[str, Any] = {
        "name": PLACEHOLDER,
        "name_key": danish_key(PLACEHOLDER),
        "username": f"slettet-{person.id.hex}",
        "email": None,
        "password_hash": None,
        "first_password_until": None,
        "active": False,
        "erased_on": clock.today(),
    }
    await change(session, caller, person, values, "erased")
    await _delete_sign_in(session, person.id, username)
    await _replace_name_fields(session, person.id, {*names, username} - shared)
    await idempotency.clear_stored_responses(session, [person.id])
    await pinned_evidence.replace_pinned_text(session, [person.id], ["name"], dict.fromkeys(names, PLACEHOLDER))
    await _empty_file_rows(session, person.id, {username, *filter(None, [email])})
    clues = [clue for name in searched for clue in search_clues(name)]
    rewrite_text = name_rewriter(searched, username)
    places = await rewrite(session, caller, [*clues, username], rewrite_text, "redacted", except_ids=[person.id])
    return Erased(places, bool(shared))


async def _names_of_others(session: AsyncSession, person: Person, names: Iterable[str]) -> set[str]:
    """Those of the names that somebody else has too: in text it cannot be decided which person is meant."""
    keys = {danish_key(name): name for name in names}
    others = select(col(Person.name_key)).where(col(Person.name_key).in_(keys), col(Person.id) != person.id)
    return {keys[key] for key in (await session.execute(others)).scalars()}


async def _delete_sign_in(session: AsyncSession, id: UUID, username: str) -> None:
    sign_ins = select(col(SignIn.id)).where(col(SignIn.person_id) == id).scalar_subquery()
    account = throttling.attempt_keys(f"person:{username}", None).account
    for statement in (
        delete(RefreshToken).where(col(RefreshToken.sign_in_id).in_(sign_ins)),
        delete(SignIn).where(col(SignIn.person_id) == id),
        delete(FailedSignIns).where(col(FailedSignIns.key) == account),
        delete(Identity).where(col(Identity.person_id) == id),
        delete(CalendarAddress).where(col(CalendarAddress.person_id) == id),
        delete(StoredResponse).where(col(StoredResponse.caller_id) == id),
        delete(ExternalId).where(col(ExternalId.resource) == Person.resource, col(ExternalId.thing_id) == id),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def _replace_name_fields(session: AsyncSession, id: UUID, names: set[str]) -> None:
    """Replace the name where it is stored next to the person's id, or is all that a field for a name holds."""
    for text_field in registry.person_name_fields():
        column = col(getattr(text_field.table, text_field.field))
        rows = update(text_field.table).where(column.in_(names)).values({text_field.field: PLACEHOLDER})
        await session.execute(rows.execution_options(synchronize_session=False))
    for table in SQLModel.metadata.sorted_tables:
        if {"author_id", "author_name"} <= set(table.columns.keys()):
            await session.execute(table.update().where(table.c.author_id == id).values(author_name=PLACEHOLDER))
    participants = update(DialogueParticipant).where(
        col(DialogueParticipant.person_id) == id, col(DialogueParticipant.name).is_not(None)
    )
    await session.execute(participants.values(name=PLACEHOLDER).execution_options(synchronize_session=False))


async def _empty_file_rows(session: AsyncSession, id: UUID, identifiers: set[str]) -> None:
    """Empty the rows of files about the person: those that wrote them, or have the username or address in a cell."""
    lowercase_identifiers = {identifier.lower() for identifier in identifiers}
    for file_rows in registry.file_rows():
        table = file_rows.table.__table__
        keys, cells = table.primary_key.columns, table.c[file_rows.cells]
        resource_id = table.c[file_rows.resource_id]
        mentions = [func.lower(cells).like(f"%{identifier}%") for identifier in lowercase_identifiers]
        candidates = select(*keys, cells, resource_id).where(or_(resource_id == id, *mentions))
        emptied = dict.fromkeys((*file_rows.values, *file_rows.messages))
        for row in (await session.execute(candidates)).mappings().all():
            texts = (cell.lower() for cell in orjson.loads(row[cells.name]) if isinstance(cell, str))
            if row[resource_id.name] != id and lowercase_identifiers.isdisjoint(texts):
                continue
            this_row = and_(*(key == row[key.name] for key in keys))
            values = {cells.name: emptied_cells(row[cells.name]), **emptied}
            await session.execute(table.update().where(this_row).values(**values))
