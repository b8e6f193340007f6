"""What a follow-up ends in: notes, assessment, agreements, heightened supervision; and how its notes are read."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Holder, Role
from api.agreements import actions as agreements
from api.agreements.actions import Conversation, Turning
from api.agreements.models import Origin, Turn
from api.core import clock
from api.core.problems import Fault, refuse
from api.core.settings import settings
from api.dialogues.queries import own_focus_areas
from api.follow_ups import rules
from api.follow_ups.holding import FollowUpHold, NotesShape
from api.follow_ups.models import Assessment, FollowUp, FollowUpRemark, FollowUpStatus
from api.follow_ups.queries import can_be_taken_up, held_beside, in_post, notes_of
from api.follow_ups.rules import Meeting
from api.heightened_supervision.actions import Concern, follow_concerns
from api.institutions.models import Institution, Kind
from api.institutions.queries import institutions_of
from api.journal.record import change, record, touch


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


async def against_holding(session: AsyncSession, follow_up: FollowUp) -> list[Fault]:
    """What stands in the way of holding a follow-up today, whatever is said in it."""
    return rules.check_meeting(await _meeting(session, follow_up), clock.today())


async def hold_follow_up(session: AsyncSession, caller: Caller | None, follow_up: FollowUp, said: FollowUpHold) -> None:
    """Hold a planned follow-up: all that it ended in is carried out in this transaction, and stays."""
    meeting = await _meeting(session, follow_up, said)
    refuse(rules.check_hold(meeting, said))
    await change(session, caller, follow_up, _held(caller, meeting, said), "held")
    origin = Conversation(Origin.follow_up, follow_up.id, follow_up.institution_id)
    taken = [Turning(meeting.agreements[one.agreement_id], Turn(one.outcome.value), one.note) for one in said.taken_up]
    await agreements.turn_agreements(session, caller, taken, origin)
    await agreements.make_agreements(
        session, caller, origin, said.agreements, shared=False, leader_id=follow_up.leader_id
    )
    # One that is written down late assesses nothing anew: a later one has been held.
    if rules.is_latest(follow_up, await held_beside(session, follow_up)):
        await follow_concerns(session, caller, [concern_of(follow_up, said.assessment, said.reason)])


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


# --- notes and remarks ---


async def prepare_notes(session: AsyncSession, caller: Caller | None, follow_up: FollowUp, said: NotesShape) -> None:
    """Let the notes of a planned follow-up say this; once it is held they stay, and are corrected beside."""
    refuse(rules.check_status(follow_up, FollowUpStatus.planned))
    await change(session, caller, follow_up, {"topics": said.topics, "notes": said.notes})


async def remark(session: AsyncSession, caller: Caller, follow_up: FollowUp, text: str) -> None:
    """Let the leader's words stand with the notes."""
    session.add(FollowUpRemark(follow_up_id=follow_up.id, text=text, author_id=caller.id, at=clock.now()))
    await touch(session, caller, follow_up, "remarked", ["remarks"])


async def read_notes(session: AsyncSession, caller: Caller, follow_up: FollowUp) -> dict[str, Any]:
    """The notes, for one of the two sides; that they were read is recorded in the same transaction."""
    await record(session, caller, [follow_up], "read", ["topics", "notes", "remarks"])
    return await notes_of(session, follow_up)
