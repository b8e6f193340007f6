"""The route classes: token, strict input, replay, write transaction, and commit before the response.

They rely on FastAPI internals: `APIRoute.get_route_handler`, `dependant`, `body_field`, and the attributes `_body` and
`_json` of a Starlette request, where FastAPI looks for the body.
"""

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
from api.access.roles import Action, Permission, roles_for, roles_hint
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
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def requires(
    row: str,
    action: Action,
    *also: str,
    problems: Iterable[ProblemType] = (),
    roles: Collection[Role] | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """Return the keyword arguments of a route: the policy row and action that it requires, and its problems.

    `also` names further rows that give access to a part of the operation: a list that shows some items by one row and
    some by another. `problems` are those of this operation only; `api.openapi.declared_problems` adds the shared ones.
    `roles` replaces the roles that follow from the rows; `extra` is added to the OpenAPI operation as it is.
    """
    policy = {"row": row, "action": action.value} | ({"also": list(also)} if also else {})
    roles_of_rows = {role for name in (row, *also) for role in roles_for(Permission(name, action))}
    allowed_roles = [str(role) for role in Role if role in (roles_of_rows if roles is None else roles)]
    return {"openapi_extra": {"x-policy": policy, "x-roles": allowed_roles, **declared_problems(*problems), **extra}}


def declared_problems(*problem_types: ProblemType) -> dict[str, Any]:
    """Return the part of a route's `openapi_extra` that declares the problems it can respond with."""
    return {"x-problems": [problem_type.code for problem_type in problem_types]} if problem_types else {}


def with_problems(policy: Mapping[str, Any], *problem_types: ProblemType) -> dict[str, Any]:
    """Return the result of `requires` with the problems of one operation added."""
    return {"openapi_extra": {**policy["openapi_extra"], **declared_problems(*problem_types)}}


async def authenticate(request: Request) -> Claims:
    """Verify the request's bearer token and return its claims; count the request for the caller's rate limit.

    Raises `not-signed-in`.
    """
    headers = request.headers.getlist("authorization")
    scheme, _, token = (headers[0] if len(headers) == 1 else "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorized()
    state = request.app.state
    session_context = SessionContext(state.engine, state.signer, state.verifier, state.settings, state.municipal)
    try:
        claims = await claims_of_token(session_context, token.strip(" "))
    except InvalidToken as error:
        raise unauthorized() from error
    request.scope["state"]["caller_rate"] = state.caller_rate.admit(claims.subject)
    return claims


def _in_write_transaction(endpoint: Endpoint) -> Endpoint:
    """Wrap the endpoint of a writing method in the write transaction: caller, replay, role, change, stored response.

    The transaction is committed before the response is sent: a commit after it would report success for what failed.
    """

    @wraps(endpoint)
    async def run_endpoint(**arguments: Any) -> Any:
        context: RequestContext = arguments["context"]
        if context.request.method in SAFE_METHODS:
            return await endpoint(**arguments)
        key = idempotency.read_idempotency_key(context.request)
        async with context.write_transaction() as session:
            fingerprint = idempotency.request_fingerprint(context.request, context.body_digest)
            replay = await idempotency.find_replay(session, context.caller.id, key, fingerprint) if key else None
            if replay is not None:
                return replay
            if not context.request.path_params:
                context.require_role()  # with an id in the path, the guard checks 404 before 403
            response: Response = await endpoint(**arguments)
            if key and response.status_code < 300 and not context.response_has_secret:
                await idempotency.store_response(session, context.caller.id, key, fingerprint, response)
        return response

    return run_endpoint


class _IdConvertor(StringConvertor):
    """Path convertor of ids: only a UUID matches, so that `/things/{id}` does not match `/things/rounds`."""

    regex = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


register_url_convertor("id", _IdConvertor())


class UnauthenticatedRoute(APIRoute):
    """A route without a token; query parameters and body are still validated strictly, and errors are problems."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        self.path_prefix = path.partition("{")[0]
        super().__init__(path.replace("{id}", "{id:id}"), endpoint, **options)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match as Starlette does; comparing the literal prefix first is faster than the pattern for most routes."""
        if not scope.get("root_path") and not scope["path"].startswith(self.path_prefix):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Handler:
        dependant = self.dependant
        allowed_parameters = _query_parameters(dependant)
        # FastAPI builds its handler from `self.dependant`; afterwards the original is needed for the OpenAPI document.
        self.dependant, models = without_shortcut_parameters(dependant)
        handle = super().get_route_handler()
        self.dependant = dependant

        async def handle_request(request: Request) -> Response:
            try:
                await self.prepare(request)
                faults, state = request_parsing.parameter_faults(request, allowed_parameters), request.state
                state.query, errors = read_query(models, request)
                state.refused = bool(faults or errors)
                try:
                    return await handle(request)
                except RequestValidationError as error:
                    parameter_faults = [*faults, *self._sort_faults(request)]
                    all_errors = [*errors, *error.errors()]
                    raise validation_errors.problem_from_errors(all_errors, parameter_faults) from error
            except Problem as problem:
                self.add_roles_hint(problem)
                raise
            except Exception as error:
                raise _problem_of(error) from error
            finally:
                await self.clean_up(request)

        return handle_request

    def _sort_faults(self, request: Request) -> list[Fault]:
        """Return the fault of a list's `sort` parameter, if it is not one of the sort orders of its listing."""
        listing, sort = pagination.LISTINGS.get(self.path.removeprefix("/v1/")), request.query_params.get("sort")
        invalid = listing is not None and sort is not None and sort.removeprefix("-") not in listing.sorts
        return [pagination.sort_fault(listing)] if listing is not None and invalid else []

    def add_roles_hint(self, problem: Problem) -> None:
        """Add the roles that have access to a `not-allowed` problem without a detail."""
        allowed_roles = (self.openapi_extra or {}).get("x-roles", [])
        if problem.kind is NOT_ALLOWED and problem.detail is None and 0 < len(allowed_roles) < len(Role):
            problem.detail = roles_hint([Role(role) for role in allowed_roles])

    async def prepare(self, request: Request) -> None:
        """Authenticate the request and read its body, before parameters are validated."""

    async def clean_up(self, request: Request) -> None:
        """Release the resources of a request after its response."""

    @cached_property
    def max_values(self) -> int:
        """The maximum number of values of a body: as many as the schema allows, and `MAX_ERRORS` more.

        Each value can be a validation error, and reporting tens of thousands of them would block other requests.
        """
        field = self.body_field
        schema_values = schemas.max_values(field.field_info.annotation) if field is not None else 0
        return int(min(request_parsing.MAX_VALUES, schema_values + MAX_ERRORS))

    def max_bytes(self, settings: Settings) -> int:
        """Return the maximum size of a body in bytes."""
        return settings.body_bytes

    async def read_body(self, request: Request) -> str:
        """Read and parse the body strictly, put it where FastAPI looks for it, and return its SHA-256."""
        if self.body_field is None:
            raw = await request_parsing.require_no_body(request)
        else:
            raw = await request_parsing.read_body(request, self.max_bytes(request.app.state.settings))
            if raw:
                merge_patch = ("application/merge-patch+json",) if request.method == "PATCH" else ()
                request_parsing.require_text(request, (*merge_patch, "application/json"))
                request._json = request_parsing.read_json(raw, self.max_values)
        request._body = raw
        return sha256(raw).hexdigest()


class StreamingRoute(UnauthenticatedRoute):
    """A route with a token, whose endpoint reads the body and opens the transaction itself: for streamed bodies."""

    async def prepare(self, request: Request) -> None:
        policy = (self.openapi_extra or {})["x-policy"]
        permission = Permission(policy["row"], Action(policy["action"]))
        claims = await authenticate(request)
        request.state.context = RequestContext(request, request.app.state.engine, claims, permission)

    async def clean_up(self, request: Request) -> None:
        context: RequestContext | None = getattr(request.state, "context", None)
        if context is not None:
            await context.close()


class AuthenticatedRoute(StreamingRoute):
    """The ordinary route: token, strict body, and for writing methods the write transaction."""

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        super().__init__(path, _in_write_transaction(endpoint), **options)

    async def prepare(self, request: Request) -> None:
        await super().prepare(request)
        context: RequestContext = request.state.context
        context.body_digest = await self.read_body(request)


class PublicSubmissionRoute(UnauthenticatedRoute):
    """A route that accepts a body without a token: validated as strictly, and throttled by network address."""

    MAX_BYTES = 131_072
    """The longest text (10,000 characters) fits in any escaping. A small limit, since validating text is slow."""
    GUESS_COST = 20
    """What a guessed link costs of the requests of an address; other errors cost at most as much."""

    def max_bytes(self, settings: Settings) -> int:
        return min(self.MAX_BYTES, super().max_bytes(settings))

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_throttled_request(request: Request) -> Response:
            rate: RateLimiter = request.app.state.public_rate
            address = network_key(request.client.host if request.client else None)
            rate.admit(address)
            try:
                return await handle(request)
            except Problem as problem:
                rate.charge(address, self._cost(problem))
                raise

        return handle_throttled_request

    def _cost(self, problem: Problem) -> int:
        """Return the number of requests that a failed request counts as: `GUESS_COST` for an unknown link or an error
        that only a faulty program causes, else one for each fault."""
        is_guess = problem.kind is NOT_FOUND or problem.kind.audience == "developer"
        return self.GUESS_COST if is_guess else min(self.GUESS_COST, len(problem.faults))

    async def prepare(self, request: Request) -> None:
        request.state.body_digest = await self.read_body(request)


def _query_parameters(dependant: Dependant) -> frozenset[str]:
    """Return the names of the route's query parameters, including the fields of parameter models."""
    path_parameters = {param.alias for param in dependant.path_params}
    return frozenset(param.alias for param in get_flat_params(dependant)) - path_parameters


def _problem_of(error: Exception) -> Problem:
    """Return the problem for an exception, and log what is an error of the service."""
    problem = problem_for_error(error)
    if problem is None:
        logs.get(__name__).error("unexpected error", exc_info=error)
    elif problem.kind.status >= 500:
        error_reports.log_error(error, problem.kind.code)
    return problem or Problem(INTERNAL)


def resource_router(path: str, tag: str, *, route_class: type[APIRoute] = AuthenticatedRoute) -> APIRouter:
    """Return a router with the path below /v1, the tag in the OpenAPI document, and the route class."""
    return APIRouter(prefix=f"/v1{path}", tags=[tag], route_class=route_class)
