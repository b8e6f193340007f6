"""Lists as the service exports them: the map that imports them again."""

from collections.abc import Mapping, Sequence

from sammen_cli.mapping.map_file import Map
from sammen_cli.mapping.schema import ColumnRule, Condition, MapSchema, RowRule
from sammen_cli.mapping.toml_lines import TomlLines

_FIRST_COLUMNS = ("id", "version", "created_at", "updated_at")
_WITHOUT_APOSTROPHE = r"(?s)^(?:'(?=[=+\-@\t\r]))?(.*)$"
"""An export puts an apostrophe before texts that a spreadsheet would run as a formula; it is not part of the text."""

_SAME_NAME: Mapping[str, str] = {
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
_OTHER_NAME: Mapping[str, Mapping[str, str]] = {
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
_NOT_IMPORTED: Mapping[str, Sequence[Condition]] = {
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
"""Rows that are not imported: suppressed, redacted, cancelled, ended, and the grants of machines."""


def is_exported(columns: Sequence[str]) -> bool:
    """Whether a file is a list that the service exported."""
    return tuple(columns[: len(_FIRST_COLUMNS)]) == _FIRST_COLUMNS


def map_for_export(resource: str) -> Map | None:
    """The map for an exported list; None when there is no import of the resource."""
    if resource not in _SAME_NAME:
        return None
    names = {**{name: name for name in _SAME_NAME[resource].split()}, **_OTHER_NAME.get(resource, {})}
    columns = {name: ColumnRule(source=[source], extract=_WITHOUT_APOSTROPHE) for name, source in names.items()}
    rows = [RowRule(drop=condition) for condition in _NOT_IMPORTED.get(resource, ())]
    return Map("the exported list", MapSchema(columns=columns, rows=rows), TomlLines(""))
