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


class Audit(TypedDict, total=False):
    sort: Literal["id", "-id", "at", "-at"] | None
    count: bool | None
    updated_since: datetime | str | None
    actor_id: Id | None
    unit_id: Id | None
    resource: str | None
    thing_id: Id | None
    action: str | None
    request_id: str | None
    from_: datetime | str | None
    to: datetime | str | None


class Clients(TypedDict, total=False):
    sort: Literal["name", "-name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    active: bool | None


class Consultations(TypedDict, total=False):
    sort: Literal["opens_on", "-opens_on", "title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    unit_id: Id | None
    institution_id: Id | None
    theme_id: Id | None
    cycle_id: Id | None
    state: Literal["planned", "open", "closed"] | None
    from_: date | str | None
    to: date | str | None
    q: str | None


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
    sort: Literal["half_year", "-half_year", "title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    half_year: str | None
    theme_id: Id | None
    status: Literal["draft", "released", "withdrawn"] | None
    current: bool | None


class Dialogues(TypedDict, total=False):
    sort: (
        Literal["planned_for", "-planned_for", "institution_name", "-institution_name", "updated_at", "-updated_at"]
        | None
    )
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    cycle_id: Id | None
    round: int | None
    status: Literal["planned", "held", "cancelled"] | None
    meeting_id: Id | None
    school_development_talk: bool | None
    person_id: Id | None
    from_: date | str | None
    to: date | str | None


class DialoguesPrompts(TypedDict, total=False):
    number: int | None


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


class FollowUps(TypedDict, total=False):
    sort: (
        Literal["planned_for", "-planned_for", "institution_name", "-institution_name", "updated_at", "-updated_at"]
        | None
    )
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    leader_id: Id | None
    chief_id: Id | None
    status: Literal["planned", "held", "cancelled"] | None
    assessment: Literal["no_concern", "concern", "serious_concern"] | None
    from_: date | str | None
    to: date | str | None


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


class HeightenedSupervision(TypedDict, total=False):
    sort: (
        Literal["opened_on", "-opened_on", "institution_name", "-institution_name", "updated_at", "-updated_at"] | None
    )
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    severity: Literal["concern", "serious_concern"] | None
    status: Literal["open", "closed"] | None
    action_plan_missing: bool | None
    from_: date | str | None
    to: date | str | None


class Imports(TypedDict, total=False):
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    resource: (
        Literal[
            "institutions",
            "indicators",
            "measurements",
            "people",
            "grants",
            "stakeholder-input",
            "dialogues",
            "observations",
        ]
        | None
    )
    state: Literal["planned", "applied", "discarded", "expired", "reversed"] | None
    sha256: str | None
    thing_id: Id | None


class ImportsRows(TypedDict, total=False):
    sort: Literal["line", "-line"] | None
    count: bool | None
    updated_since: datetime | str | None
    outcome: Literal["create", "update", "unchanged", "rejected"] | None


class Indicators(TypedDict, total=False):
    sort: Literal["title", "-title", "code", "-code", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    code: str | None
    kind: Literal["day_care", "school", "leisure"] | None
    unit: Literal["percent", "count", "scale", "hours", "share", "level", "other"] | None
    source_system: str | None


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


class InstitutionsEvidence(TypedDict, total=False):
    cycle_id: Id | None
    round: int | None


class Measurements(TypedDict, total=False):
    sort: Literal["period", "-period", "institution_name", "-institution_name", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    indicator_id: Id | None
    indicator_code: str | None
    package_id: Id | None
    theme_id: Id | None
    half_year: str | None
    running: bool | None
    current: bool | None
    period: str | None
    breakdown: str | None
    status: Literal["reported", "provisional", "missing", "suppressed"] | None
    from_: date | str | None
    to: date | str | None


class ObservationGuides(TypedDict, total=False):
    sort: Literal["title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    series_id: Id | None
    status: Literal["draft", "published", "superseded"] | None
    q: str | None


class Observations(TypedDict, total=False):
    sort: (
        Literal["planned_for", "-planned_for", "institution_name", "-institution_name", "updated_at", "-updated_at"]
        | None
    )
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    guide_id: Id | None
    focus_area_id: Id | None
    theme_id: Id | None
    cycle_id: Id | None
    status: Literal["planned", "observed", "fed_back", "shared", "cancelled"] | None
    person_id: Id | None
    from_: date | str | None
    to: date | str | None


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
    sort: Literal["collected_on", "-collected_on", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    institution_id: Id | None
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None
    area: Literal["age_0_6", "age_6_18"] | None
    voice: (
        Literal[
            "child",
            "young_person",
            "parent",
            "staff",
            "parent_board",
            "parents_council",
            "student_council",
            "youth_council",
            "other",
        ]
        | None
    )
    method: Literal["conversation", "survey", "drawing", "photo", "tour", "meeting", "workshop", "other"] | None
    age_group: Literal["0-2", "3-5", "6-9", "10-13", "14-18"] | None
    form: Literal["perspective", "recommendation"] | None
    cycle_id: Id | None
    theme_id: Id | None
    focus_area_id: Id | None
    consultation_id: Id | None
    answered: bool | None
    withdrawn: bool | None
    from_: date | str | None
    to: date | str | None


class StakeholderInputStatistics(TypedDict, total=False):
    by: Literal["voice", "age_group", "theme", "district", "question"] | None
    from_: str | None
    to: str | None


class Supervision(TypedDict, total=False):
    sort: Literal["name", "-name"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    flag: (
        Literal[
            "dialogue_overdue",
            "no_focus_area",
            "one_sided_evidence",
            "no_child_voice",
            "no_parent_voice",
            "agreement_overdue",
            "follow_up_overdue",
            "action_plan_missing",
            "heightened_supervision",
        ]
        | None
    )
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None


class SupervisionSummary(TypedDict, total=False):
    district_id: Id | None
    kind: Literal["day_care", "school", "leisure"] | None


class Themes(TypedDict, total=False):
    sort: Literal["title", "-title", "updated_at", "-updated_at"] | None
    count: bool | None
    updated_since: datetime | str | None
    q: str | None
    cycle_id: Id | None
    area: Literal["age_0_6", "age_6_18"] | None
    kind: Literal["day_care", "school", "leisure"] | None
    status: Literal["proposed", "decided", "withdrawn"] | None
