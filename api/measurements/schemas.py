"""The shapes of measurements: what is asked and what is answered."""

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

_VALUE = Field(None, description="The figure; for the unit `level` a label's place from 1. Absent where it is missing.")
_N = Field(None, ge=0, le=10_000_000, description="How many persons it rests on.")
_ERROR = Field(None, ge=0, le=1e12, description="The figure's standard error, if it is known.")
_STATUS = Field(MeasurementStatus.reported, description="What is known of it.")
_SOURCE = Field(None, description="Where it comes from.")


class MeasurementCreate(RequestSchema):
    """A new measurement, in a draft package or, without one, as a running figure."""

    institution_id: ResourceId = Field(description="The institution or department that was measured.")
    indicator_id: ResourceId = Field(description="What was measured.")
    package_id: ResourceId | None = Field(
        None, description="The draft package that it belongs to; none: a running figure."
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
    """What changes about a running figure or one in a draft package (JSON merge patch)."""

    value: Number | None = _VALUE
    n: int | None = _N
    standard_error: Number | None = _ERROR
    status: EnumValue[MeasurementStatus] = _STATUS
    source: Line | None = _SOURCE


class MeasurementPublic(ResourceSchema):
    """A measurement as everyone is shown it."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    indicator_id: UUID
    indicator_code: str = Field(max_length=64, description="The indicator's short name.")
    indicator_title: str = Field(max_length=200)
    unit: MeasureUnit = Field(description="What it is counted in.")
    levels: list[Label] = Field(max_length=20, description="For the unit `level`: the labels, from value 1 on.")
    higher_is_better: bool | None = Field(description="Which way is better; null where that is not known.")
    package_id: UUID | None
    package_title: str | None = Field(max_length=200)
    half_year: str | None = Field(max_length=6, description="The package's half-year.")
    period: str = Field(max_length=9)
    breakdown: str = Field(max_length=64)
    value: float | None = Field(description="Null where it is missing or withheld.")
    n: int | None = Field(ge=0, description="How many persons it rests on; null where that is withheld.")
    standard_error: float | None
    status: ShownStatus = Field(description="`suppressed`: withheld, since few persons could be told apart.")
    source: str | None = Field(max_length=200)


class Before(ResponseSchema):
    """The latest earlier period of the same length."""

    id: UUID
    period: str = Field(max_length=9, description="The earlier period.")
    value: float | None = Field(description="Null where it is missing or withheld.")
    n: int | None = Field(ge=0, description="How many persons it rests on; null where that is withheld.")
    standard_error: float | None = Field(description="Null where it is not known, or withheld.")
    status: ShownStatus


class Mean(ResponseSchema):
    """The mean of what the institutions of the same kind are shown with, in the same package and period."""

    mean: float = Field(description="The plain mean of their values.")
    institutions: int = Field(ge=0, description="Of how many institutions.")


class Comparison(ResponseSchema):
    """What a figure is read beside."""

    previous: Before | None = Field(description="The latest earlier period of the same length.")
    district: Mean | None = Field(description="Null where too few institutions are shown.")
    city: Mean | None = Field(description="Null where too few institutions are shown.")
    significant: bool | None = Field(
        description="Whether the change since the previous period is more than chance, two-sided at 5 %: a z-test with "
        "the standard errors where both figures have one, else the pooled two-proportion z-test for percentages and "
        "shares of persons. Null where that can't be said: a level, which has no distances; a mean, count or number of "
        "hours without standard errors; a figure that is missing or withheld; fewer than five persons expected on "
        "either side; no spread at all. Of twenty tests one finds chance."
    )


class MeasurementDetail(MeasurementPublic):
    """A measurement by itself, with what it is read beside and what was corrected."""

    comparison: Comparison = Field(description="What it is read beside.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was mended, oldest first.")


class MeasurementQuery(ListParameters):
    """The filters of the list of measurements."""

    q: Line | None = Field(None, description="Words in the indicator's title.")
    institution_id: ResourceId | None = Field(None, description="Only of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only of this district's institutions.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    area: Area | None = Field(None, description="Only of institutions of this area.")
    indicator_id: ResourceId | None = Field(None, description="Only of this indicator.")
    indicator_code: ShortLine | None = Field(None, description="Only of the indicator of this code.")
    package_id: ResourceId | None = Field(None, description="Only of this package.")
    theme_id: ResourceId | None = Field(None, description="Only of packages that serve this theme.")
    half_year: HalfYear | None = Field(None, description="Only of packages of this half-year.")
    running: QueryBoolean | None = Field(None, description="true: running figures only; false: packages' only.")
    current: QueryBoolean | None = Field(
        None, description="true: none of superseded or unreleased packages; false: these only."
    )
    period: PeriodText | None = Field(None, description="Only of this period.")
    breakdown: ShortLine | None = Field(None, description="Only of this breakdown; `all` for the wholes.")
    status: ShownStatus | None = Field(None, description="Only those shown with this status.")
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only of periods that begin on this day or later."
    )
    to: CalendarDate | None = Field(None, description="Only of periods that begin before this day.")
