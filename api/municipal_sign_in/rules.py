"""Read the subject of a token from its claims, by the operator's mapping; and check the operator's settings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from api.access.models import Body, Holder, Network, Role
from api.core.field_types import EmailAddress, Line
from api.core.problems import problem_type
from api.core.settings import Settings
from api.municipal_sign_in.schemas import UNIT_PLACEHOLDER, ClaimMapping, GrantRule, MachineClaim
from api.people.schemas import Username
from api.sign_in.oidc_provider import is_safe_url

MAX_GRANTS = 200
MAX_CLAIM_ENTRIES = 1000
_MAX_UNIT_NAME = 64

NO_ROLE = problem_type(
    "no-role-here",
    403,
    ("You have no role in this system", "Du har ingen rolle i dette system"),
    ("Ask your administration for a role, then sign in again.", "Bed din forvaltning om en rolle, og log så ind igen."),
)


class ClaimedRole(NamedTuple):
    """A role that a token claims, and the name of its unit (`unit_by` and `unit` are empty for the municipality)."""

    role: Role
    unit_by: str
    unit: str
    network: Network | None
    body: Body | None


class TokenSubject(NamedTuple):
    """The subject of a token, as its claims describe it; `key` is the hash of issuer and subject."""

    key: str
    holder: Holder
    username: str
    name: str | None
    email: str | None
    roles: tuple[ClaimedRole, ...]

    @property
    def digest(self) -> str:
        """The digest of the claims that are applied, by which changes are detected; the order of fields matters."""
        return sha256(json.dumps(self).encode()).hexdigest()


def read_subject(mapping: ClaimMapping, issuer: str, payload: Mapping[str, Any]) -> TokenSubject:
    """Return the subject of a verified token."""
    key = sha256(f"{issuer}\n{payload['sub']}".encode()).hexdigest()
    username = _validated(_USERNAME, _claim_at(payload, mapping.username)) or f"oidc-{key[:16]}"
    claimed_roles = (role for rule in mapping.grants for role in _claimed_roles(rule, payload))
    unique_roles = dict.fromkeys(islice(claimed_roles, MAX_GRANTS))
    return TokenSubject(
        key,
        Holder.client if _is_machine(mapping.machines, payload) else Holder.person,
        username,
        _validated(_NAME, _claim_at(payload, mapping.name)),
        _validated(_EMAIL, _claim_at(payload, mapping.email)),
        tuple(sorted(unique_roles, key=repr)),
    )


def _is_machine(machine_claim: MachineClaim | None, payload: Mapping[str, Any]) -> bool:
    if machine_claim is not None:
        return machine_claim.value in _texts(_claim_at(payload, machine_claim.claim))
    return payload["sub"] in (payload.get("client_id"), payload.get("azp"))


_USERNAME, _NAME, _EMAIL = TypeAdapter(Username), TypeAdapter(Line), TypeAdapter(EmailAddress)


def _validated(adapter: TypeAdapter[str], value: object) -> str | None:
    """Return a claim's value if it is valid for its field (without a CPR number, among others), else None."""
    try:
        return adapter.validate_python(value, strict=True)
    except ValidationError:
        return None


def _claim_at(value: object, path: str | Sequence[str] | None) -> Any:
    """Return the value at a `ClaimPath`, or None."""
    for name in [path] if isinstance(path, str) else path or ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _entries(value: object) -> Sequence[Any]:
    return value[:MAX_CLAIM_ENTRIES] if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    return [entry for entry in _entries(value) if isinstance(entry, str)]


def _claimed_roles(rule: GrantRule, payload: Mapping[str, Any]) -> Iterator[ClaimedRole]:
    """Yield the roles that a rule gives for the claims of a token."""
    prefix, has_unit, suffix = rule.value.partition(UNIT_PLACEHOLDER)
    unit_pattern = f"(.{{1,{_MAX_UNIT_NAME}}})" if has_unit else ""
    pattern = re.compile(f"{re.escape(prefix)}{unit_pattern}{re.escape(suffix)}")
    for entry in _entries(_claim_at(payload, rule.claim)):
        value = _claim_at(entry, rule.member) if rule.member is not None else entry
        match = pattern.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            continue
        if rule.unit is not None:
            yield ClaimedRole(rule.role, "", "", rule.network, rule.body)
            continue
        if has_unit:
            units = [match[1]]
        else:
            units = _texts(
                _claim_at(payload, rule.unit_claim) if rule.unit_claim else _claim_at(entry, rule.unit_member)
            )
        for unit in units:
            yield ClaimedRole(rule.role, rule.unit_by, unit[:_MAX_UNIT_NAME], rule.network, rule.body)


def check_settings(settings: Settings) -> list[str]:
    """Return what is wrong with the settings of the municipal sign-in, each as a sentence for the operator."""
    issuer, faults = settings.oidc_issuer, []
    if not issuer:
        if not (settings.password_sign_in or settings.client_sign_in):
            faults.append(
                "SAMMEN_PASSWORD_SIGN_IN and SAMMEN_CLIENT_SIGN_IN are both off and SAMMEN_OIDC_ISSUER is not given: "
                "nobody could sign in."
            )
        unused = [name for name in ("audience", "mapping", "jwks_url") if getattr(settings, f"oidc_{name}")]
        faults += [f"SAMMEN_OIDC_{name.upper()} has no effect without SAMMEN_OIDC_ISSUER." for name in unused]
        return faults
    if not settings.oidc_audience:
        faults.append(
            "SAMMEN_OIDC_AUDIENCE is needed with SAMMEN_OIDC_ISSUER: the `aud` of its tokens for this service."
        )
    if issuer == settings.issuer:
        faults.append(
            "SAMMEN_OIDC_ISSUER is the same as SAMMEN_ISSUER: the service's own tokens need a name of their own."
        )
    for name in ("oidc_issuer", "oidc_jwks_url"):
        url = getattr(settings, name)
        if url and (not is_safe_url(url) or "?" in url or "#" in url or " " in url):
            faults.append(f"SAMMEN_{name.upper()} begins with https://, and has no query and no fragment.")
        elif url.startswith("http://") and settings.environment == "production":
            faults.append(f"SAMMEN_{name.upper()} begins with https:// in production.")
    return faults
