"""/audit: the journal, for administrators and auditors."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.responses import list_response
from api.access.roles import READ
from api.access.route_class import requires, resource_router
from api.core.problems import NOT_ACCEPTABLE
from api.http.pagination import Page
from api.journal.queries import AUDIT
from api.journal.schemas import AuditQuery, JournalEntryPublic

audit = resource_router("/audit", "audit")
routers = (audit,)


@audit.get("", response_model=Page[JournalEntryPublic], **requires("audit", READ, problems=[NOT_ACCEPTABLE]))
async def list_audit(context: Context, query: Annotated[AuditQuery, Query()]) -> Response:
    """List the journal entries, newest first: who changed which fields of what, and when. Values are never included."""
    return await list_response(context, AUDIT, query)
