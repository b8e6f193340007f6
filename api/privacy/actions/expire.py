"""How long things are kept, kind by kind, and how what is past its time goes. Nothing of it is told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, delete, exists, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.models import Grant, StoredResponse
from api.agreements.models import Agreement, AgreementStatus
from api.consultations.models import Consultation, ConsultationLink, Receipt
from api.core import clock
from api.core.settings import Settings
from api.db.columns import ResourceModel
from api.dialogues.models import Dialogue
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision
from api.journal.record import delete as delete_thing
from api.observations.models import Observation
from api.privacy.actions.erase import duties_of, erase_person
from api.privacy.queries.redactable_fields import TEXT_FIELDS, TextField
from api.privacy.rules.erase import Duties
from api.redaction import pinned_evidence as pinned
from api.redaction.models import Correction, Reason
from api.redaction.stored_text import REDACTED_MARK, bump_versions, resource_models
from api.sign_in.models import FailedSignIns, Person, RefreshToken, SignIn
from api.stakeholder_input.models import Input

Due = Callable[[datetime], Select[Any]]
Carry = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]
Spare = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Any]]]
AT_ONCE: Final = 5000
"""Of how many rows a transaction is: nobody else waits long for their turn to write."""
ATTEMPT_DAYS: Final = 1


class Kept(NamedTuple):
    """A kind of thing: its name, the setting that says how long it is kept, what is past that, and how it goes.

    `due` asks for the keys; of these, `spare` leaves those that go. So many go `at_once`, in one transaction.
    """

    name: str
    setting: str | None
    due: Due
    carry: Carry
    at_once: int = AT_ONCE
    spare: Spare | None = None

    def days(self, settings: Settings) -> int:
        """For how many days it is kept."""
        if self.setting is None:
            return ATTEMPT_DAYS
        value: int = getattr(settings, self.setting)
        return value * 365 if self.setting.endswith("_years") else value


# --- rows that go as a whole ---


def _rows(table: Any, *conditions: Callable[[datetime], ColumnElement[bool]], first: Any = None) -> tuple[Due, Carry]:
    """Rows that meet the conditions; they are deleted, and before them those of `first` that refer to them."""
    [key] = table.__table__.primary_key.columns

    def due(before: datetime) -> Select[Any]:
        return select(key).where(*(condition(before) for condition in conditions))

    async def carry(session: AsyncSession, keys: Sequence[Any]) -> None:
        if first is not None:
            await session.execute(_quiet(delete(first).where(col(first.sign_in_id).in_(keys))))
        await session.execute(_quiet(delete(table).where(key.in_(keys))))

    return due, carry


def _quiet(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)


def _closed(before: datetime) -> ColumnElement[bool]:
    links = select(col(ConsultationLink.id)).join(
        Consultation, col(Consultation.id) == col(ConsultationLink.consultation_id)
    )
    return col(Receipt.link_id).in_(links.where(col(Consultation.closes_on) < before.date()))


# --- files ---


def _imports() -> Any:
    return resource_models()["import"]


def _old_plans(before: datetime) -> Select[Any]:
    kind = _imports()
    return select(kind.id).where(kind.state == "planned", kind.created_at < before)


async def _expire(session: AsyncSession, ids: Sequence[UUID]) -> None:
    rows, kind = SQLModel.metadata.tables["import_row"], _imports()
    await session.execute(rows.delete().where(rows.c.import_id.in_(ids)))
    await session.execute(_quiet(update(kind).where(kind.id.in_(ids)).values(state="expired")))
    await bump_versions(session, None, kind, set(ids), "expired")


def _old_lines(before: datetime) -> Select[Any]:
    kind = _imports()
    done = kind.state.in_(["applied", "reversed"]), kind.applied_at < before, kind.emptied_on.is_(None)
    return select(kind.id).where(*done)


async def _empty(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """The cells of a file's lines go; which line wrote which thing stays. It cannot be put back any more."""
    rows, kind = SQLModel.metadata.tables["import_row"], _imports()
    nothing = {"cells": "[]", "before": None, "changes": None, "faults": None}
    await session.execute(rows.update().where(rows.c.import_id.in_(ids)).values(**nothing))
    await session.execute(_quiet(update(kind).where(kind.id.in_(ids)).values(emptied_on=clock.today())))
    await bump_versions(session, None, kind, set(ids), "purged")


# --- words ---


def _says_something(spot: TextField) -> ColumnElement[bool]:
    column = getattr(spot.table, spot.field)
    if isinstance(spot.table.__table__.c[spot.field].type, Text) or spot.field in ("name", "responsible"):
        return and_(column.is_not(None), column != REDACTED_MARK)
    return cast(column, Text) != "[]"


def _words(kind: type[ResourceModel], ended: Callable[[Any], ColumnElement[bool]], *names: str) -> tuple[Due, Carry]:
    """Things whose words are past their time: the words go, with what corrections say of them; the thing stays."""
    spots = [TEXT_FIELDS[kind.resource][name] for name in names]

    def due(before: datetime) -> Select[Any]:
        said = [
            _says_something(spot)
            if spot.link is None
            else exists().where(col(getattr(spot.table, spot.link)) == col(kind.id), _says_something(spot))
            for spot in spots
        ]
        return select(col(kind.id)).where(ended(before), or_(*said))

    async def carry(session: AsyncSession, ids: Sequence[UUID]) -> None:
        for spot in spots:
            owner = col(getattr(spot.table, spot.link or "id"))
            column = spot.table.__table__.c[spot.field]
            empty: Any = null() if column.nullable else [] if spot.field == "topics" else REDACTED_MARK
            told = update(spot.table).where(owner.in_(ids), _says_something(spot)).values({spot.field: empty})
            await session.execute(_quiet(told))
        of_these = col(Correction.thing_id).in_(ids)
        await session.execute(
            _quiet(update(Correction).where(of_these).values(was=null(), becomes=null(), reason=REDACTED_MARK))
        )
        await session.execute(_quiet(update(Reason).where(col(Reason.thing_id).in_(ids)).values(words=REDACTED_MARK)))
        if kind in _PINNED:
            await pinned.redact_pinned_fields(session, ids, _PINNED[kind])
        await bump_versions(session, None, kind, set(ids), "purged")

    return due, carry


_PINNED: Final[Mapping[type[ResourceModel], Sequence[str]]] = {
    Input: ("text", "answer"),
    Observation: ("text", "points.text", "purpose", "reply_text"),
}


def _before(column: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda before: column < (before.date() if column.type.python_type is date else before)


# --- people ---


def _old_people(before: datetime) -> Select[Any]:
    held = exists().where(col(Grant.person_id) == col(Person.id), col(Grant.until_on) > before.date())
    return select(col(Person.id)).where(col(Person.erased_on).is_(None), col(Person.created_at) < before, ~held)


async def _idle(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[UUID]:
    return [id for id in ids if await duties_of(session, id) == Duties()]


async def _erase(session: AsyncSession, ids: Sequence[UUID]) -> None:
    for id in ids:
        await erase_person(session, None, await session.get_one(Person, id))


def _old_grants(before: datetime) -> Select[Any]:
    return select(col(Grant.id)).where(col(Grant.until_on) < before.date())


async def _delete_grants(session: AsyncSession, ids: Sequence[UUID]) -> None:
    for id in ids:
        await delete_thing(session, None, await session.get_one(Grant, id))


KINDS: Final = (
    Kept("answers to repeated requests", "idempotency_days", *_rows(StoredResponse, _before(col(StoredResponse.at)))),
    Kept("failed sign-ins", None, *_rows(FailedSignIns, _before(col(FailedSignIns.last_at)))),
    Kept("sign-ins", "keep_sign_ins_days", *_rows(SignIn, _before(col(SignIn.ends_at)), first=RefreshToken)),
    Kept("receipts of consultations", "keep_receipts_days", *_rows(Receipt, _closed)),
    # One by one: a file can have a million lines, and for somebody every text is looked through.
    Kept("files never carried out", "import_plan_days", _old_plans, _expire, at_once=1),
    Kept("lines of files", "keep_import_lines_days", _old_lines, _empty, at_once=1),
    Kept("words of input", "keep_input_years", *_words(Input, _before(col(Input.collected_on)), "text", "answer")),
    Kept(
        "words of observations", "keep_feedback_years",
        *_words(Observation, _before(col(Observation.planned_for)),
                "purpose", "cancellation", "feedback", "reply_text", "point.text"),
    ),
    Kept(
        "words of follow-ups", "keep_follow_up_years",
        *_words(FollowUp, _before(col(FollowUp.planned_for)), "cancellation", "topics", "notes", "remark.text"),
    ),
    Kept(
        "words of heightened supervision", "keep_supervision_years",
        *_words(HeightenedSupervision, _before(col(HeightenedSupervision.closed_on)), "reason", "closing",
                "action.text", "action.note", "action.responsible", "comment.text", "ground.reason"),
    ),
    Kept(
        "words of dialogues", "keep_dialogue_years",
        *_words(Dialogue, _before(col(Dialogue.planned_for)),
                "cancellation", "entry.text", "decision.note", "participant.name"),
    ),
    Kept(
        "words of agreements", "keep_dialogue_years",
        *_words(Agreement, lambda before: and_(col(Agreement.due_on) < before.date(),
                                               col(Agreement.status) != AgreementStatus.open.value),
                "text", "responsible", "turn.note"),
    ),
    Kept("people without a role", "keep_people_years", _old_people, _erase, at_once=1, spare=_idle),
    Kept("ended roles", "keep_ended_roles_years", _old_grants, _delete_grants),
)  # fmt: skip
