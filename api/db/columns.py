"""Columns and types that tables share: ids, times, text that both databases accept, the Danish sort key."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Date, Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine
from sqlmodel import Field as Column
from sqlmodel import SQLModel
from sqlmodel.sql import sqltypes

from api.core import clock
from api.core.identifiers import new_id


def bytewise_text() -> TypeEngine[str]:
    """Text compared byte by byte on both databases, whatever the database's own collation is."""
    return String(400).with_variant(String(400, collation="C"), "postgresql")


# --- column types ---


class EnumText(TypeDecorator[str]):
    """An enumeration stored as its text (native enums would hold the names of the members)."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)


class UTCDateTime(sqltypes.UTCDateTime):
    """A moment, in UTC. PostgreSQL's connections answer in UTC by themselves (`database.make_engine`)."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


def json_column() -> TypeEngine[Any]:
    """A small structure stored as JSON text on both databases."""
    return JSON(none_as_null=True)


__all__ = ["Column", "Date", "Text", "UTCDateTime"]  # lent to the rooms' models beside what stands here


class ResourceModel(SQLModel):
    """What every table of things begins with.

    `resource` is its plural name in the contract; `unit_field` names the column that says which unit it belongs to,
    None where it belongs to the whole municipality.
    """

    resource: ClassVar[str]
    unit_field: ClassVar[str | None] = None

    id: UUID = Column(default_factory=new_id, primary_key=True)
    version: int = Column(default=1)
    created_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
