"""When a dialogue may be held, and how its circle is kept in order: without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.agreements.models import Agreement, Origin
from api.core.identifiers import new_id
from api.cycles.models import Cycle
from api.cycles.rules import Round, stored
from api.dialogues.models import Dialogue, DialogueStatus, Step
from api.dialogues.rules import hold
from api.dialogues.rules.circle import cited_references, empty_steps, entries_to_store, sort_by_step
from api.dialogues.rules.focus_areas import check_decisions
from api.dialogues.rules.plan import check_round_is_free
from api.dialogues.schemas.circle import EntryShape
from api.dialogues.schemas.hold import DecisionShape, DialogueHold
from api.evidence.models import EvidenceKind
from api.evidence.rules import Piece, Reference
from api.focus_areas.models import Decision, FocusArea, FocusAreaStatus
from api.institutions.models import Area, Institution, Kind

TODAY = date(2026, 3, 16)
INSTITUTION, CYCLE = new_id(), new_id()


def dialogue(round: int = 1, status: DialogueStatus = DialogueStatus.planned) -> Dialogue:
    at = datetime(2026, 3, 16, 12, tzinfo=UTC)
    return Dialogue(
        institution_id=INSTITUTION, cycle_id=CYCLE, round=round, planned_for=at, planned_until=at, status=status
    )


def entry(step: Step, *cited: Reference, text: str = "Noget") -> EntryShape:
    return EntryShape.model_validate(
        {"step": step.value, "text": text, "cited": [{"kind": one.kind.value, "id": str(one.id)} for one in cited]}
    )


FIGURE = Piece(Reference(EvidenceKind.measurement, new_id()), INSTITUTION, shown={"value": 81.5})
WITHHELD = Piece(Reference(EvidenceKind.measurement, new_id()), INSTITUTION, shown={"value": None})
VOICE = Piece(Reference(EvidenceKind.stakeholder_input, new_id()), INSTITUTION, "child", {"text": "Larm"})
FILLED = [entry(step) for step in (Step.challenge, Step.data, Step.analysis)]


AREA = Area.age_6_18
HALF_YEAR = Round(1, "2026H1", date(2026, 1, 1), date(2026, 6, 30))


def table(**other: Any) -> hold.HoldContext:
    mine = dialogue()
    school = Institution(id=INSTITUTION, name="Birk", name_key="birk", kind=Kind.school)
    given = {"entries": entries_to_store(FILLED, mine.id), "cited": [FIGURE, VOICE], **other}
    days = {"discussion_on": date(2026, 1, 1), "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    named = {"title": "Skoler", "title_key": "skoler", "area": AREA, "rounds": stored([HALF_YEAR])}
    cycle = Cycle.model_validate({"id": CYCLE, **named, **days})
    given = {"dialogue": mine, "today": TODAY, **given}
    return hold.HoldContext(institution=school, cycle=cycle, **given)


def codes(given: hold.HoldContext, **said: Any) -> list[str]:
    return [fault.code or fault.kind.code for fault in hold.check_hold(given, DialogueHold(**said))]


def test_a_dialogue_with_both_sides_and_a_full_circle_is_held() -> None:
    assert codes(table()) == []


def test_what_is_withheld_is_no_evidence() -> None:
    assert codes(table(cited=[WITHHELD, VOICE])) == ["one-sided-evidence"]
    assert codes(table(cited=[FIGURE])) == ["one-sided-evidence"]


def test_each_empty_step_before_the_decision_is_told() -> None:
    some = entries_to_store([entry(Step.data), entry(Step.evaluation)], new_id())
    assert empty_steps(some) == [Step.challenge, Step.analysis]
    assert codes(table(entries=some)) == ["circle-incomplete", "circle-incomplete"]


def test_a_day_outside_the_round_is_one_to_give_a_reason_for() -> None:
    assert codes(table(), held_on=date(2025, 12, 31)) == ["outside-the-round"]
    assert codes(table(), held_on=date(2026, 1, 1)) == []
    assert codes(table(today=date(2026, 7, 1))) == ["outside-the-round"]
    [fault] = hold.check_hold(table(), DialogueHold(held_on=date(2025, 12, 31)))
    assert (fault.pointer, fault.kind.overridable) == ("/held_on", True)


def test_the_day_that_was_planned_outside_the_round_with_a_reason_needs_no_second_one() -> None:
    late = dialogue()
    late.planned_for = datetime(2026, 7, 2, 8, tzinfo=UTC)
    assert codes(table(dialogue=late, today=date(2026, 7, 2))) == []
    assert codes(table(dialogue=late, today=date(2026, 7, 3))) == ["outside-the-round"]


def test_everything_that_stands_in_the_way_is_told_in_the_order_of_the_domain() -> None:
    open_one = Agreement(
        id=new_id(),
        institution_id=INSTITUTION,
        origin_kind=Origin.dialogue,
        origin_id=new_id(),
        text="Læsebånd",
        responsible="Leder",
        due_on=TODAY,
    )
    found = codes(
        table(
            dialogue=dialogue(2),
            others=[dialogue(1)],
            entries=[],
            cited=[],
            agreements={open_one.id: open_one},
            to_take_up=frozenset({open_one.id}),
        ),
        held_on=date(2026, 3, 17),
        decisions=[DecisionShape(focus_area_id=new_id(), decision=Decision.choose)],
        attended=[new_id()],
    )
    assert found == [
        "earlier-dialogue-open",
        "circle-incomplete",
        "circle-incomplete",
        "circle-incomplete",
        "one-sided-evidence",
        "one-sided-evidence",
        "agreements-not-taken-up",
        "held-in-the-future",
        "focus-area-of-another-institution",
        "unknown-reference",
    ]


def test_only_a_planned_dialogue_is_held() -> None:
    for status in (DialogueStatus.held, DialogueStatus.cancelled):
        assert codes(table(dialogue=dialogue(status=status), entries=[])) == ["wrong-state"]


def test_a_cancelled_or_later_dialogue_stands_in_nobodys_way() -> None:
    cancelled, later, foreign = dialogue(1, DialogueStatus.cancelled), dialogue(3), dialogue(1)
    foreign.institution_id = new_id()
    assert check_round_is_free(dialogue(2), [cancelled, later, foreign]) == []
    assert [fault.kind.code for fault in check_round_is_free(dialogue(3), [later, dialogue(2)])] == [
        "dialogue-exists",
        "earlier-dialogue-open",
    ]


def test_a_closed_institution_holds_nothing_whatever_day_is_said() -> None:
    given = table()
    given.institution.active_until = date(2026, 3, 10)
    assert codes(given) == ["institution-closed"]
    assert codes(given, held_on=date(2026, 3, 9)) == ["institution-closed"]
    given.institution.active_until = given.today + timedelta(days=1)
    assert codes(given) == []


def test_a_focus_area_is_decided_about_once_and_as_it_stands() -> None:
    area = FocusArea(
        id=new_id(),
        institution_id=INSTITUTION,
        theme_id=new_id(),
        title="Ro",
        title_key="ro",
        status=FocusAreaStatus.proposed,
    )
    for decision in Decision:
        one = DecisionShape(focus_area_id=area.id, decision=decision)
        possible = decision in (Decision.choose, Decision.drop)
        assert (check_decisions([one], {area.id: area}) == []) is possible
    twice = [DecisionShape(focus_area_id=area.id, decision=Decision.choose)] * 2
    assert [fault.code for fault in check_decisions(twice, {area.id: area})] == ["named-twice"]


def test_entries_stand_in_the_order_of_the_conversation() -> None:
    first, second = entry(Step.data, text="Først"), entry(Step.data, text="Siden")
    ordered = sort_by_step([entry(Step.action), first, entry(Step.challenge), second])
    assert [one.step for one in ordered] == [Step.challenge, Step.data, Step.data, Step.action]
    assert ordered[1:3] == [first, second]


def test_what_is_cited_twice_is_one_piece() -> None:
    entries = entries_to_store(
        [entry(Step.data, FIGURE.reference, VOICE.reference), entry(Step.goal, FIGURE.reference)], new_id()
    )
    assert cited_references(entries) == [FIGURE.reference, VOICE.reference]
