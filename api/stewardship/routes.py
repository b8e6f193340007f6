"""/institutions/{id}/close, /reopen and /closure."""

from typing import Any
from uuid import UUID

from fastapi import Response

from api.access.answers import answer, look, one
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import at_unit, referred, seen_among, within_reach
from api.access.roles import READ, TRANSITION
from api.access.transitions import offer
from api.agreements.queries import AGREEMENTS
from api.core.columns import Id
from api.core.problems import NOT_FOUND, Problem
from api.focus_areas.queries import FOCUS_AREAS
from api.heightened_supervision.queries import HEIGHTENED_SUPERVISION
from api.institutions.models import Institution
from api.institutions.queries import INSTITUTIONS, neighbours_of
from api.institutions.succession import InstitutionWhole
from api.stewardship import actions, redaction_routes
from api.stewardship.models import Carried, Closure, ClosurePublic, InstitutionClose
from api.stewardship.people_routes import me, people
from api.stewardship.queries import latest_closure
from api.stewardship.steps import INSTITUTION_STEPS

institutions = room("/institutions", "institutions")
routers = (institutions, people, me, *redaction_routes.routers)


_LISTINGS = {
    Carried.agreements: AGREEMENTS,
    Carried.focus_areas: FOCUS_AREAS,
    Carried.heightened_supervision: HEIGHTENED_SUPERVISION,
}


async def _whole(call: Call, id: UUID) -> Response:
    return await one(call, INSTITUTIONS, id, await neighbours_of(call.session, call.scope, id))


async def _carried(call: Call, closure: Closure) -> list[dict[str, Any]]:
    """What became of what was open, of that what the caller sees."""
    named: dict[str, list[UUID]] = {}
    for told in closure.carried:
        named.setdefault(told["resource"], []).append(UUID(told["id"]))
    seen: set[str] = set()
    for resource, listing in _LISTINGS.items():
        seen |= {str(id) for id in await seen_among(call, listing, named.get(resource, []))}
    names = ("resource", "id", "successor_id")
    return [{name: told[name] for name in names} for told in closure.carried if told["id"] in seen]


@institutions.post("/{id}/close", response_model=InstitutionWhole, **may("register", TRANSITION))
async def close_institution(call: CurrentCall, id: Id, said: InstitutionClose) -> Response:
    """Close an institution or a department: merged into a successor, split into several, or for good.

    Open agreements, focus areas and heightened supervision go to its successors or are closed with the reason; planned
    dialogues and follow-ups are cancelled; who reads a successor reads its predecessors' history.
    """
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    named = {f"/successor_ids/{n}": (Institution, INSTITUTIONS, to) for n, to in enumerate(said.successor_ids)}
    await referred(call, named)
    for to in said.successor_ids:
        await at_unit(call, to)
    await actions.close_institution(call.session, call.caller, institution, said)
    return await _whole(call, id)


@institutions.post("/{id}/reopen", response_model=InstitutionWhole, **may("register", TRANSITION))
async def reopen_institution(call: CurrentCall, id: Id) -> Response:
    """Open an institution closed by mistake; what was carried over comes back if nothing became of it since."""
    institution = await within_reach(call, Institution, INSTITUTIONS, id)
    await actions.reopen_institution(call.session, call.caller, institution)
    return await _whole(call, id)


@institutions.get("/{id}/closure", response_model=ClosurePublic, **may("register", READ))
async def get_closure(call: CurrentCall, id: Id) -> Response:
    """Read how an institution ended the last time, and what became of what was open there."""
    session = await call.read()
    row = await look(call, INSTITUTIONS, id)
    closure = await latest_closure(session, id)
    if closure is None:
        raise Problem(NOT_FOUND)
    names = ("institution_id", "closed_on", "reason", "author_name", "at", "reopened_at")
    told = {name: getattr(closure, name) for name in names}
    neighbours = await neighbours_of(session, call.scope, id)
    more = {"institution_name": row["name"], "successors": neighbours["successors"]}
    return answer(call, {**told, **more, "carried": await _carried(call, closure)})


offer(institutions, Institution, INSTITUTIONS, INSTITUTION_STEPS, may("register", READ))
