"""Routes of /calendar (the address of the caller's calendar) and /calendar.ics (the calendar itself)."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.access import reach
from api.access.caller import Context, RequestContext
from api.access.models import Holder
from api.access.responses import json_response
from api.access.roles import OWN_ACCOUNT, READ, WRITE
from api.access.route_class import UnauthenticatedRoute, declared_problems, requires, resource_router
from api.calendar import actions
from api.calendar.queries.addresses import person_id_of_secret, valid_address_of
from api.calendar.queries.ical import calendar_of
from api.calendar.schemas import CalendarMade, CalendarPublic
from api.core import clock
from api.core.problems import IN_USE, NOT_ALLOWED, NOT_FOUND, Problem
from api.core.validation import described_pattern
from api.db import transactions
from api.http import conditional_requests

calendar = resource_router("/calendar", "calendar")
file = resource_router("/calendar.ics", "calendar", route_class=UnauthenticatedRoute)
routers = (calendar, file)

_ICS = {"content": {"text/calendar": {"schema": {"type": "string", "maxLength": 10_000_000}}}}
_SECRET = described_pattern(
    r"^[A-Za-z0-9_-]+$", "the secret at the end of the address", "den hemmelige sidste del af adressen"
)
_Secret = Annotated[str, Query(min_length=1, max_length=200, pattern=_SECRET, description="The secret of the address.")]


def _require_person(context: RequestContext) -> None:
    """Raise `not-allowed` for machines: they take part in no meetings."""
    if context.caller.holder != Holder.person:
        raise Problem(NOT_ALLOWED)


@calendar.get("", response_model=CalendarPublic, **requires(OWN_ACCOUNT, READ))
async def get_calendar(context: Context) -> Response:
    """Read whether the caller's calendar has an address; the address itself is returned only when it is created."""
    address = await valid_address_of(await context.read_session(), context.caller.id)
    return json_response(context, {"has_address": address is not None, "made_at": address and address.created_at})


@calendar.post("", response_model=CalendarMade, **requires(OWN_ACCOUNT, WRITE, problems=[IN_USE]))
async def make_calendar_address(context: Context) -> Response:
    """Create a secret address of the caller's calendar for a calendar program; an existing address is revoked.

    The address becomes invalid when all sessions of the caller end, that is when their password is changed or they are
    deactivated; create a new one then. It does not work while the caller holds no role. Signing out of a single
    session does not affect it.
    """
    _require_person(context)
    context.response_has_secret = True
    address, secret = await actions.create_address(context.session, context.caller)
    return json_response(context, {"path": f"/v1/calendar.ics?secret={secret}", "made_at": address.created_at})


@calendar.post("/revoke", response_model=CalendarPublic, **requires(OWN_ACCOUNT, WRITE, problems=[IN_USE]))
async def revoke_calendar_address(context: Context) -> Response:
    """Revoke the address of the caller's calendar."""
    await actions.revoke_address(context.session, context.caller)
    return json_response(context, {"has_address": False, "made_at": None})


@file.get("", response_class=Response, responses={200: _ICS}, openapi_extra=declared_problems(NOT_FOUND))
async def read_calendar(request: Request, secret: _Secret) -> Response:
    """Read a person's calendar (RFC 5545) by its secret address: their meetings, without any notes."""
    async with transactions.read_transaction(request.app.state.engine) as session:
        person_id = await person_id_of_secret(session, secret)
        if person_id is None:
            raise Problem(NOT_FOUND)
        scope = dict(reach.scope_parameters(person_id, person_id, request.app.state.settings))
        content = await calendar_of(session, scope, clock.now())
    headers = {"ETag": conditional_requests.etag(content), "Content-Disposition": 'inline; filename="sammen.ics"'}
    if conditional_requests.matches_if_none_match(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/calendar; charset=utf-8")
