"""What a focus area may lean on, when it may be changed, and what a dialogue may decide about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type, wrong_state
from api.cycles.models import Cycle
from api.cycles.rules import check_not_ended
from api.focus_areas.models import Decision, FocusArea, FocusAreaStatus
from api.institutions.models import AREA_OF, Institution, Kind
from api.institutions.rules import check_open
from api.themes.models import Theme, ThemeStatus
from api.themes.rules import THEME_IN_USE

THEME_NOT_DECIDED = problem_type(
    "theme-not-decided",
    409,
    ("The theme is not decided", "Temaet er ikke vedtaget"),
    (
        "Choose a theme that the council has decided, or wait for its decision.",
        "Vælg et tema, som byrådet har vedtaget, eller afvent vedtagelsen.",
    ),
)
THEME_OF_ANOTHER_AREA = problem_type(
    "theme-of-another-area",
    422,
    ("The theme is of another area than the institution", "Temaet hører til et andet område end tilbuddet"),
    ("Choose a theme of the institution's own area.", "Vælg et tema for tilbuddets eget område."),
)
THEME_NOT_FOR_THIS_KIND = problem_type(
    "theme-not-for-this-kind",
    422,
    ("The theme does not address this kind of institution", "Temaet retter sig ikke mod denne slags tilbud"),
    ("Choose a theme that addresses the institution's kind.", "Vælg et tema, der retter sig mod tilbuddets slags."),
)
DECIDED_IN_DIALOGUE = problem_type(
    "decided-in-dialogue",
    409,
    ("Only a learning dialogue decides this", "Det afgøres kun i en læringssamtale"),
    (
        "Let the dialogue choose, complete, drop or resume the focus area.",
        "Lad samtalen vælge, afslutte, droppe eller genoptage fokusområdet.",
    ),
)

BECOMES = {
    Decision.choose: FocusAreaStatus.chosen,
    Decision.continue_: FocusAreaStatus.chosen,
    Decision.adjust: FocusAreaStatus.chosen,
    Decision.complete: FocusAreaStatus.completed,
    Decision.drop: FocusAreaStatus.dropped,
    Decision.resume: FocusAreaStatus.chosen,
}
"""The status that a decision leaves behind."""

_FROM = {
    Decision.choose: {FocusAreaStatus.proposed},
    Decision.continue_: {FocusAreaStatus.chosen},
    Decision.adjust: {FocusAreaStatus.chosen},
    Decision.complete: {FocusAreaStatus.chosen},
    Decision.drop: {FocusAreaStatus.proposed, FocusAreaStatus.chosen},
    Decision.resume: {FocusAreaStatus.completed, FocusAreaStatus.dropped},
}
_OPEN = {FocusAreaStatus.proposed, FocusAreaStatus.chosen}
_CHOSEN = LocalizedText("A dialogue has chosen it with its theme.", "En samtale har valgt det med dets tema.")
_EARLIER = LocalizedText(
    "It goes on from a focus area of the same institution in an earlier cycle.",
    "Det fortsætter et fokusområde fra samme tilbud i en tidligere periode.",
)


def check_leaning(institution: Institution, theme: Theme, cycle: Cycle, day: date) -> list[Fault]:
    """Faults if an institution may not lean a focus area on this theme of this cycle on that day."""
    faults = check_open(institution, day)
    if theme.status != ThemeStatus.decided:
        faults.append(Fault(THEME_NOT_DECIDED, pointer="/theme_id"))
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(THEME_OF_ANOTHER_AREA, pointer="/theme_id"))
    if institution.kind not in theme.kinds:
        faults.append(Fault(THEME_NOT_FOR_THIS_KIND, pointer="/theme_id"))
    return faults + check_not_ended(cycle, day, "/theme_id")


def check_continues(institution: Institution, cycle: Cycle, before: tuple[FocusArea, Cycle] | None) -> list[Fault]:
    """A fault if what it goes on from is another institution's, or not of an earlier cycle."""
    if before is None:
        return []
    earlier, its_cycle = before
    if earlier.institution_id == institution.id and its_cycle.ends_on <= cycle.starts_on:
        return []
    return [Fault(INVALID_INPUT, pointer="/continues_id", code="not-of-an-earlier-cycle", detail=_EARLIER)]


def check_status(present: str, asked: str) -> list[Fault]:
    """A fault if a request would move the status itself."""
    return [] if present == asked else [Fault(DECIDED_IN_DIALOGUE, pointer="/status")]


def check_changeable(focus_area: FocusArea, values: Mapping[str, Any]) -> list[Fault]:
    """Faults if it is closed, or if its theme would change although a dialogue has chosen it."""
    if focus_area.status not in _OPEN:
        return [wrong_state(focus_area.status, *_OPEN)]
    moved = values.get("theme_id", focus_area.theme_id) != focus_area.theme_id
    if moved and focus_area.status != FocusAreaStatus.proposed:
        return [Fault(WRONG_STATE, pointer="/theme_id", detail=_CHOSEN)]
    return []


def check_deletable(focus_area: FocusArea) -> list[Fault]:
    """A fault unless it is a mere proposal."""
    proposed = focus_area.status == FocusAreaStatus.proposed
    return [] if proposed else [wrong_state(focus_area.status, FocusAreaStatus.proposed)]


def can_be_decided(status: str, decision: str) -> bool:
    """Whether a dialogue may decide this about a focus area that stands there."""
    return FocusAreaStatus(status) in _FROM[Decision(decision)]


def check_decision(focus_area: FocusArea, decision: Decision, pointer: str | None = None) -> list[Fault]:
    """A fault if a dialogue may not decide this about a focus area that stands as it does."""
    return check_decided(focus_area.status, decision, pointer)


def check_decided(status: str, decision: str, pointer: str | None = None) -> list[Fault]:
    """A fault if a dialogue may not decide this about a focus area of that status."""
    if can_be_decided(status, decision):
        return []
    return [wrong_state(status, *_FROM[Decision(decision)], pointer=pointer)]


def check_not_leaned_on(leaning: Iterable[FocusArea], *, dropped_too: bool) -> list[Fault]:
    """A fault if a focus area leans on a theme; a dropped one counts only where the theme's words would be freed."""
    counted = [one for one in leaning if dropped_too or one.status != FocusAreaStatus.dropped]
    return [Fault(THEME_IN_USE)] if counted else []
