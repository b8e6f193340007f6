"""Whatever tests are refused with is held against the contract: named by its operation, in each language apart."""

import re
import sys
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.core import problems
from api.http import problem_responses
from tests.support.operations import contract, operations

unnamed: set[str] = set()
unsaid: set[str] = set()
mixed: set[str] = set()
# Words that hardly a sentence does without, and that the other language has not; names and values are in quotes.
_ENGLISH = re.compile(r"\b(the|is|are|of|and|may|not|this|that|with|which|be|has|an|it)\b", re.IGNORECASE)
_DANISH = re.compile(r"[æøåÆØÅ]|\b(er|og|ikke|af|det|den|som|til|på|kan|skal|eller|har|et)\b", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`|»[^«]*«|\"[^\"]*\"|'[^']*'")
_OF_NO_OPERATION = {problems.METHOD_NOT_ALLOWED.code}


@cache
def named() -> dict[str, set[str]]:
    """The codes of the refusals that each operation of the contract names."""
    return {operation.name: set(operation.written["x-problems"]) for operation in operations()}


@cache
def said(shape: str) -> set[str]:
    """The members that the contract knows of a refusal, of one of its faults, or of a row."""
    return set(contract()["components"]["schemas"][shape]["properties"])


def watch() -> None:
    """Record every problem that an operation answers without declaring it, and texts that mix languages.

    Problems are kept in `unnamed`, texts in `mixed`, and members that the contract does not have in `unsaid`. Modules
    of the service import the function that renders a problem by its name, so it is replaced in each of them.
    """
    render: Any = problem_responses.problem_response

    def observed(request: Request, problem: problems.Problem) -> Response:
        note(getattr(request.scope.get("route"), "name", ""), problem)
        return render(request, problem)  # type: ignore[no-any-return]

    for module in list(sys.modules.values()):
        if module.__name__.startswith("api.") and getattr(module, "problem_response", None) is render:
            module.problem_response = observed  # type: ignore[attr-defined]


def note(operation: str, problem: problems.Problem) -> None:
    codes = {problem.kind.code, *(fault.kind.code for fault in problem.faults)} - _OF_NO_OPERATION
    told = [problem.kind.title, problem.kind.mend, problem.detail, *(fault.detail for fault in problem.faults)]
    rows = problem.members.get("rows", [])
    unsaid.update(set(problem.members) - said("Problem"), *(set(row) - said("ProblemRow") for row in rows))
    mixed.update(str(words) for words in told if words is not None and foreign(words))
    if operation in named():
        unnamed.update(f"{operation}: {code}" for code in codes - named()[operation])


def foreign(words: problems.LocalizedText) -> bool:
    """Whether what is said in one language has words of the other, or is the same in both."""
    en, da = (_QUOTED.sub("", text) for text in words)
    return bool(_ENGLISH.search(da) or _DANISH.search(en)) or words.en == words.da
