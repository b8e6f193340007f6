"""What a theme must be like, and when its text and status may change."""

from collections.abc import Iterable

from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type, wrong_state
from api.institutions.models import AREA_OF, Area, Kind
from api.themes.models import Theme, ThemeStatus

THEME_IN_USE = problem_type(
    "theme-in-use",
    409,
    ("A focus area uses the theme", "Et fokusområde bruger temaet"),
    (
        "First drop the focus areas that use it, in a dialogue, or choose another theme for them.",
        "Opgiv først de fokusområder, der bruger det, i en samtale, eller vælg et andet tema til dem.",
    ),
)
_NOT_OF_AREA = LocalizedText(
    "The cycle's area has no institutions of this kind.", "Periodens område har ikke den slags tilbud."
)
_TWICE = LocalizedText("The kind is listed twice.", "Den slags er angivet to gange.")
_DECIDED = LocalizedText(
    "The text of a decided or withdrawn theme cannot be changed. Reopen the theme first, if no focus area uses it.",
    "Ordlyden af et vedtaget eller tilbagetrukket tema kan ikke ændres. Genåbn først temaet, hvis intet fokusområde "
    "bruger det.",
)

FROM = {
    ThemeStatus.decided: {ThemeStatus.proposed},
    ThemeStatus.withdrawn: {ThemeStatus.proposed, ThemeStatus.decided},
    ThemeStatus.proposed: {ThemeStatus.decided, ThemeStatus.withdrawn},
}
"""The statuses from which a theme may change to each status."""

_ALWAYS_CHANGEABLE = frozenset({"case_reference", "report_id"})


def check_kinds(kinds: Iterable[str], area: str) -> list[Fault]:
    """A fault for each kind that is not of the cycle's area, or is listed twice."""
    faults, seen = [], set()
    for index, kind in enumerate(kinds):
        if AREA_OF[Kind(kind)] != Area(area):
            faults.append(Fault(INVALID_INPUT, f"/kinds/{index}", code="kind-of-another-area", detail=_NOT_OF_AREA))
        elif kind in seen:
            faults.append(Fault(INVALID_INPUT, pointer=f"/kinds/{index}", code="named-twice", detail=_TWICE))
        seen.add(kind)
    return faults


def check_changeable(theme: Theme, fields: Iterable[str]) -> list[Fault]:
    """A fault for each of these fields that cannot change because the theme is not proposed."""
    if theme.status == ThemeStatus.proposed:
        return []
    return [
        Fault(WRONG_STATE, pointer=f"/{name}", detail=_DECIDED) for name in fields if name not in _ALWAYS_CHANGEABLE
    ]


def check_step(theme: Theme, to: ThemeStatus) -> list[Fault]:
    """A fault unless a theme may change from its status to that one."""
    return [] if ThemeStatus(theme.status) in FROM[to] else [wrong_state(theme.status, *FROM[to])]


def check_deletable(theme: Theme) -> list[Fault]:
    """A fault unless the theme is proposed: a decided or withdrawn one is kept."""
    return [] if theme.status == ThemeStatus.proposed else [wrong_state(theme.status, ThemeStatus.proposed)]
