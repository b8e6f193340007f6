"""Theme: the table and its shapes."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column


class ThemeStatus(StrEnum):
    """How far a theme has come; `decided` ones are seen by the institutions."""

    proposed = "proposed"
    decided = "decided"
    withdrawn = "withdrawn"


class Theme(ResourceModel, table=True):
    """What the council decided that an area should work on in a cycle; it addresses one or more kinds of institution.

    `report_id` is the quality report that it came from, if any: a bare id, since reports stand above themes.
    """

    __tablename__ = "theme"
    __table_args__ = (Index("theme_by_title", "title_key", "id"), Index("theme_by_change", "updated_at", "id"))
    resource = "themes"

    cycle_id: UUID = Column(foreign_key="cycle.id", index=True)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise_text())
    description: str | None = Column(default=None, sa_type=Text)
    kinds: list[str] = Column(sa_type=json_column())
    status: ThemeStatus = Column(default=ThemeStatus.proposed, sa_type=EnumText)
    decided_on: date | None = Column(default=None)
    case_reference: str | None = Column(default=None, max_length=64)
    report_id: UUID | None = Column(default=None, index=True)
