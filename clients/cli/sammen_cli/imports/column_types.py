"""The types of the columns of imports."""

from sammen_cli.contract.resources import ENUM_VALUES
from sammen_cli.imports.columns import COLUMNS
from sammen_cli.mapping.row_mapper import ColumnTypes

_NUMBERS = frozenset({"value", "n", "standard_error", "minimum", "maximum", "people_count", "round"})
_DATES = frozenset(
    {"active_from", "active_until", "collected_on", "since_on", "until_on", "observed_on", "oral_feedback_on"}
)


def import_columns(resource: str) -> tuple[str, ...]:
    """The columns of an import; empty when they are not known."""
    return COLUMNS.get(resource, ())


def column_types(resource: str) -> ColumnTypes:
    """Which columns are numbers, dates and enumerations."""
    return ColumnTypes(_NUMBERS, _DATES, ENUM_VALUES.get(resource, {})) if resource in COLUMNS else ColumnTypes()
