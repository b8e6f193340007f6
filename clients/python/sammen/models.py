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
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    """
    The id of its focus area.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    The state that it is in.
    """
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
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The id of its institution.
    """
    institution_name: str
    """
    The name of its institution.
    """
    origin_kind: Literal["dialogue", "follow_up"] | str
    """
    The sort of conversation that it comes from.
    """
    origin_id: UUID
    """
    That conversation.
    """
    focus_area_id: UUID | None
    """
    The id of its focus area.
    """
    focus_area_title: str | None
    """
    The title of its focus area.
    """
    text: str
    """
    What is to be done.
    """
    responsible: str
    """
    Who does it: a name or a function.
    """
    due_on: date
    """
    By when.
    """
    status: Literal["open", "done", "dropped"] | str
    """
    The state that it is in.
    """
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


class ClientCreate(Model):
    """
    A machine that is to sign in; its secret is made by the service and shown once.
    """

    name: str
    """
    Which system it is, and whose.
    """
    active: bool | None = True
    """
    Whether it may sign in.
    """


class ClientPublic(Model):
    """
    A machine as it is shown; its id is the `client_id` that it signs in with.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Which system it is, and whose.
    """
    active: bool
    """
    Whether it may sign in.
    """


class ClientUpdate(Model):
    """
    What changes about a machine (JSON merge patch); `active: false` signs it out at once.
    """

    name: str | None = None
    """
    Which system it is, and whose.
    """
    active: bool | None = None
    """
    Whether it may sign in.
    """


class ClientWithSecret(Model):
    """
    A machine with its new secret, which is shown this once.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Which system it is, and whose.
    """
    active: bool
    """
    Whether it may sign in.
    """
    secret: str
    """
    The `client_secret`: keep it now, it is not shown again.
    """


class Counts(Model):
    """
    How many lines would do what, or did.
    """

    create: int
    """
    Lines that make a new thing.
    """
    update: int
    """
    Lines that change a thing.
    """
    unchanged: int
    """
    Lines that say what is so already.
    """
    rejected: int
    """
    Lines that cannot be carried out; each says why.
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
    """
    The other system.
    """
    id: str
    """
    The thing's id there.
    """


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
    """
    A proposed focus area.
    """

    challenge: str | None = None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None = None
    """
    What is to become better.
    """
    signs: str | None = None
    """
    What will be seen when it works.
    """
    continues_id: UUID | None = None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str | None = "own"
    """
    Who else may read it.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str | None = "proposed"
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    institution_id: UUID
    """
    The institution that is to work on it.
    """
    theme_id: UUID
    """
    The decided theme that it leans on.
    """
    title: str
    """
    What it is called.
    """


class FocusAreaPublic(Model):
    """
    A focus area as it is answered; who reads it as shared with the city does not see its development.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    institution_id: UUID
    """
    The institution that is to work on it.
    """
    institution_name: str
    """
    The name of its institution.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is.
    """
    theme_id: UUID
    """
    The decided theme that it leans on.
    """
    theme_title: str
    """
    The title of its theme.
    """
    cycle_id: UUID
    """
    The id of its cycle.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    title: str
    """
    What it is called.
    """
    challenge: str | None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None
    """
    What is to become better.
    """
    signs: str | None
    """
    What will be seen when it works.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    outcome: str | None
    """
    What came of it.
    """
    development: Literal["none", "some", "clear", "reached"] | str | None
    """
    How far its signs are seen, by the latest dialogue.
    """
    continues_id: UUID | None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str
    """
    Who else may read it.
    """


class FocusAreaUpdate(Model):
    """
    What changes about a focus area that is proposed or chosen (JSON merge patch).
    """

    challenge: str | None = None
    """
    The concrete challenge in the centre of the learning circle.
    """
    goal: str | None = None
    """
    What is to become better.
    """
    signs: str | None = None
    """
    What will be seen when it works.
    """
    continues_id: UUID | None = None
    """
    The one of an earlier cycle that it goes on from.
    """
    shared_with: Literal["own", "city"] | str | None = None
    """
    Who else may read it.
    """
    status: Literal["proposed", "chosen", "completed", "dropped"] | str | None = None
    """
    Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.
    """
    theme_id: UUID | None = None
    """
    The decided theme that it leans on; only while it is proposed.
    """
    title: str | None = None
    """
    What it is called.
    """
    outcome: str | None = None
    """
    What came of it.
    """


class GrantCreate(Model):
    """
    A role for a person (by `person_id`, or `username`) or a machine, at a unit.
    """

    person_id: UUID | None = None
    """
    The person who is to have it.
    """
    username: str | None = None
    """
    The same by username, where the id is not known.
    """
    client_id: UUID | None = None
    """
    The machine that is to have it.
    """
    unit_id: UUID
    """
    Where: the unit and all below it. See `role-not-held-there`.
    """
    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    network: Literal["day_care", "school", "leisure"] | str | None = None
    """
    Which leader network: for `network_member`, only there.
    """
    body: Literal["parent_board", "parents_council", "student_council", "youth_council"] | str | None = None
    """
    Which body: for `board_member`, and only there.
    """
    since_on: date | None = None
    """
    The first day; today unless given.
    """
    until_on: date | None = None
    """
    The day from which it is held no more; null: until further notice.
    """


class GrantPublic(Model):
    """
    A grant as it is shown.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    person_id: UUID | None
    """
    The person who is to have it.
    """
    person_name: str | None
    """
    The name of its person.
    """
    client_id: UUID | None
    """
    The machine that is to have it.
    """
    client_name: str | None
    """
    The name of its client.
    """
    unit_id: UUID
    """
    Where: the unit and all below it. See `role-not-held-there`.
    """
    unit_kind: Literal["municipality", "district", "institution", "department"] | str
    """
    What kind of unit it is.
    """
    unit_name: str
    """
    The name of its unit.
    """
    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    network: Literal["day_care", "school", "leisure"] | str | None
    """
    Which leader network: for `network_member`, only there.
    """
    body: Literal["parent_board", "parents_council", "student_council", "youth_council"] | str | None
    """
    Which body: for `board_member`, and only there.
    """
    since_on: date
    """
    The first day; today unless given.
    """
    until_on: date | None
    """
    The day from which it is held no more; null: until further notice.
    """
    in_force: bool
    """
    Whether it is held today.
    """


class GrantUpdate(Model):
    """
    When a grant ends (JSON merge patch).
    """

    until_on: date | None = None
    """
    The day from which it is held no more; null: until further notice.
    """


class Health(Model):
    """
    How the service is.
    """

    status: Literal["alive", "ready"] | str
    """
    `alive`: the process answers; `ready`: the database too.
    """


class ImportCreate(Model):
    state: str
    counts: dict[str, Any]


class ImportPublic(Model):
    """
    An import as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    resource: Literal["institutions"] | str
    """
    What the file holds.
    """
    strategy: Literal["upsert", "create", "update"] | str
    """
    What becomes of its lines.
    """
    state: Literal["planned", "applied", "discarded"] | str
    """
    A plan changes nothing until it is applied.
    """
    filename: str | None
    """
    The name that was given with it.
    """
    dialect: Literal["comma", "semicolon", "danish"] | str | None
    """
    How the CSV was read; null for NDJSON.
    """
    columns: list[str]
    """
    The file's columns.
    """
    sha256: str
    """
    SHA-256 of the file, unpacked.
    """
    size: int
    """
    The file's bytes, unpacked.
    """
    rows: int
    """
    How many rows the file has, its header aside.
    """
    counts: Counts
    """
    How many rows would do what, or did.
    """
    author_id: UUID
    """
    Who brought it.
    """
    author_name: str
    """
    Their name.
    """
    applied_at: AwareDatetime | None
    """
    When it was carried out.
    """


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
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    The name that people use.
    """
    kind: Literal["day_care", "school", "leisure"] | str
    """
    What it is; its area follows.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    type: str | None
    """
    A finer kind, such as `primary_school`, `nursery`, `sfo`, `club`.
    """
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | str
    """
    Who owns it.
    """
    participation: Literal["dialogues", "follow_up_only", "none"] | str
    """
    What it takes part in.
    """
    number: str | None
    """
    Six digits, or a letter and five.
    """
    p_number: str | None
    """
    The production unit's ten digits.
    """
    cvr_number: str | None
    """
    The company's eight digits.
    """
    address: str | None
    """
    Street and house number.
    """
    postal_code: str | None
    """
    Four digits.
    """
    city: str | None
    """
    The postal district.
    """
    email: str | None
    """
    The institution's mailbox.
    """
    phone: str | None
    """
    The institution's telephone.
    """
    website: str | None
    """
    An http(s) address.
    """
    active_from: date | None
    """
    The first day.
    """
    active_until: date | None
    """
    The day from which it is closed.
    """
    district_id: UUID | None
    """
    Its district; none: directly under the municipality.
    """
    district_name: str | None
    """
    The name of its district.
    """
    parent_id: UUID | None
    """
    The institution that it is a department of.
    """
    parent_name: str | None
    """
    The name of its parent.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it; replaces the list.
    """


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


class Label(Model):
    """
    A value with what people call it.
    """

    value: str
    """
    The value as it stands in requests and answers.
    """
    da: str
    """
    What it is called in Danish.
    """
    en: str
    """
    What it is called in English.
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


class MyRole(Model):
    """
    A role that the caller has today, at a unit and all below it.
    """

    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    The role.
    """
    unit_id: UUID
    """
    The id of its unit.
    """
    unit_kind: Literal["municipality", "district", "institution", "department"] | str
    """
    What the unit is.
    """
    unit_name: str
    """
    The name of its unit.
    """
    network: str | None
    """
    Which leader network, for `network_member`.
    """
    body: str | None
    """
    Which body, for `board_member`.
    """
    since_on: date
    """
    The day from which it is held.
    """
    until_on: date | None
    """
    The day from which it is held no more; null: until further notice.
    """


class PasswordChange(Model):
    """
    A new password of one's own.
    """

    old: str
    """
    The password until now.
    """
    new: str
    """
    12 to 256 characters, not a common one, without the username; never shown again.
    """


class PersonCreate(Model):
    """
    Somebody who is to sign in.
    """

    username: str
    """
    What they sign in with; unique, and the same in capitals.
    """
    name: str
    """
    Their name.
    """
    email: str | None = None
    """
    Their work address.
    """
    active: bool | None = True
    """
    Whether they may sign in.
    """
    password: str | None = None
    """
    12 to 256 characters, not a common one, without the username; never shown again.
    """


class PersonRole(Model):
    """
    A role that somebody has today, within the reader's reach.
    """

    role: (
        Literal[
            "council_member",
            "administration",
            "chief",
            "leader",
            "staff",
            "board_member",
            "network_member",
            "data_supplier",
            "auditor",
            "admin",
        ]
        | str
    )
    """
    Which role.
    """
    unit_id: UUID
    """
    The id of its unit.
    """
    unit_name: str
    """
    The name of its unit.
    """


class PersonUpdate(Model):
    """
    What changes about a person (JSON merge patch); a new password or `active: false` signs them out at once.
    """

    username: str | None = None
    """
    What they sign in with; unique, and the same in capitals.
    """
    name: str | None = None
    """
    Their name.
    """
    email: str | None = None
    """
    Their work address.
    """
    active: bool | None = None
    """
    Whether they may sign in.
    """
    password: str | None = None
    """
    12 to 256 characters, not a common one, without the username; never shown again. null: no signing in by password.
    """


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
    """
    The rule that was set aside.
    """
    words: str
    """
    Why, in the words of who did it.
    """
    author_name: str
    """
    Who.
    """
    at: AwareDatetime
    """
    When.
    """


class Refusal(Model):
    """
    What a refusal means.
    """

    code: str
    """
    The refusal's name.
    """
    status: int
    """
    The HTTP status that it is answered with.
    """
    title: str
    """
    What is the matter.
    """
    mend: str
    """
    Who mends it, and how.
    """
    audience: Literal["user", "developer", "operator"] | str
    """
    Who can mend it.
    """
    retryable: bool
    """
    Whether the same request may succeed later.
    """
    overridable: bool
    """
    Whether the rule may be set aside with `because`.
    """


class RoundPublic(Model):
    """
    A round as it is answered.
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


class RowFault(Model):
    """
    What is wrong in a line.
    """

    column: str | None
    """
    The column; null for the line as a whole.
    """
    code: str
    """
    The fault's name.
    """
    words: str
    """
    The fault in the caller's language.
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
    """
    A new theme, proposed.
    """

    cycle_id: UUID
    """
    The cycle that it is for.
    """
    title: str
    """
    What it is called.
    """
    description: str | None = None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it addresses.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None = None
    """
    The quality report that it came from.
    """


class ThemeDecide(Model):
    """
    The council's decision on a theme.
    """

    decided_on: date | None = None
    """
    When it was decided; today if absent.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system. Absent: as it was.
    """


class ThemePublic(Model):
    """
    A theme as it is answered.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    cycle_id: UUID
    """
    The cycle that it is for.
    """
    cycle_title: str
    """
    The title of its cycle.
    """
    area: Literal["age_0_6", "age_6_18"] | str
    """
    The area that it belongs to.
    """
    title: str
    """
    What it is called.
    """
    description: str | None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str]
    """
    The kinds of institution that it addresses.
    """
    status: Literal["proposed", "decided", "withdrawn"] | str
    """
    The state that it is in.
    """
    decided_on: date | None
    """
    When the council decided it.
    """
    case_reference: str | None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None
    """
    The quality report that it came from.
    """


class ThemeUpdate(Model):
    """
    What changes about a theme (JSON merge patch); once it is decided, its case and report only.
    """

    cycle_id: UUID | None = None
    """
    The cycle that it is for.
    """
    title: str | None = None
    """
    What it is called.
    """
    description: str | None = None
    """
    What the council wants with it.
    """
    kinds: list[Literal["day_care", "school", "leisure"] | str] | None = None
    """
    The kinds of institution that it addresses.
    """
    case_reference: str | None = None
    """
    The council's case, in the municipality's case system.
    """
    report_id: UUID | None = None
    """
    The quality report that it came from.
    """


class TokenAnswer(Model):
    """
    An access token, and for people a refresh token, which is used once.
    """

    access_token: str
    """
    Send it as `Authorization: Bearer`.
    """
    token_type: str
    """
    Always `Bearer`.
    """
    expires_in: int
    """
    The seconds that the access token lasts.
    """
    refresh_token: str | None = ""
    """
    For the next one; absent for machines.
    """
    scope: str
    """
    Always `sammen`: grants decide what a token opens.
    """


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
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
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
    ends_on: date
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundPublic]
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """
    reasons: list[ReasonPublic]
    """
    Why rules were set aside for it.
    """


class CyclePublic(Model):
    """
    A cycle as it is answered in a list.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
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
    ends_on: date
    """
    The day after its last; two years after the first if absent.
    """
    rounds: list[RoundPublic]
    """
    Its rounds, one after another; made from the half-years when they are not given.
    """


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
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    The district's name, unique among districts.
    """
    external_ids: list[ExternalIdPublic]
    """
    What other systems call it.
    """


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


class Enumeration(Model):
    """
    The values that a field may have.
    """

    name: str
    """
    The enumeration's name in the contract.
    """
    values: list[Label]
    """
    Its values, in their order.
    """


class ImportRowPublic(Model):
    """
    A line of an import. `column`, `code` and `words` are those of its first fault.
    """

    line: int
    """
    The line of the file on which the row begins.
    """
    outcome: Literal["create", "update", "unchanged", "rejected"] | str
    """
    What it would do, or did.
    """
    thing_id: UUID | None
    """
    The thing that it makes, changes or found.
    """
    column: str | None
    """
    The column of the first fault, if it is of one.
    """
    code: str | None
    """
    The first fault's name.
    """
    words: str | None
    """
    The first fault in the caller's language.
    """
    faults: list[RowFault]
    """
    All that is wrong in the line.
    """


class MePublic(Model):
    """
    The caller: a person or a machine.
    """

    id: UUID
    """
    Its id.
    """
    kind: Literal["person", "client"] | str
    """
    Whether somebody or a machine.
    """
    name: str
    """
    What they are called.
    """
    username: str | None
    """
    null for a machine.
    """
    email: str | None
    """
    Where they are written to.
    """
    roles: list[MyRole]
    """
    The roles in force today, oldest first.
    """
    allowed: dict[str, Any]
    """
    What these roles allow, by row of the policy: `read`, `write`, `transition`.
    """


class PersonPublic(Model):
    """
    A person as they are shown: to those who plan, with name and roles; to administrators in full.
    """

    id: UUID
    """
    Its id.
    """
    version: int
    """
    Counts its changes, from 1.
    """
    created_at: AwareDatetime
    """
    When it was made.
    """
    updated_at: AwareDatetime
    """
    When it was last changed.
    """
    name: str
    """
    Their name.
    """
    active: bool
    """
    Whether they may sign in.
    """
    username: str | None
    """
    null unless the reader may read people in full.
    """
    email: str | None
    """
    null unless the reader may read people in full.
    """
    roles: list[PersonRole]
    """
    Today's roles, at units within the reader's reach.
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
    Every fault, with its place; the first thousand.
    """


class Vocabulary(Model):
    """
    Every enumeration of the contract.
    """

    enumerations: list[Enumeration]
    """
    The enumerations by name.
    """
