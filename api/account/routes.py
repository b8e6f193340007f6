"""/token and /me."""

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access.caller import Caller, Context
from api.access.models import Holder
from api.access.responses import json_response, no_content
from api.access.roles import OWN, READ, WRITE
from api.access.route_class import (
    PublicSubmissionRoute,
    UnauthenticatedRoute,
    declared_problems,
    requires,
    resource_router,
)
from api.account.queries import describe_caller
from api.account.schemas import MePublic
from api.core.identifiers import new_id
from api.core.problems import VERSION_MISMATCH, Problem
from api.db import transactions
from api.http import pagination
from api.people.actions import hash_passwords, update
from api.people.actions.hash_passwords import ChosenPassword, Replacement
from api.people.rules import NOT_A_FIRST_ONE, PASSWORD_PROBLEMS, WRONG_PASSWORD
from api.people.schemas import PasswordChange
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
    client_of,
    form_body,
    oauth_errors,
    read_form,
    required_fields,
)
from api.sign_in.sessions import IssuedTokens, SessionContext

token = resource_router("/token", "sign-in", route_class=UnauthenticatedRoute)
me = resource_router("/me", "sign-in")
first_password = resource_router("/first-password", "sign-in", route_class=PublicSubmissionRoute)
routers = (token, me, first_password)

_ALWAYS = {"token_type": SCHEME, "scope": SCOPE}
_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def _desk(request: Request) -> SessionContext:
    state = request.app.state
    return SessionContext(state.engine, state.signer, state.verifier, state.settings, state.municipal)


async def _issued(request: Request, form: TokenRequest) -> IssuedTokens:
    desk, host = _desk(request), request.client.host if request.client else None
    if form.grant_type == "password":
        username, password = required_fields(form, "username", "password")
        return await sessions.sign_in_person(desk, username, password, host)
    if form.grant_type == "client_credentials":
        return await sessions.sign_in_client(desk, client_of(request, form), host)
    if form.grant_type == "refresh_token":
        [secret] = required_fields(form, "refresh_token")
        return await sessions.refresh(desk, secret)
    raise Problem(UNSUPPORTED_GRANT)


_UNCONDITIONAL = {"x-unconditional": True}


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
    """Sign in (OAuth 2): a person by password, a machine by client credentials, or go on with a refresh token.

    Refresh tokens are used once; one that comes again ends the sign-in. After failures there is a growing pause (429).
    """
    with oauth_errors():
        issued = await _issued(request, await read_form(request, TokenRequest))
    said = {name: value for name, value in issued._asdict().items() if value is not None}
    return Response(pagination.to_json_bytes(said | _ALWAYS), 200, _NOT_KEPT, "application/json")


@token.post(
    "/revoke",
    response_class=Response,
    openapi_extra=form_body(RevocationRequest) | _UNCONDITIONAL | declared_problems(INVALID_REQUEST),
)
async def revoke_token(request: Request) -> Response:
    """Sign out (RFC 7009): a refresh or an access token ends all that came of its sign-in; 200 for unknown ones too."""
    with oauth_errors():
        form = await read_form(request, RevocationRequest)
    await sessions.revoke(_desk(request), form.token)
    return Response(status_code=200, headers=_NOT_KEPT)


@me.get("", response_model=MePublic, **requires(OWN, READ))
async def get_me(context: Context) -> Response:
    """Read who the caller is: roles with their units, and what these allow."""
    session = await context.read()
    return json_response(context, await describe_caller(session, context.caller))


Replaced = Annotated[Replacement, Depends(hash_passwords.replacement)]
ChosenNow = Annotated[ChosenPassword, Depends(hash_passwords.chosen_password)]


@me.post("/sign-out", status_code=204, response_class=Response, **requires(OWN, WRITE))
async def end_my_sign_ins(context: Context) -> Response:
    """Sign out everywhere, here too, at once."""
    table = Person if context.caller.holder == Holder.person else Client
    await update.end_all_sessions(
        context.session, context.caller, await context.session.get_one(table, context.caller.id)
    )
    return no_content()


@me.post(
    "/password",
    status_code=204,
    response_class=Response,
    **requires(
        OWN,
        WRITE,
        problems=[PASSWORD_SIGN_IN_OFF, SIGN_IN_THROTTLED, VERSION_MISMATCH, WRONG_PASSWORD, *PASSWORD_PROBLEMS],
    ),
)
async def change_my_password(context: Context, change: PasswordChange, made: Replaced) -> Response:
    """Change one's own password; every other sign-in of one's own ends, and so does one's calendar's address."""
    context.holds_secret = True
    person = await context.session.get_one(Person, context.caller.id)
    if person.password_hash != made.old:  # changed by somebody else while we computed
        raise Problem(VERSION_MISMATCH)
    await update.replace_password(context.session, context.caller, person, made.new)
    return no_content()


@first_password.post(
    "",
    status_code=204,
    response_class=Response,
    openapi_extra={"x-unconditional": True}
    | declared_problems(
        FIRST_PASSWORD_ENDED,
        NOT_A_FIRST_ONE,
        PASSWORD_SIGN_IN_OFF,
        SIGN_IN_THROTTLED,
        VERSION_MISMATCH,
        WRONG_CREDENTIALS,
        *PASSWORD_PROBLEMS,
    ),
)
async def replace_first_password(request: Request, made: ChosenNow) -> Response:
    """Choose a password of one's own by the first one, which an administrator gave; then sign in with it.

    No token is needed; wrong ones are counted and paused for as in signing in.
    """
    async with transactions.write_transaction(request.app.state.engine) as session:
        person = await session.get_one(Person, made.person_id)
        if person.password_hash != made.first or not person.active:  # changed by somebody else while we computed
            raise Problem(VERSION_MISMATCH)
        themselves = Caller(person.id, Holder.person, new_id(), person.name)
        await update.replace_password(session, themselves, person, made.new)
    return no_content()
