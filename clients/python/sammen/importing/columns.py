"""What is known of the columns that imports take."""

from sammen.contract import WORDS
from sammen.imported import COLUMNS
from sammen.mapping.binding import Kinds

_NUMBERS = frozenset({"value", "n", "standard_error", "minimum", "maximum", "people_count", "round"})
_DATES = frozenset(
    {"active_from", "active_until", "collected_on", "since_on", "until_on", "observed_on", "oral_feedback_on"}
)


def targets(resource: str) -> tuple[str, ...]:
    """The columns of an import of `resource`; none when they are not known here."""
    return COLUMNS.get(resource, ())


def kinds(resource: str) -> Kinds:
    """Which of them hold numbers and dates, and which only some words."""
    return Kinds(_NUMBERS, _DATES, WORDS.get(resource, {})) if resource in COLUMNS else Kinds()
