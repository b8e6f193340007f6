"""The table of observation guides."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Text
from sqlmodel import col

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column
from api.redaction.registry import StoredCopy, declare, declare_copies


class GuideStatus(StrEnum):
    """The status of an edition of a guide."""

    draft = "draft"
    published = "published"
    superseded = "superseded"


class ObservationGuide(ResourceModel, table=True):
    """One edition of a guide: the definition of a learning environment, what to look for, and the feedback points.

    `series_id` is the id of the first edition. A published edition cannot be changed: a change is a new edition, which
    supersedes the earlier one when it is published. Each of `points` is `{"key", "title", "prompt", "scale"}`; `scale`
    is a list of labels, lowest first, or null.
    """

    __tablename__ = "observation_guide"
    __table_args__ = (
        Index("observation_guide_edition", "series_id", "edition", unique=True),
        Index("observation_guide_by_title", "title_key", "id"),
    )
    resource = "observation-guides"

    series_id: UUID
    edition: int
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise_text())
    learning_environment: str = Column(sa_type=Text)
    look_for: str = Column(sa_type=Text)
    points: list[dict[str, Any]] = Column(sa_type=json_column())
    status: GuideStatus = Column(default=GuideStatus.draft, sa_type=EnumText)
    published_on: date | None = Column(default=None)


# --- stored text, for redaction ---


def _editions(guide: ObservationGuide) -> ColumnElement[bool]:
    return col(ObservationGuide.series_id) == guide.series_id


declare(
    ObservationGuide,
    fields=("title", "learning_environment", "look_for", "points"),
    labels={"points": "scale"},
)
for _field in ("title", "learning_environment", "look_for", "points"):
    declare_copies(ObservationGuide, _field, StoredCopy(ObservationGuide, _field, _editions))
declare_copies(ObservationGuide, "points.scale", StoredCopy(ObservationGuide, "points", _editions))
