"""/token and /me."""

from fastapi import Request, Response

from api.access import sign_ins
from api.access.answers import answer
from api.access.caller import CurrentCall
from api.access.door import OpenDoor, may, room
from api.access.me import MePublic, who_i_am
from api.access.oauth import (
    SCHEME,
    SCOPE,
    UNSUPPORTED_GRANT,
    RevocationRequest,
    TokenAnswer,
    TokenRequest,
    client_of,
    form_body,
    in_its_words,
    needed,
    read_form,
)
from api.access.roles import OWN, READ
from api.access.sign_ins import Desk, Issued
from api.core import pages
from api.core.problems import Problem

token = room("/token", "sign-in", route_class=OpenDoor)
me = room("/me", "sign-in")
routers = (token, me)

_ALWAYS = {"token_type": SCHEME, "scope": SCOPE}
_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def _desk(request: Request) -> Desk:
    state = request.app.state
    return Desk(state.engine, state.signer, state.verifier, state.settings, state.municipal)


async def _issued(request: Request, form: TokenRequest) -> Issued:
    desk, host = _desk(request), request.client.host if request.client else None
    if form.grant_type == "password":
        username, password = needed(form, "username", "password")
        return await sign_ins.sign_in_person(desk, username, password, host)
    if form.grant_type == "client_credentials":
        return await sign_ins.sign_in_client(desk, client_of(request, form), host)
    if form.grant_type == "refresh_token":
        [secret] = needed(form, "refresh_token")
        return await sign_ins.refresh(desk, secret)
    raise Problem(UNSUPPORTED_GRANT)


_UNCONDITIONAL = {"x-unconditional": True}


@token.post("", response_model=TokenAnswer, openapi_extra=form_body(TokenRequest) | _UNCONDITIONAL)
async def issue_token(request: Request) -> Response:
    """Sign in (OAuth 2): a person by password, a machine by client credentials, or go on with a refresh token.

    Refresh tokens are used once; one that comes again ends the sign-in. After failures there is a growing pause (429).
    """
    with in_its_words():
        issued = await _issued(request, await read_form(request, TokenRequest))
    said = {name: value for name, value in issued._asdict().items() if value is not None}
    return Response(pages.to_bytes(said | _ALWAYS), 200, _NOT_KEPT, "application/json")


@token.post("/revoke", response_class=Response, openapi_extra=form_body(RevocationRequest) | _UNCONDITIONAL)
async def revoke_token(request: Request) -> Response:
    """Sign out (RFC 7009): a refresh or an access token ends all that came of its sign-in; 200 for unknown ones too."""
    with in_its_words():
        form = await read_form(request, RevocationRequest)
    await sign_ins.revoke(_desk(request), form.token)
    return Response(status_code=200, headers=_NOT_KEPT)


@me.get("", response_model=MePublic, **may(OWN, READ))
async def get_me(call: CurrentCall) -> Response:
    """Read who the caller is: roles with their units, and what these allow."""
    session = await call.read()
    return answer(call, await who_i_am(session, call.caller))
