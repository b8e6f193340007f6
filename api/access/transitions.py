"""Transitions of a resource: which ones the caller can make now, and the obstacle to each of the others.

They are determined by the same rules that the routes of the transitions check.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from inspect import isawaitable
from typing import Annotated, Any

from fastapi import Response
from fastapi.routing import APIRoute, APIRouter
from pydantic import Field
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from api.access.caller import Context, RequestContext
from api.access.guards import reach_condition
from api.access.responses import fetch_visible, json_response
from api.access.roles import Action, Permission
from api.core.field_types import ResourceId
from api.core.problems import NOT_ALLOWED, Fault, Problem
from api.core.schemas import ResponseSchema
from api.db.columns import ResourceModel
from api.http.pagination import Listing

Faults = Iterable[Fault] | None


def no_faults(context: RequestContext, resource: Any) -> Faults:
    """The rule of a transition that is possible in every state."""
    return ()


@dataclass(frozen=True, slots=True)
class TransitionRule:
    """The rule that the route of a transition checks on the state of the resource, whatever the body says.

    The permission is that of the route, or `permission`. As with `require_access`, `or_condition` is an SQL condition
    that gives access in addition to the reach; `and_condition` is one that is required in addition to it.
    """

    faults: Callable[[RequestContext, Any], Faults | Awaitable[Faults]] = no_faults
    permission: Permission | None = None
    or_condition: ColumnElement[bool] | None = None
    and_condition: ColumnElement[bool] | None = None


TransitionRules = Mapping[str, TransitionRule]
"""The transitions of a resource by the last segment of their paths."""


class TransitionName(StrEnum):
    """The transitions of all resources, by the last segment of their paths."""

    answer = "answer"
    apply = "apply"
    cancel = "cancel"
    close = "close"
    comments = "comments"
    correct = "correct"
    corrections = "corrections"
    decide = "decide"
    done = "done"
    drop = "drop"
    end = "end"
    erase = "erase"
    extend = "extend"
    feedback = "feedback"
    hold = "hold"
    links = "links"
    move = "move"
    observe = "observe"
    publish = "publish"
    redact = "redact"
    release = "release"
    remarks = "remarks"
    reopen = "reopen"
    reply = "reply"
    reverse = "reverse"
    revise = "revise"
    rotate_secret = "rotate-secret"  # noqa: S105  # the name of a transition
    share = "share"
    take_back = "take-back"
    withdraw = "withdraw"
    withdraw_link = "withdraw-link"


Code = Annotated[str, Field(max_length=64, pattern="^[a-z0-9-]+$")]


class Obstacle(ResponseSchema):
    """The obstacle to a transition, as the problem response would report it."""

    code: Code = Field(description="The code of the problem, explained at /problems/{code}.")
    en: str = Field(max_length=2000, description="The message in English.")
    da: str = Field(max_length=2000, description="The message in Danish.")


class Transition(ResponseSchema):
    """A transition of a resource, and whether the caller can make it now."""

    name: TransitionName = Field(description="The name: the last segment of its path.")
    operation: str = Field(max_length=64, description="The operation id in this document.")
    allowed: bool = Field(
        description="Whether the caller can make it in the current state; the request body can still be invalid."
    )
    obstacle: Obstacle | None = Field(description="The obstacle; null if it is allowed.")
    because: list[Code] = Field(
        max_length=20, description="Broken rules that can be overridden: give a reason for each in `because`."
    )


class Transitions(ResponseSchema):
    """The transitions of a resource."""

    items: list[Transition] = Field(max_length=50, description="All transitions, in the order of the workflow.")


def add_transitions_route(
    router: APIRouter, table: type[ResourceModel], listing: Listing, rules: TransitionRules, policy: dict[str, Any]
) -> None:
    """Add `GET /{id}/transitions` to a router; `policy` is the result of `requires` for reading the resource."""
    table_name = str(table.__tablename__)
    noun = table_name.replace("_", " ")

    async def transitions(context: Context, id: ResourceId) -> Response:
        await context.read_session(skip_role_check=True)
        await fetch_visible(context, listing, id)
        return json_response(context, {"items": await list_transitions(context, table, listing, id, rules)})

    transitions.__name__ = f"list_{table_name}_transitions"
    article = "an" if noun[0] in "aeiou" else "a"
    transitions.__doc__ = (
        f"List the transitions of {article} {noun}: those that the caller can make now, and what prevents the others."
    )
    router.get("/{id}/transitions", response_model=Transitions, **policy)(transitions)


async def list_transitions(
    context: RequestContext, table: type[ResourceModel], listing: Listing, id: Any, rules: TransitionRules
) -> list[dict[str, Any]]:
    """Return the transitions of a resource that is visible to the caller, as `Transition` objects."""
    routes = {name: _find_route(context, f"/v1/{listing.name}/{{id}}/{name}") for name in rules}
    access = (_access_condition(table, rules[name], permission_of(routes[name])).label(name) for name in rules)
    statement = select(table, *access).where(col(table.id) == id)
    row = (await context.session.execute(statement, context.scope)).one()
    transitions = []
    for (name, rule), allowed in zip(rules.items(), row[1:], strict=True):
        faults = await _faults(rule, context, row[0]) if allowed else [Fault(NOT_ALLOWED)]
        transitions.append(_transition(name, routes[name].name, faults))
    return transitions


def permission_of(route: APIRoute) -> Permission:
    """Return the permission that a route requires."""
    policy = (route.openapi_extra or {})["x-policy"]
    return Permission(policy["row"], Action(policy["action"]))


def _find_route(context: RequestContext, path: str) -> APIRoute:
    return _post_routes(context.request.app)[path]


@lru_cache(maxsize=4)
def _post_routes(app: Any) -> dict[str, APIRoute]:
    routes = (route for route in app.router.routes if isinstance(route, APIRoute))
    return {route.path_format: route for route in routes if "POST" in (route.methods or ())}


def _access_condition(
    table: type[ResourceModel], rule: TransitionRule, route_permission: Permission
) -> ColumnElement[bool]:
    condition = reach_condition(table, rule.permission or route_permission)
    if rule.or_condition is not None:
        condition = condition | rule.or_condition
    return condition if rule.and_condition is None else condition & rule.and_condition


async def _faults(rule: TransitionRule, context: RequestContext, resource: ResourceModel) -> list[Fault]:
    try:
        faults = rule.faults(context, resource)
        return list((await faults if isawaitable(faults) else faults) or ())
    except Problem as problem:
        return problem.faults or [Fault(problem.kind)]


def _transition(name: str, operation: str, faults: Iterable[Fault]) -> dict[str, Any]:
    """Build a `Transition`. Rules that can be overridden, and faults that another body avoids, are no obstacle."""
    faults = list(faults)
    obstacles = [fault for fault in faults if not fault.kind.overridable and fault.kind.status in (403, 409)]
    message = (obstacles[0].detail or obstacles[0].kind.title) if obstacles else None
    return {
        "name": name,
        "operation": operation,
        "allowed": not obstacles,
        "obstacle": {"code": obstacles[0].kind.code, "en": message.en, "da": message.da} if message else None,
        "because": sorted({fault.kind.code for fault in faults if fault.kind.overridable}) if not obstacles else [],
    }
