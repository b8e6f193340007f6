"""Erasing a person: the name and all that tells who they were goes; what they did stays, under a placeholder."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access import idempotency
from api.access.caller import Caller
from api.access.models import Grant, StoredResponse
from api.agreements.models import Agreement
from api.calendar.models import CalendarAddress
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.db.external_ids import ExternalId
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.models import SupervisionAction
from api.journal.record import change
from api.observations.models import Observation, ObservationStatus, Observer
from api.privacy.rules.erase import Duties, check_erase
from api.privacy.rules.name_patterns import clues, first_and_last, name_rewriter
from api.redaction import pinned_evidence as pinned
from api.redaction.stored_text import EMPTY_CELL, rewrite
from api.sign_in import throttling
from api.sign_in.models import FailedSignIns, Identity, Person, RefreshToken, SignIn

PLACEHOLDER: Final = "Slettet person"


class Erased(NamedTuple):
    """What an erasure did: in how many places the name stood in words, and whether it was left since others have it."""

    places: int
    name_shared: bool


async def duties_of(session: AsyncSession, person_id: UUID) -> Duties:
    """What somebody still has to do: the roles they hold or will hold, and what is planned with them."""
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
    open_ones = [ObservationStatus.planned.value, ObservationStatus.observed.value]
    observations = (
        select(col(Observation.id))
        .join(Observer, col(Observer.observation_id) == col(Observation.id))
        .where(col(Observation.status).in_(open_ones), col(Observer.person_id) == person_id)
    )
    asked = (grants, dialogues, follow_ups, observations)
    counts = [len(set((await session.execute(one)).scalars())) for one in asked]
    return Duties(roles=counts[0], planned=sum(counts[1:]))


async def erasure_faults(session: AsyncSession, person: Person) -> list[Fault]:
    """What stands in the way of erasing somebody."""
    return check_erase(person, await duties_of(session, person.id))


async def erase_person(
    session: AsyncSession, caller: Caller | None, person: Person, former_names: Sequence[str] = ()
) -> Erased:
    """Erase somebody who holds no role and has no open duty; the journal tells that it was done, and of nobody."""
    raise_faults(await erasure_faults(session, person))
    names = [person.name, *former_names]
    names += [short for name in names if (short := first_and_last(name))]
    shared = await _others_called(session, person, names)
    told = [name for name in names if name not in shared] + [person.email or ""]
    username = person.username
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
    await _forget_sign_in(session, person.id, username)
    await _forget_copies(session, person.id, {*names, username} - shared)
    await idempotency.forget_responses(session, [person.id])
    await pinned.replace_pinned_text(session, [person.id], ["name"], dict.fromkeys(names, PLACEHOLDER))
    await _forget_lines(session, person.id, {username, *filter(None, [told[-1]])})
    mend = name_rewriter(told, username)
    all_clues = [clue for name in told for clue in clues(name)]
    places = await rewrite(session, caller, [*all_clues, username], mend, "redacted", but=[person.id])
    return Erased(places, bool(shared))


async def _others_called(session: AsyncSession, person: Person, names: Iterable[str]) -> set[str]:
    """Those of the names that somebody else has too: in running text nobody can tell who of them is meant."""
    keys = {danish_key(name): name for name in names}
    others = select(col(Person.name_key)).where(col(Person.name_key).in_(keys), col(Person.id) != person.id)
    return {keys[key] for key in (await session.execute(others)).scalars()}


async def _forget_sign_in(session: AsyncSession, id: UUID, username: str) -> None:
    families = select(col(SignIn.id)).where(col(SignIn.person_id) == id).scalar_subquery()
    account = throttling.attempt_keys(f"person:{username}", None).account
    for statement in (
        delete(RefreshToken).where(col(RefreshToken.sign_in_id).in_(families)),
        delete(SignIn).where(col(SignIn.person_id) == id),
        delete(FailedSignIns).where(col(FailedSignIns.key) == account),
        delete(Identity).where(col(Identity.person_id) == id),
        delete(CalendarAddress).where(col(CalendarAddress.person_id) == id),
        delete(StoredResponse).where(col(StoredResponse.caller_id) == id),
        delete(ExternalId).where(col(ExternalId.resource) == Person.resource, col(ExternalId.thing_id) == id),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


_NAMES_STAND: Final = ((Agreement, "responsible"), (SupervisionAction, "responsible"), (DialogueParticipant, "name"))


async def _forget_copies(session: AsyncSession, id: UUID, names: set[str]) -> None:
    """Wherever a name is kept beside the id of who has it, or is all that a field for names says."""
    for kind, field in _NAMES_STAND:
        told = update(kind).where(col(getattr(kind, field)).in_(names)).values({field: PLACEHOLDER})
        await session.execute(told.execution_options(synchronize_session=False))
    for table in SQLModel.metadata.sorted_tables:
        if {"author_id", "author_name"} <= set(table.columns.keys()):
            await session.execute(table.update().where(table.c.author_id == id).values(author_name=PLACEHOLDER))
    seats = update(DialogueParticipant).where(
        col(DialogueParticipant.person_id) == id, col(DialogueParticipant.name).is_not(None)
    )
    await session.execute(seats.values(name=PLACEHOLDER).execution_options(synchronize_session=False))


async def _forget_lines(session: AsyncSession, id: UUID, names: set[str]) -> None:
    """The lines of files that were about them: each keeps its place, and none of its cells."""
    rows = SQLModel.metadata.tables["import_row"]
    about = [func.lower(rows.c.cells).like(f"%{name.lower()}%") for name in names]
    asked = select(rows.c.import_id, rows.c.line, rows.c.cells, rows.c.thing_id).where(
        or_(rows.c.thing_id == id, *about)
    )
    wanted = {name.lower() for name in names}
    for row in (await session.execute(asked)).all():
        cells = orjson.loads(row.cells)
        if row.thing_id != id and wanted.isdisjoint(cell.lower() for cell in cells if isinstance(cell, str)):
            continue
        empty = orjson.dumps([EMPTY_CELL] * len(cells)).decode()
        mine = rows.c.import_id == row.import_id, rows.c.line == row.line
        await session.execute(rows.update().where(*mine).values(cells=empty, before=None, changes=None, faults=None))
