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
    """Every setting has a default that works on one machine; production demands its own (see README)."""

    model_config = SettingsConfigDict(env_prefix="SAMMEN_", env_file=None, extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "development"
    municipality: str = "Kommunen"
    database_url: str = "sqlite+aiosqlite:///sammen.db"
    database_pool: int = Field(default=10, ge=1, le=200)
    lock_timeout_seconds: float = Field(default=5.0, gt=0, le=60)
    issuer: str = "https://sammen.example"
    audience: str = "sammen"
    token_secret: SecretStr | None = Field(default=None, min_length=32)
    token_secret_file: Path = Path("sammen.secret")
    audit_secret: SecretStr | None = Field(default=None, min_length=32)  # seals the journal
    access_token_minutes: int = Field(default=15, ge=1, le=60)
    refresh_token_days: int = Field(default=30, ge=1, le=90)
    password_sign_in: bool = True
    first_password_days: int = Field(default=14, ge=1, le=90, description="How long a password given by others lasts.")
    client_sign_in: bool = Field(default=True, description="Whether machines sign in with a secret of this service.")
    oidc_issuer: str = Field(default="", description="The municipality's own sign-in: an OpenID provider's issuer.")
    oidc_audience: str = Field(default="", description="What its tokens for this service say in `aud`.")
    oidc_mapping: str = Field(default="", description="A TOML file, or JSON: which claim gives which role where.")
    oidc_jwks_url: str = Field(default="", description="Where its keys are; by discovery unless given.")
    oidc_typ: Literal["at+jwt", "JWT"] = "at+jwt"
    oidc_named_by: str = Field(default="jti", description="The claim that names a token.")
    oidc_token_minutes: int = Field(default=60, ge=1, le=1440, description="The longest that its tokens may last.")
    oidc_outage_hours: int = Field(default=24, ge=1, le=168, description="How long its keys are used while it is away.")
    clock_file: Path | None = None
    cors_origins: tuple[str, ...] = ()
    behind_tls: bool = False
    connections: int = Field(default=500, ge=10, le=100_000, description="Of one process; what is beyond gets a 503.")
    public_requests: int = Field(default=300, ge=10, description="A minute, at open doors; a school is one address.")
    address_requests: int = Field(default=60_000, ge=100, description="A minute, from one address, of one process.")
    caller_requests: int = Field(default=12_000, ge=100, description="A minute, of one caller, of one process.")
    body_bytes: int = Field(default=1_000_000, ge=1_000)
    import_bytes: int = Field(default=2_000_000_000, ge=1_000)
    import_plan_days: int = Field(default=14, ge=1, description="A plan that is not carried out by then ends.")
    idempotency_days: int = Field(default=7, ge=1)
    small_group: int = Field(default=5, ge=3, description="Values resting on fewer persons than this are withheld.")
    comparison_institutions: int = Field(default=3, ge=3)
    words_from_people: int = Field(default=10, ge=3, description="Whom input is not for reads words of so many only.")
    dialogue_minutes: int = Field(default=120, ge=15)
    follow_up_minutes: int = Field(default=60, ge=15)
    follow_up_months_day_care: int = Field(default=6, ge=1, le=24, description="When the next one is due after one.")
    follow_up_months_school: int = Field(default=6, ge=1, le=24)
    follow_up_months_leisure: int = Field(default=12, ge=1, le=24)
    action_plan_days: int = Field(default=28, ge=1, le=365, description="Days until a serious concern has its plan.")
    keep_sign_ins_days: int = Field(default=30, ge=0, le=3650, description="After they ended; see `sammen-api purge`.")
    keep_receipts_days: int = Field(default=30, ge=0, le=3650, description="After a consultation closed.")
    keep_import_lines_days: int = Field(default=365, ge=1, le=36500, description="What stood in lines of files.")
    keep_input_years: int = Field(default=5, ge=1, le=100, description="Words of input; that it was said stays.")
    keep_feedback_years: int = Field(default=5, ge=1, le=100, description="Words of observations.")
    keep_follow_up_years: int = Field(default=5, ge=1, le=100, description="Topics, notes, remarks of follow-ups.")
    keep_supervision_years: int = Field(default=5, ge=1, le=100, description="Words, after it was closed.")
    keep_dialogue_years: int = Field(default=10, ge=1, le=100, description="Words of dialogues and agreements.")
    keep_people_years: int = Field(default=2, ge=1, le=100, description="People without a role; then they are erased.")
    keep_ended_roles_years: int = Field(default=10, ge=1, le=100, description="Who held which role where.")
    rounds_in_a_cycle: int = Field(default=4, ge=1, le=12)


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
