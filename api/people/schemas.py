"""People, as they are requested and returned. Their table is in `sign_in`, which reads it at each request."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from api.access.models import Role
from api.core.field_types import EmailAddress, Line, ResourceId, ShortLine, clean_line
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.core.validation import described_pattern
from api.http.list_parameters import ListParameters, QueryBoolean


def _to_lower_case(text: str) -> str:
    return clean_line(text).lower()


_USERNAME_PATTERN = described_pattern(
    r"^[A-Za-z0-9][A-Za-z0-9._@+\-]*$",
    "letters from a to z, digits, and . _ @ + - after the first",
    "bogstaver fra a til z, cifre, og . _ @ + - efter det første tegn",
)
Username = Annotated[
    str,
    StringConstraints(min_length=2, max_length=64, pattern=_USERNAME_PATTERN),
    AfterValidator(_to_lower_case),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
_USERNAME_DESCRIPTION = "The username; unique, and not case-sensitive."
NEW_PASSWORD_DESCRIPTION = "12 to 256 characters, not a common password, without the username. It is never returned."  # noqa: S105  a description
_FIRST_PASSWORD_DESCRIPTION = (
    f"A first password: within some days the person replaces it with one of their own. {NEW_PASSWORD_DESCRIPTION}"
)
_EMAIL = Field(None, description="The work e-mail address.")


class PersonCreate(RequestSchema):
    """A new person who can sign in."""

    username: Username = Field(description=_USERNAME_DESCRIPTION)
    name: Line = Field(description="The name.")
    email: EmailAddress | None = _EMAIL
    active: bool = Field(True, description="Whether the person can sign in.")
    password: Password | None = Field(None, description=_FIRST_PASSWORD_DESCRIPTION)


class PersonUpdate(PatchSchema):
    """Changes to a person (JSON merge patch). A new password or `active: false` ends all sessions at once."""

    username: Username = Field("", description=_USERNAME_DESCRIPTION)
    name: Line = Field("", description="The name.")
    email: EmailAddress | None = _EMAIL
    active: bool = Field(True, description="Whether the person can sign in.")
    password: Password | None = Field(
        None, description=f"{_FIRST_PASSWORD_DESCRIPTION} null: the person cannot sign in by password."
    )


class PersonRole(ResponseSchema):
    """A role that a person holds today, within the caller's reach."""

    role: Role = Field(description="The role.")
    unit_id: UUID
    unit_name: str = Field(max_length=200)


class PersonPublic(ResourceSchema):
    """A person: with name and roles for callers who plan, with all fields for administrators and auditors."""

    name: str = Field(max_length=200)
    active: bool
    username: str | None = Field(max_length=64, description="null unless the caller may read all fields of people.")
    email: str | None = Field(max_length=254, description="null unless the caller may read all fields of people.")
    first_password_until: datetime | None = Field(
        description="When the first password expires; null if the person has no first password, or the caller may not "
        "read all fields of people."
    )
    roles: list[PersonRole] = Field(max_length=1000, description="Today's roles, at units within the caller's reach.")
    erased_on: date | None = Field(
        description="The day on which the person was erased; the records of their actions remain without a name."
    )


class PersonQuery(ListParameters):
    """The filters of the list of people."""

    q: Line | None = Field(None, description="Words in the name.")
    username: ShortLine | None = Field(
        None, description="Only the person with this username, for callers who may read usernames."
    )
    active: QueryBoolean | None = Field(None, description="Whether the person can sign in.")
    role: Role | None = Field(
        None, description="Only people who hold this role today; with a unit or district: who hold it there."
    )
    unit_id: ResourceId | None = Field(None, description="Only people who hold a role at this unit itself today.")
    district_id: ResourceId | None = Field(None, description="Only people who hold a role in this district today.")
