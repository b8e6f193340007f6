"""The conditions of each flag. Days are Danish civil time; a day has passed when today is later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.core.clock import day_of
from api.cycles.models import Cycle
from api.cycles.rules import Round
from api.dialogues.models import DialogueStatus
from api.evidence.models import Lacking
from api.follow_ups.models import Assessment
from api.institutions.models import Participation
from api.supervision.models import Flag


@dataclass(frozen=True)
class CurrentRound:
    """The round that includes today, with its cycle."""

    cycle: Cycle
    round: Round


@dataclass(frozen=True)
class DialogueFacts:
    """A dialogue that is not cancelled."""

    id: UUID
    cycle_id: UUID
    round: int
    status: DialogueStatus
    planned_for: datetime
    held_on: date | None


@dataclass(frozen=True)
class HeldFollowUp:
    """The last held follow-up of an institution."""

    id: UUID
    held_on: date
    assessment: Assessment
    next_due_on: date


@dataclass(frozen=True)
class PlannedFollowUp:
    """The next planned follow-up of an institution."""

    id: UUID
    planned_for: datetime


@dataclass
class InstitutionFacts:
    """The facts about an institution that its flags depend on.

    `proposed` and `chosen` count focus areas of the current cycle; `chosen` includes completed ones. `heightened` are
    rows of open heightened supervision. `with_follow_ups` is False for callers who may not see follow-ups.
    """

    participation: Participation
    current: CurrentRound | None = None
    dialogues: list[DialogueFacts] = field(default_factory=list)
    lacking: Sequence[Lacking] = ()
    proposed: int = 0
    chosen: int = 0
    agreements_overdue: int = 0
    with_follow_ups: bool = True
    last_follow_up: HeldFollowUp | None = None
    next_follow_up: PlannedFollowUp | None = None
    heightened: list[dict[str, Any]] = field(default_factory=list)

    @property
    def dialogues_of_cycle(self) -> list[DialogueFacts]:
        """The dialogues of the current cycle."""
        if self.current is None:
            return []
        return [dialogue for dialogue in self.dialogues if dialogue.cycle_id == self.current.cycle.id]

    @property
    def dialogue(self) -> DialogueFacts | None:
        """The dialogue of the current round, or None."""
        if self.current is None:
            return None
        number = self.current.round.number
        return next((dialogue for dialogue in self.dialogues_of_cycle if dialogue.round == number), None)

    def last_held_before(self, dialogue: DialogueFacts | None) -> date | None:
        """Return the day of the last held dialogue other than this one, and not later than it if it was held."""
        days = [other.held_on for other in self.dialogues if other.held_on is not None and other is not dialogue]
        if dialogue is not None and dialogue.held_on is not None:
            days = [day for day in days if day <= dialogue.held_on]
        return max(days, default=None)


def flags_of(facts: InstitutionFacts, today: date) -> list[Flag]:
    """Return the flags of an institution in the order of domain.md; those from follow-ups only where they are shown."""
    conditions = {
        Flag.agreement_overdue: facts.agreements_overdue > 0,
        **_dialogue_conditions(facts, today),
        **(_follow_up_conditions(facts, today) if facts.with_follow_ups else {}),
    }
    return [flag for flag in Flag if conditions.get(flag)]


def _dialogue_conditions(facts: InstitutionFacts, today: date) -> dict[Flag, bool]:
    """Return no conditions if the institution takes no part in dialogues, or no round includes today."""
    if facts.current is None or facts.participation != Participation.dialogues:
        return {}
    return {
        Flag.dialogue_overdue: is_dialogue_overdue(facts, facts.current, today),
        Flag.no_focus_area: has_no_focus_area(facts),
        # Only figures, or only voices and observations.
        Flag.one_sided_evidence: bool({Lacking.no_quantitative, Lacking.no_qualitative} & set(facts.lacking)),
        Flag.no_child_voice: Lacking.no_child_voice in facts.lacking,
        Flag.no_parent_voice: Lacking.no_parent_voice in facts.lacking,
    }


def is_dialogue_overdue(facts: InstitutionFacts, current: CurrentRound, today: date) -> bool:
    """Return whether a dialogue of the current cycle is overdue.

    Either a dialogue is still planned for a day that has passed, or the previous round ended without a held dialogue; a
    cancelled dialogue that was not planned again does not count.
    """
    dialogues = facts.dialogues_of_cycle
    is_late = any(
        dialogue.status == DialogueStatus.planned and day_of(dialogue.planned_for) < today for dialogue in dialogues
    )
    previous = current.round.number - 1
    was_missed = previous >= 1 and not any(
        dialogue.round == previous and dialogue.status == DialogueStatus.held for dialogue in dialogues
    )
    return is_late or was_missed


def has_no_focus_area(facts: InstitutionFacts) -> bool:
    """Return whether the current cycle has no chosen or completed focus area.

    Until the first dialogue of the cycle is held, a proposed focus area is enough.
    """
    any_held = any(dialogue.status == DialogueStatus.held for dialogue in facts.dialogues_of_cycle)
    return facts.chosen == 0 and (any_held or facts.proposed == 0)


def _follow_up_conditions(facts: InstitutionFacts, today: date) -> dict[Flag, bool]:
    return {
        Flag.follow_up_overdue: facts.participation != Participation.none and is_follow_up_overdue(facts, today),
        # A serious concern without any action, from the day it was opened.
        Flag.action_plan_missing: any(supervision["action_plan_missing"] for supervision in facts.heightened),
        # Open for the institution or one of its departments.
        Flag.heightened_supervision: bool(facts.heightened),
    }


def is_follow_up_overdue(facts: InstitutionFacts, today: date) -> bool:
    """Return whether the next follow-up is overdue.

    Either it is planned for a day that has passed, or the due date set by the last one has passed; without any held
    follow-up, it is overdue unless one is planned.
    """
    if facts.next_follow_up is not None and day_of(facts.next_follow_up.planned_for) < today:
        return True
    if facts.last_follow_up is None:
        return facts.next_follow_up is None
    return facts.last_follow_up.next_due_on < today
