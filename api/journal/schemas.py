"""Journal entries, as they are returned."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.core.field_types import ResourceId, ShortLine, Timestamp
from api.core.schemas import ResponseSchema
from api.http.list_parameters import ListParameters
from api.journal.models import traceable


class JournalEntryPublic(ResponseSchema):
    """One thing that happened, as those who inspect read it: which fields changed, never their values."""

    id: int = Field(ge=1, le=2**63 - 1, description="Its number in the order of what was committed, without gaps.")
    at: datetime = Field(description="When.")
    request_id: str = Field(
        max_length=64, description="The request that it happened in, of an id that is not random a digest; empty: none."
    )
    actor_id: UUID | None = Field(description="Who did it: a person or a machine; null: the service itself.")
    actor_name: str | None = Field(max_length=200, description="Their name; null once they are erased.")
    resource: str = Field(max_length=40, description="What it happened to, as in the contract's addresses.")
    thing_id: UUID = Field(description="Which one.")
    unit_id: UUID | None = Field(description="The unit it belonged to then; null: the whole municipality.")
    unit_name: str | None = Field(max_length=200, description="The unit's name.")
    action: str = Field(max_length=40, description="What was done, such as `created`, `updated`, `held`, `read`.")
    version: int = Field(ge=0, le=2**31, description="The version that it left.")
    fields: list[Annotated[str, Field(max_length=64)]] = Field(max_length=1000, description="The fields that changed.")


class AuditQuery(ListParameters):
    """The filters of the audit trail."""

    actor_id: ResourceId | None = Field(None, description="Only what this person or machine did.")
    unit_id: ResourceId | None = Field(None, description="Only of this unit and what lies below it today.")
    resource: ShortLine | None = Field(None, description="Only what happened to this kind of thing.")
    thing_id: ResourceId | None = Field(None, description="Only what happened to this thing.")
    action: ShortLine | None = Field(None, description="Only this that was done.")
    request_id: Annotated[ShortLine, AfterValidator(traceable)] | None = Field(
        None, description="Only what happened in this request, by its `X-Request-Id`."
    )
    from_: Timestamp | None = Field(None, alias="from", description="Only at or after this moment.")
    to: Timestamp | None = Field(None, description="Only before this moment.")
