"""The columns of the files of each resource, as the contract and the guide describe them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from api.access.models import Body, Network, Role
from api.imports.framework.cell_parsers import (
    CellParser,
    parse_boolean,
    parse_date,
    parse_external_ids,
    parse_feedback_points,
    parse_integer,
    parse_list,
    parse_number,
    parse_text,
    parse_timestamp,
)
from api.imports.models import Resource
from api.imports.resources.registry import IMPORTABLE
from api.indicators.models import Disclosure, MeasureUnit
from api.institutions.models import Kind, Ownership, Participation
from api.measurements.models import MeasurementStatus
from api.stakeholder_input.models import AgeGroup, Form, Method, Voice

_CONTENT_OF_PARSER: Final[Mapping[CellParser, str]] = {
    parse_text: "text",
    parse_number: "a number",
    parse_integer: "a whole number",
    parse_date: "a date, `YYYY-MM-DD`; in the Danish dialect also `dd-mm-yyyy`",
    parse_timestamp: "a date and time, `YYYY-MM-DD HH:MM` or `dd-mm-yyyy HH:MM`, in Danish time",
    parse_boolean: "`true` or `false`, `ja` or `nej`",
    parse_list: "one or more, separated by `|`",
    parse_external_ids: "external ids, `system:id`, separated by `|`",
    parse_feedback_points: "points, `key: text` or `key: level: text`, separated by `|`",
}
"""The content of a cell by its parser. In NDJSON a field has the type that the contract gives it."""

_UNIT_REFERENCE = "a number, `system:id` or an id"
_CONTENT_OF_COLUMN: Final[Mapping[Resource | None, Mapping[str, type[StrEnum] | str]]] = {
    None: {
        "kind": Kind, "ownership": Ownership, "participation": Participation, "voice": Voice, "method": Method,
        "age_group": AgeGroup, "form": Form, "disclosure": Disclosure, "role": Role, "network": Network, "body": Body,
        "period": "`2026H1`, the school year `2025/2026`, the year `2026` or the month `2026-03`",
        "institution": f"the institution or department: {_UNIT_REFERENCE}",
        "id": "its own id, as in an exported list",
    },
    Resource.institutions: {
        "number": "six digits, or a letter and five digits", "type": "a word; those of `InstitutionType` have labels",
        "parent_number": "the number of the institution that a department belongs to",
        "district": "the district's name or id", "postal_code": "four digits",
        "p_number": "ten digits",
        "cvr_number": "eight digits",
    },
    Resource.indicators: {"unit": MeasureUnit, "kinds": "one or more of `Kind`, separated by `|`"},
    Resource.measurements: {
        "indicator": "its code, `system:id` or its id", "status": MeasurementStatus,
        "breakdown": "`all`, or a part such as `gender=girl`; absent: `all`",
        "package": "the package's id or `system:id`",
    },
    Resource.grants: {"unit": "a number, `system:id`, a district's name or an id; empty: the municipality"},
    Resource.stakeholder_input: {"theme": "its id or title", "focus_area": "its id or title"},
    Resource.dialogues: {
        "cycle": "its id or title; absent: the running cycle", "data_holder": "a username",
        "participants": "`part:username`, `part:name` or `part:number`, separated by `|`",
    },
    Resource.observations: {
        "guide": "its id or title; absent: the one in use", "focus_area": "its id or title",
        "observers": "usernames, separated by `|`",
    },
}  # fmt: skip
"""The content of a column where its parser does not say enough: the values of an enumeration, or a description.

Under None are columns with the same content for all resources that have them.
"""
_REQUIRED_FOR_NEW: Final[Mapping[Resource, tuple[str, ...]]] = {
    Resource.institutions: ("name", "kind"),
    Resource.indicators: ("code", "title", "kinds", "unit", "disclosure"),
    Resource.people: ("name",),
}
"""Columns that a row must fill in to create a thing, though a file need not have them."""

RECOGNISED_BY: Final[Mapping[Resource, str]] = {
    Resource.institutions: "its own `id`, else `number`, else any external id",
    Resource.indicators: "`code`, else any external id",
    Resource.measurements: "`institution`, `indicator`, `period`, `breakdown` and `package`",
    Resource.people: "`username`",
    Resource.grants: "all columns but the days",
    Resource.stakeholder_input: "its own `id`, else any external id, else text, institution, voice and day",
    Resource.dialogues: "`institution`, `cycle` and `round`; without a round by the day",
    Resource.observations: "`institution` and `planned_for`",
}
"""How the rows of each resource are matched with things that exist: the natural key."""


class ColumnDescription(NamedTuple):
    """A column of a file: its name and content, and whether all files or only rows that create something need it."""

    name: str
    holds: str
    required: bool
    for_new: bool


def columns_of(resource: Resource) -> Iterator[ColumnDescription]:
    """Yield the columns of a resource, in the order in which they are documented."""
    importable = IMPORTABLE[resource]
    for name, parser in importable.parsers.items():
        is_required = name in importable.required_columns
        is_required_for_new = name in _REQUIRED_FOR_NEW.get(resource, ())
        yield ColumnDescription(name, _content(resource, name, parser), is_required, is_required_for_new)


def _content(resource: Resource, name: str, parser: CellParser) -> str:
    content = (
        _CONTENT_OF_COLUMN.get(resource, {}).get(name)
        or _CONTENT_OF_COLUMN[None].get(name)
        or _CONTENT_OF_PARSER[parser]
    )
    return content if isinstance(content, str) else ", ".join(f"`{value}`" for value in content)


def markdown_list() -> str:
    """Return a line of Markdown for each resource: its columns, with the required ones in bold."""
    return "\n".join(
        f"* `{resource}`: "
        + ", ".join(
            f"**`{column.name}`**" if column.required else f"`{column.name}`" for column in columns_of(resource)
        )
        for resource in IMPORTABLE
    )
