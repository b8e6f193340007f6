"""The pages that explain problems to people: one for each code, and a list of all."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from api.core.problems import Kind
from api.documentation.navigation import NAVIGATION
from api.web import rendering
from api.web.strings import strings


def problem_page(kind: Kind, language: str) -> Response:
    """Respond with the page of one problem."""
    return rendering.page(
        "documentation/problem.html",
        address=f"problems/{kind.code}",
        language=language,
        title=getattr(kind.title, language),
        navigation=NAVIGATION,
        problem=_texts(kind, language),
    )


def problem_list_page(kinds: Iterable[Kind], language: str) -> Response:
    """Respond with the page of all problems, each with a link to its own page."""
    return rendering.page(
        "documentation/problems.html",
        address="problems",
        language=language,
        title=strings(language)["all_problems"],
        navigation=NAVIGATION,
        problems=[_texts(kind, language) for kind in kinds],
    )


def _texts(kind: Kind, language: str) -> dict[str, Any]:
    return {
        "code": kind.code,
        "status": kind.status,
        "title": getattr(kind.title, language),
        "solution": getattr(kind.mend, language),
        "audience": kind.audience,
        "retryable": kind.retryable,
        "overridable": kind.overridable,
    }
