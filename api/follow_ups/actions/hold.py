"""What a follow-up ends in: notes, assessment, agreements, heightened supervision; and how its notes are read."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Holder, Role
from api.agreements import actions as agreements
from api.agreements.actions import AgreementSource, StatusChange
from api.agreements.models import Origin, Turn
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.core.settings import settings
from api.dialogues.queries.visible import own_focus_areas
from api.follow_ups import rules
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.follow_ups.queries import can_be_taken_up, held_beside, in_post
from api.follow_ups.rules import Meeting
from api.follow_ups.schemas.hold import FollowUpHold
from api.heightened_supervision.actions.open import Concern, apply_concerns
from api.institutions.models import Institution, Kind
from api.institutions.queries import institutions_of
from api.journal.record import change


async def _meeting(session: AsyncSession, follow_up: FollowUp, said: FollowUpHold | None = None) -> Meeting:
    """All that the rules look at, loaded."""
    at, today = follow_up.institution_id, clock.today()
    place = at, (said.held_on if said else None) or today
    agreed, taken_up = (said.agreements, said.taken_up) if said else ([], [])
    wanted = [one.focus_area_id for one in agreed if one.focus_area_id is not None]
    return Meeting(
        follow_up=follow_up,
        institution=(await institutions_of(session, [at]))[at],
        today=today,
        leaders=frozenset((await in_post(session, Role.leader, [place])).get(place, [])),
        focus_areas=await own_focus_areas(session, at, wanted),
        agreements=await can_be_taken_up(session, follow_up, [one.agreement_id for one in taken_up]),
    )


async def holding_faults(session: AsyncSession, follow_up: FollowUp) -> list[Fault]:
    """What stands in the way of holding a follow-up today, whatever is said in it."""
    return rules.check_meeting(await _meeting(session, follow_up), clock.today())


async def hold_follow_up(session: AsyncSession, caller: Caller | None, follow_up: FollowUp, said: FollowUpHold) -> None:
    """Hold a planned follow-up: all that it ended in is carried out in this transaction, and stays."""
    meeting = await _meeting(session, follow_up, said)
    raise_faults(rules.check_hold(meeting, said))
    await change(session, caller, follow_up, _held(caller, meeting, said), "held")
    origin = AgreementSource(Origin.follow_up, follow_up.id, follow_up.institution_id)
    taken = [
        StatusChange(meeting.agreements[one.agreement_id], Turn(one.outcome.value), one.note) for one in said.taken_up
    ]
    await agreements.change_status(session, caller, taken, origin)
    await agreements.create_agreements(
        session, caller, origin, said.agreements, shared=False, leader_id=follow_up.leader_id
    )
    # One that is written down late assesses nothing anew: a later one has been held.
    if rules.is_latest(follow_up, await held_beside(session, follow_up)):
        await apply_concerns(session, caller, [concern_of(follow_up, said.assessment, said.reason)])


def _held(caller: Caller | None, meeting: Meeting, said: FollowUpHold) -> dict[str, Any]:
    held_on = said.held_on or meeting.today
    values = {
        "status": FollowUpStatus.held.value,
        "held_on": held_on,
        "assessment": said.assessment.value,
        "next_due_on": said.next_due_on or _next_due(meeting.institution, held_on),
    }
    if caller is not None and caller.holder == Holder.person:
        values["chief_id"] = caller.id
    return values | {name: getattr(said, name) for name in ("topics", "notes") if getattr(said, name) is not None}


def _next_due(institution: Institution, held_on: date) -> date:
    return rules.next_due(Kind(institution.kind), held_on, settings())


def concern_of(follow_up: FollowUp, assessment: Assessment, words: str | None, on: date | None = None) -> Concern:
    """What an assessment tells heightened supervision, on the day of the follow-up or on another."""
    day = on or follow_up.held_on or clock.today()
    return Concern(follow_up.institution_id, follow_up.id, day, rules.severity_of(assessment), words)
