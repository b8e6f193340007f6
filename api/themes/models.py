"""Theme: the table and its enumeration."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column
from api.redaction.registry import declare


class ThemeStatus(StrEnum):
    """The status of a theme; institutions see decided ones only."""

    proposed = "proposed"
    decided = "decided"
    withdrawn = "withdrawn"


class Theme(ResourceModel, table=True):
    """What an area should work on in a cycle, as the council decided it, for one or more kinds of institution.

    `report_id` is the quality report that it comes from, if any: without a foreign key, since reports are a room above.
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


# --- stored text, for redaction ---

declare(Theme, fields=("title", "description"), marks_in_place=True)
