"""Request and response schemas of measurements."""

from uuid import UUID

from pydantic import Field

from api.core.field_types import CalendarDate, EnumValue, Line, Number, ResourceId, ShortLine
from api.core.half_years import HalfYear
from api.core.periods import PeriodText
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.core.validation import described_pattern
from api.http.list_parameters import ListParameters, QueryBoolean
from api.indicators.models import MeasureUnit
from api.indicators.schemas import Label
from api.institutions.models import Area, Kind
from api.measurements.models import MeasurementStatus, ShownStatus
from api.redaction.schemas import CorrectionPublic

BREAKDOWN = described_pattern(
    r"^(all|[a-z][a-z0-9_]{0,39}=[^\s=](?:[^=\x00-\x1f]{0,57}[^\s=])?)$",
    "all, or a part such as gender=girl",
    "all, eller en del som gender=girl",
)

_VALUE = Field(
    None, description="The value; for the unit `level`, the position of a label, from 1. Absent where it is missing."
)
_N = Field(None, ge=0, le=10_000_000, description="The number of persons behind the value.")
_ERROR = Field(None, ge=0, le=1e12, description="The standard error of the value, if known.")
_STATUS = Field(MeasurementStatus.reported, description="Whether the value is final, provisional or missing.")
_SOURCE = Field(None, description="The source of the value.")


class MeasurementCreate(RequestSchema):
    """A new measurement: in a draft package, or without a package a running measurement."""

    institution_id: ResourceId = Field(description="The institution or department that it is of.")
    indicator_id: ResourceId = Field(description="The indicator that it is of.")
    package_id: ResourceId | None = Field(
        None, description="The draft package that it belongs to; absent for a running measurement."
    )
    period: PeriodText = Field(description="`2026H1`, `2024/2025` (a school year), `2026` or `2026-03`.")
    breakdown: ShortLine = Field(
        "all", pattern=BREAKDOWN, description="`all`, or one part of it such as `gender=girl`; parts do not overlap."
    )
    value: Number | None = _VALUE
    n: int | None = _N
    standard_error: Number | None = _ERROR
    status: EnumValue[MeasurementStatus] = _STATUS
    source: Line | None = _SOURCE


class MeasurementUpdate(PatchSchema):
    """A change of a running measurement or one in a draft package (JSON merge patch)."""

    value: Number | None = _VALUE
    n: int | None = _N
    standard_error: Number | None = _ERROR
    status: EnumValue[MeasurementStatus] = _STATUS
    source: Line | None = _SOURCE


class MeasurementPublic(ResourceSchema):
    """A measurement, with small groups suppressed."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    indicator_id: UUID
    indicator_code: str = Field(max_length=64, description="The indicator's code.")
    indicator_title: str = Field(max_length=200)
    unit: MeasureUnit = Field(description="The unit of the value.")
    levels: list[Label] = Field(max_length=20, description="For the unit `level`: the labels, from value 1 on.")
    higher_is_better: bool | None = Field(description="Whether a higher value is better; null if neither is better.")
    package_id: UUID | None
    package_title: str | None = Field(max_length=200)
    half_year: str | None = Field(max_length=6, description="The package's half-year.")
    period: str = Field(max_length=9)
    breakdown: str = Field(max_length=64)
    value: float | None = Field(description="Null where it is missing or suppressed.")
    n: int | None = Field(ge=0, description="The number of persons behind the value; null where suppressed.")
    standard_error: float | None
    status: ShownStatus = Field(description="`suppressed`: not shown, to protect a small group.")
    source: str | None = Field(max_length=200)


class Before(ResponseSchema):
    """The measurement of the latest earlier period of the same length."""

    id: UUID
    period: str = Field(max_length=9, description="The earlier period.")
    value: float | None = Field(description="Null where it is missing or suppressed.")
    n: int | None = Field(ge=0, description="The number of persons behind the value; null where suppressed.")
    standard_error: float | None = Field(description="Null where it is unknown or suppressed.")
    status: ShownStatus


class Mean(ResponseSchema):
    """The mean of the shown values of institutions of the same kind, in the same package and period."""

    mean: float = Field(description="The unweighted mean of their values.")
    institutions: int = Field(ge=0, description="The number of institutions.")


class Comparison(ResponseSchema):
    """What a measurement is compared with."""

    previous: Before | None = Field(description="The latest earlier period of the same length.")
    district: Mean | None = Field(
        description="The district's mean; null where too few institutions have a shown value."
    )
    city: Mean | None = Field(description="The city's mean; null where too few institutions have a shown value.")
    significant: bool | None = Field(
        description="Whether the change since the previous period is statistically significant, two-sided at 5 %: "
        "a z-test with the standard errors where both values have one, else the pooled two-proportion z-test for "
        "percentages and shares of persons. Null where no test applies: an ordinal level; a mean, count "
        "or number of hours without standard errors; a value that is missing or suppressed; an expected number under "
        "five persons; no variance. At 5 %, one test in twenty is significant by chance."
    )


class MeasurementDetail(MeasurementPublic):
    """A measurement with its comparison and corrections."""

    comparison: Comparison = Field(description="What it is compared with.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="The corrections, oldest first.")


class MeasurementQuery(ListParameters):
    """The filters of the list of measurements."""

    q: Line | None = Field(None, description="Words in the indicator's title.")
    institution_id: ResourceId | None = Field(None, description="Only measurements of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only measurements of this district's institutions.")
    kind: Kind | None = Field(None, description="Only measurements of institutions of this kind.")
    area: Area | None = Field(None, description="Only measurements of institutions of this area.")
    indicator_id: ResourceId | None = Field(None, description="Only measurements of this indicator.")
    indicator_code: ShortLine | None = Field(None, description="Only measurements of the indicator with this code.")
    package_id: ResourceId | None = Field(None, description="Only measurements of this package.")
    theme_id: ResourceId | None = Field(None, description="Only measurements of packages that serve this theme.")
    half_year: HalfYear | None = Field(None, description="Only measurements of packages of this half-year.")
    running: QueryBoolean | None = Field(
        None, description="true: only running measurements; false: only those in packages."
    )
    current: QueryBoolean | None = Field(
        None, description="true: only running measurements and those of current packages; false: only the others."
    )
    period: PeriodText | None = Field(None, description="Only measurements of this period.")
    breakdown: ShortLine | None = Field(None, description="Only measurements of this breakdown; `all` for totals.")
    status: ShownStatus | None = Field(None, description="Only measurements shown with this status.")
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only measurements of periods that begin on this day or later."
    )
    to: CalendarDate | None = Field(None, description="Only measurements of periods that begin before this day.")
