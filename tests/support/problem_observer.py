"""Observe every problem that tests get: declared by its operation, known members only, each text in one language."""

import re
import sys
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.core import problems
from api.http import problem_responses
from tests.support.operations import contract, operations

undeclared: set[str] = set()
"""`operation: code` of problems that an operation answers without declaring them."""
unknown_members: set[str] = set()
"""Members of problems that the contract does not have."""
mixed_languages: set[str] = set()
"""Texts that contain words of the other language."""

# Frequent words that the other language does not have; names and values are quoted, and are not looked at.
_ENGLISH = re.compile(r"\b(the|is|are|of|and|may|not|this|that|with|which|be|has|an|it)\b", re.IGNORECASE)
_DANISH = re.compile(r"[æøåÆØÅ]|\b(er|og|ikke|af|det|den|som|til|på|kan|skal|eller|har|et)\b", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`|»[^«]*«|\"[^\"]*\"|'[^']*'")
_OF_NO_OPERATION = {problems.METHOD_NOT_ALLOWED.code}


@cache
def declared() -> dict[str, set[str]]:
    """Return the problem codes that each operation of the contract declares."""
    return {operation.name: set(operation.definition["x-problems"]) for operation in operations()}


@cache
def _members_in_contract(schema: str) -> set[str]:
    return set(contract()["components"]["schemas"][schema]["properties"])


def observe() -> None:
    """Record every problem from now on, in the sets of this module.

    Modules of the service import the function that renders a problem by its name, so it is replaced in each of them.
    """
    render: Any = problem_responses.problem_response

    def observed(request: Request, problem: problems.Problem) -> Response:
        note(getattr(request.scope.get("route"), "name", ""), problem)
        return render(request, problem)  # type: ignore[no-any-return]

    for module in list(sys.modules.values()):
        name = getattr(module, "__name__", "")
        if name.startswith("api.") and getattr(module, "problem_response", None) is render:
            module.problem_response = observed  # type: ignore[attr-defined]


def note(operation: str, problem: problems.Problem) -> None:
    """Record what is wrong with a problem of an operation."""
    codes = {problem.kind.code, *(fault.kind.code for fault in problem.faults)} - _OF_NO_OPERATION
    texts = [problem.kind.title, problem.kind.mend, problem.detail, *(fault.detail for fault in problem.faults)]
    rows = problem.members.get("rows", [])
    unknown_members.update(
        set(problem.members) - _members_in_contract("Problem"),
        *(set(row) - _members_in_contract("ProblemRow") for row in rows),
    )
    mixed_languages.update(str(text) for text in texts if text is not None and mixes_languages(text))
    if operation in declared():
        undeclared.update(f"{operation}: {code}" for code in codes - declared()[operation])


def reset() -> None:
    """Forget what was recorded."""
    for record in (undeclared, mixed_languages, unknown_members):
        record.clear()


def mixes_languages(text: problems.LocalizedText) -> bool:
    """Return whether the text in one language has words of the other, or is the same in both."""
    english, danish = (_QUOTED.sub("", words) for words in text)
    return bool(_ENGLISH.search(danish) or _DANISH.search(english)) or text.en == text.da
