"""Assemble the result of a consultation's question, with small groups suppressed."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from api.consultations.models import QuestionType
from api.disclosure_control.tabular_suppression import (
    Frequencies,
    Part,
    ReleasedTable,
    Variable,
    release_parts,
    release_union,
)

Key = TypeVar("Key", bound=Hashable)


def results_of_parts(
    question: Mapping[str, Any], parts: Mapping[Key, Frequencies], threshold: int
) -> dict[Key, dict[str, Any]]:
    """Return the results of the voices and age groups of one institution and half-year; see `release_parts`."""
    tables = release_parts(_variable(question), parts, threshold)
    return {key: _result(table) for key, table in tables.items()}


def result_of_whole(question: Mapping[str, Any], parts: Sequence[Part], threshold: int) -> dict[str, Any]:
    """Return the result across institutions, given by district, institution and department; see `release_union`."""
    return _result(release_union(_variable(question), parts, threshold))


def _variable(question: Mapping[str, Any]) -> Variable:
    is_choice = question["type"] == QuestionType.choice
    return Variable(question["type"] == QuestionType.smiley, question["choices"] if is_choice else None)


def _result(table: ReleasedTable) -> dict[str, Any]:
    choices = None
    if table.frequencies is not None:
        choices = [{"choice": choice, "people": people} for choice, people in table.frequencies.items()]
    return {"people": table.total, "mean": table.mean, "choices": choices, "withheld": table.is_suppressed}
