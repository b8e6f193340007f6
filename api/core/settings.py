"""Settings, read from environment variables (prefix `SAMMEN_`)."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

PREFIX = "SAMMEN_"
# Variables of the commands and the clients, which may run in the same environment as the service.
_OTHER_VARIABLES = {
    "ADMIN_PASSWORD", "URL", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "CONFIG_DIR", "INSECURE",
    "LANGUAGE", "REAL_DATA",
}  # fmt: skip


class Settings(BaseSettings):
    """Every setting, with a default that works on one machine. The guide `/docs/settings` is rendered from this class.

    A description says what the setting does, with its unit. `clock_file` is for tests and not documented there.
    Settings are read once, when the service or a command starts, and handed on: `create_app(settings)`, the engine,
    `transactions.settings_of(session)`.
    """

    model_config = SettingsConfigDict(env_prefix="SAMMEN_", env_file=None, extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = Field(
        default="development",
        description="`production` refuses to start without a token secret, an audit secret, a database, an issuer and "
        "a municipality of its own, with weak secrets, or with a moved clock.",
    )
    municipality: str = Field(
        default="Kommunen",
        description="The name of the unit at the top of the tree. It is read at the first `sammen-api migrate` only.",
    )
    behind_tls: bool = Field(
        default=False, description="Whether a proxy in front of the service speaks TLS; the service then sends HSTS."
    )
    cors_origins: tuple[str, ...] = Field(
        default=(),
        description='Origins whose pages may call the API, as a JSON list: `["https://portal.example"]`.',
    )
    clock_file: Path | None = None

    database_url: str = Field(
        default="sqlite+aiosqlite:///sammen.db",
        description="The database: a SQLite file, or `postgresql+psycopg://name:password@host/database`.",
    )
    database_pool: int = Field(default=10, ge=1, le=200, description="Database connections of one process.")
    lock_timeout_seconds: float = Field(
        default=5.0,
        gt=0,
        le=60,
        description="How long a request waits for a lock or a connection before it is answered 503, in seconds.",
    )

    token_secret: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The key that signs the service's own tokens, at least 32 characters. A new one signs everybody "
        "out. Without it, the service generates a key and stores it in `TOKEN_SECRET_FILE`.",
    )
    token_secret_file: Path = Field(
        default=Path("sammen.secret"), description="Where a generated token secret is stored; mode 0600."
    )
    audit_secret: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The key of the audit trail's hash chain, at least 32 characters. Keep it out of the database and "
        "never change it: entries signed with another key cannot be verified. Derived from the token secret if absent.",
    )
    issuer: str = Field(default="https://sammen.example", description="The issuer (`iss`) of the service's own tokens.")
    audience: str = Field(default="sammen", description="The audience (`aud`) of the service's own tokens.")
    access_token_minutes: int = Field(default=15, ge=1, le=60, description="Lifetime of access tokens, in minutes.")
    refresh_token_days: int = Field(default=30, ge=1, le=90, description="Lifetime of a session, in days.")
    first_password_days: int = Field(
        default=14,
        ge=1,
        le=90,
        description="How long a password that an administrator set can be exchanged for one's own, in days.",
    )
    password_sign_in: bool = Field(default=True, description="Whether people may sign in with a password of Sammen.")
    client_sign_in: bool = Field(default=True, description="Whether machines may sign in with a secret of Sammen.")

    oidc_issuer: str = Field(
        default="", description="The issuer of the municipality's OpenID provider. Empty: no municipal sign-in."
    )
    oidc_audience: str = Field(default="", description="The audience (`aud`) of the provider's tokens for Sammen.")
    oidc_mapping: str = Field(
        default="",
        description="The mapping of claims to roles: the path of a TOML file, or JSON. See [the municipality's own "
        "sign-in](municipal-sign-in.md).",
    )
    oidc_jwks_url: str = Field(
        default="", description="The address of the provider's keys. Empty: found by OpenID discovery."
    )
    oidc_typ: Literal["at+jwt", "JWT"] = Field(
        default="at+jwt", description="The `typ` of the provider's access tokens (RFC 9068: `at+jwt`)."
    )
    oidc_named_by: str = Field(default="jti", description="The claim that identifies a token, such as `jti` or `uti`.")
    oidc_token_minutes: int = Field(
        default=60, ge=1, le=1440, description="The longest accepted lifetime of the provider's tokens, in minutes."
    )
    oidc_outage_hours: int = Field(
        default=24,
        ge=1,
        le=168,
        description="How long the provider's cached keys are used while it does not respond, in hours.",
    )

    connections: int = Field(
        default=500,
        ge=10,
        le=100_000,
        description="Open HTTP connections of one process. Further ones are answered 503.",
    )
    public_requests: int = Field(
        default=300,
        ge=10,
        description="Requests a minute from one address to operations that need no token; beyond them 429. A school "
        "is usually one address.",
    )
    address_requests: int = Field(
        default=60_000,
        ge=100,
        description="Requests a minute from one address, for each process; beyond them 429. A town hall may be one "
        "address.",
    )
    caller_requests: int = Field(
        default=12_000, ge=100, description="Requests a minute of one caller, for each process; beyond them 429."
    )
    body_bytes: int = Field(
        default=1_000_000,
        ge=1_000,
        description="The largest request body, in bytes. Operations that need no token take 128 KB at most, sign-in "
        "8 KB.",
    )
    import_bytes: int = Field(default=2_000_000_000, ge=1_000, description="The largest import file, in bytes.")
    import_plan_days: int = Field(
        default=14,
        ge=1,
        description="How long an import plan waits to be applied, in days; then its rows are deleted.",
    )
    idempotency_days: int = Field(
        default=7, ge=1, description="How long a response is stored for replay under its `Idempotency-Key`, in days."
    )

    small_group: int = Field(
        default=5, ge=3, description="The smallest number of persons whose value is shown; see disclosure control."
    )
    comparison_institutions: int = Field(
        default=3, ge=3, description="The smallest number of institutions whose mean is shown."
    )
    words_from_people: int = Field(
        default=10,
        ge=3,
        description="The smallest number of people behind a text of stakeholder input that is shown to those who see "
        "input from larger groups only.",
    )

    rounds_in_a_cycle: int = Field(
        default=4, ge=1, le=12, description="Rounds of a new cycle, unless the request says otherwise."
    )
    dialogue_minutes: int = Field(
        default=120, ge=15, description="Length of a dialogue, unless the request says otherwise, in minutes."
    )
    follow_up_minutes: int = Field(
        default=60, ge=15, description="Length of a follow-up, unless the request says otherwise, in minutes."
    )
    follow_up_months_day_care: int = Field(
        default=6, ge=1, le=24, description="Months from one follow-up to the next in day care."
    )
    follow_up_months_school: int = Field(
        default=6, ge=1, le=24, description="Months from one follow-up to the next in schools."
    )
    follow_up_months_leisure: int = Field(
        default=12, ge=1, le=24, description="Months from one follow-up to the next in leisure services."
    )
    action_plan_days: int = Field(
        default=28, ge=1, le=365, description="Days until a serious concern must have its action plan."
    )

    keep_sign_ins_days: int = Field(
        default=30, ge=0, le=3650, description="How long a session is kept after it ended, in days."
    )
    keep_receipts_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="How long it is stored that a device has answered a consultation, after the consultation closed, "
        "in days.",
    )
    keep_import_lines_days: int = Field(
        default=365,
        ge=1,
        le=36500,
        description="How long the lines of an applied import file are kept, in days. Afterwards it cannot be reversed.",
    )
    keep_input_years: int = Field(
        default=5, ge=1, le=100, description="How long the text of stakeholder input is kept, in years of 365 days."
    )
    keep_feedback_years: int = Field(
        default=5, ge=1, le=100, description="How long the texts of observations are kept, in years."
    )
    keep_follow_up_years: int = Field(
        default=5, ge=1, le=100, description="How long topics, notes and remarks of follow-ups are kept, in years."
    )
    keep_supervision_years: int = Field(
        default=5,
        ge=1,
        le=100,
        description="How long the texts of heightened supervision are kept after it closed, in years.",
    )
    keep_dialogue_years: int = Field(
        default=10, ge=1, le=100, description="How long the texts of dialogues and agreements are kept, in years."
    )
    keep_people_years: int = Field(
        default=2, ge=1, le=100, description="Years without a role after which a person is erased."
    )
    keep_ended_roles_years: int = Field(
        default=10, ge=1, le=100, description="How long an ended role is kept, in years."
    )


class InvalidSettings(RuntimeError):
    """The environment holds settings that cannot be used; the message has a line for each, for the operator."""


def load_settings() -> Settings:
    """Read the settings from the environment; raise InvalidSettings if any cannot be used.

    The message names each variable and what is expected of it, never its value.
    """
    try:
        loaded = Settings()
    except ValidationError as error:
        lines = [_sentence(details["loc"], details["type"], details) for details in error.errors()]
        if os.environ.get(f"{PREFIX}ENVIRONMENT") == "production":  # so that all errors are listed at once
            lines += [_required(name) for name in _NO_DEFAULT if f"{PREFIX}{name.upper()}" not in os.environ]
        raise InvalidSettings("\n".join(lines)) from None
    except SettingsError as error:
        # pydantic-settings names the field in its message only, next to the value that cannot be parsed.
        name = next((name for name in Settings.model_fields if f'"{name}"' in str(error)), "")
        example = '["https://portal.example"]'
        raise InvalidSettings(
            f"{PREFIX}{name.upper()} cannot be read: a list is written as JSON, like {example}."
        ) from None
    lines = list(production_faults(loaded)) if loaded.environment == "production" else []
    if lines:
        raise InvalidSettings("\n".join(lines))
    return loaded


# Settings whose default is refused in production, and why.
_NO_DEFAULT = {
    "token_secret": "at least 32 characters, kept secret: anybody who knows it can issue tokens for any person",
    "audit_secret": "at least 32 characters, kept out of the database and never changed: it signs the audit trail",
    "database_url": "the default is a file in the folder in which the service is started",
    "municipality": "it names the unit at the top of the tree, and is read at the first migration only",
    "issuer": "tokens name it, so that the tokens of one installation are not valid in another",
}
_FEWEST_DISTINCT_CHARACTERS = 10  # a randomly generated secret has more


def _required(name: str) -> str:
    return f"{PREFIX}{name.upper()} is needed in production: {_NO_DEFAULT[name]}."


def production_faults(settings: Settings) -> Iterator[str]:
    """Return a sentence for each setting that is missing, weak or not allowed in production."""
    for name in _NO_DEFAULT:
        is_default = getattr(settings, name) == Settings.model_fields[name].default
        if name not in settings.model_fields_set or is_default:
            yield _required(name)
    for name in ("token_secret", "audit_secret"):
        secret: SecretStr | None = getattr(settings, name)
        if secret is not None and len(set(secret.get_secret_value())) < _FEWEST_DISTINCT_CHARACTERS:
            yield f"{PREFIX}{name.upper()} is too weak: generate a random one with `openssl rand -base64 48`."
    if settings.token_secret is not None and settings.token_secret == settings.audit_secret:
        yield f"{PREFIX}AUDIT_SECRET is the same as {PREFIX}TOKEN_SECRET: use two different secrets."
    if settings.clock_file is not None:
        yield f"{PREFIX}CLOCK_FILE is for tests: the clock cannot be moved in production."


def _sentence(loc: tuple[int | str, ...], type: str, details: Any) -> str:
    name = f"{PREFIX}{str(loc[0]).upper()}" if loc else PREFIX
    if type == "too_short":
        return f"{name} is too short: at least {details['ctx']['min_length']} characters are expected."
    return f"{name} cannot be used: {details['msg'][:1].lower()}{details['msg'][1:]}."


def unknown_variables(names: Iterable[str]) -> Iterator[str]:
    """Return a warning for each environment variable that has the service's prefix but is no setting."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known and name.removeprefix(PREFIX) not in _OTHER_VARIABLES:
            similar = get_close_matches(name, known, 1)
            yield f"{name} is not a setting and has no effect" + (f"; did you mean {similar[0]}?" if similar else ".")
