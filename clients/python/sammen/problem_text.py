"""The text of a problem: title, detail, validation errors, affected rows, next step and request id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sammen.error_details import ErrorDetail, objects_in

if TYPE_CHECKING:
    from sammen.errors import Problem

_MAX_ROWS = 10

_WORDS = {
    "en": {"about": "This is about", "request_id": "Request id", "line": "line", "more": "and {} more"},
    "da": {"about": "Det gælder", "request_id": "Forespørgslens id", "line": "linje", "more": "og {} flere"},
}


def problem_text(problem: Problem, next_step: str | None) -> str:
    """A problem as lines of text, in which no sentence is repeated."""
    words = _WORDS["da" if problem.language == "da" else "en"]
    lines = [f"{problem.title} ({problem.code}, {problem.status})"]
    located = {error.detail for error in problem.errors if error.location}
    if problem.detail and problem.detail not in {problem.title, *located} and not _errors_name_the_state(problem):
        lines.append(problem.detail)
    errors = [
        error
        for error in problem.errors
        if error.location or error.detail not in {problem.title, problem.detail} - located
    ]
    lines += [f"- {_error_text(problem, error)}" for error in errors if error.detail != problem.title]
    # An error that repeats the title only adds its location.
    locations = [error.location for error in errors if error.detail == problem.title and error.pointer != ""]
    if names := [location for location in locations if location]:
        lines.append(f"{words['about']} {', '.join(names)}.")
    lines += _affected_rows(problem, words)
    if next_step:
        lines.append(next_step)
    if problem.request_id:
        lines.append(f"{words['request_id']}: {problem.request_id}")
    return "\n".join(dict.fromkeys(lines))


def _errors_name_the_state(problem: Problem) -> bool:
    """Whether the errors say which state the resource is in, so that the advice to fetch it is superfluous."""
    return problem.code == "wrong-state" and any(error.detail not in {None, problem.title} for error in problem.errors)


def _error_text(problem: Problem, error: ErrorDetail) -> str:
    # For a conflict with the state of a resource the body is correct: do not name it as the location.
    if problem.status == 409 and error.pointer == "":
        return str(error.detail)
    return str(error)


def _affected_rows(problem: Problem, words: dict[str, str]) -> list[str]:
    """The first rows of an import that the problem lists, each with what has become of it."""
    rows = objects_in(problem.fields.get("rows"))
    lines = [
        f"- {words['line']} {row.get('source_line') or row.get('line')}: {row.get('now')}" for row in rows[:_MAX_ROWS]
    ]
    remaining = int(problem.fields.get("rows_changed") or 0) - len(lines)
    return [*lines, f"- {words['more'].format(remaining)}"] if lines and remaining > 0 else lines
