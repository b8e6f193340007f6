"""The tables of heightened supervision, its grounds, actions and comments, and their enumerations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Text, or_, select, text
from sqlmodel import SQLModel, col

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime
from api.redaction.models import Correction
from api.redaction.registry import ResourcePart, StoredCopy, declare, declare_copies


class Severity(StrEnum):
    """The severity of a concern; a serious concern requires an action plan."""

    concern = "concern"
    serious_concern = "serious_concern"


class SupervisionStatus(StrEnum):
    """The status of a heightened supervision."""

    open = "open"
    closed = "closed"


class ActionStatus(StrEnum):
    """The status of an action of the plan."""

    open = "open"
    done = "done"
    dropped = "dropped"


class RedactableInSupervision(StrEnum):
    """Text of a heightened supervision that can be redacted."""

    reason = "reason"
    closing = "closing"
    action = "action"
    comment = "comment"


_OPEN = text("status = 'open'")


class HeightenedSupervision(ResourceModel, table=True):
    """Heightened supervision (skærpet tilsyn): opened by a follow-up with a concern, closed by a later one without.

    An institution has at most one open at a time. `origin_id` is the follow-up that opened it, `closing_origin_id` the
    one that closed it. Both are without a foreign key, because `follow_ups` is a package above this one.
    """

    __tablename__ = "heightened_supervision"
    __table_args__ = (
        Index("heightened_supervision_once", "institution_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("heightened_supervision_by_day", "opened_on", "id"),
        Index("heightened_supervision_by_change", "updated_at", "id"),
    )
    resource = "heightened-supervision"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    origin_id: UUID = Column(index=True)
    severity: Severity = Column(sa_type=EnumText)
    reason: str | None = Column(default=None, sa_type=Text)
    opened_on: date
    action_plan_due_on: date | None = Column(default=None)
    status: SupervisionStatus = Column(default=SupervisionStatus.open, sa_type=EnumText)
    closed_on: date | None = Column(default=None)
    closing: str | None = Column(default=None, sa_type=Text)
    closing_origin_id: UUID | None = Column(default=None)


class SupervisionGround(SQLModel, table=True):
    """A concern that a follow-up recorded; the first one opened the heightened supervision. No ground is removed."""

    __tablename__ = "heightened_supervision_ground"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    origin_id: UUID
    severity: Severity = Column(sa_type=EnumText)
    reason: str | None = Column(default=None, sa_type=Text)
    recorded_on: date


class SupervisionAction(SQLModel, table=True):
    """An action of the action plan: what is done, by whom, by when, and with which result."""

    __tablename__ = "heightened_supervision_action"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    position: int
    text: str | None = Column(default=None, sa_type=Text)
    responsible: str = Column(max_length=200)
    due_on: date
    status: ActionStatus = Column(default=ActionStatus.open, sa_type=EnumText)
    note: str | None = Column(default=None, sa_type=Text)


class SupervisionComment(SQLModel, table=True):
    """A comment of the parent board."""

    __tablename__ = "heightened_supervision_comment"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    text: str | None = Column(default=None, sa_type=Text)
    author_id: UUID
    author_name: str = Column(max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)


# --- stored text, for redaction ---


def _grounds(supervision: HeightenedSupervision) -> ColumnElement[bool]:
    return col(SupervisionGround.heightened_supervision_id) == supervision.id


def _corrections_of_origins(supervision: HeightenedSupervision) -> ColumnElement[bool]:
    """The corrections of the follow-ups that opened, deepened or closed it."""
    origins = select(col(SupervisionGround.origin_id)).where(_grounds(supervision))
    ends = {supervision.origin_id, supervision.closing_origin_id} - {None}
    return or_(col(Correction.thing_id).in_(origins), col(Correction.thing_id).in_(ends))


declare(
    HeightenedSupervision,
    fields=("reason", "closing"),
    parts=[
        ResourcePart(
            SupervisionAction,
            "action",
            "heightened_supervision_id",
            ("text", "responsible", "note"),
            person_names=("responsible",),
        ),
        ResourcePart(SupervisionComment, "comment", "heightened_supervision_id", ("text",)),
        ResourcePart(SupervisionGround, "ground", "heightened_supervision_id", ("reason",)),
    ],
)
# A concern is stored as the reason of the supervision, as its ground, and as that of the follow-up's correction.
for _field in ("reason", "ground.reason"):
    declare_copies(
        HeightenedSupervision,
        _field,
        StoredCopy(
            HeightenedSupervision, "reason", lambda supervision: col(HeightenedSupervision.id) == supervision.id
        ),
        StoredCopy(SupervisionGround, "reason", _grounds),
        StoredCopy(Correction, "reason", _corrections_of_origins),
    )
declare_copies(HeightenedSupervision, "closing", StoredCopy(Correction, "reason", _corrections_of_origins))
