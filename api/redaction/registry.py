"""The registry of stored text: each room declares, next to its tables, where it stores and copies text.

Everything that redacts text reads this registry and knows no room. A room declares its own fields and the copies that
it makes; where a copy is tied to its source by tables of several rooms, the lowest room that sees them all declares it.
The registry is complete once all rooms are imported, as the application does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement

from api.db.columns import ResourceModel
from api.redaction.models import Correction, Reason

Condition = Callable[[Any], ColumnElement[bool]]
"""Given a resource, the condition that selects the rows of another table in which its text is copied."""


class TextField(NamedTuple):
    """A column that holds text: of the resource's own table, or of a part whose column `link` refers to the resource.

    With `labels`, only the labels that can be chosen: that member of each question or point of a JSON list, or, where
    it is the column itself, the texts of the list. `holds_name`: all that the field holds is the name of a person.
    """

    table: Any
    field: str
    part: str | None = None
    link: str | None = None
    labels: str | None = None
    holds_name: bool = False

    @property
    def name(self) -> str:
        """The field's name in a request: `text`, `turn.note` of a part, `questions.choices` of labels."""
        if self.labels not in (None, self.field):
            return f"{self.field}.{self.labels}"
        return self.field if self.part is None else f"{self.part}.{self.field}"


class ResourcePart(NamedTuple):
    """A table whose rows belong to a resource, as the turns of an agreement do; `name` comes before its fields' names.

    `link` is the column that refers to the resource; `person_names` are those of the fields that hold nothing else.
    """

    table: Any
    name: str
    link: str
    fields: Sequence[str]
    person_names: Sequence[str] = ()


class StoredCopy(NamedTuple):
    """A column to which the service copies a field's text, and the condition that ties its rows to the source.

    `max_length` bounds the mark that replaces the text, where the column itself does not. `names_source`: the stored
    responses and pinned evidence of the copy's owner contain the id of the source, and are redacted by that.
    """

    table: Any
    field: str
    condition: Condition
    max_length: int | None = None
    names_source: bool = False


class LabelCount(NamedTuple):
    """A table that counts people (column `people`) by the label they chose (`label`, a column of the primary key)."""

    table: Any
    label: str
    people: str


class FileRows(NamedTuple):
    """A table that keeps the rows of imported files, as JSON in columns of text.

    `resource_id` is the column that names the resource of a row, `cells` the row as it was read, `values` what the
    resource held before and what was changed, `messages` the validation errors, which quote cells.
    """

    table: Any
    resource_id: str
    cells: str
    values: Sequence[str]
    messages: Sequence[str] = ()


@dataclass
class Declaration:
    """All that was declared of one resource."""

    fields: list[TextField] = field(default_factory=list)
    labels: list[TextField] = field(default_factory=list)
    parts: list[TextField] = field(default_factory=list)
    copies: dict[str, list[StoredCopy]] = field(default_factory=dict)
    quotes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    evidence_members: Mapping[str, str] | None = None
    marks_in_place: bool = False
    states_reason: bool = False

    def text_fields(self) -> list[TextField]:
        """Every field of text, with those of corrections and override reasons, which any resource can have."""
        return [*self.fields, *self.labels, *self.parts, *_OF_EVERY_RESOURCE]


_OF_EVERY_RESOURCE: Final = (
    TextField(Correction, "reason", part="correction", link="thing_id"),
    TextField(Reason, "words", part="because", link="thing_id"),
)
_declarations: Final = dict[type[ResourceModel], Declaration]()
_label_counts: Final = list[LabelCount]()
_file_rows: Final = list[FileRows]()
_exclusions: Final = {
    "entry": "the journal: names of fields and never what they held; protected by its hash chain",
    "seal": "made by the service",
    "person": "people's own; erased with the person",
    "unit": "names of places, also where a place is named after somebody",
}


# --- declarations, made next to the tables ---


def declare(
    resource_model: type[ResourceModel],
    *,
    fields: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
    parts: Iterable[ResourcePart] = (),
    person_names: Iterable[str] = (),
    marks_in_place: bool = False,
    states_reason: bool = False,
) -> None:
    """Declare the text of a resource; another room may add the parts that it keeps of it.

    `labels` maps a field to the member that holds its labels. `marks_in_place`: the resource is returned without its
    corrections, so that a mark with the reason replaces the text even where the column may be null. `states_reason`:
    its table has the columns `redaction_reason` and `redacted_on`.
    """
    declaration = _declarations.setdefault(resource_model, Declaration())
    names = frozenset(person_names)
    declaration.fields += [TextField(resource_model, name, holds_name=name in names) for name in fields]
    declaration.labels += [TextField(resource_model, name, labels=member) for name, member in (labels or {}).items()]
    declaration.parts += [
        TextField(part.table, name, part.name, part.link, holds_name=name in part.person_names)
        for part in parts
        for name in part.fields
    ]
    declaration.marks_in_place |= marks_in_place
    declaration.states_reason |= states_reason


def declare_copies(resource_model: type[ResourceModel], name: str, *copies: StoredCopy) -> None:
    """Declare where the service copies the text of a field, by the field's name in a request."""
    declaration = _declarations.setdefault(resource_model, Declaration())
    declaration.copies.setdefault(name, []).extend(copies)


def declare_evidence(resource_model: type[ResourceModel], members: Mapping[str, str] | None = None) -> None:
    """Declare that a resource is pinned as evidence; `members` maps a field to its member there, if named otherwise."""
    _declarations.setdefault(resource_model, Declaration()).evidence_members = members or {}


def declare_quotes(resource_model: type[ResourceModel], name: str, *endings: str) -> None:
    """Declare that other evidence quotes a field, in members with these suffixes (such as `theme_title`)."""
    _declarations.setdefault(resource_model, Declaration()).quotes[name] = endings


def declare_label_counts(table: Any, *, label: str, people: str) -> None:
    """Declare a table that counts people by a label: labels that become equal are counted together."""
    _label_counts.append(LabelCount(table, label, people))


def declare_file_rows(rows: FileRows) -> None:
    """Declare the table that keeps the rows of imported files."""
    _file_rows.append(rows)


def declare_excluded(table: Any, column: str | None = None, *, reason: str) -> None:
    """Declare a table, or one column of it, in which text is never searched for, and why not."""
    name = str(table.__tablename__)
    _exclusions[name if column is None else f"{name}.{column}"] = reason


# --- lookups, for the code that redacts ---


def declaration_of(resource_model: type[ResourceModel]) -> Declaration:
    """What was declared of a resource; empty if nothing was."""
    return _declarations.get(resource_model) or Declaration()


def declared_resources() -> dict[str, type[ResourceModel]]:
    """The resources that hold text which can be redacted, by their names in the contract."""
    models = sorted(_declarations, key=lambda resource_model: resource_model.resource)
    return {resource_model.resource: resource_model for resource_model in models}


def text_fields_of(resource_model: type[ResourceModel]) -> dict[str, TextField]:
    """The text fields of a resource, by their names in a request."""
    return {text_field.name: text_field for text_field in declaration_of(resource_model).text_fields()}


def person_name_fields() -> list[TextField]:
    """The fields of any resource that hold the name of a person and nothing else."""
    declared = (text_field for declaration in _declarations.values() for text_field in declaration.text_fields())
    return [text_field for text_field in declared if text_field.holds_name]


def label_counts() -> Sequence[LabelCount]:
    """The tables that count people by a label."""
    return _label_counts


def file_rows() -> Sequence[FileRows]:
    """The tables that keep the rows of imported files."""
    return _file_rows


def exclusions() -> Mapping[str, str]:
    """The tables (`entry`) and columns (`institution.name`) in which text is never searched for, with the reason."""
    return _exclusions
