"""Column types and columns that tables share: timestamps, enumerations, JSON, text for sorting, and ids."""

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

__all__ = ["Column", "Date", "Text", "UTCDateTime"]  # re-exported, so that models import their column types from here


def bytewise_text() -> TypeEngine[str]:
    """Text of at most 400 characters, compared byte by byte on both databases, whatever the database's collation is."""
    return String(400).with_variant(String(400, collation="C"), "postgresql")


class EnumText(TypeDecorator[str]):
    """An enumeration stored as its value (SQLAlchemy's Enum, which SQLModel would use, stores the members' names)."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)


class UTCDateTime(sqltypes.UTCDateTime):
    """A timestamp in UTC: SQLModel's type, which refuses naive values, without its result processor on PostgreSQL.

    There, the processor would convert every value again, although connections return UTC already (`timezone=UTC` in
    `engine.make_engine`). `tests/db/test_prepared_statements.py` compares both ways of reading.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


def json_column() -> TypeEngine[Any]:
    """A small structure stored as JSON text on both databases; None is SQL NULL, not JSON null."""
    return JSON(none_as_null=True)


class ResourceModel(SQLModel):
    """The columns that every table of resources begins with.

    `resource` is the resource's plural name in the contract. `unit_field` names the column of the unit that a row
    belongs to; None if it belongs to the whole municipality.
    """

    resource: ClassVar[str]
    unit_field: ClassVar[str | None] = None

    id: UUID = Column(default_factory=new_id, primary_key=True)
    version: int = Column(default=1)
    created_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
    updated_at: datetime = Column(default_factory=clock.now, sa_type=UTCDateTime)
