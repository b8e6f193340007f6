"""What a figure may be, for whom, and when a package still takes it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from api.core.problems import INVALID_INPUT, Fault, Words, kind
from api.data_packages.models import (
    DataPackage,
    Disclosure,
    Indicator,
    Measurement,
    MeasurementStatus,
    MeasureUnit,
    PackageStatus,
)

PACKAGE_RELEASED = kind(
    "package-released",
    409,
    ("The package has been released", "Datapakken er frigivet"),
    ("Correct the figure, with a reason, or revise the package.",
     "Ret tallet med en begrundelse, eller lav en ny udgave af datapakken."),
)  # fmt: skip
PACKAGE_EMPTY = kind(
    "package-empty",
    409,
    ("The package holds no figures", "Datapakken indeholder ingen tal"),
    (
        "Bring its figures first: what is released is final, and institutions would be told that there is nothing.",
        "Indlæs tallene først: det, der frigives, er endeligt, og tilbuddene ville få at vide, at der intet er.",
    ),
)
PACKAGE_NOT_RELEASED = kind(
    "package-not-released",
    409,
    ("The package is not released", "Datapakken er ikke frigivet"),
    ("Only a released package is withdrawn or revised; a draft is changed or deleted.",
     "Kun en frigivet datapakke trækkes tilbage eller revideres; et udkast ændres eller slettes."),
)  # fmt: skip
PACKAGE_REVISED = kind(
    "package-revised",
    409,
    ("The package has a later revision", "Datapakken har en senere udgave"),
    ("Go on with the later revision.", "Arbejd videre med den senere udgave."),
)
PACKAGE_TITLE_TAKEN = kind(
    "package-title-taken",
    409,
    ("There is a package of that title for this kind and half-year already",
     "Der er allerede en datapakke med den titel til denne slags tilbud og dette halvår"),
    ("Go on with that one: fill it while it is a draft, revise it once it is released; or give another title.",
     "Arbejd videre med den: fyld den, mens den er et udkast, lav en ny udgave, når den er frigivet; eller vælg en "
     "anden titel."),
)  # fmt: skip
PACKAGE_OF_ANOTHER_KIND = kind(
    "package-of-another-kind",
    422,
    ("The package is for another kind of institution", "Datapakken er til en anden slags tilbud"),
    ("Put the figure into a package for this kind of institution.",
     "Læg tallet i en datapakke til denne slags tilbud."),
)  # fmt: skip
OUT_OF_BOUNDS = kind(
    "measurement-out-of-bounds",
    422,
    ("The value is outside the indicator's bounds", "Værdien ligger uden for indikatorens grænser"),
    ("Check the value and its unit; the indicator says what it can be.",
     "Kontrollér værdien og dens enhed; indikatoren siger, hvad den kan være."),
)  # fmt: skip
NOT_FOR_THIS_KIND = kind(
    "indicator-not-for-this-kind",
    422,
    ("The indicator is not for this kind of institution", "Indikatoren er ikke til denne slags tilbud"),
    ("Check the institution; the indicator names the kinds that it is for.",
     "Kontrollér tilbuddet; indikatoren nævner de slags, den er til."),
)  # fmt: skip
PERSONS_MISSING = kind(
    "number-of-persons-missing",
    422,
    ("The figure does not say how many persons it rests on", "Tallet siger ikke, hvor mange personer det hviler på"),
    ("Give `n`: without it small groups could not be protected.",
     "Angiv `n`: uden det kan små grupper ikke beskyttes."),
)  # fmt: skip
VALUE_AND_STATUS = kind(
    "value-and-status-disagree",
    422,
    ("A missing figure has no value, any other has one", "Et manglende tal har ingen værdi, alle andre har en"),
    ("Leave the value out with status `missing`, or give it with another.",
     "Udelad værdien ved status `missing`, eller angiv den ved en anden."),
)  # fmt: skip
VALUE_NOT_GIVEN = kind(
    "value-not-given-anew",
    422,
    ("The figure is withheld, and its number of persons is not changed alone",
     "Tallet er tilbageholdt, og antallet af personer ændres ikke alene"),
    ("Give the value too, as it is for so many persons.", "Angiv også værdien, som den er for så mange personer."),
)  # fmt: skip
MEASURED_ALREADY = kind(
    "measured-already",
    409,
    ("There is a figure for this institution, indicator, period and breakdown already",
     "Der er allerede et tal for dette tilbud, denne indikator, periode og opdeling"),
    ("Change or correct the figure that is there.", "Ændr eller ret det tal, der findes."),
)  # fmt: skip
INDICATOR_CODE_TAKEN = kind(
    "indicator-code-taken",
    409,
    ("Another indicator has this code", "En anden indikator har denne kode"),
    ("Choose another code, or change the indicator that has it.",
     "Vælg en anden kode, eller ændr den indikator, der har den."),
)  # fmt: skip
INDICATOR_MEASURED = kind(
    "indicator-measured",
    409,
    ("The indicator has figures, which this would falsify", "Indikatoren har tal, som dette ville forvanske"),
    ("Make a new indicator for what is measured otherwise.", "Lav en ny indikator til det, der måles anderledes."),
)
_LEVELS = Words("A level has at least two labels; no other unit has any.",
                "Et niveau har mindst to betegnelser; ingen anden enhed har nogen.")  # fmt: skip
_BOUNDS = Words("The least value lies above the greatest.", "Den mindste værdi ligger over den største.")
_CODES_TWICE = Words("The same code comes twice.", "Samme kode kommer to gange.")
FALSIFYING = ("unit", "disclosure", "levels")


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


_NOT_WHOLE = Words(
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


def check_draft(package: DataPackage | None, pointer: str = "") -> list[Fault]:
    """Only a draft is changed; a running figure is in no package."""
    if package is None or package.status == PackageStatus.draft:
        return []
    return [Fault(PACKAGE_RELEASED, pointer=pointer)]


def check_title(twin: bool) -> list[Fault]:
    """One package of a title for a kind and half-year: else the same file brought twice tells everything twice."""
    return [Fault(PACKAGE_TITLE_TAKEN, pointer="/title")] if twin else []


def check_releasable(package: DataPackage, *, empty: bool) -> list[Fault]:
    """Only a draft is released, and only one that tells anything; where figures are missing, that is a figure, too."""
    return check_draft(package) or ([Fault(PACKAGE_EMPTY)] if empty else [])


def check_released(package: DataPackage) -> list[Fault]:
    """Only what was released is withdrawn or revised."""
    return [] if package.status == PackageStatus.released else [Fault(PACKAGE_NOT_RELEASED)]
