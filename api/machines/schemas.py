"""Machines, as they are requested and returned."""

from pydantic import Field

from api.core.field_types import Line
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.http.list_parameters import ListParameters, QueryBoolean


class ClientCreate(RequestSchema):
    """A new machine. The service creates its secret and returns it once."""

    name: Line = Field(description="The name of the system and its owner.")
    active: bool = Field(True, description="Whether the machine can sign in.")


class ClientUpdate(PatchSchema):
    """Changes to a machine (JSON merge patch). `active: false` ends its sessions at once."""

    name: Line = Field("", description="The name of the system and its owner.")
    active: bool = Field(True, description="Whether the machine can sign in.")


class ClientPublic(ResourceSchema):
    """A machine. Its id is the `client_id` that it signs in with."""

    name: str = Field(max_length=200)
    active: bool


class ClientWithSecret(ClientPublic):
    """A machine with its new secret, which is returned only once."""

    name: str = Field(max_length=200, description="The name of the system and its owner.")
    active: bool = Field(description="Whether the machine can sign in.")
    secret: str = Field(max_length=200, description="The `client_secret`. Store it now: it is not returned again.")


class ClientQuery(ListParameters):
    """The filters of the list of machines."""

    q: Line | None = Field(None, description="Words in the name.")
    active: QueryBoolean | None = Field(None, description="Whether the machine can sign in.")
