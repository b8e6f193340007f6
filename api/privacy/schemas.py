"""What is asked and answered of personal data: erasing somebody, what is held about them, words taken out by order."""

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
    """Somebody is erased: their name goes everywhere, what they did stays."""

    former_names: list[Line] = Field([], max_length=10, description="Other names they had, which go as well.")


class PersonErased(ResponseSchema):
    """What is left of somebody who was erased."""

    id: UUID
    version: int
    name: str = Field(max_length=200, description="What stands in the place of their name.")
    erased_on: date = Field(description="The day.")
    places: int = Field(ge=0, le=2**31, description="How many texts and lines held the name, and hold it no more.")
    name_shared: bool = Field(
        description="Somebody else has the same name, or first and last one: it stays in running text; see /redactions."
    )


class HeldGrant(ResponseSchema):
    """A role that somebody has or had."""

    id: UUID
    role: Role = Field(description="Which role.")
    unit_id: UUID
    unit_name: str = Field(max_length=200)
    since_on: date = Field(description="The first day.")
    until_on: date | None = Field(description="The day from which it is held no more; null: until further notice.")


class HeldSignIn(ResponseSchema):
    """A sign-in that is kept."""

    began_at: datetime = Field(description="When they signed in.")
    ends_at: datetime = Field(description="When it ends by itself.")
    ended_at: datetime | None = Field(description="When it was ended.")


class HeldWords(ResponseSchema):
    """What somebody wrote in a field."""

    field: str = Field(max_length=64, description="The field.")
    text: str = Field(max_length=10_000, description="What it says.")


class HeldTrace(ResponseSchema):
    """Where something names somebody by their id: what it is and as what it names them."""

    resource: str = Field(max_length=40, description="What it is, as in the contract's addresses.")
    thing_id: UUID | None = Field(description="Which one.")
    part: str = Field(max_length=64, description="The table within it.")
    part_id: UUID | None = Field(description="Which row of that, where it has an id of its own.")
    named_as: str = Field(max_length=64, description="As what it names them: `leader`, `author`, `data_holder`, ...")
    unit_id: UUID | None = Field(description="The unit it belongs to.")
    words: list[HeldWords] | None = Field(
        max_length=10, description="What they wrote there: in what is read of oneself, of units that one still reaches."
    )


class HeldJournal(ResponseSchema):
    """What the journal says of somebody; entry by entry it is read at /audit."""

    done: int = Field(ge=0, le=2**53, description="How many entries say what they did.")
    about: int = Field(ge=0, le=2**53, description="How many are about their account.")
    first_at: datetime | None = Field(description="The oldest of them.")
    last_at: datetime | None = Field(description="The newest of them.")


class PersonData(ResponseSchema):
    """All that is held about one person (article 15 of the GDPR), in a form that a machine reads."""

    id: UUID
    name: str = Field(max_length=200, description="Their name.")
    username: str = Field(max_length=64, description="What they sign in with.")
    email: str | None = Field(max_length=254, description="Their work address.")
    active: bool = Field(description="Whether they may sign in.")
    has_password: bool = Field(description="Whether a password is kept, as a hash that cannot be read back.")
    first_password_until: datetime | None = Field(description="Until when that one, given by others, is good.")
    created_at: datetime
    updated_at: datetime
    erased_on: date | None = Field(description="The day on which they were erased.")
    calendar_made_at: datetime | None = Field(description="When the secret address of their calendar was made.")
    external_ids: list[ExternalIdPublic] = Field(max_length=1000, description="What other systems call them.")
    grants: list[HeldGrant] = Field(max_length=10_000, description="Their roles, ended ones too.")
    sign_ins: list[HeldSignIn] = Field(max_length=10_000, description="Their sign-ins that are kept.")
    traces: list[HeldTrace] = Field(max_length=1_000_000, description="Where they are named, and what they wrote.")
    journal: HeldJournal = Field(description="What the journal says of them.")


_PART = described_pattern(r"^[a-z_]+(\.[a-z_]+)?$", "a field's name, such as turn.note", "et felts navn, som turn.note")
Part = Annotated[str, Field(min_length=1, max_length=64, pattern=_PART)]
_RESOURCE = described_pattern(
    r"^[a-z-]+$", "small letters and -, such as focus-areas", "små bogstaver og -, som focus-areas"
)
_FIELD = (
    "Which words: a field of the thing, or of something in it with what that is before it (`turn.note`, `entry.text`); "
    "`questions.choices`, `points.scale` and `levels` are labels: numbers stand in their place, and what was "
    "counted by them stays counted; `correction.reason` and `because.words` stand beside anything."
)


class RedactionShape(RequestSchema):
    """Words are taken out of a thing for good; why stands in their place."""

    field: Part = Field(description=_FIELD)
    part_id: ResourceId | None = Field(None, description="Which one, where the words are of something in it.")
    reason: Line = Field(description="Why. It is shown where the words stood: nothing of what is taken out.")


class RedactionOrder(RedactionShape):
    """Words of anything are taken out by the auditor's order."""

    resource: str = Field(
        min_length=1, max_length=40, pattern=_RESOURCE, description="What it is, as in the contract's addresses."
    )
    id: ResourceId = Field(description="Which one.")


class RedactionDone(ResponseSchema):
    """An order that was carried out."""

    resource: str = Field(max_length=40, description="What it is.")
    id: UUID
    version: int
    field: str = Field(max_length=64, description="Which words are gone.")
    part_id: UUID | None = Field(description="Of what in it.")
    reason: str = Field(max_length=200, description="Why.")
    done_on: date = Field(description="When.")
