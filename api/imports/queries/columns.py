"""The columns that files of each resource may have, as the contract and the guide tell them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from api.access.models import Body, Network, Role
from api.imports.framework import cells
from api.imports.framework.cells import Reader
from api.imports.models import Resource
from api.imports.resources.registry import IMPORTABLE
from api.indicators.models import Disclosure, MeasureUnit
from api.institutions.models import Kind, Ownership, Participation
from api.measurements.models import MeasurementStatus
from api.stakeholder_input.models import AgeGroup, Form, Method, Voice

HOLDS: Final[Mapping[Reader, str]] = {
    cells.text: "text",
    cells.number: "a number",
    cells.whole: "a whole number",
    cells.day: "a date, `YYYY-MM-DD`; in the Danish dialect also `dd-mm-yyyy`",
    cells.moment: "a point in time, `YYYY-MM-DD HH:MM` or `dd-mm-yyyy HH:MM`, in Danish time",
    cells.truth: "`true` or `false`, `ja` or `nej`",
    cells.many: "several, with `|` between them",
    cells.pairs: "external ids, `system:id`, with `|` between them",
    cells.said_points: "points, `key: text` or `key: level: text`, with `|` between them",
}
"""What a cell says, by what reads it; in NDJSON a member is of the type that the contract gives the field."""

_PLACE = "a number, `system:id` or an id"
_HOLDS_HERE: Final[Mapping[Resource | None, Mapping[str, type[StrEnum] | str]]] = {
    None: {
        "kind": Kind, "ownership": Ownership, "participation": Participation, "voice": Voice, "method": Method,
        "age_group": AgeGroup, "form": Form, "disclosure": Disclosure, "role": Role, "network": Network, "body": Body,
        "period": "`2026H1`, the school year `2025/2026`, the year `2026` or the month `2026-03`",
        "institution": f"the institution or department: {_PLACE}",
        "id": "its own id, as a list that was exported has it",
    },
    Resource.institutions: {
        "number": "six digits, or a letter and five", "type": "a word; those of `InstitutionType` have labels",
        "parent_number": "the number of the institution that a department is part of",
        "district": "the district's name, `system:id` or its id", "postal_code": "four digits",
        "p_number": "ten digits",
        "cvr_number": "eight digits",
    },
    Resource.indicators: {"unit": MeasureUnit, "kinds": "one or more of `Kind`, with `|` between them"},
    Resource.measurements: {
        "indicator": "its code, `system:id` or its id", "status": MeasurementStatus,
        "breakdown": "`all`, or a part such as `gender=girl`; absent: `all`", "package": "the package's id",
    },
    Resource.grants: {"unit": "a number, `system:id`, a district's name or an id; empty: the municipality"},
    Resource.stakeholder_input: {"theme": "its id", "focus_area": "its id"},
    Resource.dialogues: {
        "cycle": "its id; absent: the running one", "data_holder": "a username",
        "participants": "`part:username`, `part:name` or `part:number`, with `|` between them",
    },
    Resource.observations: {
        "guide": "its id; absent: the one that is in use", "focus_area": "its id",
        "observers": "usernames, with `|` between them",
    },
}  # fmt: skip
"""What a cell of a column says where that is more than its reader tells: an enumeration's values, or in words."""
_NEW: Final[Mapping[Resource, tuple[str, ...]]] = {
    Resource.institutions: ("name", "kind"),
    Resource.indicators: ("code", "title", "kinds", "unit", "disclosure"),
    Resource.people: ("name",),
}
"""What a row must say of a thing that is not there yet."""

RECOGNISED_BY: Final[Mapping[Resource, str]] = {
    Resource.institutions: "its own `id`, else `number`, else any external id",
    Resource.indicators: "`code`, else any external id",
    Resource.measurements: "`institution`, `indicator`, `period`, `breakdown` and `package`",
    Resource.people: "`username`",
    Resource.grants: "all columns but the days",
    Resource.stakeholder_input: "its own `id`, else any external id, else words, voice and day",
    Resource.dialogues: "`institution`, `cycle` and `round`; without a round by the day",
    Resource.observations: "`institution` and `planned_for`",
}
"""What tells which thing a row is about."""


class ColumnDescription(NamedTuple):
    """A column of a file: its name, what its cells hold, whether a file is refused without it, or a new thing is."""

    name: str
    holds: str
    required: bool
    for_new: bool


def columns_of(resource: Resource) -> Iterator[ColumnDescription]:
    """The columns of a resource, in the order in which they are documented."""
    importable = IMPORTABLE[resource]
    for name, reader in importable.readers.items():
        yield ColumnDescription(
            name, _holds(resource, name, reader), name in importable.required, name in _NEW.get(resource, ())
        )


def _holds(resource: Resource, name: str, reader: Reader) -> str:
    told = _HOLDS_HERE.get(resource, {}).get(name) or _HOLDS_HERE[None].get(name) or HOLDS[reader]
    return told if isinstance(told, str) else ", ".join(f"`{value}`" for value in told)


def listed() -> str:
    """A line of Markdown for each resource: its columns, those in bold that no file may lack."""
    return "\n".join(
        f"* `{resource}`: "
        + ", ".join(
            f"**`{column.name}`**" if column.required else f"`{column.name}`" for column in columns_of(resource)
        )
        for resource in IMPORTABLE
    )
