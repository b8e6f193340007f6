"""Import and ImportRow: a file's plan and its lines; and what is asked and answered about them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import SQLModel

from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, json_column
from api.redaction.registry import FileRows, declare_file_rows


class Resource(StrEnum):
    """What a file can hold."""

    institutions = "institutions"
    indicators = "indicators"
    measurements = "measurements"
    people = "people"
    grants = "grants"
    stakeholder_input = "stakeholder-input"
    dialogues = "dialogues"
    observations = "observations"


class Strategy(StrEnum):
    """What becomes of a line: made if there is none, changed if there is one; or only one of the two."""

    upsert = "upsert"
    create = "create"
    update = "update"


class Dialect(StrEnum):
    """How a CSV file is written."""

    comma = "comma"
    semicolon = "semicolon"
    danish = "danish"


class State(StrEnum):
    """How far an import has come; `planning` is never shown."""

    planning = "planning"
    planned = "planned"
    applied = "applied"
    discarded = "discarded"
    expired = "expired"
    reversed = "reversed"


class ShownState(StrEnum):
    """How far an import has come."""

    planned = "planned"
    applied = "applied"
    discarded = "discarded"
    expired = "expired"
    reversed = "reversed"


class Outcome(StrEnum):
    """What a line does, or did."""

    create = "create"
    update = "update"
    unchanged = "unchanged"
    rejected = "rejected"


STEPS = (0, 1)
"""The order in which rows are carried out: what others need, then what needs others."""


class Import(ResourceModel, table=True):
    """A file that somebody brought, and what it would change or has changed; nothing is changed before it is applied.

    Kept when it was applied, so that every row it wrote can be asked where it came from.
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
    emptied_on: date | None = Column(default=None)  # its lines' cells are past their time


class ImportRow(SQLModel, table=True):
    """One line of a file: what it would do to which thing, the version of it that was seen, and how it was before.

    `cells` are the line's own, as JSON text; `effect` is a digest of all that carrying it out would set, so that a
    plan is known to be the same when it is judged again. `source_line` is that of the file which a program made
    this one from. `step` orders what must be there before something else.
    `before` is how the fields were that a change sets, `changes` what is told of it (withheld figures are not).
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
