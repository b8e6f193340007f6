"""Closing an institution, with all that it leaves behind, and opening it again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import units
from api.access.caller import Caller
from api.agreements.actions import Turning, turn_agreements
from api.agreements.models import Agreement, AgreementStatus, Turn
from api.core import clock
from api.core.problems import refuse
from api.dialogues.actions import cancel_dialogues
from api.focus_areas import actions as focus_areas
from api.focus_areas.models import Decision, FocusArea, FocusAreaStatus
from api.institutions.models import Institution
from api.institutions.queries import predecessors_of
from api.institutions.succession import Succession
from api.journal.record import change
from api.stewardship import rules
from api.stewardship.models import Carried, Closure, InstitutionClose
from api.stewardship.queries import estate_of, latest_closure
from api.stewardship.rules import Estate, Key, heirs


async def close_institution(
    session: AsyncSession, caller: Caller | None, institution: Institution, said: InstitutionClose
) -> Closure:
    """Close an institution: what is open goes to its successors or ends with the reason, what is planned is cancelled.

    The one way besides a dialogue in which a focus area is dropped. Raises every fault at once, and changes nothing.
    """
    today = clock.today()
    on = said.on or today
    estate = await estate_of(session, institution, said.successor_ids)
    refuse(rules.check_close(estate, said, today))
    goes = heirs(said, estate.keys())
    closure = Closure(
        institution_id=institution.id, closed_on=on, reason=said.reason, until_before=institution.active_until,
        carried=[_told(estate, key, heir) for key, heir in goes.items()],
        author_id=caller.id if caller else None, author_name=caller.name if caller else None, at=clock.now(),
    )  # fmt: skip
    session.add(closure)
    await _carry_over(session, caller, estate, goes, said.reason)
    await cancel_dialogues(session, caller, estate.dialogues, said.reason)
    await _succeed(session, institution, said.successor_ids, on)
    beside = ["successors"] if said.successor_ids else []
    await change(session, caller, institution, {"active_until": on}, "closed", beside=beside)
    return closure


def _told(estate: Estate, key: Key, heir: UUID | None) -> dict[str, Any]:
    resource, id = key
    was = {(Carried.focus_areas, one.id): str(one.status) for one in estate.focus_areas}
    return {
        "resource": resource.value,
        "id": str(id),
        "successor_id": str(heir) if heir else None,
        "was": was.get(key, AgreementStatus.open.value),
    }


async def _carry_over(
    session: AsyncSession, caller: Caller | None, estate: Estate, goes: Mapping[Key, UUID | None], reason: str
) -> None:
    ended: list[Agreement] = []
    for agreement in estate.agreements:
        heir = goes[Carried.agreements, agreement.id]
        if heir is None:
            ended.append(agreement)
        else:
            await change(session, caller, agreement, {"institution_id": heir}, "moved")
    await turn_agreements(session, caller, [Turning(one, Turn.dropped, reason) for one in ended])
    dropped: list[focus_areas.Turn] = []
    for one in estate.focus_areas:
        heir = goes[Carried.focus_areas, one.id]
        if heir is None:
            dropped.append(focus_areas.Turn(one, Decision.drop, outcome=one.outcome or reason))
        else:
            await change(session, caller, one, {"institution_id": heir}, "moved")
    await focus_areas.decide(session, caller, dropped)


async def _history(session: AsyncSession, institution: Institution, on: date) -> set[UUID]:
    """An institution and those that it came from, with their departments."""
    ended = {institution.id, *await predecessors_of(session, institution.id)}
    lower = [await units.below(session, id, on) for id in ended]
    return ended.union(*lower)


async def _succeed(session: AsyncSession, institution: Institution, successors: Iterable[UUID], on: date) -> None:
    history = await _history(session, institution, on)
    for id in successors:
        session.add(Succession(predecessor_id=institution.id, successor_id=id, since_on=on))
        await units.succeed(session, history, id, on)
    await session.flush()


async def reopen_institution(session: AsyncSession, caller: Caller | None, institution: Institution) -> None:
    """Undo a closing made by mistake: what was carried over comes back where nothing has become of it since.

    Dialogues that were cancelled are planned again one by one, by who holds them.
    """
    refuse(rules.check_reopen(institution, clock.today()))
    closure = await latest_closure(session, institution.id)
    values: dict[str, Any] = {"active_until": None}
    beside: list[str] = []
    if closure is not None and closure.reopened_at is None:
        closure.reopened_at = clock.now()
        if closure.until_before is not None and closure.until_before > clock.today():
            values["active_until"] = closure.until_before
        beside = await _part(session, institution, closure.closed_on)
        await _take_back(session, caller, institution, closure.carried)
    await change(session, caller, institution, values, "reopened", beside=beside)


async def _part(session: AsyncSession, institution: Institution, on: date) -> list[str]:
    mine = col(Succession.predecessor_id) == institution.id
    successors = list((await session.execute(select(col(Succession.successor_id)).where(mine))).scalars())
    await session.execute(delete(Succession).where(mine))
    history = await _history(session, institution, on)
    for id in successors:
        await units.part(session, history, id, on)
    return ["successors"] if successors else []


async def _take_back(
    session: AsyncSession, caller: Caller | None, institution: Institution, carried: Iterable[Mapping[str, Any]]
) -> None:
    reopened: list[Turning] = []
    for one in carried:
        table: type[Agreement | FocusArea] = Agreement if one["resource"] == Carried.agreements else FocusArea
        thing: Agreement | FocusArea | None = await session.get(table, UUID(one["id"]))
        if thing is None:
            continue
        moved_to, was = one["successor_id"], one["was"]
        if moved_to is not None and thing.institution_id == UUID(moved_to) and thing.status == was:
            await change(session, caller, thing, {"institution_id": institution.id}, "moved")
        elif moved_to is None and isinstance(thing, Agreement) and thing.status == AgreementStatus.dropped:
            reopened.append(Turning(thing, Turn.reopened))
        elif moved_to is None and isinstance(thing, FocusArea) and thing.status == FocusAreaStatus.dropped:
            await change(session, caller, thing, {"status": was}, "resumed")
    await turn_agreements(session, caller, reopened)
