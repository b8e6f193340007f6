"""Lists as the service exports them, brought again: what their columns are called in an import."""

from collections.abc import Mapping, Sequence

from sammen.mapping.faults import Lines
from sammen.mapping.form import ColumnForm, Condition, MapForm, RowRule
from sammen.mapping.maps import Map

_OWN = ("id", "version", "created_at", "updated_at")
_HARMLESS = r"(?s)^(?:'(?=[=+\-@\t\r]))?(.*)$"
"""Before what a spreadsheet would run, an export puts a mark; it is no part of the text."""

_SAME: Mapping[str, str] = {
    "institutions": "id number name kind type ownership participation p_number cvr_number address postal_code city "
    "email phone website active_from active_until",
    "indicators": "code title description unit minimum maximum higher_is_better disclosure",
    "measurements": "period breakdown value n standard_error status source",
    "people": "username name email active",
    "grants": "role network body since_on until_on",
    "stakeholder_input": "id voice method age_group form text people_count collected_on",
    "dialogues": "round planned_for planned_until place case_reference",
    "observations": "planned_for purpose observed_on oral_feedback_on",
}
_OTHER: Mapping[str, Mapping[str, str]] = {
    "institutions": {"district": "district_id"},
    "indicators": {"source": "source_system"},
    "measurements": {"institution": "institution_id", "indicator": "indicator_code", "package": "package_id"},
    "grants": {"username": "person_id", "unit": "unit_id"},
    "stakeholder_input": {
        "institution": "institution_id", "theme": "theme_id", "focus_area": "focus_area_id",
    },
    "dialogues": {"institution": "institution_id", "cycle": "cycle_id", "data_holder": "data_holder_id"},
    "observations": {"institution": "institution_id", "guide": "guide_id", "focus_area": "focus_area_id"},
}  # fmt: skip
_DROPPED: Mapping[str, Sequence[Condition]] = {
    "measurements": [Condition(column="status", equals="suppressed")],
    "people": [Condition(column="erased_on", empty=False)],
    "grants": [Condition(column="person_id", empty=True), Condition(column="in_force", equals="false")],
    "stakeholder_input": [
        Condition(column="withdrawal", empty=False), Condition(column="redacted_on", empty=False),
        Condition(column="consultation_id", empty=False), Condition(column="text", empty=True),
    ],
    "dialogues": [Condition(column="status", equals="cancelled")],
    "observations": [Condition(column="status", equals="cancelled"), Condition(column="redacted_on", empty=False)],
}  # fmt: skip
"""What a file does not say again: what is withheld, taken out, cancelled or over, and the roles of machines."""


def is_exported(columns: Sequence[str]) -> bool:
    """Whether a file is a list as the service writes it."""
    return tuple(columns[: len(_OWN)]) == _OWN


def map_of(resource: str) -> Map | None:
    """What such a file means for an import; None where there is no import of it."""
    if resource not in _SAME:
        return None
    names = {**{name: name for name in _SAME[resource].split()}, **_OTHER.get(resource, {})}
    columns = {name: ColumnForm(source=[column], extract=_HARMLESS) for name, column in names.items()}
    rows = [RowRule(drop=one) for one in _DROPPED.get(resource, ())]
    return Map("the list as it was exported", MapForm(columns=columns, rows=rows), Lines(""))
