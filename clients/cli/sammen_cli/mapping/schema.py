"""The schema of a map file."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _list_of_one(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_text(value: object) -> object:
    """Numbers and booleans may be written without quotes, since files contain text anyway."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _valid_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    return text


def _valid_date_format(text: str) -> str:
    if sorted(re.findall(r"[a-z]+", text)) != ["dd", "mm", "yyyy"]:
        raise ValueError("is written with dd, mm and yyyy, such as dd-mm-yyyy")
    return text


_DATE_PARTS = {"yyyy": r"(?P<y>[0-9]{4})", "mm": r"(?P<m>[0-9]{1,2})", "dd": r"(?P<d>[0-9]{1,2})"}
Text = Annotated[str, BeforeValidator(_as_text)]
Names = Annotated[list[str], BeforeValidator(_list_of_one), Field(min_length=1)]
Pattern = Annotated[str, AfterValidator(_valid_pattern)]
DateFormat = Annotated[str, AfterValidator(_valid_date_format)]
Values = dict[str, Text]


class Section(BaseModel):
    """Base of all tables of a map file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FileSection(Section):
    """`[file]`: what cannot be detected from the file, or should not be."""

    format: Literal["csv", "ndjson"] | None = None
    encoding: str | None = None
    delimiter: Literal[";", ",", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    missing: list[str] | None = None


class Condition(Section):
    """A test of one column."""

    column: str
    equals: Text | None = None
    not_equals: Text | None = Field(None, alias="not")
    is_in: list[Text] | None = Field(None, alias="in")
    is_not_in: list[Text] | None = Field(None, alias="not_in")
    matches: Pattern | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _exactly_one_test(self) -> Self:
        if len(self.model_fields_set - {"column"}) != 1:
            raise ValueError("needs exactly one of equals, not, in, not_in, matches, empty")
        return self


class RowRule(Section):
    """`[[rows]]`: a filter of rows; a row is kept when all rules keep it."""

    keep: Condition | None = None
    drop: Condition | None = None

    @model_validator(mode="after")
    def _exactly_one_rule(self) -> Self:
        if (self.keep is None) == (self.drop is None):
            raise ValueError("needs either keep or drop")
        return self


class Group(Section):
    """`[group]`: of the rows with equal cells in `by`, one is the head. `keep`: keep the head, or the others.

    The head is the first row for which `head` is true; when there is none, or no condition, the first row.
    """

    by: Names
    head: Condition | None = None
    keep: Literal["head", "others"]


class ColumnRule(Section):
    """How a column is made: its source, then the operations, in this order:

    `extract`, `values`, `number` or `date`, `slug`, and `empty` for the result when it is empty.
    `only_new` columns are written for new resources only. An empty cell changes nothing, unless `empty_clears`.
    """

    source: Names | None = Field(None, alias="from")
    value: Text | None = None
    template: str | None = None
    extract: Pattern | None = None
    unmatched: Literal["refuse", "keep", "empty"] = "refuse"
    values: Values | None = None
    unknown: Literal["refuse", "keep", "empty"] = "refuse"
    default: Text | None = None
    number: bool = False
    date: DateFormat | None = None
    slug: bool = False
    empty: Text | None = None
    required: bool = False
    only_new: bool = False
    empty_clears: bool = False

    @model_validator(mode="after")
    def _compatible_options(self) -> Self:
        if len(self.model_fields_set & {"source", "value", "template"}) != 1:
            raise ValueError("needs exactly one of from, value, template")
        if self.default is not None and "unknown" in self.model_fields_set:
            raise ValueError("needs either unknown or default, not both")
        if self.number and self.date:
            raise ValueError("needs either number or date, not both")
        return self


def _rename_rule(value: object) -> object:
    """The name of a column alone renames it."""
    return {"from": [value]} if isinstance(value, str) else value


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


Column = Annotated[ColumnRule, BeforeValidator(_rename_rule)]


class ValueColumn(Section):
    """A column that becomes rows: its name there, and a mapping of its cells."""

    name: Text
    values: Values | None = None
    unknown: Literal["refuse", "keep", "empty"] = "refuse"


class ColumnsToRows(Section):
    """`[columns_to_rows]`: each of `columns` becomes a row of its own.

    Two columns are added, named by `name` (which column it was) and `value` (its cell). `[columns]` uses them like the
    others. `empty`: keep or drop rows for empty cells.
    """

    name: str
    value: str
    empty: Literal["drop", "keep"] = "drop"
    columns: Annotated[dict[str, Annotated[ValueColumn, BeforeValidator(_named)]], Field(min_length=1)]


class MapSchema(Section):
    """A map file. It is applied in this order: derived, rows, group, columns_to_rows, columns."""

    title: str | None = None
    resource: str | None = None
    file: FileSection = FileSection()
    derived: dict[str, Column] = Field(default_factory=dict)
    rows: list[RowRule] = Field(default_factory=list)
    group: Group | None = None
    columns_to_rows: ColumnsToRows | None = None
    columns: Annotated[dict[str, Column], Field(min_length=1)]


def date_pattern(date_format: str) -> re.Pattern[str]:
    """The regular expression for dates of this format."""
    parts = re.split(r"(yyyy|mm|dd)", date_format)
    return re.compile("".join(_DATE_PARTS.get(part) or re.escape(part) for part in parts))
