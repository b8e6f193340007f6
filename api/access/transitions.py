"""What may be done with a thing now: each transition, or what stands in its way, by the rules that its route asks."""

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


def no_obstacle(context: RequestContext, thing: Any) -> Faults:
    """For a step that no state of the thing stands in the way of."""
    return ()


@dataclass(frozen=True, slots=True)
class TransitionRule:
    """A transition: the rule that its route asks of the thing as it stands, whatever the body says.

    Its policy is the route's own. `may`, `also` and `only` are what the route gives its guard: another row, a relation
    that opens it, and one that it takes in addition.
    """

    faults: Callable[[RequestContext, Any], Faults | Awaitable[Faults]] = no_obstacle
    may: Permission | None = None
    also: ColumnElement[bool] | None = None
    only: ColumnElement[bool] | None = None


TransitionRules = Mapping[str, TransitionRule]
"""The steps of a kind of thing by the last part of their addresses."""


class TransitionName(StrEnum):
    """What can be done with things, by the last part of its address; not all of it with each kind of thing."""

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
    rotate_secret = "rotate-secret"  # noqa: S105  # the name of a step
    share = "share"
    take_back = "take-back"
    withdraw = "withdraw"
    withdraw_link = "withdraw-link"


Code = Annotated[str, Field(max_length=64, pattern="^[a-z0-9-]+$")]


class Obstacle(ResponseSchema):
    """What stands in the way, as a refusal would say it."""

    code: Code = Field(description="The refusal's name, explained at /problems/{code}.")
    en: str = Field(max_length=2000, description="What is the matter, in English.")
    da: str = Field(max_length=2000, description="What is the matter, in Danish.")


class Transition(ResponseSchema):
    """Something that can be done with a thing, and whether the caller may do it now."""

    name: TransitionName = Field(description="What it is called: the last part of its address.")
    operation: str = Field(max_length=64, description="The operation of this contract that does it.")
    allowed: bool = Field(description="Whether the caller may do it as things stand; the body can still be refused.")
    obstacle: Obstacle | None = Field(description="What stands in the way; null where it is allowed.")
    because: list[Code] = Field(
        max_length=20, description="Rules in the way that may be set aside: each takes its words in `because`."
    )


class Transitions(ResponseSchema):
    """What may be done with a thing now."""

    items: list[Transition] = Field(max_length=50, description="Each transition, in the order of the work.")


def add_transitions_route(
    router: APIRouter, table: type[ResourceModel], listing: Listing, steps: TransitionRules, policy: dict[str, Any]
) -> None:
    """Let a room answer `GET /{id}/transitions`; `policy` is that of reading the thing."""
    kind = str(table.__tablename__)
    thing = kind.replace("_", " ")

    async def transitions(context: Context, id: ResourceId) -> Response:
        await context.read(related=True)
        await fetch_visible(context, listing, id)
        return json_response(context, {"items": await list_transitions(context, table, listing, id, steps)})

    transitions.__name__ = f"list_{kind}_transitions"
    article = "an" if thing[0] in "aeiou" else "a"
    transitions.__doc__ = (
        f"Say what the caller may do with {article} {thing} now, and what stands in the way of the rest."
    )
    router.get("/{id}/transitions", response_model=Transitions, **policy)(transitions)


async def list_transitions(
    context: RequestContext, table: type[ResourceModel], listing: Listing, id: Any, steps: TransitionRules
) -> list[dict[str, Any]]:
    """Each step of a thing that the caller sees, as it is answered."""
    routes = {name: _route(context, f"/v1/{listing.name}/{{id}}/{name}") for name in steps}
    may = (_allowed(table, steps[name], permission_of(routes[name])).label(name) for name in steps)
    asked = select(table, *may)
    row = (await context.session.execute(asked.where(col(table.id) == id), context.scope)).one()
    told = []
    for (name, step), allowed in zip(steps.items(), row[1:], strict=True):
        faults = await _faults(step, context, row[0]) if allowed else [Fault(NOT_ALLOWED)]
        told.append(_told(name, routes[name].name, faults))
    return told


def permission_of(route: APIRoute) -> Permission:
    """The row and action of the policy that a route is for."""
    policy = (route.openapi_extra or {})["x-policy"]
    return Permission(policy["row"], Action(policy["action"]))


def _route(context: RequestContext, path: str) -> APIRoute:
    return _posts(context.request.app)[path]


@lru_cache(maxsize=4)
def _posts(app: Any) -> dict[str, APIRoute]:
    routes = (route for route in app.router.routes if isinstance(route, APIRoute))
    return {route.path_format: route for route in routes if "POST" in (route.methods or ())}


def _allowed(table: type[ResourceModel], step: TransitionRule, own: Permission) -> ColumnElement[bool]:
    found = reach_condition(table, step.may or own)
    if step.also is not None:
        found = found | step.also
    return found if step.only is None else found & step.only


async def _faults(step: TransitionRule, context: RequestContext, thing: ResourceModel) -> list[Fault]:
    try:
        found = step.faults(context, thing)
        return list((await found if isawaitable(found) else found) or ())
    except Problem as problem:
        return problem.faults or [Fault(problem.kind)]


def _told(name: str, operation: str, faults: Iterable[Fault]) -> dict[str, Any]:
    """A step by its faults: those that may be set aside do not stand in the way, nor those that another body mends."""
    found = list(faults)
    firm = [one for one in found if not one.kind.overridable and one.kind.status in (403, 409)]
    words = (firm[0].detail or firm[0].kind.title) if firm else None
    return {
        "name": name,
        "operation": operation,
        "allowed": not firm,
        "obstacle": {"code": firm[0].kind.code, "en": words.en, "da": words.da} if words else None,
        "because": sorted({one.kind.code for one in found if one.kind.overridable}) if not firm else [],
    }
