"""Tables of imports and their rows, and their enumerations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import SQLModel

from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, json_column
from api.redaction.registry import FileRows, declare_file_rows


class Resource(StrEnum):
    """A resource that can be imported."""

    institutions = "institutions"
    indicators = "indicators"
    measurements = "measurements"
    people = "people"
    grants = "grants"
    stakeholder_input = "stakeholder-input"
    dialogues = "dialogues"
    observations = "observations"


class Strategy(StrEnum):
    """Whether the rows of a file may create things, update things that exist, or both."""

    upsert = "upsert"
    create = "create"
    update = "update"


class Dialect(StrEnum):
    """How a CSV file is written: its separator, and its format of numbers and dates."""

    comma = "comma"
    semicolon = "semicolon"
    danish = "danish"


class State(StrEnum):
    """The state of an import; `planning` is never shown."""

    planning = "planning"
    planned = "planned"
    applied = "applied"
    discarded = "discarded"
    expired = "expired"
    reversed = "reversed"


class ShownState(StrEnum):
    """The state of an import."""

    planned = "planned"
    applied = "applied"
    discarded = "discarded"
    expired = "expired"
    reversed = "reversed"


class Outcome(StrEnum):
    """What applying a row does, or did."""

    create = "create"
    update = "update"
    unchanged = "unchanged"
    rejected = "rejected"


STEPS = (0, 1)
"""The order in which rows are applied: first those that others refer to (parents), then those that refer to others."""


class Import(ResourceModel, table=True):
    """An uploaded file with its plan; it changes nothing before it is applied.

    An applied import is kept, so that each thing can be traced to the file that wrote it.
    """

    __tablename__ = "import"
    __table_args__ = (Index("import_by_author", "author_id", "created_at", "id"),)
    resource = "imports"

    author_id: UUID
    author_name: str = Column(max_length=200)
    target: Resource = Column(sa_type=EnumText)
    strategy: Strategy = Column(sa_type=EnumText)
    state: State = Column(default=State.planning, sa_type=EnumText)
    filename: str | None = Column(default=None, max_length=200)
    dialect: Dialect | None = Column(default=None, sa_type=EnumText)
    columns: list[str] = Column(sa_type=json_column())
    empty_clears: list[str] = Column(default_factory=list, sa_type=json_column())
    only_new: list[str] = Column(default_factory=list, sa_type=json_column())
    sha256: str = Column(max_length=64)
    size: int = Column(sa_type=BigInteger)
    to_create: int = Column(default=0)
    to_update: int = Column(default=0)
    unchanged: int = Column(default=0)
    rejected: int = Column(default=0)
    applied_at: datetime | None = Column(default=None, sa_type=UTCDateTime)
    reversed_at: datetime | None = Column(default=None, sa_type=UTCDateTime)
    emptied_on: date | None = Column(
        default=None
    )  # the cells of its rows were erased when their retention period ended


class ImportRow(SQLModel, table=True):
    """A row of a file: what applying it does to which thing.

    `cells` are the row's own, as JSON text. `seen_version` is the version of the thing when it was planned, and
    `effect` a digest of everything that applying would set: both are compared when the plan is applied. `before`
    holds the values that reversing restores, `changes` what is shown of them (without suppressed figures).
    `source_line` is the line of another file from which a program made this row. `step` is one of `STEPS`.
    """

    __tablename__ = "import_row"
    __table_args__ = (Index("import_row_by_outcome", "import_id", "outcome", "line"),)

    import_id: UUID = Column(primary_key=True, foreign_key="import.id", ondelete="CASCADE")
    line: int = Column(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source_line: int | None = Column(default=None)
    step: int = Column(default=0)
    outcome: Outcome = Column(sa_type=EnumText)
    thing_id: UUID | None = Column(default=None, index=True)
    seen_version: int | None = Column(default=None)
    effect: str | None = Column(default=None, max_length=32)
    cells: str = Column(sa_type=Text)
    before: str | None = Column(default=None, sa_type=Text)
    changes: str | None = Column(default=None, sa_type=Text)
    faults: str | None = Column(default=None, sa_type=Text)


# --- stored text, for redaction ---

declare_file_rows(FileRows(ImportRow, "thing_id", "cells", values=("before", "changes"), messages=("faults",)))
