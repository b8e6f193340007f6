"""Which refusals an operation can answer: those that all share, and those that what it calls can raise.

Nobody keeps a list: from a route's function, the names are followed that it and all that it calls are written with, to
every refusal that is named on the way. What is only called through an object is not found so; each answer of the tests
is held against what is found (tests/naming.py).
"""

import dis
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import unwrap
from types import CodeType, FunctionType, ModuleType
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.http import admission, rate_limits
from api.core import problems
from api.core.problems import PROBLEM_TYPES, ProblemType

_ALWAYS = (
    problems.UNREADABLE_REQUEST, problems.TOO_MANY_VALUES, problems.INVALID_INPUT, problems.INTERNAL,
    rate_limits.TOO_MANY_REQUESTS, admission.TOO_MANY_REQUESTS_IN_FLIGHT,
)  # fmt: skip
_WITH_A_DATABASE = (problems.BUSY, problems.UNAVAILABLE)
_WITH_A_BODY = (
    problems.TOO_SLOW, problems.TOO_LARGE, problems.WRONG_MEDIA_TYPE, problems.WRONG_CONTENT_ENCODING,
    problems.LOOKS_LIKE_CPR_NUMBER, problems.CONFLICT,
)  # fmt: skip
_SIGNED_IN = (problems.NOT_SIGNED_IN, problems.NOT_ALLOWED)
_CONDITIONS = (problems.CONDITION_REQUIRED, problems.CONDITION_UNREADABLE, problems.VERSION_MISMATCH)
_BY_NAME = {"LOAD_GLOBAL", "LOAD_NAME"}
_OF_WHAT_IS_NAMED = {"LOAD_ATTR", "LOAD_METHOD"}
_NOTHING = {"CACHE", "EXTENDED_ARG", "PUSH_NULL", "PRECALL"}


def refusals_of(method: str, operation: dict[str, Any], route: APIRoute, elsewhere: Iterable[ProblemType] = ()) -> list[ProblemType]:
    """Every refusal that the operation can answer, by name; `elsewhere`: what signing in elsewhere can come to."""
    found = set(_ALWAYS) | set(_raised(route))
    if method == "get":
        found -= set(_CONDITIONS)  # what it calls asks for a version where something is changed
    signed_in, body = "x-policy" in operation, "requestBody" in operation
    if route.path_format.startswith("/v1/"):
        found |= set(_WITH_A_DATABASE)
    if signed_in:
        found |= {*_SIGNED_IN, *elsewhere}
    if "{" in route.path_format:
        found.add(problems.NOT_FOUND)
    if body:
        found |= set(_WITH_A_BODY)
    elif signed_in or method != "get":
        found.add(problems.BODY_NOT_TAKEN)
    if any(part.get("in") == "query" for part in operation.get("parameters", ())):
        found.add(problems.LOOKS_LIKE_CPR_NUMBER)
    if signed_in and method == "post":
        found |= {problems.KEY_REUSED, problems.RESPONSE_NOT_STORED}
    return sorted(found, key=lambda kind: kind.code)


def _raised(route: APIRoute) -> Iterator[ProblemType]:
    """What the route's function, what it depends on, and its door name on their way."""
    doors = (vars(kind).get("enter") for kind in type(route).mro())
    waiting = [*_calls(route.dependant), *filter(None, doors)]
    seen = set(waiting)
    while waiting:
        value = waiting.pop()
        if isinstance(value, ProblemType):
            yield value
        else:
            fresh = _inside(value) - seen
            seen |= fresh
            waiting.extend(fresh)


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for below in dependant.dependencies:
        yield from _calls(below)


@cache
def _inside(value: Any) -> frozenset[Any]:
    """The refusals, functions and classes of ours that a function or a class leads to."""
    if isinstance(value, FunctionType):
        found = _read(unwrap(value))
    else:
        found = (var.fget if isinstance(var, property) else var for var in vars(value).values())
    return frozenset(_further(found))


def _further(values: Iterable[Any]) -> Iterator[Any]:
    """What of these leads on; of what a table holds, each."""
    for value in values:
        if isinstance(value, ProblemType) or (isinstance(value, FunctionType | type) and _ours(unwrap(value))):
            yield value
        elif isinstance(value, dict):
            yield from () if value is PROBLEM_TYPES else _further(value.values())
        elif isinstance(value, tuple | list | set | frozenset):
            yield from _further(value)


def _ours(value: Any) -> bool:
    return str(value.__module__).startswith("api.")


def _read(function: FunctionType) -> Iterator[Any]:
    """The values of the names in a function; of a refusal, not those where its own code or words are only told."""
    for code in _with_inner(function.__code__):
        last: Any = None
        for step in dis.get_instructions(code):
            if step.opname in _NOTHING:
                continue
            further = step.opname in _OF_WHAT_IS_NAMED
            if not (further and isinstance(last, ProblemType)):
                yield last
            if step.opname in _BY_NAME:
                last = function.__globals__.get(step.argval)
            elif further and isinstance(last, ModuleType | type):
                last = getattr(last, step.argval, None)
            else:
                last = None


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _with_inner(part)
