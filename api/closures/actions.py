"""Closing an institution, with all that it leaves behind, and opening it again."""

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
from api.closures.queries import estate_of, latest_closure
from api.closures.rules import Estate, Key, Open, heirs
from api.closures.schemas import InstitutionClose
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.dialogues.actions.cancel import cancel_dialogues
from api.focus_areas import actions as focus_areas
from api.focus_areas.models import Decision, FocusArea
from api.follow_ups.actions.cancel import cancel_follow_ups
from api.heightened_supervision.actions.open import end_supervision, resume_supervision
from api.heightened_supervision.models import HeightenedSupervision
from api.heightened_supervision.queries import open_supervisions
from api.institutions.actions import write_history
from api.institutions.models import Institution, Succession
from api.institutions.rules import is_closed
from api.journal.record import change
from api.observations.actions.cancel import cancel_observations


async def closing_faults(session: AsyncSession, institution: Institution) -> list[Fault]:
    """What stands in the way of closing an institution, however it is closed."""
    return rules.check_closable(await estate_of(session, institution, []), clock.today())


async def close_institution(
    session: AsyncSession, caller: Caller | None, institution: Institution, said: InstitutionClose
) -> Closure:
    """Close an institution: what is open goes to its successors or ends with the reason, what is planned is cancelled.

    The one way besides a dialogue in which a focus area is dropped. Raises every fault at once, and changes nothing.
    """
    today = clock.today()
    on = said.on or (institution.active_until if is_closed(institution, today) else None) or today
    estate = await estate_of(session, institution, said.successor_ids)
    raise_faults(rules.check_close(estate, said, today))
    goes = heirs(said, estate.open_things())
    stood = {key: str(thing.status) for key, thing in estate.open_things().items()}
    closure = Closure(
        institution_id=institution.id,
        closed_on=on,
        reason=said.reason,
        until_before=institution.active_until,
        carried=[],
        author_id=caller.id if caller else None,
        author_name=caller.name if caller else None,
        at=clock.now(),
    )
    session.add(closure)
    await _carry_over(session, caller, estate, goes, closure)
    closure.carried = [_told(estate, key, heir, stood[key]) for key, heir in goes.items()]
    await cancel_dialogues(session, caller, estate.dialogues, said.reason)
    await cancel_follow_ups(session, caller, estate.follow_ups, said.reason)
    await cancel_observations(session, caller, estate.observations, said.reason)
    await _succeed(session, institution, said.successor_ids, on)
    beside = ["successors"] if said.successor_ids else []
    await change(session, caller, institution, {"active_until": on}, "closed", beside=beside)
    return closure


def _told(estate: Estate, key: Key, heir: UUID | None, was: str) -> dict[str, Any]:
    """Where a thing went, how it stood before, and its version since: what is of a later one is not taken back."""
    resource, id = key
    successor = str(heir) if heir else None
    version = estate.open_things()[key].version
    return {"resource": resource.value, "id": str(id), "successor_id": successor, "was": was, "version": version}


async def _carry_over(
    session: AsyncSession, caller: Caller | None, estate: Estate, goes: Mapping[Key, UUID | None], closure: Closure
) -> None:
    ended: list[Agreement] = []
    dropped: list[focus_areas.DecidedFocusArea] = []
    for key, thing in estate.open_things().items():
        heir = goes[key]
        if heir is not None:
            await change(session, caller, thing, {"institution_id": heir}, "moved")
        elif isinstance(thing, Agreement):
            ended.append(thing)
        elif isinstance(thing, FocusArea):
            dropped.append(focus_areas.DecidedFocusArea(thing, Decision.drop, outcome=thing.outcome or closure.reason))
        else:
            await end_supervision(session, caller, thing, closure.closed_on, closure.reason)
    await change_status(session, caller, [StatusChange(one, Turn.dropped, closure.reason) for one in ended])
    await focus_areas.apply_decisions(session, caller, dropped)


async def _succeed(session: AsyncSession, institution: Institution, successors: Iterable[UUID], on: date) -> None:
    for id in successors:
        session.add(Succession(predecessor_id=institution.id, successor_id=id, since_on=on))
    await session.flush()
    await write_history(session)


async def reopen_institution(session: AsyncSession, caller: Caller | None, institution: Institution) -> None:
    """Undo a closing made by mistake: what was carried over comes back where nothing has become of it since.

    Dialogues, follow-ups and observations that were cancelled are planned again one by one, by who holds them.
    """
    raise_faults(rules.check_reopen(institution, clock.today()))
    closure = await latest_closure(session, institution.id)
    values: dict[str, Any] = {"active_until": None}
    beside: list[str] = []
    if closure is not None and closure.reopened_at is None:
        closure.reopened_at = clock.now()
        if closure.until_before is not None and closure.until_before > clock.today():
            values["active_until"] = closure.until_before
        beside = await _part(session, institution)
    else:
        closure = None
    await change(session, caller, institution, values, "reopened", beside=beside)
    if closure is not None:
        await _take_back(session, caller, institution, closure)


async def _part(session: AsyncSession, institution: Institution) -> list[str]:
    mine = col(Succession.predecessor_id) == institution.id
    parted = (await session.execute(select(col(Succession.successor_id)).where(mine))).first()
    await session.execute(delete(Succession).where(mine))
    await write_history(session)
    return ["successors"] if parted else []


_TABLES: dict[str, type[Open]] = {
    Carried.agreements: Agreement,
    Carried.focus_areas: FocusArea,
    Carried.heightened_supervision: HeightenedSupervision,
}


async def _take_back(session: AsyncSession, caller: Caller | None, institution: Institution, closure: Closure) -> None:
    reopened: list[StatusChange] = []
    for told in closure.carried:
        thing: Open | None = await session.get(_TABLES[told["resource"]], UUID(told["id"]))
        if thing is None or thing.version != told["version"]:
            continue
        if told["successor_id"] is not None:
            await change(session, caller, thing, {"institution_id": institution.id}, "moved")
        elif isinstance(thing, Agreement):
            reopened.append(StatusChange(thing, Turn.reopened))
        elif isinstance(thing, FocusArea):
            outcome = None if thing.outcome == closure.reason else thing.outcome
            await change(session, caller, thing, {"status": told["was"], "outcome": outcome}, "resumed")
        elif not await open_supervisions(session, [institution.id]):
            await resume_supervision(session, caller, thing)
    await change_status(session, caller, reopened)
