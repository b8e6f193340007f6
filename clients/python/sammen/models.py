"""The things of the contract. Made by generate.py; do not edit."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from sammen.thing import Model


class AgreementCreate(Model):
    text: str
    due_on: date | None = None
    status: str


class AgreementPublic(Model):
    """
    A Agreement.
    """

    id: UUID
    version: int
    text: str
    due_on: date | None
    status: str


class AgreementUpdate(Model):
    text: str | None = None
    due_on: date | None = None
    status: str | None = None


class CycleCreate(Model):
    title: str
    area: Literal["age_0_6", "age_6_18"] | str
    starts_on: date


class CyclePublic(Model):
    """
    A Cycle.
    """

    id: UUID
    version: int
    title: str
    area: Literal["age_0_6", "age_6_18"] | str
    starts_on: date


class CycleUpdate(Model):
    title: str | None = None
    area: Literal["age_0_6", "age_6_18"] | str | None = None
    starts_on: date | None = None


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


class DistrictCreate(Model):
    name: str


class DistrictPublic(Model):
    """
    A District.
    """

    id: UUID
    version: int
    name: str


class DistrictUpdate(Model):
    name: str | None = None


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
    name: str
    kind: Literal["day_care", "school", "leisure"] | str
    number: str | None = None
    active_from: date | None = None


class InstitutionPublic(Model):
    """
    A Institution.
    """

    id: UUID
    version: int
    name: str
    kind: Literal["day_care", "school", "leisure"] | str
    number: str | None
    active_from: date | None


class InstitutionUpdate(Model):
    name: str | None = None
    kind: Literal["day_care", "school", "leisure"] | str | None = None
    number: str | None = None
    active_from: date | None = None


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
