"""What a theme must be like, and when its status may change."""

from collections.abc import Iterable

from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type, wrong_state
from api.institutions.models import AREA_OF, Area, Kind
from api.themes.models import Theme, ThemeStatus

THEME_IN_USE = problem_type(
    "theme-in-use",
    409,
    ("A focus area leans on the theme", "Et fokusområde læner sig op ad temaet"),
    (
        "Let the focus areas be dropped or lean on another theme first.",
        "Lad først fokusområderne blive droppet eller læne sig op ad et andet tema.",
    ),
)
_NOT_OF_AREA = LocalizedText(
    "The cycle's area has no institutions of this kind.", "Periodens område har ikke den slags tilbud."
)
_TWICE = LocalizedText("This is named twice.", "Dette er nævnt to gange.")
_DECIDED = LocalizedText(
    "Once decided or withdrawn, a theme keeps its words; return it to proposed first, if nothing leans on it.",
    "Et vedtaget eller tilbagetrukket tema beholder sin ordlyd; før det først tilbage til foreslået, hvis intet bruger "
    "det.",
)

FROM = {
    ThemeStatus.decided: {ThemeStatus.proposed},
    ThemeStatus.withdrawn: {ThemeStatus.proposed, ThemeStatus.decided},
    ThemeStatus.proposed: {ThemeStatus.decided, ThemeStatus.withdrawn},
}
"""For each status, those that a theme may come to it from."""

_FREE = frozenset({"case_reference", "report_id"})


def check_kinds(kinds: Iterable[str], area: str) -> list[Fault]:
    """A fault for each kind that is not of the cycle's area, or named twice."""
    faults, seen = [], set()
    for index, kind in enumerate(kinds):
        if AREA_OF[Kind(kind)] != Area(area):
            faults.append(Fault(INVALID_INPUT, f"/kinds/{index}", code="kind-of-another-area", detail=_NOT_OF_AREA))
        elif kind in seen:
            faults.append(Fault(INVALID_INPUT, pointer=f"/kinds/{index}", code="named-twice", detail=_TWICE))
        seen.add(kind)
    return faults


def check_words(theme: Theme, fields: Iterable[str]) -> list[Fault]:
    """A fault for each field that stays as it is unless the theme is proposed."""
    if theme.status == ThemeStatus.proposed:
        return []
    return [Fault(WRONG_STATE, pointer=f"/{name}", detail=_DECIDED) for name in fields if name not in _FREE]


def check_step(theme: Theme, to: ThemeStatus) -> list[Fault]:
    """A fault unless a theme of this status may come to that one."""
    return [] if ThemeStatus(theme.status) in FROM[to] else [wrong_state(theme.status, *FROM[to])]


def check_deletable(theme: Theme) -> list[Fault]:
    """A fault unless it is a mere proposal: what was decided or withdrawn stays as it was."""
    return [] if theme.status == ThemeStatus.proposed else [wrong_state(theme.status, ThemeStatus.proposed)]
