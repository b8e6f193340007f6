"""Indicator, DataPackage and Measurement: the tables."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Thing, UTCDateTime, bytewise, json_column
from api.data_packages.period import Length
from api.institutions.models import Kind


class MeasureUnit(StrEnum):
    """What an indicator is counted in."""

    percent = "percent"
    count_ = "count"
    scale = "scale"
    hours = "hours"
    share = "share"
    level = "level"
    other = "other"


class Disclosure(StrEnum):
    """Whether its values rest on persons who could be told apart."""

    persons = "persons"
    none = "none"


class PackageStatus(StrEnum):
    """How far a package has come."""

    draft = "draft"
    released = "released"
    withdrawn = "withdrawn"


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


class Indicator(Thing, table=True):
    """What is measured: its unit, its bounds, and the kinds of institution that it is for.

    `disclosure` is `persons` where each value says how many persons it rests on, and small groups are withheld;
    `none` where no persons are behind it or the source protects them. `levels` are the ordered labels of a `level`,
    whose value is a label's place from 1.
    """

    __tablename__ = "indicator"
    __table_args__ = (Index("indicator_by_title", "title_key", "id"), Index("indicator_by_change", "updated_at", "id"))
    resource = "indicators"

    code: str = Column(max_length=64, unique=True)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    description: str | None = Column(default=None, max_length=2000)
    kinds: list[str] = Column(sa_type=json_column())
    unit: MeasureUnit = Column(sa_type=Choice)
    minimum: float | None = Column(default=None)
    maximum: float | None = Column(default=None)
    higher_is_better: bool | None = Column(default=None)
    source_system: str | None = Column(default=None, max_length=64)
    disclosure: Disclosure = Column(sa_type=Choice)
    levels: list[str] = Column(default_factory=list, sa_type=json_column())


class DataPackage(Thing, table=True):
    """A half-year's quantitative data, made for one kind of institution.

    Released it is final: a correction of the whole is a new revision that supersedes it once it is released itself.
    """

    __tablename__ = "data_package"
    __table_args__ = (
        Index("data_package_by_half_year", "half_year", "id"),
        Index("data_package_by_change", "updated_at", "id"),
    )
    resource = "data-packages"

    kind: Kind = Column(sa_type=Choice)
    half_year: str = Column(sa_type=bytewise(), max_length=6)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    status: PackageStatus = Column(default=PackageStatus.draft, sa_type=Choice)
    revision: int = Column(default=1)
    supersedes_id: UUID | None = Column(default=None, foreign_key="data_package.id", index=True)
    released_on: date | None = Column(default=None)
    withdrawn_on: date | None = Column(default=None)


class DataPackageTheme(SQLModel, table=True):
    """That a package serves a theme."""

    __tablename__ = "data_package_theme"

    package_id: UUID = Column(primary_key=True, foreign_key="data_package.id", ondelete="CASCADE")
    theme_id: UUID = Column(primary_key=True, foreign_key="theme.id", index=True)


class Measurement(Thing, table=True):
    """An indicator's value for one institution and period: a figure and the persons behind it, never a row per child.

    Without a package it is a running figure from the management information system. `value`, `n` and
    `standard_error` are raw: while `withheld` is set (decided when figures arrive or are released) they are shown to
    nobody; `shown_since` is when that ended, if it ever was. `value_n` is what `n` was when the value was given: a
    value of few stays one, whatever `n` is changed to, until it is given anew. Nothing is ever sorted by value.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index(
            "measurement_once", "institution_id", "indicator_id", "period", "breakdown", "package_id", unique=True,
            sqlite_where=text("package_id IS NOT NULL"), postgresql_where=text("package_id IS NOT NULL"),
        ),
        Index(
            "measurement_running_once", "institution_id", "indicator_id", "period", "breakdown", unique=True,
            sqlite_where=text("package_id IS NULL"), postgresql_where=text("package_id IS NULL"),
        ),
        Index("measurement_of_package", "package_id", "indicator_id", "period", "breakdown"),
        Index("measurement_of_indicator", "indicator_id", "period", "breakdown"),
        Index("measurement_of_institution", "institution_id", "indicator_id", "breakdown", "period_from"),
        Index("measurement_by_period", "period_from", "id"),
        Index("measurement_by_change", "updated_at", "id"),
    )  # fmt: skip
    resource = "measurements"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id")
    indicator_id: UUID = Column(foreign_key="indicator.id")
    package_id: UUID | None = Column(default=None, foreign_key="data_package.id")
    period: str = Column(sa_type=bytewise(), max_length=9)
    period_from: date
    period_length: Length = Column(sa_type=Choice)
    breakdown: str = Column(default="all", sa_type=bytewise(), max_length=64)
    value: float | None = Column(default=None)
    n: int | None = Column(default=None)
    value_n: int | None = Column(default=None)
    standard_error: float | None = Column(default=None)
    status: MeasurementStatus = Column(default=MeasurementStatus.reported, sa_type=Choice)
    source: str | None = Column(default=None, max_length=200)
    withheld: bool = Column(default=False)
    shown_since: datetime | None = Column(default=None, sa_type=UTCDateTime, nullable=True)
