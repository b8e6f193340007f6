"""Which theme a focus area may have, when it may change, and what a dialogue may decide about it."""

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
    ("The theme belongs to another area than the institution", "Temaet hører til et andet område end tilbuddet"),
    ("Choose a theme of the institution's area.", "Vælg et tema for tilbuddets område."),
)
THEME_NOT_FOR_THIS_KIND = problem_type(
    "theme-not-for-this-kind",
    422,
    ("The theme is not for this kind of institution", "Temaet gælder ikke denne slags tilbud"),
    ("Choose a theme for the institution's kind.", "Vælg et tema, der gælder denne slags tilbud."),
)
DECIDED_IN_DIALOGUE = problem_type(
    "decided-in-dialogue",
    409,
    ("The status can only be changed by a learning dialogue", "Status kan kun ændres ved en læringssamtale"),
    (
        "Choose, complete, drop or resume the focus area in a dialogue.",
        "Vælg, afslut, opgiv eller genoptag fokusområdet i en samtale.",
    ),
)

STATUS_AFTER = {
    Decision.choose: FocusAreaStatus.chosen,
    Decision.continue_: FocusAreaStatus.chosen,
    Decision.adjust: FocusAreaStatus.chosen,
    Decision.complete: FocusAreaStatus.completed,
    Decision.drop: FocusAreaStatus.dropped,
    Decision.resume: FocusAreaStatus.chosen,
}
"""The status after each decision."""

_FROM = {
    Decision.choose: {FocusAreaStatus.proposed},
    Decision.continue_: {FocusAreaStatus.chosen},
    Decision.adjust: {FocusAreaStatus.chosen},
    Decision.complete: {FocusAreaStatus.chosen},
    Decision.drop: {FocusAreaStatus.proposed, FocusAreaStatus.chosen},
    Decision.resume: {FocusAreaStatus.completed, FocusAreaStatus.dropped},
}
"""The statuses from which each decision can be made."""
_OPEN = {FocusAreaStatus.proposed, FocusAreaStatus.chosen}
_CHOSEN = LocalizedText(
    "A dialogue has chosen the focus area, so that its theme cannot be changed.",
    "En samtale har valgt fokusområdet, så dets tema kan ikke ændres.",
)
_EARLIER = LocalizedText(
    "A focus area can only continue one of the same institution from an earlier cycle.",
    "Et fokusområde kan kun fortsætte et fra samme tilbud og en tidligere periode.",
)


def check_theme(institution: Institution, theme: Theme, cycle: Cycle, day: date) -> list[Fault]:
    """Faults if an institution may not base a focus area on this theme, of this cycle, on that day."""
    faults = check_open(institution, day)
    if theme.status != ThemeStatus.decided:
        faults.append(Fault(THEME_NOT_DECIDED, pointer="/theme_id"))
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(THEME_OF_ANOTHER_AREA, pointer="/theme_id"))
    if institution.kind not in theme.kinds:
        faults.append(Fault(THEME_NOT_FOR_THIS_KIND, pointer="/theme_id"))
    return faults + check_not_ended(cycle, day, "/theme_id")


def check_continues(institution: Institution, cycle: Cycle, continued: tuple[FocusArea, Cycle] | None) -> list[Fault]:
    """A fault if the continued focus area, with its cycle, is another institution's or not of an earlier cycle."""
    if continued is None:
        return []
    earlier, earlier_cycle = continued
    if earlier.institution_id == institution.id and earlier_cycle.ends_on <= cycle.starts_on:
        return []
    return [Fault(INVALID_INPUT, pointer="/continues_id", code="not-of-an-earlier-cycle", detail=_EARLIER)]


def check_status(current: str, requested: str) -> list[Fault]:
    """A fault if a request would change the status."""
    return [] if current == requested else [Fault(DECIDED_IN_DIALOGUE, pointer="/status")]


def check_changeable(focus_area: FocusArea, values: Mapping[str, Any]) -> list[Fault]:
    """Faults if it is completed or dropped, or if its theme would change although a dialogue has chosen it."""
    if focus_area.status not in _OPEN:
        return [wrong_state(focus_area.status, *_OPEN)]
    changes_theme = values.get("theme_id", focus_area.theme_id) != focus_area.theme_id
    if changes_theme and focus_area.status != FocusAreaStatus.proposed:
        return [Fault(WRONG_STATE, pointer="/theme_id", detail=_CHOSEN)]
    return []


def check_deletable(focus_area: FocusArea) -> list[Fault]:
    """A fault unless the focus area is proposed."""
    proposed = focus_area.status == FocusAreaStatus.proposed
    return [] if proposed else [wrong_state(focus_area.status, FocusAreaStatus.proposed)]


def can_be_decided(status: str, decision: str) -> bool:
    """Whether a dialogue may make this decision about a focus area in that status."""
    return FocusAreaStatus(status) in _FROM[Decision(decision)]


def check_decision(focus_area: FocusArea, decision: Decision, pointer: str | None = None) -> list[Fault]:
    """A fault if a dialogue may not make this decision about a focus area, in its present status."""
    return check_decision_from(focus_area.status, decision, pointer)


def check_decision_from(status: str, decision: str, pointer: str | None = None) -> list[Fault]:
    """A fault if a dialogue may not make this decision about a focus area in that status."""
    if can_be_decided(status, decision):
        return []
    return [wrong_state(status, *_FROM[Decision(decision)], pointer=pointer)]


def check_theme_unused(focus_areas: Iterable[FocusArea], *, dropped_too: bool) -> list[Fault]:
    """A fault if a theme has focus areas; with `dropped_too`, dropped ones count, since they show the theme's text."""
    counted = [focus_area for focus_area in focus_areas if dropped_too or focus_area.status != FocusAreaStatus.dropped]
    return [Fault(THEME_IN_USE)] if counted else []
