"""Measurement: the table."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text

from api.core.periods import Length
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, bytewise_text


class MeasurementStatus(StrEnum):
    """What is known of a figure."""

    reported = "reported"
    provisional = "provisional"
    missing = "missing"


class ShownStatus(StrEnum):
    """What is told of a figure: as it is stored, or that it is withheld."""

    reported = "reported"
    provisional = "provisional"
    missing = "missing"
    suppressed = "suppressed"


class Measurement(ResourceModel, table=True):
    """An indicator's value for one institution and period: a figure and the persons behind it, never a row per child.

    Without a package it is a running figure from the management information system. `value`, `n` and
    `standard_error` are raw: while `withheld` is set (decided when figures arrive or are released) they are shown to
    nobody; `shown_since` is when that ended, if it ever was. `value_n` is what `n` was when the value was given: a
    value of few stays one, whatever `n` is changed to, until it is given anew. Nothing is ever sorted by value.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index(
            "measurement_once",
            "institution_id",
            "indicator_id",
            "period",
            "breakdown",
            "package_id",
            unique=True,
            sqlite_where=text("package_id IS NOT NULL"),
            postgresql_where=text("package_id IS NOT NULL"),
        ),
        Index(
            "measurement_running_once",
            "institution_id",
            "indicator_id",
            "period",
            "breakdown",
            unique=True,
            sqlite_where=text("package_id IS NULL"),
            postgresql_where=text("package_id IS NULL"),
        ),
        Index("measurement_of_package", "package_id", "indicator_id", "period", "breakdown"),
        Index("measurement_of_indicator", "indicator_id", "period", "breakdown"),
        Index("measurement_of_institution", "institution_id", "indicator_id", "breakdown", "period_from"),
        Index("measurement_by_period", "period_from", "id"),
        Index("measurement_by_change", "updated_at", "id"),
    )
    resource = "measurements"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id")
    indicator_id: UUID = Column(foreign_key="indicator.id")
    package_id: UUID | None = Column(default=None, foreign_key="data_package.id")
    period: str = Column(sa_type=bytewise_text(), max_length=9)
    period_from: date
    period_length: Length = Column(sa_type=EnumText)
    breakdown: str = Column(default="all", sa_type=bytewise_text(), max_length=64)
    value: float | None = Column(default=None)
    n: int | None = Column(default=None)
    value_n: int | None = Column(default=None)
    standard_error: float | None = Column(default=None)
    status: MeasurementStatus = Column(default=MeasurementStatus.reported, sa_type=EnumText)
    source: str | None = Column(default=None, max_length=200)
    withheld: bool = Column(default=False)
    shown_since: datetime | None = Column(default=None, sa_type=UTCDateTime, nullable=True)
