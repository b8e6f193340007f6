"""Imports and their rows, as they are requested and returned."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.core.field_types import Line, ResourceId
from api.core.schemas import RequestSchema, ResourceSchema, ResponseSchema
from api.core.validation import described_pattern
from api.http.list_parameters import ListParameters, QueryBoolean
from api.imports.models import Dialect, Outcome, Resource, ShownState, Strategy

ColumnName = Annotated[str, Field(max_length=64)]
_SHA256 = described_pattern(
    r"^[0-9a-f]{64}$", "64 digits and small letters from a to f", "64 cifre og små bogstaver fra a til f"
)
_COLUMNS = described_pattern(
    r"^[a-z_]{1,64}(,[a-z_]{1,64}){0,99}$", "columns with commas between", "kolonner med komma imellem"
)
ColumnNames = Annotated[str, Field(max_length=2000, pattern=_COLUMNS)]


class FileQuery(RequestSchema):
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
    apply: QueryBoolean = Field(False, description="Whether to carry it out at once if no line is rejected.")


class Counts(ResponseSchema):
    """How many lines would do what, or did."""

    create: int = Field(ge=0, le=2**53, description="Lines that make a new thing.")
    update: int = Field(ge=0, le=2**53, description="Lines that change a thing.")
    unchanged: int = Field(ge=0, le=2**53, description="Lines that say what is so already.")
    rejected: int = Field(ge=0, le=2**53, description="Lines that cannot be carried out; each says why.")


class ImportPublic(ResourceSchema):
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


class ImportQuery(ListParameters):
    """The filters of the list of imports."""

    resource: Resource | None = Field(None, description="Only files of this.")
    state: ShownState | None = Field(None, description="Only in this state.")
    sha256: str | None = Field(None, pattern=_SHA256, max_length=64, description="Only of this very file.")
    thing_id: ResourceId | None = Field(None, description="Only those that wrote this thing.")


class RowFault(ResponseSchema):
    """What is wrong in a line."""

    column: str | None = Field(max_length=64, description="The column; null for the line as a whole.")
    code: str = Field(max_length=64, description="The fault's name.")
    words: str = Field(max_length=2000, description="The fault in the caller's language.")


class RowChange(ResponseSchema):
    """What becomes of a column, as a file would say it; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    before: str | None = Field(
        max_length=400,
        description="How it was when the plan was made; null where there was nothing, or it is withheld.",
    )
    after: str | None = Field(max_length=400, description="How it becomes; null where it is cleared.")


class RowCell(ResponseSchema):
    """What a line says in a column; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    text: str = Field(max_length=400, description="What stands there.")


class ImportRowPublic(ResponseSchema):
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


class ImportRowQuery(ListParameters):
    """The filters of the rows of an import."""

    sort: Literal["line", "-line"] = Field("line", description="The file's order, or the opposite.")
    outcome: Outcome | None = Field(None, description="Only rows of this outcome.")
