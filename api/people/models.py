"""The shapes of people, machines and grants; their tables stand in `access`, which asks them at each request."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from api.access.models import Body, Network, Role, UnitKind
from api.core.columns import Day, Id, Line, Mailbox, OneOf, ShortLine, clean_line
from api.core.faults import form
from api.core.pages import Truth, Window
from api.core.shapes import Answer, Patch, Shape, ThingPublic


def _lower(text: str) -> str:
    return clean_line(text).lower()


_NAME = form(
    r"^[A-Za-z0-9][A-Za-z0-9._@+\-]*$", "letters from a to z, digits, and . _ @ + - after the first",
    "bogstaver fra a til z, cifre, og . _ @ + - efter det første tegn",
)  # fmt: skip
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


class PersonCreate(Shape):
    """Somebody who is to sign in."""

    username: Username = Field(description=_USERNAME)
    name: Line = Field(description="Their name.")
    email: Mailbox | None = _EMAIL
    active: bool = Field(True, description="Whether they may sign in.")
    password: Password | None = Field(None, description=_FIRST_ONE)


class PersonUpdate(Patch):
    """What changes about a person (JSON merge patch); a new password or `active: false` signs them out at once."""

    username: Username = Field("", description=_USERNAME)
    name: Line = Field("", description="Their name.")
    email: Mailbox | None = _EMAIL
    active: bool = Field(True, description="Whether they may sign in.")
    password: Password | None = Field(None, description=_FIRST_ONE + " null: no signing in by password.")


class PasswordChange(Shape):
    """A new password of one's own."""

    old: Password = Field(description="The password until now.")
    new: Password = Field(description=_NEW_ONE)


class FirstPassword(Shape):
    """A first password, which somebody else thought of, and the one that is to stand in its place."""

    username: ShortLine = Field(description="Whose it is.")
    first: Password = Field(description="The one that an administrator gave.")
    new: Password = Field(description=_NEW_ONE)


class PersonRole(Answer):
    """A role that somebody has today, within the reader's reach."""

    role: Role = Field(description="Which role.")
    unit_id: UUID
    unit_name: str = Field(max_length=200)


class PersonPublic(ThingPublic):
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


class PersonQuery(Window):
    """The filters of the list of people."""

    q: Line | None = Field(None, description="Words in the name.")
    username: ShortLine | None = Field(None, description="The one of this username, for those who may read it.")
    active: Truth | None = Field(None, description="Whether they may sign in.")
    role: Role | None = Field(None, description="Only who has this role today; together with a unit: has it there.")
    unit_id: Id | None = Field(None, description="Only who has a role at this very unit today.")
    district_id: Id | None = Field(None, description="Only who has a role in this district today.")


class ClientCreate(Shape):
    """A machine that is to sign in; its secret is made by the service and shown once."""

    name: Line = Field(description="Which system it is, and whose.")
    active: bool = Field(True, description="Whether it may sign in.")


class ClientUpdate(Patch):
    """What changes about a machine (JSON merge patch); `active: false` signs it out at once."""

    name: Line = Field("", description="Which system it is, and whose.")
    active: bool = Field(True, description="Whether it may sign in.")


class ClientPublic(ThingPublic):
    """A machine as it is shown; its id is the `client_id` that it signs in with."""

    name: str = Field(max_length=200)
    active: bool


class ClientWithSecret(ClientPublic):
    """A machine with its new secret, which is shown this once."""

    name: str = Field(max_length=200, description="Which system it is, and whose.")
    active: bool = Field(description="Whether it may sign in.")
    secret: str = Field(max_length=200, description="The `client_secret`: keep it now, it is not shown again.")


class ClientQuery(Window):
    """The filters of the list of machines."""

    q: Line | None = Field(None, description="Words in the name.")
    active: Truth | None = Field(None, description="Whether it may sign in.")


class GrantCreate(Shape):
    """A role for a person (by `person_id`, or `username`) or a machine, at a unit."""

    person_id: Id | None = Field(None, description="The person who is to have it.")
    username: Username | None = Field(None, description="The same by username, where the id is not known.")
    client_id: Id | None = Field(None, description="The machine that is to have it. See `role-not-for-machines`.")
    unit_id: Id = Field(description="Where: the unit and all below it. See `role-not-held-there`.")
    role: OneOf[Role] = Field(description="Which role.")
    network: OneOf[Network] | None = Field(None, description="Which leader network: for `network_member`, only there.")
    body: OneOf[Body] | None = Field(None, description="Which body: for `board_member`, and only there.")
    since_on: Day | None = Field(None, description="The first day; today unless given.")
    until_on: Day | None = Field(None, description="The day from which it is held no more; null: until further notice.")


class GrantUpdate(Patch):
    """When a grant ends (JSON merge patch)."""

    until_on: Day | None = Field(None, description="The day from which it is held no more; null: until further notice.")


class GrantPublic(ThingPublic):
    """A grant as it is shown."""

    person_id: UUID | None
    person_name: str | None = Field(max_length=200)
    client_id: UUID | None
    client_name: str | None = Field(max_length=200)
    unit_id: UUID
    unit_kind: UnitKind = Field(description="What kind of unit it is.")
    unit_name: str = Field(max_length=200)
    role: Role
    network: Network | None
    body: Body | None
    since_on: date
    until_on: date | None = Field(description="The day from which it is held no more; null: until further notice.")
    in_force: bool = Field(description="Whether it is held today.")
    from_sign_in: bool = Field(description="Whether the municipality's own sign-in says so; it is ended there.")


class GrantQuery(Window):
    """The filters of the list of grants."""

    q: Line | None = Field(None, description="Words in the name of the person or machine.")
    person_id: Id | None = Field(None, description="Only this person's.")
    client_id: Id | None = Field(None, description="Only this machine's.")
    role: Role | None = Field(None, description="Only of this role.")
    network: Network | None = Field(None, description="Only for this leader network.")
    body: Body | None = Field(None, description="Only for this body.")
    unit_id: Id | None = Field(None, description="Only at this very unit.")
    district_id: Id | None = Field(None, description="Only at this district or below it.")
    in_force: Truth | None = Field(None, description="true: held today; false: ended, or not yet begun.")
