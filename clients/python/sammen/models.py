"""The things of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from sammen.thing import Model


class AgreementCreate(Model):
    text: str
    due_on: date | None = None
    status: str


class AgreementNote(Model):
    """
    A turn's note.
    """

    note: str | None = None
    """
    What was done, or why it is dropped or open again.
    """


class AgreementPublic(Model):
    """
    An agreement as it is answered in a list.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    institution_id: UUID
    institution_name: str
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    focus_area_title: str | None
    text: str
    responsible: str
    due_on: date
    status: Literal["open", "done", "dropped"] | str
    overdue: bool
    """
    Open, and its day has passed (Danish civil time).
    """
    shared: bool
    """
    false: a follow-up's, between its two sides.
    """


class AgreementTurnPublic(Model):
    """
    One turn of an agreement as it is answered.
    """

    turn: Literal["continued", "done", "dropped", "reopened"] | str
    """
    What became of it.
    """
    note: str | None
    """
    What was said about it.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str | None
    """
    The sort of conversation that took it up; null outside of one.
    """
    origin_id: UUID | None
    """
    That conversation.
    """
    author_name: str | None
    """
    Who wrote the turn.
    """
    at: AwareDatetime
    """
    When it was written.
    """


class AgreementUpdate(Model):
    """
    What changes about an open agreement (JSON merge patch).
    """

    text: str | None = None
    """
    What is to be done.
    """
    responsible: str | None = None
    """
    Who does it: a name or a function.
    """
    due_on: date | None = None
    """
    By when.
    """


class AgreementWhole(Model):
    """
    A single agreement, with what became of it.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    institution_id: UUID
    institution_name: str
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    focus_area_title: str | None
    text: str
    responsible: str
    due_on: date
    status: Literal["open", "done", "dropped"] | str
    overdue: bool
    """
    Open, and its day has passed (Danish civil time).
    """
    shared: bool
    """
    false: a follow-up's, between its two sides.
    """
    turns: list[AgreementTurnPublic]
    """
    Its turns, oldest first.
    """


class CycleExtend(Model):
    """
    How long a running cycle is to last.
    """

    ends_on: date
    """
    The new day after its last; half-years that it gains become rounds.
    """


class DataPackageCreate(Model):
    title: str
    half_year: str
    status: str


class DataPackagePublic(Model):
    """
    A DataPackage.
    """

    id: UUID
    version: int
    title: str
    half_year: str
    status: str


class DataPackageUpdate(Model):
    title: str | None = None
    half_year: str | None = None
    status: str | None = None


class DialogueCreate(Model):
    institution_id: UUID
    round: int
    planned_for: AwareDatetime | None = None
    status: Literal["planned", "held"] | str


class DialoguePublic(Model):
    """
    A Dialogue.
    """

    id: UUID
    version: int
    institution_id: UUID
    round: int
    planned_for: AwareDatetime | None
    status: Literal["planned", "held"] | str


class DialogueUpdate(Model):
    institution_id: UUID | None = None
    round: int | None = None
    planned_for: AwareDatetime | None = None
    status: Literal["planned", "held"] | str | None = None


class ExternalIdPublic(Model):
    """
    What one other system calls a thing.
    """

    system: str
    id: str


class ExternalIdShape(Model):
    """
    What one other system calls a thing.
    """

    system: str
    """
    The other system, such as `stil` or `kmd-elev`.
    """
    id: str
    """
    The thing's id there.
    """


class FocusAreaCreate(Model):
    title: str
    institution_id: UUID
    theme_id: UUID
    goal: str | None = None


class FocusAreaPublic(Model):
    """
    A FocusArea.
    """

    id: UUID
    version: int
    title: str
    institution_id: UUID
    theme_id: UUID
    goal: str | None


class FocusAreaUpdate(Model):
    title: str | None = None
    institution_id: UUID | None = None
    theme_id: UUID | None = None
    goal: str | None = None


class GrantCreate(Model):
    role: str
    unit_id: UUID
    person_id: UUID | None = None


class GrantPublic(Model):
    """
    A Grant.
    """

    id: UUID
    version: int
    role: str
    unit_id: UUID
    person_id: UUID | None


class GrantUpdate(Model):
    role: str | None = None
    unit_id: UUID | None = None
    person_id: UUID | None = None


class ImportCreate(Model):
    state: str
    counts: dict[str, Any]


class ImportPublic(Model):
    """
    A Import.
    """

    id: UUID
    version: int
    state: str
    counts: dict[str, Any]


class ImportRow(Model):
    line: int
    code: str | None = None


class ImportUpdate(Model):
    state: str | None = None
    counts: dict[str, Any] | None = None


class IndicatorCreate(Model):
    code: str
    title: str
    unit: str


class IndicatorPublic(Model):
    """
    A Indicator.
    """

    id: UUID
    version: int
    code: str
    title: str
    unit: str


class IndicatorUpdate(Model):
    code: str | None = None
    title: str | None = None
    unit: str | None = None


class InstitutionCreate(Model):
    """
    A new institution, or with `parent_id` a new department.
    """

    type: str | None = None
    """
    A finer kind, such as `primary_school`, `nursery`, `sfo`, `club`.
    """
    number: str | None = None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None = None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None = None
    """
    The company's eight digits.
    """
    address: str | None = None
    """
    Street and house number.
    """
    postal_code: str | None = None
    """
    Four digits.
    """
    city: str | None = None
    """
    The postal district.
    """
    email: str | None = None
    """
    The institution's mailbox.
    """
    phone: str | None = None
    """
    The institution's telephone.
    """
    website: str | None = None
    """
    An http(s) address.
    """
    active_from: date | None = None
    """
    The first day.
    """
    active_until: date | None = None
    """
    The day from which it is closed.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it; replaces the list.
    """
    name: str
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is; its area follows.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str | None = "municipal"
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str | None = "dialogues"
    """
    What it takes part in.
    """
    district_id: UUID | None = None
    """
    Its district; none: directly under the municipality.
    """
    parent_id: UUID | None = None
    """
    The institution that it is a department of.
    """


class InstitutionMove(Model):
    """
    Where an institution lies from a day on.
    """

    district_id: UUID | None
    """
    The new district; null: directly under the municipality.
    """
    on: date
    """
    The day from which it lies there; access follows on that day.
    """


class InstitutionPublic(Model):
    """
    An institution as it is answered.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    name: str
    kind: Literal["day_care", "school", "leisure"] | str
    area: Literal["age_0_6", "age_6_18"] | str
    type: str | None
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str
    participation: Literal["dialogues", "follow_up_only", "none"] | str
    number: str | None
    p_number: str | None
    cvr_number: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    email: str | None
    phone: str | None
    website: str | None
    active_from: date | None
    active_until: date | None
    district_id: UUID | None
    district_name: str | None
    parent_id: UUID | None
    parent_name: str | None
    external_ids: list[ExternalIdPublic]


class InstitutionUpdate(Model):
    """
    What changes about an institution (JSON merge patch).
    """

    type: str | None = None
    """
    A finer kind, such as `primary_school`, `nursery`, `sfo`, `club`.
    """
    number: str | None = None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None = None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None = None
    """
    The company's eight digits.
    """
    address: str | None = None
    """
    Street and house number.
    """
    postal_code: str | None = None
    """
    Four digits.
    """
    city: str | None = None
    """
    The postal district.
    """
    email: str | None = None
    """
    The institution's mailbox.
    """
    phone: str | None = None
    """
    The institution's telephone.
    """
    website: str | None = None
    """
    An http(s) address.
    """
    active_from: date | None = None
    """
    The first day.
    """
    active_until: date | None = None
    """
    The day from which it is closed.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """
    name: str | None = None
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str | None = None
    """
    What it is; its area follows.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str | None = None
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str | None = None
    """
    What it takes part in.
    """


class MachineCreate(Model):
    name: str


class MachinePublic(Model):
    """
    A Machine.
    """

    id: UUID
    version: int
    name: str


class MachineUpdate(Model):
    name: str | None = None


class Me(Model):
    username: str


class MeasurementCreate(Model):
    institution_id: UUID
    period: str
    value: float | None = None


class MeasurementPublic(Model):
    """
    A Measurement.
    """

    id: UUID
    version: int
    institution_id: UUID
    period: str
    value: float | None


class MeasurementUpdate(Model):
    institution_id: UUID | None = None
    period: str | None = None
    value: float | None = None


class PersonCreate(Model):
    name: str
    username: str


class PersonPublic(Model):
    """
    A Person.
    """

    id: UUID
    version: int
    name: str
    username: str


class PersonUpdate(Model):
    name: str | None = None
    username: str | None = None


class ProblemError(Model):
    """
    One fault of a request.
    """

    pointer: str | None = None
    """
    JSON pointer (RFC 6901) into the body.
    """
    parameter: str | None = None
    """
    Name of the parameter or header.
    """
    code: str
    """
    The fault's name.
    """
    detail: str
    """
    The fault in the caller's language.
    """
    overridable: bool | None = None
    """
    Whether this rule may be set aside with `because`.
    """


class ReasonPublic(Model):
    """
    Why a rule was set aside, as it is shown with its thing.
    """

    code: str
    words: str
    author_name: str
    at: AwareDatetime


class RoundPublic(Model):
    """
    A round as it is answered.
    """

    number: int
    half_year: str
    from_on: date
    until_on: date


class RoundShape(Model):
    """
    A round as a request names it.
    """

    number: int
    """
    Its number in the cycle, from 1.
    """
    half_year: str
    """
    The half-year whose data it rests on, such as `2026H1`.
    """
    from_on: date
    """
    Its first day.
    """
    until_on: date
    """
    The day after its last.
    """


class StakeholderInputCreate(Model):
    institution_id: UUID
    voice: str
    text: str


class StakeholderInputPublic(Model):
    """
    A StakeholderInput.
    """

    id: UUID
    version: int
    institution_id: UUID
    voice: str
    text: str


class StakeholderInputUpdate(Model):
    institution_id: UUID | None = None
    voice: str | None = None
    text: str | None = None


class ThemeCreate(Model):
    title: str
    cycle_id: UUID
    status: str


class ThemePublic(Model):
    """
    A Theme.
    """

    id: UUID
    version: int
    title: str
    cycle_id: UUID
    status: str


class ThemeUpdate(Model):
    title: str | None = None
    cycle_id: UUID | None = None
    status: str | None = None


class CycleCreate(Model):
    """
    A new cycle of an area.
    """

    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it is for.
    """
    title: str
    """
    What it is called.
    """
    discussion_on: date
    """
    When the council discusses the area; it begins the cycle.
    """
    starts_on: date
    """
    Its first day.
    """
    ends_on: date | None = None
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundShape] | None = None
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`areas-alternate`), by its code.
    """


class CycleDetail(Model):
    """
    A cycle as it is answered by itself, with the reasons for which rules were set aside.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    area: Literal["age_0_6", "age_6_18"] | str
    title: str
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[RoundPublic]
    reasons: list[ReasonPublic]


class CyclePublic(Model):
    """
    A cycle as it is answered in a list.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    area: Literal["age_0_6", "age_6_18"] | str
    title: str
    discussion_on: date
    starts_on: date
    ends_on: date
    rounds: list[RoundPublic]


class CycleUpdate(Model):
    """
    What changes about a cycle (JSON merge patch); its days and rounds only before it begins.
    """

    title: str | None = None
    """
    What it is called.
    """
    discussion_on: date | None = None
    """
    When the council discusses the area.
    """
    starts_on: date | None = None
    """
    Its first day.
    """
    ends_on: date | None = None
    """
    The day after its last; null: two years after the first.
    """
    rounds: list[RoundShape] | None = None
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    because: dict[str, Any] | None = None
    """
    Why a rule is set aside (`areas-alternate`), by its code.
    """


class DistrictCreate(Model):
    """
    A new district.
    """

    name: str
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdShape] | None = Field([], validate_default=True)
    """
    What other systems call it.
    """


class DistrictPublic(Model):
    """
    A district as it is answered.
    """

    id: UUID
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    name: str
    external_ids: list[ExternalIdPublic]


class DistrictUpdate(Model):
    """
    What changes about a district (JSON merge patch).
    """

    name: str | None = None
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdShape] | None = None
    """
    What other systems call it; replaces the list.
    """


class Problem(Model):
    """
    A refusal (RFC 9457). `errors` lists all faults of the request at once.
    """

    type: str
    """
    The address that explains the refusal.
    """
    code: str
    """
    The refusal's name; programs look at this.
    """
    title: str
    """
    What is the matter, in the caller's language.
    """
    status: int
    """
    The HTTP status.
    """
    detail: str
    """
    What can be done about it.
    """
    instance: str
    """
    The route's template.
    """
    request_id: str
    """
    Give this to the operator.
    """
    retryable: bool
    """
    Whether the same request may succeed later.
    """
    audience: Literal["user", "developer", "operator"] | str
    """
    Who can mend it.
    """
    overridable: bool | None = None
    """
    Whether the rule may be set aside with `because`.
    """
    errors: list[ProblemError]
    """
    Every fault, with its place.
    """
