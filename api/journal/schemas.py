"""Journal entries, as they are returned by the audit trail."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.field_types import ResourceId, ShortLine, Timestamp
from api.core.schemas import ResponseSchema
from api.http.list_parameters import ListParameters
from api.journal.models import traceable


class JournalEntryPublic(ResponseSchema):
    """A journal entry: which fields changed, never their values."""

    id: int = Field(ge=1, le=2**63 - 1, description="The number of the entry, in the order of commits, without gaps.")
    at: datetime = Field(description="The time of the change.")
    request_id: str = Field(
        max_length=64,
        description="The id of the request: unchanged if it is a random id, else its SHA-256; empty without a request.",
    )
    actor_id: UUID | None = Field(description="The person or machine that made the change; null: the service itself.")
    actor_name: str | None = Field(max_length=200, description="The name of the actor; null after erasure.")
    resource: str = Field(max_length=40, description="The resource, as in the paths of the API.")
    thing_id: UUID = Field(description="The id of the resource.")
    unit_id: UUID | None = Field(description="The unit of the resource at that time; null: the whole municipality.")
    unit_name: str | None = Field(max_length=200, description="The name of the unit.")
    action: str = Field(max_length=40, description="The action, such as `created`, `updated`, `held`, `read`.")
    version: int = Field(ge=0, le=2**31, description="The version of the resource after the change.")
    fields: list[Annotated[str, Field(max_length=64)]] = Field(
        max_length=1000, description="The names of the changed fields."
    )


class AuditQuery(ListParameters):
    """The filters of the audit trail."""

    actor_id: ResourceId | None = Field(None, description="Only entries of this person or machine.")
    unit_id: ResourceId | None = Field(None, description="Only entries of this unit and the units below it today.")
    resource: ShortLine | None = Field(None, description="Only entries of this kind of resource.")
    thing_id: ResourceId | None = Field(None, description="Only entries of this resource.")
    action: ShortLine | None = Field(None, description="Only entries with this action.")
    request_id: Annotated[ShortLine, AfterValidator(traceable)] | None = Field(
        None, description="Only entries of this request, by its `X-Request-Id`."
    )
    from_: Timestamp | None = Field(None, alias="from", description="Only entries at or after this time.")
    to: Timestamp | None = Field(None, description="Only entries before this time.")
