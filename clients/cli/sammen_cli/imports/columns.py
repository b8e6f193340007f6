"""The columns of each import, so that an unknown column is reported before anything is sent.

Imports of other resources are possible too; the service validates their columns.
"""

from collections.abc import Mapping

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "institutions": (
        "number", "name", "kind", "type", "ownership", "parent_number", "district", "address", "postal_code", "city",
        "email", "phone", "p_number", "cvr_number", "website", "active_from", "active_until", "participation",
        "external_ids", "id",
    ),
    "indicators": (
        "code", "title", "description", "kinds", "unit", "minimum", "maximum", "higher_is_better", "levels", "source",
        "disclosure", "external_ids",
    ),
    "measurements": (
        "institution", "indicator", "period", "breakdown", "value", "n", "standard_error", "status", "source",
        "package",
    ),
    "people": ("username", "name", "email", "active"),
    "grants": ("username", "role", "unit", "network", "body", "since_on", "until_on"),
    "stakeholder_input": (
        "institution", "voice", "method", "age_group", "form", "text", "people_count", "collected_on", "theme",
        "focus_area", "external_ids", "id",
    ),
    "dialogues": (
        "institution", "cycle", "round", "planned_for", "planned_until", "place", "case_reference", "data_holder",
        "participants",
    ),
    "observations": (
        "institution", "planned_for", "guide", "purpose", "focus_area", "observers", "observed_on", "oral_feedback_on",
        "points", "feedback",
    ),
}  # fmt: skip
