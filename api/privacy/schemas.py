"""Erasure, subject access requests and redaction, as they are requested and returned."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.access.models import Role
from api.core.field_types import Line, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.core.validation import described_pattern
from api.db.external_ids import ExternalIdPublic


class PersonErase(RequestSchema):
    """Erase a person: their name is removed everywhere, what they did stays."""

    former_names: list[Line] = Field([], max_length=10, description="The person's earlier names, removed as well.")


class PersonErased(ResponseSchema):
    """What is left of an erased person."""

    id: UUID
    version: int
    name: str = Field(max_length=200, description="The placeholder that replaces the name.")
    erased_on: date = Field(description="The day of the erasure.")
    places: int = Field(ge=0, le=2**31, description="How many texts and rows contained the name and no longer do.")
    name_shared: bool = Field(
        description="Somebody else has the same name, or the same first and last name: it stays in running text, where "
        "it can be redacted with /redactions."
    )


class HeldGrant(ResponseSchema):
    """A role that the person has or had."""

    id: UUID
    role: Role = Field(description="The role.")
    unit_id: UUID
    unit_name: str = Field(max_length=200)
    since_on: date = Field(description="The role's first day.")
    until_on: date | None = Field(description="The day after the role's last day; null: until further notice.")


class HeldSignIn(ResponseSchema):
    """A stored sign-in."""

    began_at: datetime = Field(description="When the person signed in.")
    ends_at: datetime = Field(description="When the session expires.")
    ended_at: datetime | None = Field(description="When the session was ended.")


class HeldWords(ResponseSchema):
    """A text that the person wrote in a field."""

    field: str = Field(max_length=64, description="The field.")
    text: str = Field(max_length=10_000, description="The text.")


class HeldTrace(ResponseSchema):
    """A resource, or a part of it, that names the person by id."""

    resource: str = Field(max_length=40, description="The resource, as in the addresses of the contract.")
    thing_id: UUID | None = Field(description="The resource's id.")
    part: str = Field(max_length=64, description="The table in which the resource, or its part, is stored.")
    part_id: UUID | None = Field(description="The part's id, if it has one of its own.")
    named_as: str = Field(
        max_length=64, description="In which capacity the person is named: `leader`, `author`, `data_holder`, ..."
    )
    unit_id: UUID | None = Field(description="The unit that the resource belongs to.")
    words: list[HeldWords] | None = Field(
        max_length=10,
        description="The text that the person wrote there: only in the person's own data, and only of units where the "
        "person still has a role.",
    )


class HeldJournal(ResponseSchema):
    """A summary of the journal's entries about the person; the entries themselves are at /audit."""

    done: int = Field(ge=0, le=2**53, description="The number of entries about what the person did.")
    about: int = Field(ge=0, le=2**53, description="The number of entries about the person's account.")
    first_at: datetime | None = Field(description="The time of the oldest entry.")
    last_at: datetime | None = Field(description="The time of the newest entry.")


class PersonData(ResponseSchema):
    """Everything that is held about one person, machine-readable (article 15 of the GDPR)."""

    id: UUID
    name: str = Field(max_length=200, description="The person's name.")
    username: str = Field(max_length=64, description="The username for signing in.")
    email: str | None = Field(max_length=254, description="The work email address.")
    active: bool = Field(description="Whether the person may sign in.")
    has_password: bool = Field(description="Whether a password is stored, as a hash that cannot be reversed.")
    first_password_until: datetime | None = Field(
        description="Until when the first password, which somebody else chose, can be used."
    )
    created_at: datetime
    updated_at: datetime
    erased_on: date | None = Field(description="The day on which the person was erased.")
    calendar_made_at: datetime | None = Field(description="When the secret address of the calendar was created.")
    external_ids: list[ExternalIdPublic] = Field(
        max_length=1000, description="The person's identifiers in other systems."
    )
    grants: list[HeldGrant] = Field(max_length=10_000, description="The person's roles, including ended ones.")
    sign_ins: list[HeldSignIn] = Field(max_length=10_000, description="The stored sign-ins.")
    traces: list[HeldTrace] = Field(
        max_length=1_000_000, description="Where the person is named, and what the person wrote."
    )
    journal: HeldJournal = Field(description="A summary of the journal's entries about the person.")


_PART = described_pattern(r"^[a-z_]+(\.[a-z_]+)?$", "a field's name, such as turn.note", "et felts navn, som turn.note")
Part = Annotated[str, Field(min_length=1, max_length=64, pattern=_PART)]
_RESOURCE = described_pattern(
    r"^[a-z-]+$", "small letters and -, such as focus-areas", "små bogstaver og -, som focus-areas"
)
_FIELD = (
    "The field to redact. A field of a part of the resource is named after the part (`turn.note`, `entry.text`). "
    "`questions.choices`, `points.scale` and `levels` are labels: they are replaced by numbered marks, and the counts "
    "of each label stay. `correction.reason` and `because.words` exist for every resource."
)


class RedactionShape(RequestSchema):
    """Redact a field of a resource for good; a mark with the reason replaces the text."""

    field: Part = Field(description=_FIELD)
    part_id: ResourceId | None = Field(None, description="The id of the part, where the field belongs to one.")
    reason: Line = Field(
        description="Why the text is redacted. It is shown in place of the text, so it must not repeat any of it."
    )


class RedactionOrder(RedactionShape):
    """The auditor's order to redact a field of any resource."""

    resource: str = Field(
        min_length=1, max_length=40, pattern=_RESOURCE, description="The resource, as in the addresses of the contract."
    )
    id: ResourceId = Field(description="The resource's id.")


class RedactionDone(ResponseSchema):
    """An order that was carried out."""

    resource: str = Field(max_length=40, description="The resource.")
    id: UUID
    version: int
    field: str = Field(max_length=64, description="The field that was redacted.")
    part_id: UUID | None = Field(description="The id of the part that the field belongs to.")
    reason: str = Field(max_length=200, description="Why the text was redacted.")
    done_on: date = Field(description="The day of the redaction.")
