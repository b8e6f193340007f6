"""Retention: which data has a retention period, and how data past its period is deleted, emptied or erased.

The journal records which resources were purged, but not their content.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Select, Text, and_, cast, delete, exists, null, or_, select, update
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
from api.journal.record import delete as delete_resource
from api.observations.models import Observation
from api.privacy.actions.erase import duties_of, erase_person
from api.privacy.rules.erase import Duties
from api.redaction.fields import redact_evidence_of
from api.redaction.models import Correction, Reason
from api.redaction.registry import TextField, text_fields_of
from api.redaction.stored_text import REDACTED_MARK, bump_versions, resource_models
from api.sign_in.models import FailedSignIns, Person, RefreshToken, SignIn
from api.stakeholder_input.models import Input

FindExpired = Callable[[datetime], Select[Any]]
Purge = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]
Filter = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Any]]]
BATCH_SIZE: Final = 5000
"""Rows in a transaction: other writers wait no longer than for one of these."""
SIGN_IN_FAILURE_DAYS: Final = 1


class RetentionRule(NamedTuple):
    """A kind of data with its retention period, which a setting names (`None`: one day).

    `find_expired` selects the keys of older data, `purgeable` returns those of them that may be purged, and `purge`
    deletes, empties or erases them, a batch in each transaction.
    """

    name: str
    setting: str | None
    find_expired: FindExpired
    purge: Purge
    batch_size: int = BATCH_SIZE
    purgeable: Filter | None = None

    def days(self, settings: Settings) -> int:
        """The retention period in days."""
        if self.setting is None:
            return SIGN_IN_FAILURE_DAYS
        value: int = getattr(settings, self.setting)
        return value * 365 if self.setting.endswith("_years") else value


# --- rows that are deleted ---


def _delete_rows(
    table: Any, *conditions: Callable[[datetime], ColumnElement[bool]], dependents: Any = None
) -> tuple[FindExpired, Purge]:
    """Delete the rows that meet the conditions, and before them the rows of `dependents` that refer to them."""
    [key] = table.__table__.primary_key.columns

    def find_expired(before: datetime) -> Select[Any]:
        return select(key).where(*(condition(before) for condition in conditions))

    async def purge(session: AsyncSession, keys: Sequence[Any]) -> None:
        if dependents is not None:
            await session.execute(_unsynchronized(delete(dependents).where(col(dependents.sign_in_id).in_(keys))))
        await session.execute(_unsynchronized(delete(table).where(key.in_(keys))))

    return find_expired, purge


def _unsynchronized(statement: Any) -> Any:
    """A bulk statement that does not look for its rows among the session's objects: none of them are loaded."""
    return statement.execution_options(synchronize_session=False)


def _of_closed_consultation(before: datetime) -> ColumnElement[bool]:
    links = select(col(ConsultationLink.id)).join(
        Consultation, col(Consultation.id) == col(ConsultationLink.consultation_id)
    )
    return col(Receipt.link_id).in_(links.where(col(Consultation.closes_on) < before.date()))


# --- imported files ---


def _import_model() -> Any:
    return resource_models()["import"]  # of a room above


def _old_plans(before: datetime) -> Select[Any]:
    model = _import_model()
    return select(model.id).where(model.state == "planned", model.created_at < before)


async def _expire_plans(session: AsyncSession, ids: Sequence[UUID]) -> None:
    rows, model = SQLModel.metadata.tables["import_row"], _import_model()
    await session.execute(rows.delete().where(rows.c.import_id.in_(ids)))
    await session.execute(_unsynchronized(update(model).where(model.id.in_(ids)).values(state="expired")))
    await bump_versions(session, None, model, set(ids), "expired")


def _old_rows(before: datetime) -> Select[Any]:
    model = _import_model()
    finished = model.state.in_(["applied", "reversed"]), model.applied_at < before, model.emptied_on.is_(None)
    return select(model.id).where(*finished)


async def _empty_rows(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Empty the cells of a file's rows. Which row wrote which resource stays; the import cannot be reversed."""
    rows, model = SQLModel.metadata.tables["import_row"], _import_model()
    empty = {"cells": "[]", "before": None, "changes": None, "faults": None}
    await session.execute(rows.update().where(rows.c.import_id.in_(ids)).values(**empty))
    await session.execute(_unsynchronized(update(model).where(model.id.in_(ids)).values(emptied_on=clock.today())))
    await bump_versions(session, None, model, set(ids), "purged")


# --- text of resources that stay ---


def _is_json(text_field: TextField) -> bool:
    return isinstance(text_field.table.__table__.c[text_field.field].type, JSON)


def _holds_text(text_field: TextField) -> ColumnElement[bool]:
    column = getattr(text_field.table, text_field.field)
    if _is_json(text_field):
        return cast(column, Text) != "[]"
    return and_(column.is_not(None), column != REDACTED_MARK)


def _redact_fields(
    resource_model: type[ResourceModel], ended: Callable[[Any], ColumnElement[bool]], *names: str
) -> tuple[FindExpired, Purge]:
    """Redact these fields, and the corrections and override reasons, of resources that ended; the resources stay."""
    fields = [text_fields_of(resource_model)[name] for name in names]

    def find_expired(before: datetime) -> Select[Any]:
        with_text = [
            _holds_text(text_field)
            if text_field.link is None
            else exists().where(
                col(getattr(text_field.table, text_field.link)) == col(resource_model.id), _holds_text(text_field)
            )
            for text_field in fields
        ]
        return select(col(resource_model.id)).where(ended(before), or_(*with_text))

    async def purge(session: AsyncSession, ids: Sequence[UUID]) -> None:
        for text_field in fields:
            owner = col(getattr(text_field.table, text_field.link or "id"))
            column = text_field.table.__table__.c[text_field.field]
            empty: Any = null() if column.nullable else [] if _is_json(text_field) else REDACTED_MARK
            rows = update(text_field.table).where(owner.in_(ids), _holds_text(text_field))
            await session.execute(_unsynchronized(rows.values({text_field.field: empty})))
        corrections = update(Correction).where(col(Correction.thing_id).in_(ids))
        await session.execute(_unsynchronized(corrections.values(was=null(), becomes=null(), reason=REDACTED_MARK)))
        reasons = update(Reason).where(col(Reason.thing_id).in_(ids))
        await session.execute(_unsynchronized(reasons.values(words=REDACTED_MARK)))
        await redact_evidence_of(session, resource_model, ids, names)
        await bump_versions(session, None, resource_model, set(ids), "purged")

    return find_expired, purge


def _before(column: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda before: column < (before.date() if column.type.python_type is date else before)


def _finished_agreement(before: datetime) -> ColumnElement[bool]:
    return and_(col(Agreement.due_on) < before.date(), col(Agreement.status) != AgreementStatus.open.value)


# --- people ---


def _old_people(before: datetime) -> Select[Any]:
    has_grant = exists().where(col(Grant.person_id) == col(Person.id), col(Grant.until_on) > before.date())
    return select(col(Person.id)).where(col(Person.erased_on).is_(None), col(Person.created_at) < before, ~has_grant)


async def _without_duties(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[UUID]:
    return [id for id in ids if await duties_of(session, id) == Duties()]


async def _erase_people(session: AsyncSession, ids: Sequence[UUID]) -> None:
    for id in ids:
        await erase_person(session, None, await session.get_one(Person, id))


def _old_grants(before: datetime) -> Select[Any]:
    return select(col(Grant.id)).where(col(Grant.until_on) < before.date())


async def _delete_grants(session: AsyncSession, ids: Sequence[UUID]) -> None:
    for id in ids:
        await delete_resource(session, None, await session.get_one(Grant, id))


RETENTION_RULES: Final = (
    RetentionRule(
        "stored responses",
        "idempotency_days",
        *_delete_rows(StoredResponse, _before(col(StoredResponse.at))),
    ),
    RetentionRule("failed sign-ins", None, *_delete_rows(FailedSignIns, _before(col(FailedSignIns.last_at)))),
    RetentionRule(
        "sign-ins", "keep_sign_ins_days", *_delete_rows(SignIn, _before(col(SignIn.ends_at)), dependents=RefreshToken)
    ),
    RetentionRule("receipts of consultations", "keep_receipts_days", *_delete_rows(Receipt, _of_closed_consultation)),
    # Batches of one: a file can have a million rows, and erasing a person searches every text.
    RetentionRule("import plans not applied", "import_plan_days", _old_plans, _expire_plans, batch_size=1),
    RetentionRule("rows of applied imports", "keep_import_lines_days", _old_rows, _empty_rows, batch_size=1),
    RetentionRule(
        "text of input", "keep_input_years", *_redact_fields(Input, _before(col(Input.collected_on)), "text", "answer")
    ),
    RetentionRule(
        "text of observations",
        "keep_feedback_years",
        *_redact_fields(
            Observation,
            _before(col(Observation.planned_for)),
            "purpose",
            "cancellation",
            "feedback",
            "reply_text",
            "point.text",
        ),
    ),
    RetentionRule(
        "text of follow-ups",
        "keep_follow_up_years",
        *_redact_fields(FollowUp, _before(col(FollowUp.planned_for)), "cancellation", "topics", "notes", "remark.text"),
    ),
    RetentionRule(
        "text of heightened supervision",
        "keep_supervision_years",
        *_redact_fields(
            HeightenedSupervision,
            _before(col(HeightenedSupervision.closed_on)),
            "reason",
            "closing",
            "action.text",
            "action.note",
            "action.responsible",
            "comment.text",
            "ground.reason",
        ),
    ),
    RetentionRule(
        "text of dialogues",
        "keep_dialogue_years",
        *_redact_fields(
            Dialogue,
            _before(col(Dialogue.planned_for)),
            "cancellation",
            "entry.text",
            "decision.note",
            "participant.name",
        ),
    ),
    RetentionRule(
        "text of agreements",
        "keep_dialogue_years",
        *_redact_fields(Agreement, _finished_agreement, "text", "responsible", "turn.note"),
    ),
    RetentionRule(
        "people without a role",
        "keep_people_years",
        _old_people,
        _erase_people,
        batch_size=1,
        purgeable=_without_duties,
    ),
    RetentionRule("ended roles", "keep_ended_roles_years", _old_grants, _delete_grants),
)
