"""DataPackage and the themes that it serves: tables and enumerations."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index
from sqlmodel import SQLModel, col

from api.db.columns import Column, EnumText, ResourceModel, bytewise_text
from api.institutions.models import Kind
from api.redaction.registry import StoredCopy, declare, declare_copies


class PackageStatus(StrEnum):
    """The status of a data package."""

    draft = "draft"
    released = "released"
    withdrawn = "withdrawn"


class DataPackage(ResourceModel, table=True):
    """The measurements of a half-year for one kind of institution.

    A released package is final: it is corrected as a whole by a new revision, which supersedes it once it is released.
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
    """A theme that a package serves."""

    __tablename__ = "data_package_theme"

    package_id: UUID = Column(primary_key=True, foreign_key="data_package.id", ondelete="CASCADE")
    theme_id: UUID = Column(primary_key=True, foreign_key="theme.id", index=True)


# --- stored text, for redaction ---


def _revisions(package: DataPackage) -> ColumnElement[bool]:
    return (col(DataPackage.kind) == package.kind) & (col(DataPackage.half_year) == package.half_year)


declare(DataPackage, fields=("title",))
declare_copies(DataPackage, "title", StoredCopy(DataPackage, "title", _revisions))
