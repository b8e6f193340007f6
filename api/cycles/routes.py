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
from api.cycles import actions
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES, reasons_of
from api.cycles.schemas import CycleCreate, CycleDetail, CycleExtend, CyclePublic, CycleQuery, CycleUpdate
from api.cycles.transitions import CYCLE_TRANSITIONS
from api.http.pagination import Page
from api.journal.record import delete

cycles = resource_router("/cycles", "cycles")
routers = (cycles,)


@cycles.get("", response_model=Page[CyclePublic], **requires("cycles", READ))
async def list_cycles(call: Context, query: Annotated[CycleQuery, Query()]) -> Response:
    """List the cycles of both areas, the latest first."""
    return await list_response(call, CYCLES, query)


@cycles.post("", response_model=CycleDetail, status_code=201, **requires("cycles", WRITE))
async def create_cycle(call: Context, new: CycleCreate) -> Response:
    """Make a cycle; without days of its own it lasts two years, in rounds of half a year."""
    await require_access_at_unit(call, None)
    [cycle] = await actions.create_cycles(call.session, call.caller, [new])
    return await created_response(call, CYCLES, cycle.id, await reasons_of(call.session, cycle.id))


@cycles.get("/{id}", response_model=CycleDetail, **requires("cycles", READ))
async def get_cycle(call: Context, id: ResourceId) -> Response:
    """Read a cycle, with the reasons for which rules were set aside."""
    session = await call.read()
    return await resource_response(call, CYCLES, id, await reasons_of(session, id))


@cycles.patch("/{id}", response_model=CycleDetail, **requires("cycles", WRITE))
async def change_cycle(call: Context, id: ResourceId, change: CycleUpdate) -> Response:
    """Change a cycle; its days and rounds only before it begins."""
    cycle = await require_access(call, Cycle, CYCLES, id)
    values = change.given()
    because = values.pop("because", None) or {}
    await actions.update_cycle(call.session, call.caller, cycle, values, because)
    return await updated_response(call, CYCLES, id, await reasons_of(call.session, id))


@cycles.post("/{id}/extend", response_model=CycleDetail, **requires("cycles", TRANSITION))
async def extend_cycle(call: Context, id: ResourceId, longer: CycleExtend) -> Response:
    """Let a cycle last longer; the half-years that it gains become rounds."""
    cycle = await require_access(call, Cycle, CYCLES, id)
    await actions.extend_cycle(call.session, call.caller, cycle, longer.ends_on)
    return await updated_response(call, CYCLES, id, await reasons_of(call.session, id))


@cycles.delete("/{id}", status_code=204, **requires("cycles", WRITE))
async def delete_cycle(call: Context, id: ResourceId) -> Response:
    """Delete a cycle that nothing refers to."""
    cycle = await require_access(call, Cycle, CYCLES, id)
    await delete(call.session, call.caller, cycle)
    return no_content()


add_transitions_route(cycles, Cycle, CYCLES, CYCLE_TRANSITIONS, requires("cycles", READ))
