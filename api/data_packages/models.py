"""Indicator, DataPackage and Measurement: the tables."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index
from sqlmodel import SQLModel, col

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text
from api.institutions.models import Kind
from api.redaction.registry import StoredCopy, declare, declare_copies


class PackageStatus(StrEnum):
    """How far a package has come."""

    draft = "draft"
    released = "released"
    withdrawn = "withdrawn"


class DataPackage(ResourceModel, table=True):
    """A half-year's quantitative data, made for one kind of institution.

    Released it is final: a correction of the whole is a new revision that supersedes it once it is released itself.
    """

    __tablename__ = "data_package"
    __table_args__ = (
        Index("data_package_by_half_year", "half_year", "id"),
        Index("data_package_by_change", "updated_at", "id"),
    )
    resource = "data-packages"

    kind: Kind = Column(sa_type=EnumText)
    half_year: str = Column(sa_type=bytewise_text(), max_length=6)
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise_text())
    status: PackageStatus = Column(default=PackageStatus.draft, sa_type=EnumText)
    revision: int = Column(default=1)
    supersedes_id: UUID | None = Column(default=None, foreign_key="data_package.id", index=True)
    released_on: date | None = Column(default=None)
    withdrawn_on: date | None = Column(default=None)


class DataPackageTheme(SQLModel, table=True):
    """That a package serves a theme."""

    __tablename__ = "data_package_theme"

    package_id: UUID = Column(primary_key=True, foreign_key="data_package.id", ondelete="CASCADE")
    theme_id: UUID = Column(primary_key=True, foreign_key="theme.id", index=True)


# --- stored text, for redaction ---


def _revisions(package: DataPackage) -> ColumnElement[bool]:
    return (col(DataPackage.kind) == package.kind) & (col(DataPackage.half_year) == package.half_year)


declare(DataPackage, fields=("title",))
declare_copies(DataPackage, "title", StoredCopy(DataPackage, "title", _revisions))
