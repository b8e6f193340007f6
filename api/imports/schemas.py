"""Schemas of imports and their rows."""

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
    r"^[0-9a-f]{64}$", "64 digits and lower-case letters from a to f", "64 cifre og små bogstaver fra a til f"
)
_COLUMNS = described_pattern(
    r"^[a-z_]{1,64}(,[a-z_]{1,64}){0,99}$", "columns separated by commas", "kolonner adskilt af komma"
)
ColumnNames = Annotated[str, Field(max_length=2000, pattern=_COLUMNS)]


class FileQuery(RequestSchema):
    """How to read an uploaded file."""

    model_config = ConfigDict(extra="forbid", strict=False)

    resource: Resource = Field(description="What the file holds.")
    strategy: Strategy = Field(
        Strategy.upsert, description="Whether rows may create things, update things that exist, or both."
    )
    filename: Line | None = Field(None, description="The name of the file, stored with the import.")
    dialect: Dialect | None = Field(
        None,
        description="`comma`; `semicolon` (decimal points); `danish` (semicolons, decimal commas, dd-mm-yyyy). "
        "By default it is detected from the header row.",
    )
    empty_clears: ColumnNames | None = Field(
        None,
        description="Columns, separated by commas, in which an empty cell clears the field. In other columns an empty "
        "cell leaves the field as it is.",
    )
    only_new: ColumnNames | None = Field(
        None,
        description="Columns, separated by commas, that are used for new things only; things that exist keep their "
        "values.",
    )
    apply: QueryBoolean = Field(False, description="Whether to apply the plan at once if no row is rejected.")


class Counts(ResponseSchema):
    """Counts of rows by outcome."""

    create: int = Field(ge=0, le=2**53, description="Rows that create a thing.")
    update: int = Field(ge=0, le=2**53, description="Rows that update a thing.")
    unchanged: int = Field(ge=0, le=2**53, description="Rows that change nothing.")
    rejected: int = Field(ge=0, le=2**53, description="Rows that cannot be applied; each lists its faults.")


class ImportPublic(ResourceSchema):
    """An import: an uploaded file and its plan."""

    resource: Resource = Field(description="What the file holds.")
    strategy: Strategy = Field(description="Whether its rows may create things, update things that exist, or both.")
    state: ShownState = Field(
        description="A plan changes nothing until it is applied; a plan that is not applied in time is `expired`."
    )
    filename: str | None = Field(max_length=200, description="The name of the file, as uploaded.")
    dialect: Dialect | None = Field(description="The dialect in which the CSV was read; null for NDJSON.")
    columns: list[ColumnName] = Field(max_length=100, description="The columns of the file.")
    empty_clears: list[ColumnName] = Field(
        max_length=100, description="The columns in which an empty cell clears the field."
    )
    only_new: list[ColumnName] = Field(max_length=100, description="The columns that are used for new things only.")
    sha256: str = Field(max_length=64, description="SHA-256 of the unpacked file.")
    size: int = Field(ge=0, le=2**53, description="Size of the unpacked file, in bytes.")
    rows: int = Field(ge=0, le=2**53, description="Number of rows, without the header row.")
    counts: Counts = Field(description="The number of rows of each outcome.")
    author_id: UUID = Field(description="The person or machine that uploaded it.")
    author_name: str = Field(max_length=200, description="The name of its author.")
    applied_at: datetime | None = Field(description="When it was applied.")
    reversed_at: datetime | None = Field(description="When it was reversed.")


class ImportQuery(ListParameters):
    """The filters of the list of imports."""

    resource: Resource | None = Field(None, description="Only imports of this resource.")
    state: ShownState | None = Field(None, description="Only imports in this state.")
    sha256: str | None = Field(
        None, pattern=_SHA256, max_length=64, description="Only imports of the file with this SHA-256."
    )
    thing_id: ResourceId | None = Field(None, description="Only imports that created or updated this thing.")


class RowFault(ResponseSchema):
    """A fault in a row."""

    column: str | None = Field(max_length=64, description="The column; null for the row as a whole.")
    code: str = Field(max_length=64, description="The fault's code.")
    words: str = Field(max_length=2000, description="The fault, explained in the caller's language.")


class RowChange(ResponseSchema):
    """The change of a column, as a file would write it; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    before: str | None = Field(
        max_length=400,
        description="The value when the plan was made; null where there was none, or it is suppressed.",
    )
    after: str | None = Field(max_length=400, description="The value after the import; null where it is cleared.")


class RowCell(ResponseSchema):
    """A cell of a row; long values are cut short."""

    column: str = Field(max_length=64, description="The column.")
    text: str = Field(max_length=400, description="The text of the cell.")


class ImportRowPublic(ResponseSchema):
    """A row of an import. `column`, `code` and `words` are those of its first fault."""

    line: int = Field(ge=1, le=2**53, description="The line of the file on which the row begins.")
    source_line: int | None = Field(
        ge=1,
        le=2**53,
        description="The line of another file from which the row was made, as its column `source_line` says.",
    )
    outcome: Outcome = Field(description="What applying the row does, or did.")
    thing_id: UUID | None = Field(description="The thing that the row creates, updates or matches.")
    column: str | None = Field(max_length=64, description="The column of the first fault, if it is in one.")
    code: str | None = Field(max_length=64, description="The code of the first fault.")
    words: str | None = Field(max_length=2000, description="The first fault, explained in the caller's language.")
    changes: list[RowChange] = Field(max_length=100, description="The changes that the row makes, by column.")
    faults: list[RowFault] = Field(max_length=200, description="All faults of the row.")
    cells: list[RowCell] = Field(
        max_length=100,
        description="The cells of a rejected row, by which it can be found in the file; empty for other rows.",
    )


class ImportRowQuery(ListParameters):
    """The filters of the rows of an import."""

    sort: Literal["line", "-line"] = Field("line", description="The order of the file, or the reverse.")
    outcome: Outcome | None = Field(None, description="Only rows of this outcome.")
