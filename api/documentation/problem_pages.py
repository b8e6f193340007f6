"""The pages that explain problems to people: one for each code, and a list of all."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from api.core.problems import ProblemType
from api.documentation.navigation import NAVIGATION
from api.web import rendering
from api.web.strings import strings


def problem_page(problem_type: ProblemType, language: str) -> Response:
    """Respond with the page of one problem."""
    return rendering.page(
        "documentation/problem.html",
        address=f"problems/{problem_type.code}",
        language=language,
        title=getattr(problem_type.title, language),
        navigation=NAVIGATION,
        problem=_texts(problem_type, language),
    )


def problem_list_page(problem_types: Iterable[ProblemType], language: str) -> Response:
    """Respond with the page of all problems, each with a link to its own page."""
    return rendering.page(
        "documentation/problems.html",
        address="problems",
        language=language,
        title=strings(language)["all_problems"],
        navigation=NAVIGATION,
        problems=[_texts(problem_type, language) for problem_type in problem_types],
    )


def _texts(problem_type: ProblemType, language: str) -> dict[str, Any]:
    return {
        "code": problem_type.code,
        "status": problem_type.status,
        "title": getattr(problem_type.title, language),
        "solution": getattr(problem_type.mend, language),
        "audience": problem_type.audience,
        "retryable": problem_type.retryable,
        "overridable": problem_type.overridable,
    }
