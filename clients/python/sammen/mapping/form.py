"""What may stand in a map file."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _written(value: object) -> object:
    """Numbers and truths may stand without quotes, since files hold text anyway."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return text


def _date_form(text: str) -> str:
    if sorted(re.findall(r"[a-z]+", text)) != ["dd", "mm", "yyyy"]:
        raise ValueError("is written with dd, mm and yyyy, such as dd-mm-yyyy")
    return text


_DATE_PARTS = {"yyyy": r"(?P<y>[0-9]{4})", "mm": r"(?P<m>[0-9]{1,2})", "dd": r"(?P<d>[0-9]{1,2})"}
Text = Annotated[str, BeforeValidator(_written)]
Names = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
Pattern = Annotated[str, AfterValidator(_pattern)]
DateForm = Annotated[str, AfterValidator(_date_form)]
Values = dict[str, Text]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FileForm(Form):
    """`[file]`: what cannot be seen from the file itself, or should not be guessed."""

    format: Literal["csv", "ndjson"] | None = None
    encoding: str | None = None
    delimiter: Literal[";", ",", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    missing: list[str] | None = None


class Condition(Form):
    """One test of one column."""

    column: str
    equals: Text | None = None
    is_not: Text | None = Field(None, alias="not")
    among: list[Text] | None = Field(None, alias="in")
    not_among: list[Text] | None = Field(None, alias="not_in")
    matches: Pattern | None = None
    empty: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if len(self.model_fields_set - {"column"}) != 1:
            raise ValueError("needs exactly one of equals, not, in, not_in, matches, empty")
        return self


class RowRule(Form):
    """`[[rows]]`: which rows stay: those that every rule lets stay."""

    keep: Condition | None = None
    drop: Condition | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if (self.keep is None) == (self.drop is None):
            raise ValueError("needs either keep or drop")
        return self


class Group(Form):
    """`[group]`: of the rows that agree in `by`, one is the head. `keep` says whether it stays, or the others do.

    The head is the first row that fits `head`; where none does, or no test is given, the first row of the group.
    """

    by: Names
    head: Condition | None = None
    keep: Literal["head", "others"]


class ColumnForm(Form):
    """How one column is made: from where, then what is done to it, in this order:

    `extract`, `values`, `number` or `date`, `slug`, and `empty` for what is empty then.
    `only_new` is for things that are made: those that are there keep what they have. An empty cell says nothing,
    unless `empty_clears`.
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
    date: DateForm | None = None
    slug: bool = False
    empty: Text | None = None
    required: bool = False
    only_new: bool = False
    empty_clears: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if len(self.model_fields_set & {"source", "value", "template"}) != 1:
            raise ValueError("needs exactly one of from, value, template")
        if self.default is not None and "unknown" in self.model_fields_set:
            raise ValueError("needs either unknown or default, not both")
        if self.number and self.date:
            raise ValueError("needs either number or date, not both")
        return self


def _from(value: object) -> object:
    """A column's name alone is a column that is only renamed."""
    return {"from": [value]} if isinstance(value, str) else value


def _called(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


Column = Annotated[ColumnForm, BeforeValidator(_from)]


class SpreadColumn(Form):
    """One of the columns that become rows: what it is called there, and what its cells mean."""

    name: Text
    values: Values | None = None
    unknown: Literal["refuse", "keep", "empty"] = "refuse"


class Spread(Form):
    """`[columns_to_rows]`: each of `columns` becomes a row of its own.

    Two columns are added: `name` (which of them it was) and `value` (what stood in it). Both are then used in
    `[columns]` like any other. `empty` says whether a row is made where nothing stood.
    """

    name: str
    value: str
    empty: Literal["drop", "keep"] = "drop"
    columns: Annotated[dict[str, Annotated[SpreadColumn, BeforeValidator(_called)]], Field(min_length=1)]


class MapForm(Form):
    """A whole map. What happens, in order: derived, rows, group, columns_to_rows, columns."""

    title: str | None = None
    resource: str | None = None
    file: FileForm = FileForm()
    derived: dict[str, Column] = Field(default_factory=dict)
    rows: list[RowRule] = Field(default_factory=list)
    group: Group | None = None
    columns_to_rows: Spread | None = None
    columns: Annotated[dict[str, Column], Field(min_length=1)]


def date_pattern(form: str) -> re.Pattern[str]:
    """The expression that reads dates of this form."""
    return re.compile("".join(_DATE_PARTS.get(part) or re.escape(part) for part in re.split(r"(yyyy|mm|dd)", form)))
