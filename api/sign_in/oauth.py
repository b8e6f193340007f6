"""OAuth 2 wire format (RFC 6749, RFC 7009): form-encoded requests, and the `error` member of problem responses."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from api.core.problems import Fault, LocalizedText, Problem, problem_type
from api.core.schemas import ResponseSchema
from api.http import request_parsing, validation_errors

FORM = "application/x-www-form-urlencoded"
MAX_FIELD_LENGTH = 8192  # bytes
SCHEME = "Bearer"
SCOPE = "sammen"  # the only scope: the grants of the caller decide at each request what a token gives access to

INVALID_REQUEST = problem_type(
    "invalid-token-request",
    400,
    ("The token request is incomplete or malformed", "Forespørgslen om token er ufuldstændig eller ulæselig"),
    (
        "Send each parameter that the grant type requires once, form-encoded in UTF-8.",
        "Send hver parameter, som `grant_type` kræver, én gang, formularkodet i UTF-8.",
    ),
    audience="developer",
)
UNSUPPORTED_GRANT = problem_type(
    "unsupported-grant-type",
    400,
    ("The grant type is not supported", "Denne `grant_type` understøttes ikke"),
    ("Use password, client_credentials or refresh_token.", "Brug password, client_credentials eller refresh_token."),
    audience="developer",
)
PASSWORD_SIGN_IN_OFF = problem_type(
    "password-sign-in-off",
    400,
    ("Password sign-in is disabled", "Login med adgangskode er slået fra"),
    ("Sign in through your municipality's own sign-in service.", "Log ind med kommunens eget login."),
)
CLIENT_SIGN_IN_OFF = problem_type(
    "client-sign-in-off",
    400,
    ("Client credentials sign-in is disabled", "Systemlogin med klienthemmelighed er slået fra"),
    ("Get a token from the municipality's own sign-in service.", "Hent et token fra kommunens eget login."),
    audience="operator",
)
WRONG_CREDENTIALS = problem_type(
    "wrong-credentials",
    401,
    ("The username or the password is incorrect", "Brugernavn eller adgangskode er forkert"),
    (
        "Try again, or ask an administrator for a new password.",
        "Prøv igen, eller bed en administrator om en ny adgangskode.",
    ),
)
FIRST_PASSWORD = problem_type(
    "first-password",
    400,
    ("The first password has to be replaced", "Den midlertidige adgangskode skal udskiftes"),
    (
        "Send it to /v1/first-password together with a password of your own, and sign in with the new one.",
        "Send den til /v1/first-password sammen med en adgangskode, du selv vælger, og log ind med den nye.",
    ),
)
FIRST_PASSWORD_ENDED = problem_type(
    "first-password-ended",
    400,
    ("The first password has expired", "Den midlertidige adgangskode er udløbet"),
    ("Ask an administrator for a new first password.", "Bed en administrator om en ny midlertidig adgangskode."),
)
WRONG_CLIENT = problem_type(
    "wrong-client-credentials",
    401,
    ("The client id or the client secret is incorrect", "Klientens id eller hemmelighed er forkert"),
    (
        "Check both. An administrator can create a new secret.",
        "Kontrollér begge. En administrator kan lave en ny hemmelighed.",
    ),
    audience="operator",
)
REFRESH_REFUSED = problem_type(
    "refresh-token-not-valid",
    401,
    ("The refresh token is no longer valid", "Refresh-tokenet gælder ikke længere"),
    ("Sign in again. Each refresh token can be used once.", "Log ind igen. Hvert refresh-token kan bruges én gang."),
)
SIGN_IN_THROTTLED = problem_type(
    "sign-in-paused",
    429,
    ("Too many failed sign-in attempts", "For mange mislykkede loginforsøg"),
    (
        "Wait the number of seconds in the Retry-After header, then try again. The account is not locked.",
        "Vent det antal sekunder, der står i Retry-After, og prøv igen. Kontoen er ikke låst.",
    ),
    retryable=True,
)
_OAUTH_ERRORS = {
    UNSUPPORTED_GRANT.code: "unsupported_grant_type",
    PASSWORD_SIGN_IN_OFF.code: "unsupported_grant_type",
    CLIENT_SIGN_IN_OFF.code: "unsupported_grant_type",
    WRONG_CREDENTIALS.code: "invalid_grant",
    FIRST_PASSWORD.code: "invalid_grant",
    FIRST_PASSWORD_ENDED.code: "invalid_grant",
    WRONG_CLIENT.code: "invalid_client",
    REFRESH_REFUSED.code: "invalid_grant",
    SIGN_IN_THROTTLED.code: "temporarily_unavailable",
}

_EXAMPLE_SECRET = "N3mQ0aXy-what-the-service-gave"  # noqa: S105  # an example for the OpenAPI document
_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class TokenRequest(_Form):
    """A token request: `grant_type` decides which other parameters are required."""

    grant_type: _Text = Field(description="`password`, `client_credentials` or `refresh_token`.", examples=["password"])
    username: _Text | None = Field(
        None, description="The username of a person, for `password`.", examples=["anna.egeskov"]
    )
    password: _Text | None = Field(
        None, description="The password of a person, for `password`.", examples=["Egene suser kl. 4"]
    )
    client_id: _Text | None = Field(
        None,
        description="The id of a machine, unless it is sent by HTTP Basic.",
        examples=["0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"],
    )
    client_secret: _Text | None = Field(
        None, description="The secret of a machine, unless it is sent by HTTP Basic.", examples=[_EXAMPLE_SECRET]
    )
    refresh_token: _Text | None = Field(
        None, description="The latest refresh token, for `refresh_token`.", examples=[_EXAMPLE_SECRET]
    )


class RevocationRequest(_Form):
    """A token to revoke, with all other tokens of its session."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=MAX_FIELD_LENGTH)] = Field(
        description="A refresh token or an access token.", examples=[_EXAMPLE_SECRET]
    )


class TokenAnswer(ResponseSchema):
    """An access token, and for people a refresh token, which can be used once."""

    access_token: str = Field(max_length=8192, description="Send it as `Authorization: Bearer`.")
    token_type: str = Field(pattern="^Bearer$", max_length=6, description="Always `Bearer`.")
    expires_in: int = Field(ge=1, le=86_400, description="The lifetime of the access token in seconds.")
    refresh_token: str = Field("", max_length=200, description="For the next access token; absent for machines.")
    scope: str = Field(max_length=64, description="Always `sammen`: the grants decide what a token gives access to.")


Form = TypeVar("Form", bound=_Form)


def _parse_pairs(raw: bytes) -> list[tuple[str, str]]:
    text = raw.decode("utf-8")
    return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=50)


async def read_form(request: Request, schema: type[Form]) -> Form:
    """Read and validate a form-encoded body; unknown parameters are ignored, empty ones count as absent.

    Raises `invalid-token-request`, also for a repeated parameter.
    """
    request_parsing.require_text(request, (FORM,))
    raw = await request_parsing.read_body(request, MAX_FIELD_LENGTH)
    try:
        pairs = _parse_pairs(raw)
    except ValueError as error:
        raise Problem(INVALID_REQUEST) from error
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Problem(INVALID_REQUEST, detail=_REPEATED)
    try:
        return schema.model_validate({name: value for name, value in pairs if value})
    except ValidationError as error:
        # `from None` and without input: the pydantic error would carry the credentials.
        raise Problem(
            INVALID_REQUEST, *validation_errors.faults_from_errors(error.errors(include_input=False))
        ) from None


_REPEATED = LocalizedText("A parameter occurs more than once.", "En parameter er angivet mere end én gang.")


def required_fields(form: TokenRequest, *names: str) -> list[str]:
    """Return the values of the parameters; raise `invalid-token-request` for all that are absent."""
    absent = [name for name in names if getattr(form, name) is None]
    if absent:
        faults = (Fault(INVALID_REQUEST, pointer=f"/{name}", code="required", detail=_NEEDED) for name in absent)
        raise Problem(INVALID_REQUEST, *faults)
    return [getattr(form, name) for name in names]


_NEEDED = LocalizedText("This is required.", "Dette er påkrævet.")


class ClientCredentials(NamedTuple):
    """The id and secret of a machine, and whether they were sent by HTTP Basic."""

    id: str
    secret: str
    basic: bool


def read_client_credentials(request: Request, form: TokenRequest) -> ClientCredentials:
    """Read a machine's credentials from HTTP Basic or the form, not both (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        id, secret = required_fields(form, "client_id", "client_secret")
        return ClientCredentials(id, secret, basic=False)
    if form.client_secret is not None:
        raise Problem(INVALID_REQUEST)
    try:
        id, _, secret = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
        return ClientCredentials(unquote_plus(id, errors="strict"), unquote_plus(secret, errors="strict"), basic=True)
    except (binascii.Error, ValueError) as error:
        raise wrong_client(basic=True) from error


def wrong_client(*, basic: bool) -> Problem:
    """Build the 401 response to an unknown client id or a wrong secret; it is the same for both."""
    return Problem(WRONG_CLIENT, headers={"WWW-Authenticate": f'{"Basic" if basic else "Bearer"} realm="sammen"'})


@contextmanager
def oauth_errors() -> Iterator[None]:
    """Add `error` and `error_description` (RFC 6749, section 5.2) to every problem that is raised in the block."""
    try:
        yield
    except Problem as problem:
        error = _OAUTH_ERRORS.get(problem.kind.code, "invalid_request")
        problem.members |= {"error": error, "error_description": problem.kind.title.en}
        raise


def form_body(form_schema: type[_Form]) -> dict[str, Any]:
    """Return the form-encoded request body of an operation, for the OpenAPI document."""
    schema = form_schema.model_json_schema()
    for property in schema["properties"].values():
        property.pop("default", None)
        # An empty parameter is the same as an absent one; a form has no null.
        property.update(next(iter(property.pop("anyOf", [])), {}))
        property["pattern"] = r"^[\s\S]*$"  # any text: a wrong one is reported as wrong credentials
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}
