"""Plan dialogues, one or a whole round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, Override, Problem, apply_overrides, raise_faults
from api.cycles.models import Cycle
from api.cycles.rules import round_numbered
from api.db import transactions
from api.dialogues.models import Dialogue, DialogueParticipant
from api.dialogues.queries.lookups import dialogues_in_cycles, dialogues_of_meetings, not_cancelled, rows_by_id
from api.dialogues.queries.participants import plannable_institution_ids, roles_of_people
from api.dialogues.rules.joint_meetings import (
    check_can_join_meeting,
    check_same_time_and_place,
)
from api.dialogues.rules.participants import (
    RequestedParticipant,
    check_participants,
    check_people,
    participants_to_store,
    requested_people,
)
from api.dialogues.rules.plan import (
    OUTSIDE_THE_ROUND,
    check_round_is_free,
    check_school_fields,
    check_takes_part,
    check_time,
    planned_end,
)
from api.dialogues.schemas.plan import DialogueCreate
from api.institutions.models import Institution
from api.journal.record import create
from api.redaction.corrections import record_overrides


class _BatchFaults:
    """Collects the faults of a batch of plans, so that all of them are reported at once.

    `pointer` is the JSON pointer to the list of plans in the request; empty for a single plan.
    """

    def __init__(self, pointer: str) -> None:
        self.pointer, self.faults = pointer, list[Fault]()

    def apply_overrides(self, index: int, faults: Iterable[Fault], because: Mapping[str, str] | None) -> list[Override]:
        """Return the overrides of a plan; collect its faults if some are not overridden."""
        try:
            return apply_overrides(faults, because, OUTSIDE_THE_ROUND)
        except Problem as problem:
            prefix = f"{self.pointer}/{index}" if self.pointer else ""
            self.faults += [replace(fault, pointer=f"{prefix}{fault.pointer or ''}") for fault in problem.faults]
            return []


def _people_by_institution(
    plans: Sequence[DialogueCreate], people_of_plans: Sequence[list[RequestedParticipant]]
) -> dict[UUID, list[RequestedParticipant]]:
    by_institution: dict[UUID, list[RequestedParticipant]] = {}
    for plan, people in zip(plans, people_of_plans, strict=True):
        by_institution.setdefault(plan.institution_id, []).extend(people)
    return by_institution


async def plan_dialogues(
    session: AsyncSession,
    caller: Caller | None,
    plans: Sequence[DialogueCreate],
    pointer: str = "",
    ids: Sequence[UUID] | None = None,
) -> list[Dialogue]:
    """Create planned dialogues, all of them or none; their institutions and cycles exist.

    `pointer` is the JSON pointer to the plans in the request, for the pointers of faults. `ids` are the ids of the
    dialogues where they were assigned before.
    """
    institutions = await rows_by_id(session, Institution, (plan.institution_id for plan in plans))
    cycles = await rows_by_id(session, Cycle, (plan.cycle_id for plan in plans))
    existing = await dialogues_in_cycles(session, ((plan.institution_id, plan.cycle_id) for plan in plans))
    meetings = await dialogues_of_meetings(session, (plan.meeting_id for plan in plans))
    plannable_ids = await plannable_institution_ids(session, caller, {dialogue.institution_id for dialogue in meetings})
    people_of_plans = [requested_people(plan.data_holder_id, plan.participants) for plan in plans]
    roles = await roles_of_people(session, caller, _people_by_institution(plans, people_of_plans))
    default_minutes = transactions.settings_of(session).dialogue_minutes
    batch = _BatchFaults(pointer)
    dialogues: list[Dialogue] = []
    overrides: list[list[Override]] = []
    participants: list[DialogueParticipant] = []
    for index, (plan, people) in enumerate(zip(plans, people_of_plans, strict=True)):
        institution, cycle = institutions[plan.institution_id], cycles[plan.cycle_id]
        dialogue = Dialogue(
            planned_until=planned_end(plan.planned_for, plan.planned_until, default_minutes),
            **plan.model_dump(exclude={"participants", "because", "planned_until"}),
        )
        if ids:
            dialogue.id = ids[index]
        faults = check_takes_part(institution, cycle, clock.today(), plan.planned_for)
        if round_numbered(cycle, plan.round):  # else `no-such-round` is the only fault of the round
            faults += check_round_is_free(dialogue, [*existing, *dialogues])
        faults += check_time(cycle, plan.round, plan.planned_for, dialogue.planned_until)
        faults += check_can_join_meeting(dialogue, meetings, plannable_ids) or check_same_time_and_place(
            dialogue, [*not_cancelled(meetings), *dialogues]
        )
        faults += check_school_fields(institution, plan.school_development_talk, plan.parent_representative_invited)
        faults += check_participants(plan.participants)
        faults += check_people(institution.id, people, roles)
        overrides.append(batch.apply_overrides(index, faults, plan.because))
        dialogues.append(dialogue)
        participants += participants_to_store(dialogue.id, plan.participants)
    raise_faults(batch.faults)
    await create(session, caller, dialogues)
    session.add_all(participants)
    if caller is not None:
        for dialogue, dialogue_overrides in zip(dialogues, overrides, strict=True):
            record_overrides(session, caller, dialogue, dialogue_overrides)
    await session.flush()
    return dialogues
