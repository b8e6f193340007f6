"""Import and ImportRow: a file's plan and its lines; and what is asked and answered about them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import BigInteger, Index, Text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Id, Line, Thing, UTCDateTime, json_column
from api.core.faults import form
from api.core.pages import Truth, Window
from api.core.shapes import Answer, Shape, ThingPublic


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


class Import(Thing, table=True):
    """A file that somebody brought, and what it would change or has changed; nothing is changed before it is applied.

    Kept when it was applied, so that every row it wrote can be asked where it came from.
    """

    __tablename__ = "import"
    __table_args__ = (Index("import_by_author", "author_id", "created_at", "id"),)
    resource = "imports"

    author_id: UUID
    author_name: str = Column(max_length=200)
    target: Resource = Column(sa_type=Choice)
    strategy: Strategy = Column(sa_type=Choice)
    state: State = Column(default=State.planning, sa_type=Choice)
    filename: str | None = Column(default=None, max_length=200)
    dialect: Dialect | None = Column(default=None, sa_type=Choice)
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
    outcome: Outcome = Column(sa_type=Choice)
    thing_id: UUID | None = Column(default=None, index=True)
    seen_version: int | None = Column(default=None)
    effect: str | None = Column(default=None, max_length=32)
    cells: str = Column(sa_type=Text)
    before: str | None = Column(default=None, sa_type=Text)
    changes: str | None = Column(default=None, sa_type=Text)
    faults: str | None = Column(default=None, sa_type=Text)


ColumnName = Annotated[str, Field(max_length=64)]
_SHA256 = form(r"^[0-9a-f]{64}$", "64 digits and small letters from a to f", "64 cifre og små bogstaver fra a til f")
_COLUMNS = form(r"^[a-z_]{1,64}(,[a-z_]{1,64}){0,99}$", "columns with commas between", "kolonner med komma imellem")
ColumnNames = Annotated[str, Field(max_length=2000, pattern=_COLUMNS)]


class FileQuery(Shape):
    """How a file that is brought is to be read."""

    model_config = ConfigDict(extra="forbid", strict=False)

    resource: Resource = Field(description="What the file holds.")
    strategy: Strategy = Field(Strategy.upsert, description="What becomes of a line whose thing is there, or is not.")
    filename: Line | None = Field(None, description="The file's name, kept with every row that it writes.")
    dialect: Dialect | None = Field(
        None,
        description="`comma`; `semicolon` (decimal points); `danish` (semicolons, decimal commas, dd-mm-yyyy). "
        "By default the header line decides.",
    )
    empty_clears: ColumnNames | None = Field(
        None, description="Columns, with commas between them, in which an empty cell clears; elsewhere it says nothing."
    )
    only_new: ColumnNames | None = Field(
        None, description="Columns, with commas between them, for new things only: what is there keeps what it has."
    )
    apply: Truth = Field(False, description="Whether to carry it out at once if no line is rejected.")


class Counts(Answer):
    """How many lines would do what, or did."""

    create: int = Field(ge=0, le=2**53, description="Lines that make a new thing.")
    update: int = Field(ge=0, le=2**53, description="Lines that change a thing.")
    unchanged: int = Field(ge=0, le=2**53, description="Lines that say what is so already.")
    rejected: int = Field(ge=0, le=2**53, description="Lines that cannot be carried out; each says why.")


class ImportPublic(ThingPublic):
    """An import as it is answered."""

    resource: Resource = Field(description="What the file holds.")
    strategy: Strategy = Field(description="What becomes of its lines.")
    state: ShownState = Field(
        description="A plan changes nothing until it is applied; one that waits too long ends, and is `expired`."
    )
    filename: str | None = Field(max_length=200, description="The name that was given with it.")
    dialect: Dialect | None = Field(description="How the CSV was read; null for NDJSON.")
    columns: list[ColumnName] = Field(max_length=100, description="The file's columns.")
    empty_clears: list[ColumnName] = Field(max_length=100, description="Columns in which an empty cell clears.")
    only_new: list[ColumnName] = Field(max_length=100, description="Columns that are for new things only.")
    sha256: str = Field(max_length=64, description="SHA-256 of the file, unpacked.")
    size: int = Field(ge=0, le=2**53, description="The file's bytes, unpacked.")
    rows: int = Field(ge=0, le=2**53, description="How many rows the file has, its header aside.")
    counts: Counts = Field(description="How many rows would do what, or did.")
    author_id: UUID = Field(description="Who brought it.")
    author_name: str = Field(max_length=200, description="Their name.")
    applied_at: datetime | None = Field(description="When it was carried out.")
    reversed_at: datetime | None = Field(description="When what it did was put back.")


class ImportQuery(Window):
    """The filters of the list of imports."""

    resource: Resource | None = Field(None, description="Only files of this.")
    state: ShownState | None = Field(None, description="Only in this state.")
    sha256: str | None = Field(None, pattern=_SHA256, max_length=64, description="Only of this very file.")
    thing_id: Id | None = Field(None, description="Only those that wrote this thing.")


class RowFault(Answer):
    """What is wrong in a line."""

    column: str | None = Field(max_length=64, description="The column; null for the line as a whole.")
    code: str = Field(max_length=64, description="The fault's name.")
    words: str = Field(max_length=2000, description="The fault in the caller's language.")


class RowChange(Answer):
    """What becomes of a column, as a file would say it; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    before: str | None = Field(
        max_length=400,
        description="How it was when the plan was made; null where there was nothing, or it is withheld.",
    )
    after: str | None = Field(max_length=400, description="How it becomes; null where it is cleared.")


class RowCell(Answer):
    """What a line says in a column; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    text: str = Field(max_length=400, description="What stands there.")


class ImportRowPublic(Answer):
    """A line of an import. `column`, `code` and `words` are those of its first fault."""

    line: int = Field(ge=1, le=2**53, description="The line of the file on which the row begins.")
    source_line: int | None = Field(
        ge=1,
        le=2**53,
        description="The line of the file that it was made from, where its column `source_line` says so.",
    )
    outcome: Outcome = Field(description="What it would do, or did.")
    thing_id: UUID | None = Field(description="The thing that it makes, changes or found.")
    column: str | None = Field(max_length=64, description="The column of the first fault, if it is of one.")
    code: str | None = Field(max_length=64, description="The first fault's name.")
    words: str | None = Field(max_length=2000, description="The first fault in the caller's language.")
    changes: list[RowChange] = Field(max_length=100, description="What it would change, or did, column by column.")
    faults: list[RowFault] = Field(max_length=200, description="All that is wrong in the line.")
    cells: list[RowCell] = Field(
        max_length=100, description="What a rejected line says, column by column, so that it is known again; else none."
    )


class ImportRowQuery(Window):
    """The filters of the rows of an import."""

    sort: Literal["line", "-line"] = Field("line", description="The file's order, or the opposite.")
    outcome: Outcome | None = Field(None, description="Only rows of this outcome.")
