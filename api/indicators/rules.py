"""What an indicator may be, and when it may still be changed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from api.core.problems import INVALID_INPUT, Fault, LocalizedText, problem_type
from api.indicators.models import Indicator, MeasureUnit

INDICATOR_CODE_TAKEN = problem_type(
    "indicator-code-taken",
    409,
    ("Another indicator has this code", "En anden indikator har denne kode"),
    (
        "Choose another code, or change the indicator that has it.",
        "Vælg en anden kode, eller ændr den indikator, der har den.",
    ),
)
INDICATOR_MEASURED = problem_type(
    "indicator-measured",
    409,
    ("The indicator has figures, which this would falsify", "Indikatoren har tal, som dette ville forvanske"),
    ("Make a new indicator for what is measured otherwise.", "Lav en ny indikator til det, der måles anderledes."),
)
_LEVELS = LocalizedText(
    "A level has at least two labels; no other unit has any.",
    "Et niveau har mindst to betegnelser; ingen anden enhed har nogen.",
)
_BOUNDS = LocalizedText("The least value lies above the greatest.", "Den mindste værdi ligger over den største.")
_CODES_TWICE = LocalizedText("The same code comes twice.", "Samme kode kommer to gange.")
FALSIFYING = ("unit", "disclosure", "levels")


def check_indicator(unit: str, levels: Sequence[str], minimum: float | None, maximum: float | None) -> list[Fault]:
    """Levels have labels and nothing else has; the bounds leave room."""
    faults = []
    if (unit == MeasureUnit.level) != (len(levels) >= 2) or (levels and unit != MeasureUnit.level):
        faults.append(Fault(INVALID_INPUT, pointer="/levels", code="out-of-bounds", detail=_LEVELS))
    if minimum is not None and maximum is not None and minimum > maximum:
        faults.append(Fault(INVALID_INPUT, pointer="/maximum", code="out-of-bounds", detail=_BOUNDS))
    return faults


def check_codes(codes: Sequence[str], taken: Collection[str]) -> list[Fault]:
    """A fault for each code that another indicator has, or that comes twice."""
    faults = [Fault(INDICATOR_CODE_TAKEN, pointer="/code") for code in codes if code in taken]
    twice = len(codes) != len(set(codes))
    return faults + [Fault(INDICATOR_CODE_TAKEN, pointer="/code", detail=_CODES_TWICE)] * twice


def check_not_falsified(indicator: Indicator, values: Mapping[str, Any], measured: bool) -> list[Fault]:
    """What figures rest on stays as it is while there are any."""
    changed = [name for name in FALSIFYING if name in values and values[name] != getattr(indicator, name)]
    return [Fault(INDICATOR_MEASURED, pointer=f"/{name}") for name in changed if measured]
