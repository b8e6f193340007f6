"""/token, /me and /first-password."""

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access.caller import Caller, Context
from api.access.models import Holder
from api.access.responses import json_response, no_content
from api.access.roles import OWN_ACCOUNT, READ, WRITE
from api.access.route_class import (
    PublicSubmissionRoute,
    UnauthenticatedRoute,
    declared_problems,
    requires,
    resource_router,
)
from api.account.actions import Replacement, replace_password, verify_first_password, verify_own_password
from api.account.queries import describe_caller
from api.account.rules import NOT_A_FIRST_PASSWORD, WRONG_PASSWORD
from api.account.schemas import MePublic
from api.core.identifiers import new_id
from api.core.problems import VERSION_MISMATCH, Problem
from api.db import transactions
from api.http import pagination
from api.people.actions.sign_out import end_all_sessions
from api.people.rules import PASSWORD_PROBLEMS
from api.sign_in import sessions
from api.sign_in.models import Client, Person
from api.sign_in.oauth import (
    CLIENT_SIGN_IN_OFF,
    FIRST_PASSWORD,
    FIRST_PASSWORD_ENDED,
    INVALID_REQUEST,
    PASSWORD_SIGN_IN_OFF,
    REFRESH_REFUSED,
    SCHEME,
    SCOPE,
    SIGN_IN_THROTTLED,
    UNSUPPORTED_GRANT,
    WRONG_CLIENT,
    WRONG_CREDENTIALS,
    RevocationRequest,
    TokenAnswer,
    TokenRequest,
    form_body,
    oauth_errors,
    read_client_credentials,
    read_form,
    required_fields,
)
from api.sign_in.sessions import IssuedTokens, SessionContext

token = resource_router("/token", "sign-in", route_class=UnauthenticatedRoute)
me = resource_router("/me", "sign-in")
first_password = resource_router("/first-password", "sign-in", route_class=PublicSubmissionRoute)
routers = (token, me, first_password)

_CONSTANT_FIELDS = {"token_type": SCHEME, "scope": SCOPE}
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}  # RFC 6749, section 5.1
_UNCONDITIONAL = {"x-unconditional": True}


def _session_context(request: Request) -> SessionContext:
    state = request.app.state
    return SessionContext(state.engine, state.signer, state.verifier, state.settings, state.municipal)


async def _issue_tokens(request: Request, form: TokenRequest) -> IssuedTokens:
    """Issue tokens by the grant type of the form. Raises `unsupported-grant-type` and the problems of each type."""
    context, host = _session_context(request), request.client.host if request.client else None
    if form.grant_type == "password":
        username, password = required_fields(form, "username", "password")
        return await sessions.sign_in_person(context, username, password, host)
    if form.grant_type == "client_credentials":
        return await sessions.sign_in_client(context, read_client_credentials(request, form), host)
    if form.grant_type == "refresh_token":
        [secret] = required_fields(form, "refresh_token")
        return await sessions.refresh(context, secret)
    raise Problem(UNSUPPORTED_GRANT)


@token.post(
    "",
    response_model=TokenAnswer,
    openapi_extra=form_body(TokenRequest)
    | _UNCONDITIONAL
    | declared_problems(
        CLIENT_SIGN_IN_OFF,
        FIRST_PASSWORD,
        FIRST_PASSWORD_ENDED,
        INVALID_REQUEST,
        PASSWORD_SIGN_IN_OFF,
        REFRESH_REFUSED,
        SIGN_IN_THROTTLED,
        UNSUPPORTED_GRANT,
        WRONG_CLIENT,
        WRONG_CREDENTIALS,
    ),
)
async def issue_token(request: Request) -> Response:
    """Issue tokens (OAuth 2): to a person by password, to a machine by client credentials, or by refresh token.

    A refresh token can be used once; a second use ends the session. Repeated failures are throttled (429).
    """
    with oauth_errors():
        tokens = await _issue_tokens(request, await read_form(request, TokenRequest))
    fields = {name: value for name, value in tokens._asdict().items() if value is not None}
    return Response(pagination.to_json_bytes(fields | _CONSTANT_FIELDS), 200, _NO_STORE, "application/json")


@token.post(
    "/revoke",
    response_class=Response,
    openapi_extra=form_body(RevocationRequest) | _UNCONDITIONAL | declared_problems(INVALID_REQUEST),
)
async def revoke_token(request: Request) -> Response:
    """Revoke a refresh token or an access token, with all tokens of its session (RFC 7009).

    The response to an unknown token is 200 too.
    """
    with oauth_errors():
        form = await read_form(request, RevocationRequest)
    await sessions.revoke(_session_context(request), form.token)
    return Response(status_code=200, headers=_NO_STORE)


@me.get("", response_model=MePublic, **requires(OWN_ACCOUNT, READ))
async def get_me(context: Context) -> Response:
    """Get the caller's profile: roles with their units, and what these allow."""
    session = await context.read_session()
    return json_response(context, await describe_caller(session, context.caller))


@me.post("/sign-out", status_code=204, response_class=Response, **requires(OWN_ACCOUNT, WRITE))
async def end_my_sign_ins(context: Context) -> Response:
    """Sign out everywhere: end all sessions of the caller at once, including this one."""
    holder: Person | Client
    if context.caller.holder == Holder.person:
        holder = await context.session.get_one(Person, context.caller.id)
    else:
        holder = await context.session.get_one(Client, context.caller.id)
    await end_all_sessions(context.session, context.caller, holder)
    return no_content()


@me.post(
    "/password",
    status_code=204,
    response_class=Response,
    **requires(
        OWN_ACCOUNT,
        WRITE,
        problems=[PASSWORD_SIGN_IN_OFF, SIGN_IN_THROTTLED, VERSION_MISMATCH, WRONG_PASSWORD, *PASSWORD_PROBLEMS],
    ),
)
async def change_my_password(
    context: Context, replacement: Annotated[Replacement, Depends(verify_own_password)]
) -> Response:
    """Change the caller's own password; all other sessions of the caller end, and the calendar address is revoked."""
    context.response_has_secret = True
    person = await context.session.get_one(Person, context.caller.id)
    if person.password_hash != replacement.old_hash:  # changed by another request during the hashing
        raise Problem(VERSION_MISMATCH)
    await replace_password(context.session, context.caller, person, replacement.new_hash)
    return no_content()


@first_password.post(
    "",
    status_code=204,
    response_class=Response,
    openapi_extra=_UNCONDITIONAL
    | declared_problems(
        FIRST_PASSWORD_ENDED,
        NOT_A_FIRST_PASSWORD,
        PASSWORD_SIGN_IN_OFF,
        SIGN_IN_THROTTLED,
        VERSION_MISMATCH,
        WRONG_CREDENTIALS,
        *PASSWORD_PROBLEMS,
    ),
)
async def replace_first_password(
    request: Request, replacement: Annotated[Replacement, Depends(verify_first_password)]
) -> Response:
    """Replace the first password, which an administrator set, with a password of one's own; then sign in with it.

    No token is needed. Wrong passwords are throttled as at sign-in.
    """
    async with transactions.write_transaction(request.app.state.engine) as session:
        person = await session.get_one(Person, replacement.person_id)
        # Both can have changed by another request during the hashing.
        if person.password_hash != replacement.old_hash or not person.active:
            raise Problem(VERSION_MISMATCH)
        caller = Caller(person.id, Holder.person, new_id(), person.name)
        await replace_password(session, caller, person, replacement.new_hash)
    return no_content()
