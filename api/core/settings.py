"""What the surroundings decide, read once from the environment (prefix SAMMEN_)."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

PREFIX = "SAMMEN_"
# Of the commands and the client, which share an environment with the service.
_OTHERS = {
    "ADMIN_PASSWORD", "URL", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "CONFIG_DIR", "INSECURE",
    "LANGUAGE", "REAL_DATA",
}  # fmt: skip


class Settings(BaseSettings):
    """Every setting, with a default that works on one machine. The guide `/docs/settings` is rendered from this class.

    A description says what the setting does, with its unit. `clock_file` is for tests and not documented there.
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
        "out. Without it, the service generates a key and keeps it in `TOKEN_SECRET_FILE`.",
    )
    token_secret_file: Path = Field(
        default=Path("sammen.secret"), description="Where a generated token secret is kept; mode 0600."
    )
    audit_secret: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The key of the audit trail's hash chain, at least 32 characters. Keep it out of the database and "
        "never change it: entries sealed with another key cannot be verified. Derived from the token secret if absent.",
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
        default=7, ge=1, description="How long a response is kept for replay under its `Idempotency-Key`, in days."
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
        description="How long it is kept that a device answered a consultation, after that closed, in days.",
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


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings, read at first use; tests clear the cache to read them anew."""
    return Settings()


class InvalidSettings(RuntimeError):
    """The surroundings do not say what is needed; in one sentence for the operator."""


def check_settings() -> None:
    """Raise Unsuitable, which names each variable that cannot be used and what is expected; never what it holds."""
    try:
        settings()
    except ValidationError as error:
        faults = [_told(one["loc"], one["type"], one) for one in error.errors()]
        if os.environ.get(f"{PREFIX}ENVIRONMENT") == "production":  # what else would be told in the next turn
            faults += [_needed(name) for name in _OWN if f"{PREFIX}{name.upper()}" not in os.environ]
        raise InvalidSettings("\n".join(faults)) from None
    except SettingsError as error:
        name = next((name for name in Settings.model_fields if f'"{name}"' in str(error)), "")
        example = '["https://portal.example"]'
        raise InvalidSettings(
            f"{PREFIX}{name.upper()} cannot be read: a list is written as JSON, like {example}."
        ) from None
    unfit = list(production_faults(settings())) if settings().environment == "production" else []
    if unfit:
        raise InvalidSettings("\n".join(unfit))


# What production does not take from the defaults, and why.
_OWN = {
    "token_secret": "at least 32 characters, kept secret: whoever knows it makes tokens of anybody",
    "audit_secret": "at least 32 characters, kept out of the database and never changed: it seals the journal",
    "database_url": "the default is a file in whatever folder the service is started in",
    "municipality": "it names the unit at the top of the tree, and is written once",
    "issuer": "tokens name it, so that those of one installation are not another's",
}
_FEWEST_LETTERS = 10  # different ones: what was drawn at random has more


def _needed(name: str) -> str:
    return f"{PREFIX}{name.upper()} is needed in production: {_OWN[name]}."


def production_faults(of: Settings) -> Iterator[str]:
    """A sentence for each setting that production demands and does not have, or has and must not."""
    for name in _OWN:
        if name not in of.model_fields_set or getattr(of, name) == Settings.model_fields[name].default:
            yield _needed(name)
    for name in ("token_secret", "audit_secret"):
        told: SecretStr | None = getattr(of, name)
        if told is not None and len(set(told.get_secret_value())) < _FEWEST_LETTERS:
            yield f"{PREFIX}{name.upper()} was not drawn at random: `openssl rand -base64 48` gives one that is."
    if of.token_secret is not None and of.token_secret == of.audit_secret:
        yield f"{PREFIX}AUDIT_SECRET is the same as {PREFIX}TOKEN_SECRET: who takes one has both."
    if of.clock_file is not None:
        yield f"{PREFIX}CLOCK_FILE is for tests: production's clock is not moved."


def _told(loc: tuple[int | str, ...], type: str, error: Any) -> str:
    name = f"{PREFIX}{str(loc[0]).upper()}" if loc else PREFIX
    if type == "too_short":
        return f"{name} is too short: at least {error['ctx']['min_length']} characters are expected."
    return f"{name} cannot be used: {error['msg'][:1].lower()}{error['msg'][1:]}."


def unknown_variables(names: Iterable[str]) -> Iterator[str]:
    """A sentence for each variable that looks like a setting of the service and is none."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known and name.removeprefix(PREFIX) not in _OTHERS:
            meant = get_close_matches(name, known, 1)
            yield f"{name} is no setting and has no effect" + (f"; is {meant[0]} meant?" if meant else ".")
