"""/cycles."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access, require_access_at_unit
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND, WRONG_STATE
from api.cycles import actions
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES, reasons_of
from api.cycles.rules import AREAS_ALTERNATE, CYCLE_ENDED, CYCLE_OVERLAPS
from api.cycles.schemas import CycleCreate, CycleDetail, CycleExtend, CyclePublic, CycleQuery, CycleUpdate
from api.cycles.transitions import CYCLE_TRANSITIONS
from api.http.pagination import Page
from api.journal.record import delete

cycles = resource_router("/cycles", "cycles")
routers = (cycles,)


@cycles.get("", response_model=Page[CyclePublic], **requires("cycles", READ, problems=[NOT_ACCEPTABLE]))
async def list_cycles(context: Context, query: Annotated[CycleQuery, Query()]) -> Response:
    """List the cycles of both areas, the latest first."""
    return await list_response(context, CYCLES, query)


@cycles.post(
    "",
    response_model=CycleDetail,
    status_code=201,
    **requires("cycles", WRITE, problems=[AREAS_ALTERNATE, CYCLE_OVERLAPS, NOT_FOUND]),
)
async def create_cycle(context: Context, new: CycleCreate) -> Response:
    """Create a cycle; by default it lasts two years, in rounds of half a year."""
    await require_access_at_unit(context, None)
    [cycle] = await actions.create_cycles(context.session, context.caller, [new])
    return await created_response(context, CYCLES, cycle.id, await reasons_of(context.session, cycle.id))


@cycles.get("/{id}", response_model=CycleDetail, **requires("cycles", READ))
async def get_cycle(context: Context, id: ResourceId) -> Response:
    """Read a cycle, with the reasons for which rules were overridden."""
    session = await context.read_session()
    return await resource_response(context, CYCLES, id, await reasons_of(session, id))


@cycles.patch(
    "/{id}",
    response_model=CycleDetail,
    **requires("cycles", WRITE, problems=[AREAS_ALTERNATE, CYCLE_OVERLAPS, WRONG_STATE]),
)
async def change_cycle(context: Context, id: ResourceId, change: CycleUpdate) -> Response:
    """Update a cycle; its dates and rounds only before it begins."""
    cycle = await require_access(context, Cycle, CYCLES, id)
    values = change.changes()
    because = values.pop("because", None) or {}
    await actions.update_cycle(context.session, context.caller, cycle, values, because)
    return await updated_response(context, CYCLES, id, await reasons_of(context.session, id))


@cycles.post(
    "/{id}/extend",
    response_model=CycleDetail,
    **requires("cycles", TRANSITION, problems=[AREAS_ALTERNATE, CYCLE_ENDED, CYCLE_OVERLAPS]),
)
async def extend_cycle(context: Context, id: ResourceId, extension: CycleExtend) -> Response:
    """Extend a cycle; the half-years that are added become rounds."""
    cycle = await require_access(context, Cycle, CYCLES, id)
    await actions.extend_cycle(context.session, context.caller, cycle, extension.ends_on)
    return await updated_response(context, CYCLES, id, await reasons_of(context.session, id))


@cycles.delete("/{id}", status_code=204, **requires("cycles", WRITE, problems=[IN_USE]))
async def delete_cycle(context: Context, id: ResourceId) -> Response:
    """Delete a cycle that nothing refers to."""
    cycle = await require_access(context, Cycle, CYCLES, id)
    await delete(context.session, context.caller, cycle)
    return no_content()


add_transitions_route(cycles, Cycle, CYCLES, CYCLE_TRANSITIONS, requires("cycles", READ))
