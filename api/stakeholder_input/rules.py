"""What input must be like, whose voice somebody may write, and what one that was taken back no longer takes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from api.access.models import Role
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.focus_areas.models import FocusArea
from api.focus_areas.rules import THEME_NOT_DECIDED
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.stakeholder_input.models import CHILD_VOICES, Input, Voice
from api.themes.models import Theme, ThemeStatus

VOICE_NOT_YOURS = problem_type(
    "voice-not-yours",
    422,
    ("You may not speak with this voice", "Du må ikke tale med denne stemme"),
    (
        "A member of a board or council writes that body's own voice only; the leader and staff write the others.",
        "Et medlem af en bestyrelse eller et råd skriver kun organets egen stemme; "
        "leder og personale skriver de andre.",
    ),
)
AGE_GROUP_FOR_CHILDREN_ONLY = problem_type(
    "age-group-for-children-only",
    422,
    ("Only children and young people have an age group", "Kun børn og unge har en aldersgruppe"),
    (
        "Leave the age group out, or choose the voice of children, young people or their councils.",
        "Udelad aldersgruppen, eller vælg børns, unges eller deres råds stemme.",
    ),
)
_FUTURE = LocalizedText("It lies in the future.", "Det ligger i fremtiden.")
_EARLIER = LocalizedText(
    "It lies before the day on which they were heard.", "Det ligger før den dag, hvor de blev hørt."
)
_NOT_ITS_OWN = LocalizedText(
    "The focus area is not one of this institution's.", "Fokusområdet er ikke et af denne institutions."
)
_WITHDRAWN = LocalizedText("It was taken back.", "Det er trukket tilbage.")
_ANSWERED = LocalizedText("It is what somebody answered to a consultation.", "Det er, hvad nogen svarede i en høring.")
_THEIRS = frozenset({"voice", "method", "age_group", "form", "text", "people_count", "collected_on"})
_REDACTED = LocalizedText(
    "Its words were taken out; they are not written anew.", "Ordene er fjernet; de skrives ikke på ny."
)

EVERY_VOICE = frozenset(Voice)
ANY_VOICE_ROLES = frozenset({Role.leader, Role.staff, Role.data_supplier})
"""Who writes the words of every voice; a board's or council's members write their own."""


class About(NamedTuple):
    """What input is about, loaded: its institution (None: the whole city), theme and focus area, with whose it is."""

    institution: Institution | None
    theme: Theme | None = None
    focus_area: FocusArea | None = None
    focus_area_of: Institution | None = None


def voices_of(grants: Iterable[tuple[str, str | None]]) -> frozenset[Voice]:
    """The voices that somebody with these grants (role, body) may write where the grants reach."""
    held = list(grants)
    if any(role in ANY_VOICE_ROLES for role, _ in held):
        return EVERY_VOICE
    return frozenset(Voice(body) for _, body in held if body is not None)


def check_voice(voice: str, writable: Collection[Voice]) -> list[Fault]:
    """A fault if the voice is not one that the caller may write."""
    return [] if voice in writable else [Fault(VOICE_NOT_YOURS, pointer="/voice")]


def check_input(values: Mapping[str, Any], about: About, day: date) -> list[Fault]:
    """Faults of input that says this, on that day; what is new about it only (`values` and `about` hold that)."""
    faults = check_age_group(values["voice"], values["age_group"])
    faults += check_day(values["collected_on"], day)
    faults += check_theme(about.theme)
    return faults + check_focus_area(about)


def check_place(about: About, day: date) -> list[Fault]:
    """A fault if its institution takes nothing new."""
    return [] if about.institution is None else check_open(about.institution, day)


def check_age_group(voice: str, age_group: str | None) -> list[Fault]:
    """A fault if others than children and young people would have an age group."""
    if age_group is None or voice in CHILD_VOICES:
        return []
    return [Fault(AGE_GROUP_FOR_CHILDREN_ONLY, pointer="/age_group")]


def check_day(collected_on: date, day: date) -> list[Fault]:
    """A fault if it would have been collected in the future."""
    if collected_on <= day:
        return []
    return [Fault(INVALID_INPUT, pointer="/collected_on", code="in-the-future", detail=_FUTURE)]


def check_theme(theme: Theme | None) -> list[Fault]:
    """A fault if its theme is not decided."""
    if theme is None or theme.status == ThemeStatus.decided:
        return []
    return [Fault(THEME_NOT_DECIDED, pointer="/theme_id")]


def check_focus_area(about: About) -> list[Fault]:
    """A fault if its focus area is not one of the institution's: an institution and its departments are one house."""
    if about.focus_area_of is None:
        return []
    here, there = about.institution, about.focus_area_of
    if here is not None and (here.parent_id or here.id) == (there.parent_id or there.id):
        return []
    return [Fault(INVALID_INPUT, pointer="/focus_area_id", code="not-of-the-institution", detail=_NOT_ITS_OWN)]


def check_not_withdrawn(input: Input) -> list[Fault]:
    """A fault if it was taken back."""
    return [] if input.withdrawal is None else [Fault(WRONG_STATE, detail=_WITHDRAWN)]


def check_changeable(input: Input, values: Mapping[str, Any]) -> list[Fault]:
    """A fault if it was taken back, if words that were taken out would be written anew, or for what somebody said in
    answer to a consultation."""
    theirs = sorted(_THEIRS.intersection(values)) if input.consultation_id is not None else []
    if theirs:
        return [Fault(WRONG_STATE, pointer=f"/{name}", detail=_ANSWERED) for name in theirs]
    if input.withdrawal is None and input.text is None and "text" in values:
        return [Fault(WRONG_STATE, pointer="/text", detail=_REDACTED)]
    return check_not_withdrawn(input)


def check_answer(input: Input, answered_on: date, day: date) -> list[Fault]:
    """Faults if it was taken back, or would be answered before it was said or in the future."""
    faults = check_not_withdrawn(input)
    if answered_on > day:
        faults.append(Fault(INVALID_INPUT, pointer="/answered_on", code="in-the-future", detail=_FUTURE))
    if answered_on < input.collected_on:
        faults.append(Fault(INVALID_INPUT, pointer="/answered_on", code="out-of-bounds", detail=_EARLIER))
    return faults
