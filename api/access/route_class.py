"""The one kind of route that all are made with: token, strict input, replay, one writer, commit before the answer."""

from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from functools import cached_property, wraps
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, APIRouter
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.routing import Match
from starlette.types import Scope

from api.access import idempotency
from api.access.caller import RequestContext, unauthorized
from api.access.dependency_shortcut import read_query, without_shortcut_parameters
from api.access.models import Role
from api.access.roles import Action, Permission, open_to, roles_for
from api.core import logs, schemas
from api.core.problems import INTERNAL, MAX_ERRORS, NOT_ALLOWED, NOT_FOUND, Fault, Problem, ProblemType
from api.core.settings import Settings
from api.db import error_reports
from api.db.error_reports import problem_for_error
from api.http import pagination, request_parsing, validation_errors
from api.http.rate_limits import RateLimiter, network_key
from api.sign_in.sessions import SessionContext, claims_of_token
from api.sign_in.tokens import Claims, InvalidToken

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Endpoint = Callable[..., Coroutine[Any, Any, Any]]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def requires(
    row: str,
    action: Action,
    *also: str,
    problems: Iterable[ProblemType] = (),
    roles: Collection[Role] | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """The keyword arguments of a route: the policy's row and action that it is for, and the problems it can answer.

    `also` names further rows that open the operation in part: a list that shows some items by one row and some by
    another. `problems` are those of this operation only; `api.openapi.declared_problems` adds what all share. `roles`
    replaces the roles that follow from the rows; `extra` goes into the operation as it is.
    """
    policy = {"row": row, "action": action.value} | ({"also": list(also)} if also else {})
    open_to = {role for name in (row, *also) for role in roles_for(Permission(name, action))}
    allowed = [str(role) for role in Role if role in (open_to if roles is None else roles)]
    return {"openapi_extra": {"x-policy": policy, "x-roles": allowed, **declared_problems(*problems), **extra}}


def declared_problems(*problem_types: ProblemType) -> dict[str, Any]:
    """The part of a route's `openapi_extra` that says which problems it can answer."""
    return {"x-problems": [problem_type.code for problem_type in problem_types]} if problem_types else {}


def with_problems(policy: Mapping[str, Any], *problem_types: ProblemType) -> dict[str, Any]:
    """What `requires` returned, with the problems of one operation."""
    return {"openapi_extra": {**policy["openapi_extra"], **declared_problems(*problem_types)}}


async def authenticate(request: Request) -> Claims:
    """The claims of the request's bearer token; raises `not-signed-in`."""
    told = request.headers.getlist("authorization")
    scheme, _, token = (told[0] if len(told) == 1 else "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorized()
    state = request.app.state
    desk = SessionContext(state.engine, state.signer, state.verifier, state.settings, state.municipal)
    try:
        claims = await claims_of_token(desk, token.strip(" "))
    except InvalidToken as error:
        raise unauthorized() from error
    request.scope["state"]["caller_rate"] = state.caller_rate.admit(claims.subject)
    return claims


def _through(endpoint: Endpoint) -> Endpoint:
    """The endpoint, inside the one writer's transaction: caller, replay, role, the change, and only then an answer."""

    @wraps(endpoint)
    async def passed(**given: Any) -> Any:
        context: RequestContext = given["context"]
        if context.request.method in SAFE:
            return await endpoint(**given)
        key = idempotency.read_key(context.request)
        async with context.writing() as session:
            mark = idempotency.fingerprint(context.request, context.body_digest)
            answered = await idempotency.find_replay(session, context.caller.id, key, mark) if key else None
            if answered is not None:
                return answered
            if not context.request.path_params:
                context.require_role()  # where a thing is named, the guard says 404 before 403
            response: Response = await endpoint(**given)
            if key and response.status_code < 300 and not context.holds_secret:
                await idempotency.store_response(session, context.caller.id, key, mark, response)
        return response

    return passed


class _IdConvertor(StringConvertor):
    """An id in an address: what is none leads nowhere, so that `/things/{id}` leaves `/things/words` alone."""

    regex = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


register_url_convertor("id", _IdConvertor())


class UnauthenticatedRoute(APIRoute):
    """A route that asks for no token; it still reads strictly and answers every refusal by name."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        self.begins = path.partition("{")[0]
        super().__init__(path.replace("{id}", "{id:id}"), endpoint, **options)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As every route's; how an address begins turns most of them away sooner than its pattern."""
        if not scope.get("root_path") and not scope["path"].startswith(self.begins):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Handler:
        asked = self.dependant
        allowed = _query_parameters(asked)
        self.dependant, models = without_shortcut_parameters(asked)
        handle = super().get_route_handler()
        self.dependant = asked

        async def door(request: Request) -> Response:
            try:
                await self.enter(request)
                faults, state = request_parsing.parameter_faults(request, allowed), request.state
                state.query, errors = read_query(models, request)
                state.refused = bool(faults or errors)
                try:
                    return await handle(request)
                except RequestValidationError as error:
                    told = [*faults, *self._sort_faults(request)]
                    raise validation_errors.problem_from_errors([*errors, *error.errors()], told) from error
            except Problem as refused:
                self.say_whose(refused)
                raise
            except Exception as error:
                raise _named(error) from error
            finally:
                await self.leave(request)

        return door

    def _sort_faults(self, request: Request) -> list[Fault]:
        """What is wrong with the sort of a list, which only the listing knows."""
        listing, sort = pagination.LISTINGS.get(self.path.removeprefix("/v1/")), request.query_params.get("sort")
        wrong = listing is not None and sort is not None and sort.removeprefix("-") not in listing.sorts
        return [pagination.sort_fault(listing)] if listing is not None and wrong else []

    def say_whose(self, refused: Problem) -> None:
        """Let a refusal of what is others' part say whose it is."""
        open_here = (self.openapi_extra or {}).get("x-roles", [])
        if refused.kind is NOT_ALLOWED and refused.detail is None and 0 < len(open_here) < len(Role):
            refused.detail = open_to([Role(role) for role in open_here])

    async def enter(self, request: Request) -> None:
        """What is asked of a request before it is read."""

    async def leave(self, request: Request) -> None:
        """What is put away when its answer is made."""

    @cached_property
    def most_values(self) -> int:
        """How many members and elements of a body are read: as many as it has by its contract, and so many wrong ones.

        Each could be a fault, and tens of thousands of faults keep everybody waiting.
        """
        field = self.body_field
        lawful = schemas.max_values(field.field_info.annotation) if field is not None else 0
        return int(min(request_parsing.MAX_VALUES, lawful + MAX_ERRORS))

    def most_bytes(self, settings: Settings) -> int:
        """How large a body is taken here."""
        return settings.body_bytes

    async def read_body(self, request: Request) -> str:
        """Read the body strictly, as the framework will find it; answers its digest."""
        if self.body_field is None:
            raw = await request_parsing.require_no_body(request)
        else:
            raw = await request_parsing.read_body(request, self.most_bytes(request.app.state.settings))
            if raw:
                merge = ("application/merge-patch+json",) if request.method == "PATCH" else ()
                request_parsing.require_text(request, (*merge, "application/json"))
                request._json = request_parsing.read_json(raw, self.most_values)
        request._body = raw
        return sha256(raw).hexdigest()


class StreamingRoute(UnauthenticatedRoute):
    """A route that asks for a token and leaves body and transaction to its function: for streams."""

    async def enter(self, request: Request) -> None:
        policy = (self.openapi_extra or {})["x-policy"]
        allowed = Permission(policy["row"], Action(policy["action"]))
        request.state.context = RequestContext(request, request.app.state.engine, await authenticate(request), allowed)

    async def leave(self, request: Request) -> None:
        context: RequestContext | None = getattr(request.state, "context", None)
        if context is not None:
            await context.close()


class AuthenticatedRoute(StreamingRoute):
    """The ordinary route."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        super().__init__(path, _through(endpoint), **options)

    async def enter(self, request: Request) -> None:
        await super().enter(request)
        context: RequestContext = request.state.context
        context.body_digest = await self.read_body(request)


class PublicSubmissionRoute(UnauthenticatedRoute):
    """A route that takes something from everyone: as strict as the ordinary one, and not too often from one address."""

    LARGEST = 131_072
    """Bytes: the longest text (10,000 letters) fits however it is spelled. Text is slow to check."""
    GUESS = 20
    """What a wrong link costs of an address's requests, and at most what is wrong otherwise."""

    def most_bytes(self, settings: Settings) -> int:
        return min(self.LARGEST, super().most_bytes(settings))

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def door(request: Request) -> Response:
            rate: RateLimiter = request.app.state.public_rate
            address = network_key(request.client.host if request.client else None)
            rate.admit(address)
            try:
                return await handle(request)
            except Problem as problem:
                rate.charge(address, self._cost(problem))
                raise

        return door

    def _cost(self, refused: Problem) -> int:
        """A guess, or what no frontend sends that is well made, as a guess; else each fault as one request."""
        guessed = refused.kind is NOT_FOUND or refused.kind.audience == "developer"
        return self.GUESS if guessed else min(self.GUESS, len(refused.faults))

    async def enter(self, request: Request) -> None:
        request.state.body_digest = await self.read_body(request)


def _query_parameters(dependant: Dependant) -> frozenset[str]:
    """The names that the route takes in its query, those of a parameter model among them."""
    paths = {param.alias for param in dependant.path_params}
    return frozenset(param.alias for param in get_flat_params(dependant)) - paths


def _named(error: Exception) -> Problem:
    found = problem_for_error(error)
    if found is None:
        logs.get(__name__).error("unexpected error", exc_info=error)
    elif found.kind.status >= 500:
        error_reports.log_error(error, found.kind.code)
    return found or Problem(INTERNAL)


def resource_router(path: str, tag: str, *, route_class: type[APIRoute] = AuthenticatedRoute) -> APIRouter:
    """A room's router: its address below /v1, its tag in the contract, and the door."""
    return APIRouter(prefix=f"/v1{path}", tags=[tag], route_class=route_class)
