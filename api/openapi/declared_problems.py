"""The problems of an operation: those that its route declares, and those that operations of its kind share.

A route declares its own with `requires(..., problems=[...])`. Every problem that is raised while the tests run is
compared with what the operation declares (`tests/support/problem_observer.py`).
"""

from collections.abc import Iterable
from typing import Any, Final

from fastapi.routing import APIRoute

from api.core import problems
from api.core.problems import PROBLEM_TYPES, ProblemType
from api.http import admission, rate_limits

_ALWAYS: Final = (
    problems.UNREADABLE_REQUEST,
    problems.TOO_MANY_VALUES,
    problems.INVALID_INPUT,
    problems.INTERNAL,
    rate_limits.TOO_MANY_REQUESTS,
    admission.TOO_MANY_REQUESTS_IN_FLIGHT,
)
_WITH_DATABASE: Final = (problems.BUSY, problems.UNAVAILABLE)
_WITH_BODY: Final = (
    problems.TOO_SLOW,
    problems.TOO_LARGE,
    problems.WRONG_MEDIA_TYPE,
    problems.WRONG_CONTENT_ENCODING,
    problems.LOOKS_LIKE_CPR_NUMBER,
    problems.CONFLICT,
)
_AUTHENTICATED: Final = (problems.NOT_SIGNED_IN, problems.NOT_ALLOWED)
_CONDITIONAL: Final = (problems.CONDITION_REQUIRED, problems.CONDITION_UNREADABLE, problems.VERSION_MISMATCH)
_LIST: Final = (problems.BAD_CURSOR, problems.CURSOR_OF_ANOTHER_QUERY)
_REPLAYABLE: Final = (problems.KEY_REUSED, problems.RESPONSE_NOT_STORED)


def problems_of(
    method: str,
    operation: dict[str, Any],
    route: APIRoute,
    *,
    conditional: bool,
    is_list: bool,
    external_sign_in: Iterable[ProblemType] = (),
) -> list[ProblemType]:
    """Return every problem that an operation can respond with, sorted by code.

    `conditional`: it requires If-Match. `external_sign_in`: problems of the municipality's own sign-in.
    """
    authenticated, has_body = "x-policy" in operation, "requestBody" in operation
    problem_types = {*_ALWAYS, *(PROBLEM_TYPES[code] for code in operation.get("x-problems", ()))}
    if route.path_format.startswith("/v1/"):
        problem_types |= {*_WITH_DATABASE}
    if authenticated:
        problem_types |= {*_AUTHENTICATED, *external_sign_in}
    if "{" in route.path_format:
        problem_types.add(problems.NOT_FOUND)
    if conditional:
        problem_types |= {*_CONDITIONAL}
    if is_list:
        problem_types |= {*_LIST}
    if has_body:
        problem_types |= {*_WITH_BODY}
    elif authenticated or method != "get":
        problem_types.add(problems.BODY_NOT_TAKEN)
    if any(parameter.get("in") == "query" for parameter in operation.get("parameters", ())):
        problem_types.add(problems.LOOKS_LIKE_CPR_NUMBER)
    if authenticated and method == "post":
        problem_types |= {*_REPLAYABLE}
    return sorted(problem_types, key=lambda problem_type: problem_type.code)
