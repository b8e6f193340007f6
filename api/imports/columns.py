"""The columns that files of each resource may have, as the contract and the guide tell them."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from api.imports import cells
from api.imports.actions import IMPORTABLE
from api.imports.cells import Reader
from api.imports.models import Resource

HOLDS: Final[Mapping[Reader, str]] = {
    cells.text: "text, or a value of the contract",
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


class ColumnTold(NamedTuple):
    """A column of a file: its name, what its cells hold, and whether a file is refused without it."""

    name: str
    holds: str
    required: bool


def columns_of(resource: Resource) -> Iterator[ColumnTold]:
    """The columns of a resource, in the order in which they are documented."""
    importable = IMPORTABLE[resource]
    for name, reader in importable.readers.items():
        yield ColumnTold(name, HOLDS[reader], name in importable.required)


def listed() -> str:
    """A line of Markdown for each resource: its columns, those in bold that no file may lack."""
    return "\n".join(
        f"* `{resource}`: "
        + ", ".join(f"**`{one.name}`**" if one.required else f"`{one.name}`" for one in columns_of(resource))
        for resource in IMPORTABLE
    )
