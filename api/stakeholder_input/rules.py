"""Rules and problem types of stakeholder input: voices and references, changes, answers, and the statistics."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from api.access.models import Role
from api.core import half_years
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.disclosure_control.complementary_suppression import suppressed_parts
from api.focus_areas.rules import THEME_NOT_DECIDED
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.stakeholder_input.models import CHILD_VOICES, Grouping, Input, Voice
from api.stakeholder_input.schemas import DEFAULT_HALF_YEARS, MAX_HALF_YEARS
from api.themes.models import Theme, ThemeStatus

VOICE_NOT_YOURS = problem_type(
    "voice-not-yours",
    422,
    ("You may not write input for this voice", "Du må ikke skrive input på vegne af denne stemme"),
    (
        "A member of a board or council can only write input with the voice of that body; "
        "the leader and the staff write the other voices.",
        "Et medlem af en bestyrelse eller et råd kan kun skrive input med organets egen stemme; "
        "leder og personale skriver de øvrige.",
    ),
)
AGE_GROUP_FOR_CHILDREN_ONLY = problem_type(
    "age-group-for-children-only",
    422,
    ("Only children and young people have an age group", "Kun børn og unge har en aldersgruppe"),
    (
        "Leave out the age group, or choose the voice of children, young people or their councils.",
        "Udelad aldersgruppen, eller vælg børns, unges eller deres råds stemme.",
    ),
)
HALF_YEAR_NOT_CLOSED = problem_type(
    "half-year-not-closed",
    422,
    ("The half-year is not over", "Halvåret er ikke afsluttet"),
    (
        "The statistics cover complete half-years only; choose an earlier one.",
        "Statistikken dækker kun hele, afsluttede halvår; vælg et tidligere.",
    ),
)
_IN_THE_FUTURE = LocalizedText("The date is in the future.", "Datoen ligger i fremtiden.")
_ANSWERED_BEFORE_COLLECTION = LocalizedText(
    "The date is before the day on which the input was collected.",
    "Datoen ligger før den dag, hvor inputtet blev indsamlet.",
)
_FOREIGN_FOCUS_AREA = LocalizedText(
    "The focus area belongs to another institution.", "Fokusområdet hører til et andet tilbud."
)
_WITHDRAWN = LocalizedText("The input has been withdrawn.", "Inputtet er trukket tilbage.")
_CONSULTATION_ANSWER = LocalizedText(
    "This field comes from an answer to a consultation and cannot be changed.",
    "Feltet stammer fra et svar i en inddragelse og kan ikke ændres.",
)
_ANSWER_FIELDS = frozenset({"voice", "method", "age_group", "form", "text", "people_count", "collected_on"})
"""The fields that the people who answered a consultation determine."""
_TEXT_REDACTED = LocalizedText(
    "The text has been redacted and cannot be written again.", "Teksten er fjernet og kan ikke skrives igen."
)
_SPAN_REVERSED = LocalizedText(
    "The first half-year is after the last one.", "Det første halvår ligger efter det sidste."
)
_SPAN_TOO_LONG = LocalizedText(
    f"The statistics cover at most {MAX_HALF_YEARS} half-years at a time.",
    f"Statistikken dækker højst {MAX_HALF_YEARS} halvår ad gangen.",
)

ALL_VOICES = frozenset(Voice)
_ALL_VOICES_ROLES = frozenset({Role.leader, Role.staff, Role.data_supplier})
"""Roles that write input with every voice; members of boards and councils write their body's voice."""


class InputReferences(NamedTuple):
    """The rows that input refers to: its institution (None: the whole municipality), its theme, and the institution of
    its focus area."""

    institution: Institution | None
    theme: Theme | None = None
    focus_area_institution: Institution | None = None


# --- voices and references ---


def voices_of_grants(grants: Iterable[tuple[str, str | None]]) -> frozenset[Voice]:
    """Return the voices that somebody with these grants (role, body) may write at the unit of the grants."""
    held = list(grants)
    if any(role in _ALL_VOICES_ROLES for role, _ in held):
        return ALL_VOICES
    return frozenset(Voice(body) for _, body in held if body is not None)


def check_voice(voice: str, writable: Collection[Voice]) -> list[Fault]:
    """Return a `voice-not-yours` fault if the caller may not write the voice."""
    return [] if voice in writable else [Fault(VOICE_NOT_YOURS, pointer="/voice")]


def check_input(values: Mapping[str, Any], references: InputReferences, today: date) -> list[Fault]:
    """Return the faults of input with these values; references that do not change are None and are not checked."""
    faults = check_age_group(values["voice"], values["age_group"])
    faults += check_day(values["collected_on"], today)
    faults += check_theme(references.theme)
    return faults + check_focus_area(references)


def check_institution(references: InputReferences, day: date) -> list[Fault]:
    """Return an `institution-closed` fault if the institution is closed on a day."""
    return [] if references.institution is None else check_open(references.institution, day)


def check_age_group(voice: str, age_group: str | None) -> list[Fault]:
    """Return a fault for an age group with a voice that is not one of children or young people."""
    if age_group is None or voice in CHILD_VOICES:
        return []
    return [Fault(AGE_GROUP_FOR_CHILDREN_ONLY, pointer="/age_group")]


def check_day(collected_on: date, today: date) -> list[Fault]:
    """Return a fault if the day of collection is in the future."""
    if collected_on <= today:
        return []
    return [Fault(INVALID_INPUT, pointer="/collected_on", code="in-the-future", detail=_IN_THE_FUTURE)]


def check_theme(theme: Theme | None) -> list[Fault]:
    """Return a `theme-not-decided` fault unless the theme is decided or None."""
    if theme is None or theme.status == ThemeStatus.decided:
        return []
    return [Fault(THEME_NOT_DECIDED, pointer="/theme_id")]


def check_focus_area(references: InputReferences) -> list[Fault]:
    """Return a fault if the focus area is another institution's; an institution and its departments share theirs."""
    institution, owner = references.institution, references.focus_area_institution
    if owner is None:
        return []
    if institution is not None and (institution.parent_id or institution.id) == (owner.parent_id or owner.id):
        return []
    return [Fault(INVALID_INPUT, pointer="/focus_area_id", code="not-of-the-institution", detail=_FOREIGN_FOCUS_AREA)]


# --- changes and answers ---


def check_not_withdrawn(input: Input) -> list[Fault]:
    """Return a `wrong-state` fault if the input is withdrawn."""
    return [] if input.withdrawal is None else [Fault(WRONG_STATE, detail=_WITHDRAWN)]


def check_changeable(input: Input, new_values: Mapping[str, Any]) -> list[Fault]:
    """Return faults for a change of withdrawn input, of redacted text, or of an answer to a consultation."""
    answer_fields = sorted(_ANSWER_FIELDS.intersection(new_values)) if input.consultation_id is not None else []
    if answer_fields:
        return [Fault(WRONG_STATE, pointer=f"/{name}", detail=_CONSULTATION_ANSWER) for name in answer_fields]
    if input.withdrawal is None and input.text is None and "text" in new_values:
        return [Fault(WRONG_STATE, pointer="/text", detail=_TEXT_REDACTED)]
    return check_not_withdrawn(input)


def check_answer(input: Input, answered_on: date, today: date) -> list[Fault]:
    """Return faults if the input is withdrawn, or the day of the answer is in the future or before the collection."""
    faults = check_not_withdrawn(input)
    if answered_on > today:
        faults.append(Fault(INVALID_INPUT, pointer="/answered_on", code="in-the-future", detail=_IN_THE_FUTURE))
    if answered_on < input.collected_on:
        faults.append(
            Fault(INVALID_INPUT, pointer="/answered_on", code="out-of-bounds", detail=_ANSWERED_BEFORE_COLLECTION)
        )
    return faults


# --- statistics ---


class VoiceCount(NamedTuple):
    """The number of inputs and of people behind them in one group of a half-year.

    `of_children` separates the voices of children and young people from the others within a group.
    """

    half_year: str
    key: str | None
    name: str | None
    of_children: bool
    inputs: int
    people: int


def requested_half_years(first: str | None, last: str | None, today: date) -> tuple[list[str], list[Fault]]:
    """Return the half-years from `first` to `last`, earliest first, and the faults of that span.

    `last` defaults to the latest half-year that is over, `first` to `DEFAULT_HALF_YEARS` in all. Half-years that are
    not over, reversed spans and more than `MAX_HALF_YEARS` are faults.
    """
    latest_closed = half_years.previous_half_year(half_years.half_year_of(today))
    last = last or latest_closed
    if last > latest_closed:
        return [], [Fault(HALF_YEAR_NOT_CLOSED, parameter="to")]
    if first and first > last:
        return [], [Fault(INVALID_INPUT, parameter="from", code="out-of-bounds", detail=_SPAN_REVERSED)]
    names = [last]
    while (names[-1] > first if first else len(names) < DEFAULT_HALF_YEARS) and len(names) <= MAX_HALF_YEARS:
        names.append(half_years.previous_half_year(names[-1]))
    if len(names) > MAX_HALF_YEARS:
        return [], [Fault(INVALID_INPUT, parameter="from", code="out-of-bounds", detail=_SPAN_TOO_LONG)]
    return names[::-1], []


def suppressed_groups(grouping: Grouping, counts: Sequence[VoiceCount], threshold: int) -> set[str | None]:
    """Return the keys of the groups of a half-year to suppress.

    The total is published, and the age groups add up to the voices of children and young people. These voices are
    therefore one part of the total and the other voices the other part: neither part may be derivable if it is small,
    nor a small group within one of them.
    """
    total = sum(count.people for count in counts)
    if grouping in (Grouping.theme, Grouping.district):
        return suppressed_parts(_people_by_key(counts), total, threshold)
    counts_of = {side: [count for count in counts if count.of_children is side] for side in (True, False)}
    sizes = {side: sum(count.people for count in side_counts) for side, side_counts in counts_of.items() if side_counts}
    suppressed_sides = suppressed_parts(sizes, total, threshold)
    suppressed: set[str | None] = set()
    published_sides = [True] if grouping is Grouping.age_group else [True, False]
    for side in published_sides:
        suppressed |= suppressed_parts(
            _people_by_key(counts_of[side]), sizes.get(side, 0), threshold, total_suppressed=side in suppressed_sides
        )
    published_counts = [count for side in published_sides for count in counts_of[side]]
    return suppressed_parts(_people_by_key(published_counts), total, threshold, suppressed=suppressed)


def _people_by_key(counts: Iterable[VoiceCount]) -> dict[str | None, int]:
    people = defaultdict[str | None, int](int)
    for count in counts:
        people[count.key] += count.people
    return dict(people)
