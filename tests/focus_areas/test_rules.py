"""Which theme a focus area may have and what dialogues may decide, without a database."""

from datetime import date
from typing import Any

import pytest

from api.core.identifiers import new_id
from api.core.problems import Fault
from api.cycles.models import Cycle
from api.focus_areas import rules
from api.focus_areas.models import Decision, FocusArea, FocusAreaStatus
from api.institutions.models import Area, Institution, Kind
from api.themes.models import Theme, ThemeStatus

TODAY = date(2026, 5, 1)
ALLOWED = {
    "choose": {"proposed": "chosen"},
    "continue": {"chosen": "chosen"},
    "adjust": {"chosen": "chosen"},
    "complete": {"chosen": "completed"},
    "drop": {"proposed": "dropped", "chosen": "dropped"},
    "resume": {"completed": "chosen", "dropped": "chosen"},
}


def school(**other: Any) -> Institution:
    return Institution(id=new_id(), name="S", name_key="s", kind=Kind.school, **other)


def cycle(starts: int = 2026, area: Area = Area.age_6_18) -> Cycle:
    days = {"discussion_on": date(starts, 1, 1), "starts_on": date(starts, 1, 1), "ends_on": date(starts + 2, 1, 1)}
    return Cycle(area=area, title="C", title_key="c", rounds=[], **days)


def theme(status: ThemeStatus = ThemeStatus.decided, kinds: tuple[str, ...] = ("school",)) -> Theme:
    return Theme(cycle_id=new_id(), title="T", title_key="t", kinds=list(kinds), status=status)


def focus_area(institution: Institution, status: str = "proposed") -> FocusArea:
    return FocusArea(institution_id=institution.id, theme_id=new_id(), title="F", title_key="f", status=status)


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code or fault.kind.code for fault in faults]


def test_school_can_use_a_decided_theme_of_its_area_and_kind() -> None:
    assert rules.check_theme(school(), theme(), cycle(), TODAY) == []


def test_focus_area_can_be_proposed_before_the_cycle_starts_but_not_after_it_ends() -> None:
    assert rules.check_theme(school(), theme(), cycle(2027), TODAY) == []
    assert codes(rules.check_theme(school(), theme(), cycle(2024), date(2025, 12, 31))) == []
    assert codes(rules.check_theme(school(), theme(), cycle(2024), date(2026, 1, 1))) == ["cycle-ended"]


def test_every_error_is_returned_in_the_order_of_the_rules() -> None:
    closed = school(active_until=TODAY)
    unsuitable = theme(ThemeStatus.proposed, ("day_care",))
    assert codes(rules.check_theme(closed, unsuitable, cycle(2024, Area.age_0_6), TODAY)) == [
        "institution-closed",
        "theme-not-decided",
        "theme-of-another-area",
        "theme-not-for-this-kind",
        "cycle-ended",
    ]


def test_department_of_another_kind_uses_themes_for_that_kind() -> None:
    sfo = Institution(id=new_id(), name="SFO", name_key="sfo", kind=Kind.leisure, parent_id=new_id())
    assert codes(rules.check_theme(sfo, theme(), cycle(), TODAY)) == ["theme-not-for-this-kind"]
    assert rules.check_theme(sfo, theme(kinds=("school", "leisure")), cycle(), TODAY) == []


def test_focus_area_can_continue_one_of_the_same_institution_in_an_earlier_cycle() -> None:
    own, other = school(), school()
    assert rules.check_continues(own, cycle(), None) == []
    assert rules.check_continues(own, cycle(), (focus_area(own), cycle(2024))) == []
    for refused in ((focus_area(other), cycle(2024)), (focus_area(own), cycle(2026)), (focus_area(own), cycle(2025))):
        assert codes(rules.check_continues(own, cycle(), refused)) == ["not-of-an-earlier-cycle"]


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("status", FocusAreaStatus)
def test_dialogue_can_decide_what_the_status_allows(decision: Decision, status: FocusAreaStatus) -> None:
    status_after = ALLOWED[decision.value].get(status.value)
    faults = rules.check_decision(focus_area(school(), status.value), decision, "/decisions/0")
    assert codes(faults) == ([] if status_after else ["wrong-state"])
    if status_after:
        assert rules.STATUS_AFTER[decision] == status_after


def test_theme_of_a_dropped_focus_area_can_be_withdrawn_but_not_reopened() -> None:
    dropped = focus_area(school(), "dropped")
    assert rules.check_theme_unused([dropped], dropped_too=False) == []
    assert codes(rules.check_theme_unused([dropped], dropped_too=True)) == ["theme-in-use"]
    assert codes(rules.check_theme_unused([focus_area(school(), "completed")], dropped_too=False)) == ["theme-in-use"]
