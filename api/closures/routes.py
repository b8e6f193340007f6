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


async def _detail_response(context: RequestContext, id: UUID) -> Response:
    return await resource_response(context, INSTITUTIONS, id, await neighbours_of(context.session, context.scope, id))


async def _carried(context: RequestContext, closure: Closure) -> list[dict[str, Any]]:
    """What happened to everything open, as far as the caller may see it."""
    ids: dict[str, list[UUID]] = {}
    for carried in closure.carried:
        ids.setdefault(carried["resource"], []).append(UUID(carried["id"]))
    visible: set[str] = set()
    for resource, listing in _LISTINGS.items():
        visible |= {str(id) for id in await visible_ids(context, listing, ids.get(resource, []))}
    names = ("resource", "id", "successor_id")
    return [{name: carried[name] for name in names} for carried in closure.carried if carried["id"] in visible]


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
async def close_institution(context: Context, id: ResourceId, closing: InstitutionClose) -> Response:
    """Close an institution or a department: merge it into a successor, split it into several, or close it for good.

    Its successors take over open agreements, focus areas and heightened supervision; without a successor these end with
    the reason. Planned dialogues, follow-ups and observations are cancelled. Everyone with access to a successor can
    read the history of its predecessors.
    """
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    references = {
        f"/successor_ids/{index}": (Institution, INSTITUTIONS, successor_id)
        for index, successor_id in enumerate(closing.successor_ids)
    }
    await resolve_references(context, references)
    for successor_id in closing.successor_ids:
        await require_access_at_unit(context, successor_id)
    await actions.close_institution(context.session, context.caller, institution, closing)
    return await _detail_response(context, id)


@institutions.post(
    "/{id}/reopen",
    response_model=InstitutionWhole,
    **requires("register", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def reopen_institution(context: Context, id: ResourceId) -> Response:
    """Reopen an institution closed by mistake; what was carried over comes back if nothing has changed it since."""
    institution = await require_access(context, Institution, INSTITUTIONS, id)
    await actions.reopen_institution(context.session, context.caller, institution)
    return await _detail_response(context, id)


@institutions.get("/{id}/closure", response_model=ClosurePublic, **requires("register", READ))
async def get_closure(context: Context, id: ResourceId) -> Response:
    """Read the latest closure of an institution, and what happened to everything open there."""
    session = await context.read_session()
    row = await fetch_visible(context, INSTITUTIONS, id)
    closure = await latest_closure(session, id)
    if closure is None:
        raise Problem(NOT_FOUND)
    names = ("institution_id", "closed_on", "reason", "author_name", "at", "reopened_at")
    neighbours = await neighbours_of(session, context.scope, id)
    body = {
        **{name: getattr(closure, name) for name in names},
        "institution_name": row["name"],
        "successors": neighbours["successors"],
        "carried": await _carried(context, closure),
    }
    return json_response(context, body)


add_transitions_route(institutions, Institution, INSTITUTIONS, INSTITUTION_TRANSITIONS, requires("register", READ))
