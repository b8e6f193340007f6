"""Cycle: the table."""

from datetime import date
from typing import Any

from sqlalchemy import Index

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column
from api.institutions.models import Area
from api.redaction.registry import declare


class Cycle(ResourceModel, table=True):
    """Two years of one area, from one political discussion to the next, in rounds of half a year.

    It lasts from `starts_on` until the day before `ends_on`. `rounds` are consecutive periods within it, numbered from
    1: `[{"number", "half_year", "from_on", "until_on"}]`; `until_on` is the day after the last.
    """

    __tablename__ = "cycle"
    __table_args__ = (Index("cycle_by_start", "starts_on", "id"), Index("cycle_by_change", "updated_at", "id"))
    resource = "cycles"

    area: Area = Column(sa_type=EnumText)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise_text())
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[dict[str, Any]] = Column(sa_type=json_column())


# --- stored text, for redaction ---

declare(Cycle, fields=("title",))
