"""Closure: the table, and the kinds of resources that are carried over."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, select
from sqlmodel import SQLModel, col

from api.agreements.models import Agreement, AgreementTurn
from api.core.identifiers import new_id
from api.db.columns import Column, UTCDateTime, json_column
from api.dialogues.models import Dialogue
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision
from api.institutions.models import Institution
from api.observations.models import Observation
from api.redaction.registry import Condition, ResourcePart, StoredCopy, declare, declare_copies


class Carried(StrEnum):
    """The kinds of resources that a successor takes over when an institution closes."""

    agreements = "agreements"
    focus_areas = "focus-areas"
    heightened_supervision = "heightened-supervision"


class Closure(SQLModel, table=True):
    """The closure of an institution: its first day, the reason, and the successor that took over each open resource.

    `carried` is `[{"resource", "id", "successor_id", "was", "version"}]`: `was` is the earlier status, `version` the
    one after the closure. `until_before` is the institution's earlier `active_until`. A closure made by mistake stays,
    with the time at which the institution was reopened.
    """

    __tablename__ = "closure"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    closed_on: date
    reason: str = Column(sa_type=Text)
    until_before: date | None = Column(default=None)
    carried: list[dict[str, Any]] = Column(sa_type=json_column())
    author_id: UUID | None = Column(default=None, index=True)
    author_name: str | None = Column(default=None, max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)
    reopened_at: datetime | None = Column(default=None, sa_type=UTCDateTime)


# --- stored text, for redaction ---


def _at_institution(table: Any) -> Condition:
    return lambda institution: col(table.institution_id) == institution.id


def _turns_at_institution(institution: Institution) -> ColumnElement[bool]:
    agreements = select(col(Agreement.id)).where(col(Agreement.institution_id) == institution.id)
    return col(AgreementTurn.agreement_id).in_(agreements)


declare(Institution, parts=[ResourcePart(Closure, "closure", "institution_id", ("reason",))])
# Everything that is ended or cancelled with an institution states the reason of the closure.
declare_copies(
    Institution,
    "closure.reason",
    StoredCopy(AgreementTurn, "note", _turns_at_institution),
    StoredCopy(FocusArea, "outcome", _at_institution(FocusArea)),
    StoredCopy(HeightenedSupervision, "closing", _at_institution(HeightenedSupervision)),
    *(StoredCopy(table, "cancellation", _at_institution(table)) for table in (Dialogue, FollowUp, Observation)),
)
