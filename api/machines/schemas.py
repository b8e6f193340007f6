"""Machines, as they are requested and returned."""

from pydantic import Field

from api.core.field_types import Line
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.http.list_parameters import ListParameters, QueryBoolean


class ClientCreate(RequestSchema):
    """A machine that is to sign in; its secret is made by the service and shown once."""

    name: Line = Field(description="Which system it is, and whose.")
    active: bool = Field(True, description="Whether it may sign in.")


class ClientUpdate(PatchSchema):
    """What changes about a machine (JSON merge patch); `active: false` signs it out at once."""

    name: Line = Field("", description="Which system it is, and whose.")
    active: bool = Field(True, description="Whether it may sign in.")


class ClientPublic(ResourceSchema):
    """A machine as it is shown; its id is the `client_id` that it signs in with."""

    name: str = Field(max_length=200)
    active: bool


class ClientWithSecret(ClientPublic):
    """A machine with its new secret, which is shown this once."""

    name: str = Field(max_length=200, description="Which system it is, and whose.")
    active: bool = Field(description="Whether it may sign in.")
    secret: str = Field(max_length=200, description="The `client_secret`: keep it now, it is not shown again.")


class ClientQuery(ListParameters):
    """The filters of the list of machines."""

    q: Line | None = Field(None, description="Words in the name.")
    active: QueryBoolean | None = Field(None, description="Whether it may sign in.")
