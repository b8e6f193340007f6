"""Whatever a test is refused with is held against the contract: its operation has to name it."""

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.core import problems
from tests.house.operations import operations

unnamed: set[str] = set()
_OF_NO_OPERATION = {problems.METHOD_NOT_ALLOWED.code}


@cache
def named() -> dict[str, set[str]]:
    """The codes of the refusals that each operation of the contract names."""
    return {operation.name: set(operation.written["x-problems"]) for operation in operations()}


def watch() -> None:
    """From now on keep every refusal of an operation that does not name it in `unnamed`."""
    told: Any = problems.answer

    def answer(request: Request, problem: problems.Problem) -> Response:
        note(getattr(request.scope.get("route"), "name", ""), problem)
        return told(request, problem)  # type: ignore[no-any-return]

    problems.answer = answer


def note(operation: str, problem: problems.Problem) -> None:
    codes = {problem.kind.code, *(fault.kind.code for fault in problem.faults)} - _OF_NO_OPERATION
    if operation in named():
        unnamed.update(f"{operation}: {code}" for code in codes - named()[operation])
