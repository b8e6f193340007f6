"""What a value may be, for which institution and indicator."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from api.core.problems import Fault, LocalizedText, problem_type
from api.data_packages.models import DataPackage
from api.data_packages.rules import PACKAGE_OF_ANOTHER_KIND
from api.indicators.models import Disclosure, Indicator, MeasureUnit
from api.measurements.models import Measurement, MeasurementStatus

OUT_OF_BOUNDS = problem_type(
    "measurement-out-of-bounds",
    422,
    ("The value is outside the indicator's bounds", "Værdien ligger uden for indikatorens grænser"),
    (
        "Check the value and its unit; the indicator says what it can be.",
        "Kontrollér værdien og dens enhed; indikatoren siger, hvad den kan være.",
    ),
)
NOT_FOR_THIS_KIND = problem_type(
    "indicator-not-for-this-kind",
    422,
    ("The indicator is not for this kind of institution", "Indikatoren er ikke til denne slags tilbud"),
    (
        "Check the institution; the indicator names the kinds that it is for.",
        "Kontrollér tilbuddet; indikatoren nævner de slags, den er til.",
    ),
)
PERSONS_MISSING = problem_type(
    "number-of-persons-missing",
    422,
    ("The figure does not say how many persons it rests on", "Tallet siger ikke, hvor mange personer det hviler på"),
    (
        "Give `n`: without it small groups could not be protected.",
        "Angiv `n`: uden det kan små grupper ikke beskyttes.",
    ),
)
VALUE_AND_STATUS = problem_type(
    "value-and-status-disagree",
    422,
    ("A missing figure has no value, any other has one", "Et manglende tal har ingen værdi, alle andre har en"),
    (
        "Leave the value out with status `missing`, or give it with another.",
        "Udelad værdien ved status `missing`, eller angiv den ved en anden.",
    ),
)
VALUE_NOT_GIVEN = problem_type(
    "value-not-given-anew",
    422,
    (
        "The figure is withheld, and its number of persons is not changed alone",
        "Tallet er tilbageholdt, og antallet af personer ændres ikke alene",
    ),
    ("Give the value too, as it is for so many persons.", "Angiv også værdien, som den er for så mange personer."),
)
MEASURED_ALREADY = problem_type(
    "measured-already",
    409,
    (
        "There is a figure for this institution, indicator, period and breakdown already",
        "Der er allerede et tal for dette tilbud, denne indikator, periode og opdeling",
    ),
    ("Change or correct the figure that is there.", "Ændr eller ret det tal, der findes."),
)


class Figure(NamedTuple):
    """What a measurement says, raw."""

    value: float | None
    n: int | None
    standard_error: float | None
    status: str


class Place(NamedTuple):
    """What matters of the institution or department that was measured."""

    kind: str
    parent_kind: str | None
    active_until: date | None


_NOT_WHOLE = LocalizedText(
    "What is counted is a whole number: is a thousands mark read as a decimal one?",
    "Det, der tælles, er et helt tal: er et tusindtalsskilletegn læst som et decimaltegn?",
)


def _outside(value: float, indicator: Indicator) -> bool:
    if indicator.unit == MeasureUnit.level:
        return not (value.is_integer() and 1 <= value <= len(indicator.levels))
    below = indicator.minimum is not None and value < indicator.minimum
    return below or (indicator.maximum is not None and value > indicator.maximum)


def check_figure(figure: Figure, indicator: Indicator, *, new_value: bool = True) -> list[Fault]:
    """All that is wrong with a figure as its indicator sees it. A value that was there before (`new_value` False) is
    not judged by bounds that may have been moved since: who moves them would learn where a withheld value lies."""
    faults = []
    if new_value and figure.value is not None:
        value = float(figure.value)
        if _outside(value, indicator):
            faults.append(Fault(OUT_OF_BOUNDS, pointer="/value"))
        elif indicator.unit == MeasureUnit.count_ and not value.is_integer():
            faults.append(Fault(OUT_OF_BOUNDS, pointer="/value", detail=_NOT_WHOLE))
    if figure.value is not None and figure.n is None and indicator.disclosure == Disclosure.persons:
        faults.append(Fault(PERSONS_MISSING, pointer="/n"))
    missing = figure.status == MeasurementStatus.missing
    if missing != (figure.value is None) or (missing and figure.standard_error is not None):
        faults.append(Fault(VALUE_AND_STATUS, pointer="/status"))
    return faults


def check_value_given(measurement: Measurement, given: Mapping[str, Any]) -> list[Fault]:
    """The number of persons of a withheld figure is changed with its value, else that of few would be shown."""
    alone = measurement.withheld and "n" in given and "value" not in given
    return [Fault(VALUE_NOT_GIVEN, pointer="/value")] if alone else []


def check_place(place: Place, indicator: Indicator, package: DataPackage | None) -> list[Fault]:
    """The indicator is for this kind, and so is the package; a department may be in its institution's package."""
    faults = []
    if place.kind not in indicator.kinds:
        faults.append(Fault(NOT_FOR_THIS_KIND, pointer="/indicator_id"))
    if package is not None and package.kind not in (place.kind, place.parent_kind):
        faults.append(Fault(PACKAGE_OF_ANOTHER_KIND, pointer="/package_id"))
    return faults
