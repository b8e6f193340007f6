"""OAuth 2 on the wire (RFC 6749, 7009): the form that a request is, and the `error` beside a refusal's own members."""

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
SCOPE = "sammen"  # there is one: what a token opens is decided by its holder's grants, at each request

INVALID_REQUEST = problem_type(
    "invalid-token-request",
    400,
    ("The token request is incomplete or unreadable", "Anmodningen om token er ufuldstændig eller ulæselig"),
    (
        "Send each parameter of the grant once, form-encoded in UTF-8.",
        "Send hver af grantens parametre én gang, form-kodet i UTF-8.",
    ),
    audience="developer",
)
UNSUPPORTED_GRANT = problem_type(
    "unsupported-grant-type",
    400,
    ("Tokens are not given for this grant type", "Der gives ikke token for denne grant type"),
    ("Use password, client_credentials or refresh_token.", "Brug password, client_credentials eller refresh_token."),
    audience="developer",
)
PASSWORD_SIGN_IN_OFF = problem_type(
    "password-sign-in-off",
    400,
    ("Signing in with a password is switched off here", "Login med adgangskode er slået fra her"),
    ("Sign in the way your municipality has decided.", "Log ind på den måde, kommunen har besluttet."),
)
CLIENT_SIGN_IN_OFF = problem_type(
    "client-sign-in-off",
    400,
    ("Machines do not sign in with a secret of this service here", "Maskiner logger ikke ind med en hemmelighed her"),
    ("Get a token from the municipality's own sign-in.", "Hent et token fra kommunens eget login."),
    audience="operator",
)
WRONG_CREDENTIALS = problem_type(
    "wrong-credentials",
    401,
    ("The username or the password is wrong", "Brugernavn eller adgangskode er forkert"),
    (
        "Try again, or ask an administrator for a new password.",
        "Prøv igen, eller bed en administrator om en ny adgangskode.",
    ),
)
FIRST_PASSWORD = problem_type(
    "first-password",
    400,
    ("This is a first password: choose your own by it", "Det er en første adgangskode: vælg din egen med den"),
    (
        "Send it to /v1/first-password together with one of your own, and sign in with that.",
        "Send den til /v1/first-password sammen med din egen, og log ind med den.",
    ),
)
FIRST_PASSWORD_ENDED = problem_type(
    "first-password-ended",
    400,
    ("The first password was not used in time", "Den første adgangskode blev ikke brugt i tide"),
    ("Ask an administrator for a new one.", "Bed en administrator om en ny."),
)
WRONG_CLIENT = problem_type(
    "wrong-client-credentials",
    401,
    ("The client id or the secret is wrong", "Klientens id eller hemmelighed er forkert"),
    ("Check both; an administrator can make a new secret.", "Kontrollér begge; en administrator kan lave en ny."),
    audience="operator",
)
REFRESH_REFUSED = problem_type(
    "refresh-token-not-valid",
    401,
    ("The refresh token is not valid any more", "Refresh-tokenet gælder ikke længere"),
    ("Sign in again. Each refresh token is used once.", "Log ind igen. Hvert refresh-token bruges én gang."),
)
SIGN_IN_THROTTLED = problem_type(
    "sign-in-paused",
    429,
    ("Too many sign-ins have failed; there is a pause", "For mange loginforsøg er mislykkedes; der er en pause"),
    ("Wait as long as Retry-After says; nothing is locked.", "Vent så længe, som Retry-After siger; intet er låst."),
    retryable=True,
)
_ERRORS = {
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

_SHOWN_SECRET = "N3mQ0aXy-what-the-service-gave"  # noqa: S105  # an example of one
_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class TokenRequest(_Form):
    """A request for a token: `grant_type` says which of the others are needed."""

    grant_type: _Text = Field(description="`password`, `client_credentials` or `refresh_token`.", examples=["password"])
    username: _Text | None = Field(None, description="Of a person, for `password`.", examples=["anna.egeskov"])
    password: _Text | None = Field(None, description="Of a person, for `password`.", examples=["Egene suser kl. 4"])
    client_id: _Text | None = Field(
        None, description="Of a machine, unless HTTP Basic says it.", examples=["0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"]
    )
    client_secret: _Text | None = Field(
        None, description="Of a machine, unless HTTP Basic says it.", examples=[_SHOWN_SECRET]
    )
    refresh_token: _Text | None = Field(
        None, description="The newest one, for `refresh_token`.", examples=[_SHOWN_SECRET]
    )


class RevocationRequest(_Form):
    """A token that is to be good no longer, with all that came of the same sign-in."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=MAX_FIELD_LENGTH)] = Field(
        description="A refresh token or an access token.", examples=[_SHOWN_SECRET]
    )


class TokenAnswer(ResponseSchema):
    """An access token, and for people a refresh token, which is used once."""

    access_token: str = Field(max_length=8192, description="Send it as `Authorization: Bearer`.")
    token_type: str = Field(pattern="^Bearer$", max_length=6, description="Always `Bearer`.")
    expires_in: int = Field(ge=1, le=86_400, description="The seconds that the access token lasts.")
    refresh_token: str = Field("", max_length=200, description="For the next one; absent for machines.")
    scope: str = Field(max_length=64, description="Always `sammen`: grants decide what a token opens.")


Form = TypeVar("Form", bound=_Form)


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    text = raw.decode("utf-8")
    return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=50)


async def read_form(request: Request, shape: type[Form]) -> Form:
    """What a form says: unknown parameters are ignored, empty ones absent, repeated ones refused."""
    request_parsing.require_text(request, (FORM,))
    raw = await request_parsing.read_body(request, MAX_FIELD_LENGTH)
    try:
        pairs = _pairs(raw)
    except ValueError as error:
        raise Problem(INVALID_REQUEST) from error
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Problem(INVALID_REQUEST, detail=_REPEATED)
    try:
        return shape.model_validate({name: value for name, value in pairs if value})
    except ValidationError as error:
        # From the list alone: the error itself would carry what was typed.
        raise Problem(
            INVALID_REQUEST, *validation_errors.faults_from_errors(error.errors(include_input=False))
        ) from None


_REPEATED = LocalizedText("A parameter is given more than once.", "En parameter er angivet mere end én gang.")


def required_fields(form: TokenRequest, *names: str) -> list[str]:
    """The values of parameters that the grant needs; raises `invalid-token-request` for all that are absent."""
    absent = [name for name in names if getattr(form, name) is None]
    if absent:
        faults = (Fault(INVALID_REQUEST, pointer=f"/{name}", code="required", detail=_NEEDED) for name in absent)
        raise Problem(INVALID_REQUEST, *faults)
    return [getattr(form, name) for name in names]


_NEEDED = LocalizedText("This is required.", "Dette er påkrævet.")


class ClientCredentials(NamedTuple):
    """What a machine says of itself, and whether by HTTP Basic."""

    id: str
    secret: str
    basic: bool


def client_of(request: Request, form: TokenRequest) -> ClientCredentials:
    """A machine's id and secret, by HTTP Basic or in the form, not both (RFC 6749, 2.3.1)."""
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        id, secret = required_fields(form, "client_id", "client_secret")
        return ClientCredentials(id, secret, basic=False)
    if form.client_secret is not None:
        raise Problem(INVALID_REQUEST)
    try:
        id, _, secret = base64.b64decode(told.strip(), validate=True).decode("utf-8").partition(":")
        return ClientCredentials(unquote_plus(id, errors="strict"), unquote_plus(secret, errors="strict"), basic=True)
    except (binascii.Error, ValueError) as error:
        raise wrong_client(basic=True) from error


def wrong_client(*, basic: bool) -> Problem:
    """The one answer to a machine that is not known, or not by this secret."""
    return Problem(WRONG_CLIENT, headers={"WWW-Authenticate": f'{"Basic" if basic else "Bearer"} realm="sammen"'})


@contextmanager
def oauth_errors() -> Iterator[None]:
    """Every refusal in the block also says `error` and `error_description` (RFC 6749, 5.2)."""
    try:
        yield
    except Problem as problem:
        error = _ERRORS.get(problem.kind.code, "invalid_request")
        problem.members |= {"error": error, "error_description": problem.kind.title.en}
        raise


def form_body(shape: type[_Form]) -> dict[str, Any]:
    """The request body of an operation, for the contract."""
    schema = shape.model_json_schema()
    for property in schema["properties"].values():
        property.pop("default", None)
        # An empty or absent parameter is the same; there is no null in a form.
        property.update(next(iter(property.pop("anyOf", [])), {}))
        property["pattern"] = r"^[\s\S]*$"  # any text: what is wrong in it is told as wrong credentials
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}
