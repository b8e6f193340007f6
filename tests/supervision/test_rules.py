"""The conditions of each flag, without a database. Today is 10 March 2026, in the second round of four."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.core.identifiers import new_id
from api.cycles.models import Cycle
from api.cycles.rules import round_numbered, rounds_as_json, rounds_of_half_years
from api.dialogues.models import DialogueStatus
from api.evidence.models import Lacking
from api.follow_ups.models import Assessment
from api.institutions.models import Area, Participation
from api.supervision.models import Flag
from api.supervision.rules import (
    CurrentRound,
    DialogueFacts,
    HeldFollowUp,
    InstitutionFacts,
    PlannedFollowUp,
    flags_of,
)

TODAY = date(2026, 3, 10)
_ROUNDS = rounds_of_half_years(date(2025, 7, 1), date(2027, 7, 1), 4)
CYCLE = Cycle(
    id=new_id(),
    area=Area.age_6_18,
    title="2025-2027",
    title_key="2025",
    discussion_on=date(2025, 6, 1),
    starts_on=date(2025, 7, 1),
    ends_on=date(2027, 7, 1),
    rounds=rounds_as_json(_ROUNDS),
)
SECOND = round_numbered(CYCLE, 2)
assert SECOND is not None


def dialogue(round: int, status: DialogueStatus, day: date, cycle: Any = None) -> DialogueFacts:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    held_on = day if status == DialogueStatus.held else None
    return DialogueFacts(new_id(), cycle or CYCLE.id, round, status, moment, held_on)


HELD_BEFORE = dialogue(1, DialogueStatus.held, date(2025, 10, 1))
DUE_LATER = date(2026, 9, 1)


def institution(**other: Any) -> InstitutionFacts:
    """Return an institution without flags; `other` replaces its values."""
    assert SECOND is not None
    values: dict[str, Any] = {
        "participation": Participation.dialogues,
        "current": CurrentRound(CYCLE, SECOND),
        "chosen": 1,
        "dialogues": [HELD_BEFORE],
        "last_follow_up": HeldFollowUp(new_id(), date(2026, 3, 1), Assessment.no_concern, DUE_LATER),
        **other,
    }
    return InstitutionFacts(**values)


def test_institution_without_problems_has_no_flags() -> None:
    assert flags_of(institution(), TODAY) == []


@pytest.mark.parametrize(
    "dialogues, overdue",
    [
        ([HELD_BEFORE, dialogue(2, DialogueStatus.planned, TODAY)], False),
        ([HELD_BEFORE, dialogue(2, DialogueStatus.planned, date(2026, 3, 9))], True),
        ([HELD_BEFORE, dialogue(2, DialogueStatus.held, date(2026, 3, 9))], False),
        ([], True),
        ([dialogue(1, DialogueStatus.planned, date(2025, 10, 1))], True),
        ([dialogue(1, DialogueStatus.held, date(2025, 10, 1), new_id())], True),
    ],
    ids=["planned today", "planned yesterday", "held", "none before", "still planned", "another cycle's"],
)
def test_dialogue_is_overdue_after_its_day_or_a_round_without_a_held_dialogue(
    dialogues: list[DialogueFacts], overdue: bool
) -> None:
    assert (Flag.dialogue_overdue in flags_of(institution(dialogues=dialogues), TODAY)) == overdue


def test_days_follow_danish_time() -> None:
    late = DialogueFacts(new_id(), CYCLE.id, 2, DialogueStatus.planned, datetime(2026, 3, 9, 23, 30, tzinfo=UTC), None)
    assert flags_of(institution(dialogues=[HELD_BEFORE, late]), TODAY) == [], "it is 00:30 on 10 March in Denmark"


def test_proposed_focus_area_is_enough_until_the_first_dialogue_is_held() -> None:
    before: list[DialogueFacts] = []
    for dialogues, proposed, chosen, flagged in (
        (before, 0, 0, True),
        (before, 1, 0, False),
        ([HELD_BEFORE], 1, 0, True),
        ([HELD_BEFORE], 0, 1, False),
    ):
        flags = flags_of(institution(dialogues=dialogues, proposed=proposed, chosen=chosen), TODAY)
        assert (Flag.no_focus_area in flags) == flagged


@pytest.mark.parametrize(
    "lacking, flag",
    [
        (Lacking.no_quantitative, Flag.one_sided_evidence),
        (Lacking.no_qualitative, Flag.one_sided_evidence),
        (Lacking.no_child_voice, Flag.no_child_voice),
        (Lacking.no_parent_voice, Flag.no_parent_voice),
    ],
)
def test_lacking_evidence_is_flagged(lacking: Lacking, flag: Flag) -> None:
    assert flags_of(institution(lacking=[lacking]), TODAY) == [flag]


@pytest.mark.parametrize(
    "last_due, planned, overdue",
    [
        (TODAY, None, False),
        (date(2026, 3, 9), None, True),
        (date(2026, 3, 9), date(2026, 4, 1), True),
        (DUE_LATER, date(2026, 3, 9), True),
        (None, None, True),
        (None, TODAY, False),
    ],
    ids=["due today", "due yesterday", "planned too late", "planned yesterday", "never", "the first, today"],
)
def test_follow_up_is_overdue_after_its_day_or_due_date(
    last_due: date | None, planned: date | None, overdue: bool
) -> None:
    last = last_due and HeldFollowUp(new_id(), date(2025, 9, 1), Assessment.no_concern, last_due)
    next_planned = planned and PlannedFollowUp(
        new_id(), datetime(planned.year, planned.month, planned.day, 12, tzinfo=UTC)
    )
    flags = flags_of(institution(last_follow_up=last, next_follow_up=next_planned), TODAY)
    assert (Flag.follow_up_overdue in flags) == overdue


def test_flags_are_ordered_and_a_board_sees_none_from_follow_ups() -> None:
    worst: dict[str, Any] = {
        "dialogues": [],
        "chosen": 0,
        "lacking": list(Lacking),
        "agreements_overdue": 1,
        "last_follow_up": None,
        "heightened": [{"action_plan_missing": True}],
    }
    assert flags_of(institution(**worst), TODAY) == list(Flag)
    assert flags_of(institution(**worst, with_follow_ups=False), TODAY) == list(Flag)[:6]


def test_institution_with_follow_ups_only_has_no_flags_of_dialogues() -> None:
    only = institution(
        participation=Participation.follow_up_only, dialogues=[], chosen=0, lacking=list(Lacking), last_follow_up=None
    )
    assert flags_of(only, TODAY) == [Flag.follow_up_overdue]
    between = institution(current=None, dialogues=[], chosen=0, lacking=list(Lacking))
    assert flags_of(between, TODAY) == [], "no current round"
