"""/audit: the journal, for those who inspect."""

from typing import Annotated

from fastapi import Query, Response

from api.access.answers import page
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.roles import READ
from api.core.pages import Page
from api.journal.models import AuditQuery, JournalEntryPublic
from api.journal.queries import AUDIT

audit = room("/audit", "audit")
routers = (audit,)


@audit.get("", response_model=Page[JournalEntryPublic], **may("audit", READ))
async def list_audit(call: CurrentCall, query: Annotated[AuditQuery, Query()]) -> Response:
    """List what happened, the latest first: who did what to which thing, when; fields by name, never their values."""
    return await page(call, AUDIT, query)
