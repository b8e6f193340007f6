"""/institutions/{id}/close, /reopen and /closure."""

from typing import Any
from uuid import UUID

from fastapi import Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references, visible_ids
from api.access.responses import fetch_visible, json_response, resource_response
from api.access.roles import READ, TRANSITION
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.agreements.queries import AGREEMENTS
from api.closures import actions
from api.closures.models import Carried, Closure
from api.closures.queries import latest_closure
from api.closures.rules import DEPARTMENTS_OPEN, SUPERVISED_ALREADY
from api.closures.schemas import ClosurePublic, InstitutionClose
from api.closures.transitions import INSTITUTION_TRANSITIONS
from api.core.field_types import ResourceId
from api.core.problems import NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE, Problem
from api.focus_areas.queries import FOCUS_AREAS
from api.focus_areas.rules import THEME_NOT_FOR_THIS_KIND
from api.heightened_supervision.queries import HEIGHTENED_SUPERVISION
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS, neighbours_of
from api.institutions.rules import INSTITUTION_CLOSED
from api.institutions.schemas import InstitutionWhole

institutions = resource_router("/institutions", "institutions")
routers = (institutions,)


_LISTINGS = {
    Carried.agreements: AGREEMENTS,
    Carried.focus_areas: FOCUS_AREAS,
    Carried.heightened_supervision: HEIGHTENED_SUPERVISION,
}


async def _whole(context: RequestContext, id: UUID) -> Response:
    return await resource_response(context, INSTITUTIONS, id, await neighbours_of(context.session, context.scope, id))


async def _carried(context: RequestContext, closure: Closure) -> list[dict[str, Any]]:
    """What became of what was open, of that what the caller sees."""
    named: dict[str, list[UUID]] = {}
    for told in closure.carried:
        named.setdefault(told["resource"], []).append(UUID(told["id"]))
    seen: set[str] = set()
    for resource, listing in _LISTINGS.items():
        seen |= {str(id) for id in await visible_ids(context, listing, named.get(resource, []))}
    names = ("resource", "id", "successor_id")
    return [{name: told[name] for name in names} for told in closure.carried if told["id"] in seen]


@institutions.post(
    "/{id}/close",
    response_model=InstitutionWhole,
    **requires(
        "register",
        TRANSITION,
        problems=[
            DEPARTMENTS_OPEN,
            INSTITUTION_CLOSED,
            SUPERVISED_ALREADY,
            THEME_NOT_FOR_THIS_KIND,
            UNKNOWN_REFERENCE,
            WRONG_STATE,
        ],
    ),
)
async def close_institution(context: Context, id: ResourceId, said: InstitutionClose) -> Response:
    """Close an institution or a department: merged into a successor, split into several, or for good.

    Open agreements, focus areas and heightened supervision go to its successors or are closed with the reason; planned
    dialogues and follow-ups are cancelled; who reads a successor reads its predecessors' history.
    """
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    named = {f"/successor_ids/{n}": (Institution, INSTITUTIONS, to) for n, to in enumerate(said.successor_ids)}
    await resolve_references(context, named)
    for to in said.successor_ids:
        await require_access_at_unit(context, to)
    await actions.close_institution(context.session, context.caller, institution, said)
    return await _whole(context, id)


@institutions.post(
    "/{id}/reopen",
    response_model=InstitutionWhole,
    **requires("register", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def reopen_institution(context: Context, id: ResourceId) -> Response:
    """Open an institution closed by mistake; what was carried over comes back if nothing became of it since."""
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    await actions.reopen_institution(context.session, context.caller, institution)
    return await _whole(context, id)


@institutions.get("/{id}/closure", response_model=ClosurePublic, **requires("register", READ))
async def get_closure(context: Context, id: ResourceId) -> Response:
    """Read how an institution ended the last time, and what became of what was open there."""
    session = await context.read()
    row = await fetch_visible(context, INSTITUTIONS, id)
    closure = await latest_closure(session, id)
    if closure is None:
        raise Problem(NOT_FOUND)
    names = ("institution_id", "closed_on", "reason", "author_name", "at", "reopened_at")
    told = {name: getattr(closure, name) for name in names}
    neighbours = await neighbours_of(session, context.scope, id)
    more = {"institution_name": row["name"], "successors": neighbours["successors"]}
    return json_response(context, {**told, **more, "carried": await _carried(context, closure)})


add_transitions_route(institutions, Institution, INSTITUTIONS, INSTITUTION_TRANSITIONS, requires("register", READ))
