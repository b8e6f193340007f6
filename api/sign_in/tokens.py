"""Issuing and verifying tokens: a guard in front of python-jose, which nothing else touches."""

import base64
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID, uuid4

from jose import backends, jws

from api.sign_in.keys import KEY_NAME, Key, signing, verifying

Holder: TypeAlias = Literal["person", "client"]

ACCESS_KIND = "at+jwt"  # RFC 9068
NAMED_BY = "jti"  # the claim
MAX_LENGTH = 8192  # characters
MAX_DEPTH = 32  # levels of JSON
LAST_MOMENT = 253402300799  # seconds: the end of the year 9999, where datetime ends
REFUSED_IN_HEADER = frozenset({"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip"})
TEXT_IN_HEADER = ("cty", "x5t", "x5t#S256")
JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)  # an unclosed one too: else its time grows as the square


class InvalidToken(Exception):
    """The one refusal. Says nothing of the token nor of the reason; every one is the same 401."""

    def __init__(self) -> None:
        super().__init__("invalid token")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token of this service says. Times are aware, in UTC; `token_id` (jti) is what a revocation names."""

    subject: UUID
    holder: Holder
    token_id: UUID
    issued_at: datetime
    expires_at: datetime
    family: UUID | None


class Signer:
    """Issues this service's own tokens. ValueError when the key cannot sign."""

    def __init__(self, key: Key, issuer: str, audience: str) -> None:
        self._key = signing(key)
        self._kid, self._algorithm = key.kid, key.algorithm
        self._issuer, self._audience = issuer, audience

    def access_token(
        self, subject: UUID, holder: Holder, lifetime: timedelta, now: datetime, family: UUID | None = None
    ) -> tuple[str, Claims]:
        """The token's text and what it says. Times are whole seconds, rounded down; lifetime is at least one."""
        issued, seconds = int(_seconds(now)), int(lifetime.total_seconds())
        if seconds < 1:
            raise ValueError("lifetime: at least one second")
        said: dict[str, Any] = {"iss": self._issuer, "aud": self._audience, "sub": str(subject), "holder": holder}
        said |= {"jti": str(uuid4()), "iat": issued, "exp": issued + seconds}
        if family is not None:
            said["family"] = str(family)
        text: str = jws.sign(said, self._key, {"typ": ACCESS_KIND, "kid": self._kid}, self._algorithm)
        return text, _claims(said)


class Verifier:
    """Accepts the tokens of one issuer, for one audience, of one kind (`typ`); refuses all others.

    `keys` are either this service's secrets (HS256) or a provider's public keys, never both: ValueError. `leeway` is 0
    to 60 seconds of difference between clocks, `max_lifetime` up to a day from `iat` to `exp`.
    Nothing is remembered between calls; whether a token is revoked is for the caller to look up, by its jti.
    """

    def __init__(
        self,
        keys: Iterable[Key],
        issuer: str,
        audience: str,
        typ: str = ACCESS_KIND,
        max_lifetime: timedelta = timedelta(hours=1),
        leeway: timedelta = timedelta(0),
        named_by: str = NAMED_BY,
    ) -> None:
        known = list(keys)
        self._keys = {key.kid: (verifying(key), key.algorithm) for key in known}
        if not known or len(self._keys) != len(known):
            raise ValueError("keys: at least one, each with a kid of its own")
        if len({key.algorithm == "HS256" for key in known}) > 1:
            raise ValueError("keys: a shared secret does not stand beside public keys")
        if not (issuer and audience and typ):
            raise ValueError("issuer, audience and typ are needed")
        if not (timedelta(0) < max_lifetime <= timedelta(days=1) and timedelta(0) <= leeway <= timedelta(minutes=1)):
            raise ValueError("max_lifetime: up to a day; leeway: 0 to 60 seconds")
        self._issuer, self._audience, self._typ = issuer, audience, (typ, f"application/{typ}")
        self._named_by = named_by
        self._max_lifetime, self._leeway = max_lifetime.total_seconds(), leeway.total_seconds()

    def knows(self, kid: str) -> bool:
        """Whether one of the keys has this name."""
        return kid in self._keys

    def verify(self, text: str, now: datetime) -> Claims:
        """What one of this service's own tokens says. InvalidToken otherwise; ValueError when `now` is naive."""
        claims = self.payload(text, now)
        with suppress(Exception):
            return _claims(claims)
        raise InvalidToken

    def payload(self, text: str, now: datetime) -> dict[str, Any]:
        """All members of a provider's token; iss, aud, sub, its id, exp, iat and nbf are checked. As `verify`."""
        moment = _seconds(now)
        with suppress(Exception):  # raised outside, so that the refusal's context holds nothing of the token
            return self._checked(text, moment)
        raise InvalidToken

    def _checked(self, text: str, moment: float) -> dict[str, Any]:
        head, body = _segments(text)
        header = _json(head)
        key, algorithm = self._keys[header["kid"]]
        if header["alg"] != algorithm or header["typ"] not in self._typ or REFUSED_IN_HEADER & header.keys():
            raise InvalidToken
        if not all(isinstance(header.get(name, ""), str) for name in TEXT_IN_HEADER):
            raise InvalidToken
        jws.verify(text, key, [algorithm])
        claims = _json(body)
        if claims["iss"] != self._issuer or not _holds(claims["aud"], self._audience):
            raise InvalidToken
        if not (_is_name(claims["sub"]) and _is_name(claims[self._named_by])):
            raise InvalidToken
        self._check_times(claims, moment)
        return claims

    def _check_times(self, claims: dict[str, Any], moment: float) -> None:
        issued, expires, not_before = claims["iat"], claims["exp"], claims.get("nbf", 0)
        if not (_is_date(issued) and _is_date(expires) and _is_date(not_before)):
            raise InvalidToken
        if not 0 < expires - issued <= self._max_lifetime:
            raise InvalidToken
        if max(issued, not_before) > moment + self._leeway or moment >= expires + self._leeway:
            raise InvalidToken


def kid_of(text: str) -> str | None:
    """The kid that a token names, unverified: good for deciding whether to fetch keys anew, and for nothing else."""
    with suppress(Exception):
        kid = _json(_segments(text)[0])["kid"]
        return kid if KEY_NAME.fullmatch(kid) else None
    return None


def assert_backend() -> None:
    """RuntimeError unless python-jose computes with `cryptography`: its own fallbacks are not constant in time."""
    for used in (backends.RSAKey, backends.ECKey, backends.HMACKey):
        if used is None or used.__module__ != "jose.backends.cryptography_backend":
            raise RuntimeError("python-jose must be installed with its cryptography backend")


def _segments(text: str) -> tuple[bytes, bytes]:
    """Header and claims, decoded; all three segments are base64url in the one way there is to write them."""
    if len(text) > MAX_LENGTH:
        raise InvalidToken
    head, body, signature = (_octets(segment) for segment in text.encode("ascii").split(b"."))
    if not signature:
        raise InvalidToken
    return head, body


def _octets(segment: bytes) -> bytes:
    octets = base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
    if base64.urlsafe_b64encode(octets).rstrip(b"=") != segment:
        raise InvalidToken
    return octets


def _json(octets: bytes) -> dict[str, Any]:
    text = octets.decode("utf-8")
    if text.count("{") + text.count("[") > MAX_DEPTH:  # only then is it worth looking closer
        _check_depth(text)
    members = DECODER.decode(text)
    if not isinstance(members, dict):
        raise InvalidToken
    return members


def _check_depth(text: str) -> None:
    depth = 0
    for character in JSON_STRING.sub("", text):
        depth += (character in "{[") - (character in "}]")
        if depth > MAX_DEPTH:
            raise InvalidToken


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidToken
    return members


NO_CONSTANTS: dict[str, float] = {}  # NaN and Infinity are a KeyError
DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates, parse_constant=NO_CONSTANTS.__getitem__)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255 and value.isprintable()


def _holds(audience: object, ours: str) -> bool:
    if isinstance(audience, list):
        return ours in audience and all(isinstance(one, str) for one in audience)
    return audience == ours


def _is_date(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LAST_MOMENT


def _claims(said: dict[str, Any]) -> Claims:
    holder = said["holder"]
    if holder not in ("person", "client"):
        raise InvalidToken
    return Claims(
        subject=_uuid(said["sub"]),
        holder=holder,
        token_id=_uuid(said["jti"]),
        issued_at=datetime.fromtimestamp(said["iat"], UTC),
        expires_at=datetime.fromtimestamp(said["exp"], UTC),
        family=_uuid(said["family"]) if "family" in said else None,
    )


def _uuid(text: str) -> UUID:
    value = UUID(text)
    if str(value) != text:  # UUID() also reads braces, urn:, capitals and no hyphens
        raise InvalidToken
    return value


def _seconds(now: datetime) -> float:
    if now.tzinfo is None:
        raise ValueError("now: a time with its zone")
    return now.timestamp()


assert_backend()
