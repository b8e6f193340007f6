"""What lists can be filtered by. Made by generate.py; do not edit."""

from datetime import date, datetime
from typing import Literal, TypedDict

from sammen.calls import Id


class Agreements(TypedDict, total=False):
    sort: Literal["due_on", "-due_on", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    focus_area_id: Id | None
    origin_kind: Literal["dialogue", "follow_up"] | None
    origin_id: Id | None
    status: Literal["open", "done", "dropped"] | None
    overdue: bool | None
    from_: date | str | None
    to: date | str | None


class Clients(TypedDict, total=False):
    sort: Literal["name", "-name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    active: bool | None


class Cycles(TypedDict, total=False):
    sort: (
        Literal[
            "starts_on", "-starts_on", "discussion_on", "-discussion_on", "title", "-title", "updated_at", "-updated_at"
        ]
        | None
    )
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    area: Literal["age_0_6", "age_6_18"] | None
    on: date | str | None
    from_: date | str | None
    to: date | str | None


class DataPackages(TypedDict, total=False):
    count: bool | None
    from_: date | str | None
    q: str | None


class Dialogues(TypedDict, total=False):
    count: bool | None
    from_: date | str | None
    q: str | None
    institution_id: Id | None
    status: Literal["planned", "held"] | None


class Districts(TypedDict, total=False):
    sort: Literal["name", "-name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None


class FocusAreas(TypedDict, total=False):
    sort: Literal["title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    institution_id: Id | None
    district_id: Id | None
    theme_id: Id | None
    cycle_id: Id | None
    area: Literal["age_0_6", "age_6_18"] | None
    kind: Literal["day_care", "school", "leisure"] | None
    status: Literal["proposed", "chosen", "completed", "dropped"] | None
    shared_with: Literal["own", "city"] | None


class Grants(TypedDict, total=False):
    sort: Literal["name", "-name", "since_on", "-since_on", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    person_id: Id | None
    client_id: Id | None
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
        | None
    )
    network: Literal["day_care", "school", "leisure"] | None
    body: Literal["parent_board", "parents_council", "student_council", "youth_council"] | None
    unit_id: Id | None
    district_id: Id | None
    in_force: bool | None


class Imports(TypedDict, total=False):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    resource: Literal["institutions"] | None
    state: Literal["planned", "applied", "discarded"] | None
    sha256: str | None
    thing_id: Id | None


class ImportsRows(TypedDict, total=False):
    sort: Literal["line", "-line"] | None
    count: bool | None
    updated_since: datetime | str | None
    outcome: Literal["create", "update", "unchanged", "rejected"] | None


class Indicators(TypedDict, total=False):
    count: bool | None
    from_: date | str | None
    q: str | None


class Institutions(TypedDict, total=False):
    sort: Literal["name", "-name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    ownership: Literal["municipal", "self_governing", "private", "outsourced"] | None
    participation: Literal["dialogues", "follow_up_only", "none"] | None
    district_id: Id | None
    parent_id: Id | None
    number: str | None
    departments: bool | None


class Measurements(TypedDict, total=False):
    count: bool | None
    from_: date | str | None
    q: str | None
    institution_id: Id | None


class People(TypedDict, total=False):
    sort: Literal["name", "-name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    username: str | None
    active: bool | None
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
        | None
    )
    unit_id: Id | None
    district_id: Id | None


class StakeholderInput(TypedDict, total=False):
    count: bool | None
    from_: date | str | None
    q: str | None
    institution_id: Id | None


class Themes(TypedDict, total=False):
    sort: Literal["title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    cycle_id: Id | None
    area: Literal["age_0_6", "age_6_18"] | None
    kind: Literal["day_care", "school", "leisure"] | None
    status: Literal["proposed", "decided", "withdrawn"] | None
