"""Measurement: table and enumerations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text

from api.core.periods import Length
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, bytewise_text


class MeasurementStatus(StrEnum):
    """The status of a measurement, as stored."""

    reported = "reported"
    provisional = "provisional"
    missing = "missing"


class ShownStatus(StrEnum):
    """The status of a measurement, as shown: as stored, or `suppressed`."""

    reported = "reported"
    provisional = "provisional"
    missing = "missing"
    suppressed = "suppressed"


class Measurement(ResourceModel, table=True):
    """An indicator's value for one institution and period, with the number of persons behind it; never a row per child.

    Without a package it is a running measurement from the management information system. `value`, `n` and
    `standard_error` are raw. While `withheld` is set, which is decided whenever measurements arrive, change or are
    released, the value is suppressed: shown to no caller. `shown_since` is when suppression ended, if it ever did.
    `value_n` is what `n` was when the value was provided: the value of a small group stays one, whatever `n` is changed
    to, until the value is provided again. Measurements are never sorted by value, which would disclose suppressed ones.
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
