"""What makes each flag. Days are Danish civil time; a day has passed when today is a later one."""

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
class Now:
    """The round that today falls in, with its cycle."""

    cycle: Cycle
    round: Round


@dataclass(frozen=True)
class Talk:
    """A dialogue that is not cancelled."""

    id: UUID
    cycle_id: UUID
    round: int
    status: DialogueStatus
    planned_for: datetime
    held_on: date | None


@dataclass(frozen=True)
class LastTime:
    """The last follow-up that was held."""

    id: UUID
    held_on: date
    assessment: Assessment
    next_due_on: date


@dataclass(frozen=True)
class NextTime:
    """The next follow-up that is planned."""

    id: UUID
    planned_for: datetime


@dataclass
class Standing:
    """Where an institution stands: all that its flags are made of."""

    participation: Participation
    now: Now | None = None
    talks: list[Talk] = field(default_factory=list)
    lacking: Sequence[Lacking] = ()
    proposed: int = 0
    chosen: int = 0
    agreements_overdue: int = 0
    with_follow_ups: bool = True
    last: LastTime | None = None
    next: NextTime | None = None
    heightened: list[dict[str, Any]] = field(default_factory=list)

    @property
    def of_the_cycle(self) -> list[Talk]:
        """The dialogues of the running cycle."""
        return [talk for talk in self.talks if self.now is not None and talk.cycle_id == self.now.cycle.id]

    @property
    def dialogue(self) -> Talk | None:
        """The round's dialogue."""
        return next((talk for talk in self.of_the_cycle if self.now and talk.round == self.now.round.number), None)

    def last_held_before(self, talk: Talk | None) -> date | None:
        """The day of the last dialogue that was held, other than this one."""
        days = [one.held_on for one in self.talks if one.held_on is not None and one is not talk]
        return max((day for day in days if talk is None or talk.held_on is None or day <= talk.held_on), default=None)


def flags_of(standing: Standing, today: date) -> list[Flag]:
    """The flags of an institution, in the order of domain.md; those from follow-ups for whom they are for only."""
    found = {
        Flag.agreement_overdue: standing.agreements_overdue > 0,
        **_of_dialogues(standing, today),
        **(_of_follow_ups(standing, today) if standing.with_follow_ups else {}),
    }
    return [flag for flag in Flag if found.get(flag)]


def _of_dialogues(standing: Standing, today: date) -> dict[Flag, bool]:
    """None where the institution takes part in follow-ups only, or where no round of a cycle runs."""
    if standing.now is None or standing.participation != Participation.dialogues:
        return {}
    return {
        Flag.dialogue_overdue: is_dialogue_overdue(standing, standing.now, today),
        Flag.no_focus_area: has_no_focus_area(standing),
        # Figures only, or voices and observations only.
        Flag.one_sided_evidence: bool({Lacking.no_quantitative, Lacking.no_qualitative} & set(standing.lacking)),
        Flag.no_child_voice: Lacking.no_child_voice in standing.lacking,
        Flag.no_parent_voice: Lacking.no_parent_voice in standing.lacking,
    }


def is_dialogue_overdue(standing: Standing, now: Now, today: date) -> bool:
    """A dialogue of the running cycle is still planned for a day that has passed; or the round before this one ended
    without a dialogue that was held (one that was cancelled and not planned again is none)."""
    talks = standing.of_the_cycle
    left = any(talk.status == DialogueStatus.planned and day_of(talk.planned_for) < today for talk in talks)
    before = now.round.number - 1
    missed = before >= 1 and not any(t.round == before and t.status == DialogueStatus.held for t in talks)
    return left or missed


def has_no_focus_area(standing: Standing) -> bool:
    """None is chosen or completed in the running cycle; until its first dialogue is held, a proposal is enough."""
    held = any(talk.status == DialogueStatus.held for talk in standing.of_the_cycle)
    return standing.chosen == 0 and (held or standing.proposed == 0)


def _of_follow_ups(standing: Standing, today: date) -> dict[Flag, bool]:
    return {
        Flag.follow_up_overdue: standing.participation != Participation.none and is_follow_up_overdue(standing, today),
        # A serious concern without any action yet, from its opening on.
        Flag.action_plan_missing: any(one["action_plan_missing"] for one in standing.heightened),
        # Open for the institution, or for a department of it.
        Flag.heightened_supervision: bool(standing.heightened),
    }


def is_follow_up_overdue(standing: Standing, today: date) -> bool:
    """The day has passed by which the last one said that the next is due, or on which the next is planned; where none
    was ever held, none is planned."""
    if standing.next is not None and day_of(standing.next.planned_for) < today:
        return True
    return standing.next is None if standing.last is None else standing.last.next_due_on < today
