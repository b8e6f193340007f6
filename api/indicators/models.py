"""Indicator: table and enumerations."""

from enum import StrEnum

from sqlalchemy import Index

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column
from api.redaction.registry import declare


class MeasureUnit(StrEnum):
    """The unit of an indicator's values."""

    percent = "percent"
    count_ = "count"
    scale = "scale"
    hours = "hours"
    share = "share"
    level = "level"
    other = "other"


class Disclosure(StrEnum):
    """Whether an indicator's values are about persons who could be identified in a small group."""

    persons = "persons"
    none = "none"


class Indicator(ResourceModel, table=True):
    """What is measured: its unit, its bounds, and the kinds of institution that it applies to.

    `disclosure` is `persons` where each value states the number of persons behind it, and small groups are suppressed;
    it is `none` where no persons are behind it or the source protects them. `levels` are the ordered labels of the unit
    `level`, whose value is the position of a label, counted from 1.
    """

    __tablename__ = "indicator"
    __table_args__ = (Index("indicator_by_title", "title_key", "id"), Index("indicator_by_change", "updated_at", "id"))
    resource = "indicators"

    code: str = Column(max_length=64, unique=True)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise_text())
    description: str | None = Column(default=None, max_length=2000)
    kinds: list[str] = Column(sa_type=json_column())
    unit: MeasureUnit = Column(sa_type=EnumText)
    minimum: float | None = Column(default=None)
    maximum: float | None = Column(default=None)
    higher_is_better: bool | None = Column(default=None)
    source_system: str | None = Column(default=None, max_length=64)
    disclosure: Disclosure = Column(sa_type=EnumText)
    levels: list[str] = Column(default_factory=list, sa_type=json_column())


# --- stored text, for redaction ---

declare(Indicator, fields=("title", "description"), labels={"levels": "levels"}, marks_in_place=True)
