"""Close an institution, carry over or end what is open there, and reopen it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.agreements.actions import StatusChange, change_status
from api.agreements.models import Agreement, Turn
from api.closures import rules
from api.closures.models import Carried, Closure
from api.closures.queries import latest_closure, open_work_of
from api.closures.rules import Key, Open, OpenWork, successors_of
from api.closures.schemas import InstitutionClose
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.dialogues.actions.cancel import cancel_dialogues
from api.focus_areas import actions as focus_areas
from api.focus_areas.models import Decision, FocusArea
from api.follow_ups.actions.cancel import cancel_follow_ups
from api.heightened_supervision.actions.close import close_with_institution
from api.heightened_supervision.actions.reopen import reopen_with_institution
from api.heightened_supervision.models import HeightenedSupervision
from api.heightened_supervision.queries import open_supervisions
from api.institutions.actions import write_history
from api.institutions.models import Institution, Succession
from api.institutions.rules import is_closed
from api.journal.record import change
from api.observations.actions.cancel import cancel_observations


async def closing_faults(session: AsyncSession, institution: Institution) -> list[Fault]:
    """Return the reasons for which an institution cannot be closed, whatever the request states."""
    return rules.check_closable(await open_work_of(session, institution, []), clock.today())


async def close_institution(
    session: AsyncSession, caller: Caller | None, institution: Institution, closing: InstitutionClose
) -> Closure:
    """Close an institution: carry what is open over to its successors or end it, and cancel what is planned.

    The only way, apart from a dialogue, to drop a focus area. Raises every fault at once, before anything is changed.
    """
    today = clock.today()
    already_closed_on = institution.active_until if is_closed(institution, today) else None
    closed_on = closing.on or already_closed_on or today
    open_work = await open_work_of(session, institution, closing.successor_ids)
    raise_faults(rules.check_close(open_work, closing, today))
    successor_ids = successors_of(closing, open_work.resources())
    statuses = {key: str(thing.status) for key, thing in open_work.resources().items()}
    closure = Closure(
        institution_id=institution.id,
        closed_on=closed_on,
        reason=closing.reason,
        until_before=institution.active_until,
        carried=[],
        author_id=caller.id if caller else None,
        author_name=caller.name if caller else None,
        at=clock.now(),
    )
    session.add(closure)
    await _carry_over(session, caller, open_work, successor_ids, closure)
    closure.carried = [
        _carried(open_work, key, successor_id, statuses[key]) for key, successor_id in successor_ids.items()
    ]
    await cancel_dialogues(session, caller, open_work.dialogues, closing.reason)
    await cancel_follow_ups(session, caller, open_work.follow_ups, closing.reason)
    await cancel_observations(session, caller, open_work.observations, closing.reason)
    await _add_successors(session, institution, closing.successor_ids, closed_on)
    members = ["successors"] if closing.successor_ids else []
    await change(session, caller, institution, {"active_until": closed_on}, "closed", related_fields=members)
    return closure


def _carried(open_work: OpenWork, key: Key, successor_id: UUID | None, status: str) -> dict[str, Any]:
    """Return the record of a carried resource, with its version, by which later changes are detected."""
    resource, id = key
    return {
        "resource": resource.value,
        "id": str(id),
        "successor_id": str(successor_id) if successor_id else None,
        "was": status,
        "version": open_work.resources()[key].version,
    }


async def _carry_over(
    session: AsyncSession,
    caller: Caller | None,
    open_work: OpenWork,
    successor_ids: Mapping[Key, UUID | None],
    closure: Closure,
) -> None:
    """Move each open resource to its successor; end those without one with the reason of the closure."""
    ended: list[Agreement] = []
    dropped: list[focus_areas.DecidedFocusArea] = []
    for key, thing in open_work.resources().items():
        successor_id = successor_ids[key]
        if successor_id is not None:
            await change(session, caller, thing, {"institution_id": successor_id}, "moved")
        elif isinstance(thing, Agreement):
            ended.append(thing)
        elif isinstance(thing, FocusArea):
            dropped.append(focus_areas.DecidedFocusArea(thing, Decision.drop, outcome=thing.outcome or closure.reason))
        else:
            await close_with_institution(session, caller, thing, closure.closed_on, closure.reason)
    await change_status(session, caller, [StatusChange(agreement, Turn.dropped, closure.reason) for agreement in ended])
    await focus_areas.apply_decisions(session, caller, dropped)


async def _add_successors(
    session: AsyncSession, institution: Institution, successor_ids: Iterable[UUID], since_on: date
) -> None:
    for id in successor_ids:
        session.add(Succession(predecessor_id=institution.id, successor_id=id, since_on=since_on))
    await session.flush()
    await write_history(session)


async def reopen_institution(session: AsyncSession, caller: Caller | None, institution: Institution) -> None:
    """Undo a closure made by mistake; what was carried over comes back if nothing has changed it since.

    Cancelled dialogues, follow-ups and observations stay cancelled: their organisers plan them again.
    """
    raise_faults(rules.check_reopen(institution, clock.today()))
    closure = await latest_closure(session, institution.id)
    values: dict[str, Any] = {"active_until": None}
    changed_members: list[str] = []
    if closure is not None and closure.reopened_at is None:
        closure.reopened_at = clock.now()
        if closure.until_before is not None and closure.until_before > clock.today():
            values["active_until"] = closure.until_before
        changed_members = await _remove_successors(session, institution)
    else:
        closure = None
    await change(session, caller, institution, values, "reopened", related_fields=changed_members)
    if closure is not None:
        await _take_back(session, caller, institution, closure)


async def _remove_successors(session: AsyncSession, institution: Institution) -> list[str]:
    """Remove the institution's successors; return the members that changed, for the journal."""
    of_institution = col(Succession.predecessor_id) == institution.id
    has_successor = (await session.execute(select(col(Succession.successor_id)).where(of_institution))).first()
    await session.execute(delete(Succession).where(of_institution))
    await write_history(session)
    return ["successors"] if has_successor else []


_MODELS: dict[str, type[Open]] = {
    Carried.agreements: Agreement,
    Carried.focus_areas: FocusArea,
    Carried.heightened_supervision: HeightenedSupervision,
}


async def _take_back(session: AsyncSession, caller: Caller | None, institution: Institution, closure: Closure) -> None:
    """Move back, or reopen, each resource that has not been changed since the closure (its version is the same)."""
    reopened: list[StatusChange] = []
    for carried in closure.carried:
        thing: Open | None = await session.get(_MODELS[carried["resource"]], UUID(carried["id"]))
        if thing is None or thing.version != carried["version"]:
            continue
        if carried["successor_id"] is not None:
            await change(session, caller, thing, {"institution_id": institution.id}, "moved")
        elif isinstance(thing, Agreement):
            reopened.append(StatusChange(thing, Turn.reopened))
        elif isinstance(thing, FocusArea):
            outcome = None if thing.outcome == closure.reason else thing.outcome
            await change(session, caller, thing, {"status": carried["was"], "outcome": outcome}, "resumed")
        elif not await open_supervisions(session, [institution.id]):
            await reopen_with_institution(session, caller, thing)
    await change_status(session, caller, reopened)
