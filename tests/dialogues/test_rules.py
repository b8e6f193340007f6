"""Rules of holding a dialogue and of its learning circle, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.agreements.models import Agreement, Origin
from api.core.identifiers import new_id
from api.cycles.models import Cycle
from api.cycles.rules import Round, rounds_as_json
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
        {
            "step": step.value,
            "text": text,
            "cited": [{"kind": reference.kind.value, "id": str(reference.id)} for reference in cited],
        }
    )


FIGURE = Piece(Reference(EvidenceKind.measurement, new_id()), INSTITUTION, shown={"value": 81.5})
SUPPRESSED = Piece(Reference(EvidenceKind.measurement, new_id()), INSTITUTION, shown={"value": None})
VOICE = Piece(Reference(EvidenceKind.stakeholder_input, new_id()), INSTITUTION, "child", {"text": "Larm"})
FILLED = [entry(step) for step in (Step.challenge, Step.data, Step.analysis)]


AREA = Area.age_6_18
HALF_YEAR = Round(1, "2026H1", date(2026, 1, 1), date(2026, 6, 30))


def hold_context(**other: Any) -> hold.HoldContext:
    planned = dialogue()
    school = Institution(id=INSTITUTION, name="Birk", name_key="birk", kind=Kind.school)
    values = {"entries": entries_to_store(FILLED, planned.id), "cited": [FIGURE, VOICE], **other}
    days = {"discussion_on": date(2026, 1, 1), "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    fields = {"title": "Skoler", "title_key": "skoler", "area": AREA, "rounds": rounds_as_json([HALF_YEAR])}
    cycle = Cycle.model_validate({"id": CYCLE, **fields, **days})
    values = {"dialogue": planned, "today": TODAY, **values}
    return hold.HoldContext(institution=school, cycle=cycle, **values)


def fault_codes_of(context: hold.HoldContext, **payload: Any) -> list[str]:
    return [fault.code or fault.kind.code for fault in hold.check_hold(context, DialogueHold(**payload))]


def test_dialogue_with_both_kinds_of_evidence_and_a_complete_circle_can_be_held() -> None:
    assert fault_codes_of(hold_context()) == []


def test_suppressed_figure_is_no_evidence() -> None:
    assert fault_codes_of(hold_context(cited=[SUPPRESSED, VOICE])) == ["one-sided-evidence"]
    assert fault_codes_of(hold_context(cited=[FIGURE])) == ["one-sided-evidence"]


def test_each_required_step_without_entries_is_reported() -> None:
    entries = entries_to_store([entry(Step.data), entry(Step.evaluation)], new_id())
    assert empty_steps(entries) == [Step.challenge, Step.analysis]
    assert fault_codes_of(hold_context(entries=entries)) == ["circle-incomplete", "circle-incomplete"]


def test_day_outside_the_round_can_be_overridden() -> None:
    assert fault_codes_of(hold_context(), held_on=date(2025, 12, 31)) == ["outside-the-round"]
    assert fault_codes_of(hold_context(), held_on=date(2026, 1, 1)) == []
    assert fault_codes_of(hold_context(today=date(2026, 7, 1))) == ["outside-the-round"]
    [fault] = hold.check_hold(hold_context(), DialogueHold(held_on=date(2025, 12, 31)))
    assert (fault.pointer, fault.kind.overridable) == ("/held_on", True)


def test_planned_day_outside_the_round_needs_no_second_reason() -> None:
    late = dialogue()
    late.planned_for = datetime(2026, 7, 2, 8, tzinfo=UTC)
    assert fault_codes_of(hold_context(dialogue=late, today=date(2026, 7, 2))) == []
    assert fault_codes_of(hold_context(dialogue=late, today=date(2026, 7, 3))) == ["outside-the-round"]


def test_all_faults_of_holding_are_reported_in_order() -> None:
    open_agreement = Agreement(
        id=new_id(),
        institution_id=INSTITUTION,
        origin_kind=Origin.dialogue,
        origin_id=new_id(),
        text="Læsebånd",
        responsible="Leder",
        due_on=TODAY,
    )
    fault_codes = fault_codes_of(
        hold_context(
            dialogue=dialogue(2),
            others=[dialogue(1)],
            entries=[],
            cited=[],
            agreements={open_agreement.id: open_agreement},
            to_take_up=frozenset({open_agreement.id}),
        ),
        held_on=date(2026, 3, 17),
        decisions=[DecisionShape(focus_area_id=new_id(), decision=Decision.choose)],
        attended=[new_id()],
    )
    assert fault_codes == [
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


def test_only_a_planned_dialogue_can_be_held() -> None:
    for status in (DialogueStatus.held, DialogueStatus.cancelled):
        assert fault_codes_of(hold_context(dialogue=dialogue(status=status), entries=[])) == ["wrong-state"]


def test_cancelled_later_and_other_institutions_dialogues_leave_the_round_free() -> None:
    cancelled, later, foreign = dialogue(1, DialogueStatus.cancelled), dialogue(3), dialogue(1)
    foreign.institution_id = new_id()
    assert check_round_is_free(dialogue(2), [cancelled, later, foreign]) == []
    assert [fault.kind.code for fault in check_round_is_free(dialogue(3), [later, dialogue(2)])] == [
        "dialogue-exists",
        "earlier-dialogue-open",
    ]


def test_closed_institution_cannot_hold_a_dialogue_on_any_day() -> None:
    context = hold_context()
    context.institution.active_until = date(2026, 3, 10)
    assert fault_codes_of(context) == ["institution-closed"]
    assert fault_codes_of(context, held_on=date(2026, 3, 9)) == ["institution-closed"]
    context.institution.active_until = context.today + timedelta(days=1)
    assert fault_codes_of(context) == []


def test_focus_area_is_decided_about_once_and_as_its_status_allows() -> None:
    area = FocusArea(
        id=new_id(),
        institution_id=INSTITUTION,
        theme_id=new_id(),
        title="Ro",
        title_key="ro",
        status=FocusAreaStatus.proposed,
    )
    for decision in Decision:
        decision_shape = DecisionShape(focus_area_id=area.id, decision=decision)
        is_allowed = decision in (Decision.choose, Decision.drop)
        assert (check_decisions([decision_shape], {area.id: area}) == []) is is_allowed
    twice = [DecisionShape(focus_area_id=area.id, decision=Decision.choose)] * 2
    assert [fault.code for fault in check_decisions(twice, {area.id: area})] == ["named-twice"]


def test_entries_are_sorted_by_step() -> None:
    first, second = entry(Step.data, text="Først"), entry(Step.data, text="Siden")
    ordered = sort_by_step([entry(Step.action), first, entry(Step.challenge), second])
    assert [entry.step for entry in ordered] == [Step.challenge, Step.data, Step.data, Step.action]
    assert ordered[1:3] == [first, second]


def test_evidence_cited_twice_is_returned_once() -> None:
    entries = entries_to_store(
        [entry(Step.data, FIGURE.reference, VOICE.reference), entry(Step.goal, FIGURE.reference)], new_id()
    )
    assert cited_references(entries) == [FIGURE.reference, VOICE.reference]
