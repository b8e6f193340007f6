"""Validation of indicators: their fields, and what can't be changed once they have measurements."""

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
        "Vælg en anden kode, eller ret den indikator, der har koden.",
    ),
)
INDICATOR_MEASURED = problem_type(
    "indicator-measured",
    409,
    (
        "The change would give existing measurements of the indicator another meaning",
        "Ændringen ville give indikatorens eksisterende tal en anden betydning",
    ),
    (
        "Create a new indicator for what is measured differently.",
        "Opret en ny indikator til det, der måles på en anden måde.",
    ),
)
_LEVELS = LocalizedText(
    "The unit `level` needs at least two labels; other units have none.",
    "Enheden `level` kræver mindst to betegnelser; andre enheder har ingen.",
)
_BOUNDS = LocalizedText("The minimum is above the maximum.", "Mindsteværdien er højere end størsteværdien.")
_DUPLICATE_CODE = LocalizedText("The code occurs more than once.", "Koden forekommer mere end én gang.")
FIXED_ONCE_MEASURED = ("unit", "disclosure", "levels")
"""The fields that give measurements their meaning."""


def check_indicator(unit: str, levels: Sequence[str], minimum: float | None, maximum: float | None) -> list[Fault]:
    """Check that the unit `level`, and no other, has labels, and that the bounds leave room for a value."""
    faults = []
    if (unit == MeasureUnit.level) != (len(levels) >= 2) or (levels and unit != MeasureUnit.level):
        faults.append(Fault(INVALID_INPUT, pointer="/levels", code="out-of-bounds", detail=_LEVELS))
    if minimum is not None and maximum is not None and minimum > maximum:
        faults.append(Fault(INVALID_INPUT, pointer="/maximum", code="out-of-bounds", detail=_BOUNDS))
    return faults


def check_codes(codes: Sequence[str], taken: Collection[str]) -> list[Fault]:
    """Return a fault for each code that another indicator has, and one if codes occur more than once."""
    faults = [Fault(INDICATOR_CODE_TAKEN, pointer="/code") for code in codes if code in taken]
    if len(codes) != len(set(codes)):
        faults.append(Fault(INDICATOR_CODE_TAKEN, pointer="/code", detail=_DUPLICATE_CODE))
    return faults


def check_meaning_unchanged(indicator: Indicator, values: Mapping[str, Any], measured: bool) -> list[Fault]:
    """Check that no field is changed that gives existing measurements their meaning."""
    changed = [name for name in FIXED_ONCE_MEASURED if name in values and values[name] != getattr(indicator, name)]
    return [Fault(INDICATOR_MEASURED, pointer=f"/{name}") for name in changed if measured]
