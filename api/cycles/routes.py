"""/cycles."""

from typing import Annotated

from fastapi import Query, Response

from api.access.answers import changed, created, deleted, one, page
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core.columns import Id
from api.core.pages import Page
from api.cycles import actions
from api.cycles.models import (
    Cycle,
    CycleCreate,
    CycleDetail,
    CycleExtend,
    CyclePublic,
    CycleQuery,
    CycleUpdate,
)
from api.cycles.queries import CYCLES, reasons_of
from api.cycles.steps import CYCLE_STEPS
from api.journal.record import delete

cycles = room("/cycles", "cycles")
routers = (cycles,)


@cycles.get("", response_model=Page[CyclePublic], **may("cycles", READ))
async def list_cycles(call: CurrentCall, query: Annotated[CycleQuery, Query()]) -> Response:
    """List the cycles of both areas, the latest first."""
    return await page(call, CYCLES, query)


@cycles.post("", response_model=CycleDetail, status_code=201, **may("cycles", WRITE))
async def create_cycle(call: CurrentCall, new: CycleCreate) -> Response:
    """Make a cycle; without days of its own it lasts two years, in rounds of half a year."""
    await at_unit(call, None)
    [cycle] = await actions.create_cycles(call.session, call.caller, [new])
    return await created(call, CYCLES, cycle.id, await reasons_of(call.session, cycle.id))


@cycles.get("/{id}", response_model=CycleDetail, **may("cycles", READ))
async def get_cycle(call: CurrentCall, id: Id) -> Response:
    """Read a cycle, with the reasons for which rules were set aside."""
    session = await call.read()
    return await one(call, CYCLES, id, await reasons_of(session, id))


@cycles.patch("/{id}", response_model=CycleDetail, **may("cycles", WRITE))
async def change_cycle(call: CurrentCall, id: Id, change: CycleUpdate) -> Response:
    """Change a cycle; its days and rounds only before it begins."""
    cycle = await within_reach(call, Cycle, CYCLES, id)
    values = change.given()
    because = values.pop("because", None) or {}
    await actions.change_cycle(call.session, call.caller, cycle, values, because)
    return await changed(call, CYCLES, id, await reasons_of(call.session, id))


@cycles.post("/{id}/extend", response_model=CycleDetail, **may("cycles", TRANSITION))
async def extend_cycle(call: CurrentCall, id: Id, longer: CycleExtend) -> Response:
    """Let a cycle last longer; the half-years that it gains become rounds."""
    cycle = await within_reach(call, Cycle, CYCLES, id)
    await actions.extend_cycle(call.session, call.caller, cycle, longer.ends_on)
    return await changed(call, CYCLES, id, await reasons_of(call.session, id))


@cycles.delete("/{id}", status_code=204, **may("cycles", WRITE))
async def delete_cycle(call: CurrentCall, id: Id) -> Response:
    """Delete a cycle that nothing refers to."""
    cycle = await within_reach(call, Cycle, CYCLES, id)
    await delete(call.session, call.caller, cycle)
    return deleted()


offer(cycles, Cycle, CYCLES, CYCLE_STEPS, may("cycles", READ))
