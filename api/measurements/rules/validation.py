"""Validation of measurements: value, number of persons and status, for an institution, indicator and package."""

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
        "Check the value and its unit against the indicator's unit, bounds and labels.",
        "Kontrollér værdien og dens enhed mod indikatorens enhed, grænser og betegnelser.",
    ),
)
INDICATOR_NOT_FOR_THIS_KIND = problem_type(
    "indicator-not-for-this-kind",
    422,
    ("The indicator does not apply to this kind of institution", "Indikatoren gælder ikke for denne slags tilbud"),
    (
        "Check the institution, and the kinds that the indicator applies to.",
        "Kontrollér tilbuddet og de slags tilbud, som indikatoren gælder for.",
    ),
)
PERSONS_MISSING = problem_type(
    "number-of-persons-missing",
    422,
    ("The number of persons behind the value is missing", "Antallet af personer bag værdien mangler"),
    (
        "Provide `n`: it is needed to protect small groups.",
        "Angiv `n`: det er nødvendigt for at beskytte små grupper.",
    ),
)
VALUE_AND_STATUS = problem_type(
    "value-and-status-disagree",
    422,
    ("Value and status contradict each other", "Værdi og status modsiger hinanden"),
    (
        "Omit the value with status `missing`; provide it with any other status.",
        "Udelad værdien ved status `missing`; angiv den ved enhver anden status.",
    ),
)
VALUE_NOT_PROVIDED = problem_type(
    "value-not-given-anew",
    422,
    (
        "The number of persons behind a suppressed measurement cannot be changed alone",
        "Antallet af personer bag et skjult tal kan ikke ændres alene",
    ),
    (
        "Provide the value for the new number of persons in the same request.",
        "Angiv i samme forespørgsel også værdien for det nye antal personer.",
    ),
)
MEASUREMENT_EXISTS = problem_type(
    "measured-already",
    409,
    (
        "A measurement exists for this institution, indicator, period and breakdown",
        "Der findes allerede et tal for dette tilbud, denne indikator, periode og opdeling",
    ),
    ("Update or correct the existing measurement.", "Ændr eller ret det tal, der findes."),
)


class MeasuredContent(NamedTuple):
    """The raw content of a measurement."""

    value: float | None
    n: int | None
    standard_error: float | None
    status: str


class Place(NamedTuple):
    """What validation needs to know of an institution or department."""

    kind: str
    parent_kind: str | None
    active_until: date | None


_NOT_WHOLE = LocalizedText(
    "A count has to be a whole number: was a thousands separator read as a decimal mark?",
    "Et antal skal være et helt tal: er et tusindtalsskilletegn læst som decimaltegn?",
)


def _is_out_of_bounds(value: float, indicator: Indicator) -> bool:
    if indicator.unit == MeasureUnit.level:
        return not (value.is_integer() and 1 <= value <= len(indicator.levels))
    below = indicator.minimum is not None and value < indicator.minimum
    return below or (indicator.maximum is not None and value > indicator.maximum)


def check_figure(figure: MeasuredContent, indicator: Indicator, *, new_value: bool = True) -> list[Fault]:
    """Return all faults of a measurement's content against its indicator.

    A value that is not new (`new_value` False) is not checked against bounds, which may have been changed since: by
    moving the bounds, a user could find out where a suppressed value lies.
    """
    faults = []
    if new_value and figure.value is not None:
        value = float(figure.value)
        if _is_out_of_bounds(value, indicator):
            faults.append(Fault(OUT_OF_BOUNDS, pointer="/value"))
        elif indicator.unit == MeasureUnit.count_ and not value.is_integer():
            faults.append(Fault(OUT_OF_BOUNDS, pointer="/value", detail=_NOT_WHOLE))
    if figure.value is not None and figure.n is None and indicator.disclosure == Disclosure.persons:
        faults.append(Fault(PERSONS_MISSING, pointer="/n"))
    missing = figure.status == MeasurementStatus.missing
    if missing != (figure.value is None) or (missing and figure.standard_error is not None):
        faults.append(Fault(VALUE_AND_STATUS, pointer="/status"))
    return faults


def check_value_given(measurement: Measurement, values: Mapping[str, Any]) -> list[Fault]:
    """Check that the number of persons of a suppressed measurement is changed together with its value.

    Otherwise the value of a small group would be shown as soon as its number is raised.
    """
    is_alone = measurement.withheld and "n" in values and "value" not in values
    return [Fault(VALUE_NOT_PROVIDED, pointer="/value")] if is_alone else []


def check_place(place: Place, indicator: Indicator, package: DataPackage | None) -> list[Fault]:
    """Check that indicator and package apply to the kind of institution.

    A department may be in the package of its institution's kind.
    """
    faults = []
    if place.kind not in indicator.kinds:
        faults.append(Fault(INDICATOR_NOT_FOR_THIS_KIND, pointer="/indicator_id"))
    if package is not None and package.kind not in (place.kind, place.parent_kind):
        faults.append(Fault(PACKAGE_OF_ANOTHER_KIND, pointer="/package_id"))
    return faults
