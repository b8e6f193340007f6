"""The shapes of people, machines and grants; their tables stand in `access`, which asks them at each request."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from api.access.models import Role
from api.core.field_types import EmailAddress, Line, ResourceId, ShortLine, clean_line
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.core.validation import described_pattern
from api.http.list_parameters import ListParameters, QueryBoolean


def _lower(text: str) -> str:
    return clean_line(text).lower()


_NAME = described_pattern(
    r"^[A-Za-z0-9][A-Za-z0-9._@+\-]*$",
    "letters from a to z, digits, and . _ @ + - after the first",
    "bogstaver fra a til z, cifre, og . _ @ + - efter det første tegn",
)
Username = Annotated[
    str,
    StringConstraints(min_length=2, max_length=64, pattern=_NAME),
    AfterValidator(_lower),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
_USERNAME = "What they sign in with; unique, and the same in capitals."
_NEW_ONE = "12 to 256 characters, not a common one, without the username; never shown again."
_FIRST_ONE = f"A first password: good for choosing one of their own, for some days. {_NEW_ONE}"
_EMAIL = Field(None, description="Their work address.")


class PersonCreate(RequestSchema):
    """Somebody who is to sign in."""

    username: Username = Field(description=_USERNAME)
    name: Line = Field(description="Their name.")
    email: EmailAddress | None = _EMAIL
    active: bool = Field(True, description="Whether they may sign in.")
    password: Password | None = Field(None, description=_FIRST_ONE)


class PersonUpdate(PatchSchema):
    """What changes about a person (JSON merge patch); a new password or `active: false` signs them out at once."""

    username: Username = Field("", description=_USERNAME)
    name: Line = Field("", description="Their name.")
    email: EmailAddress | None = _EMAIL
    active: bool = Field(True, description="Whether they may sign in.")
    password: Password | None = Field(None, description=_FIRST_ONE + " null: no signing in by password.")


class PasswordChange(RequestSchema):
    """A new password of one's own."""

    old: Password = Field(description="The password until now.")
    new: Password = Field(description=_NEW_ONE)


class FirstPassword(RequestSchema):
    """A first password, which somebody else thought of, and the one that is to stand in its place."""

    username: ShortLine = Field(description="Whose it is.")
    first: Password = Field(description="The one that an administrator gave.")
    new: Password = Field(description=_NEW_ONE)


class PersonRole(ResponseSchema):
    """A role that somebody has today, within the reader's reach."""

    role: Role = Field(description="Which role.")
    unit_id: UUID
    unit_name: str = Field(max_length=200)


class PersonPublic(ResourceSchema):
    """A person as they are shown: to those who plan, with name and roles; to administrators in full."""

    name: str = Field(max_length=200)
    active: bool
    username: str | None = Field(max_length=64, description="null unless the reader may read people in full.")
    email: str | None = Field(max_length=254, description="null unless the reader may read people in full.")
    first_password_until: datetime | None = Field(
        description="Until when their first password is good; null: they have one of their own, or none, or it is not "
        "for the reader to know."
    )
    roles: list[PersonRole] = Field(max_length=1000, description="Today's roles, at units within the reader's reach.")
    erased_on: date | None = Field(description="The day on which they were erased; what they did stays without a name.")


class PersonQuery(ListParameters):
    """The filters of the list of people."""

    q: Line | None = Field(None, description="Words in the name.")
    username: ShortLine | None = Field(None, description="The one of this username, for those who may read it.")
    active: QueryBoolean | None = Field(None, description="Whether they may sign in.")
    role: Role | None = Field(None, description="Only who has this role today; together with a unit: has it there.")
    unit_id: ResourceId | None = Field(None, description="Only who has a role at this very unit today.")
    district_id: ResourceId | None = Field(None, description="Only who has a role in this district today.")
