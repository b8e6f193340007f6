"""Issue and verify tokens (JWT): strict checks in front of python-jose, which no other module uses for tokens."""

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

from api.sign_in.keys import KEY_NAME, Key, signing_key, verification_key

Holder: TypeAlias = Literal["person", "client"]

ACCESS_TYP = "at+jwt"  # RFC 9068
ID_CLAIM = "jti"
MAX_LENGTH = 8192  # characters
MAX_DEPTH = 32  # levels of JSON
MAX_TIMESTAMP = 253402300799  # seconds: the end of the year 9999, the last that datetime can hold
FORBIDDEN_HEADERS = frozenset({"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip"})
TEXT_HEADERS = ("cty", "x5t", "x5t#S256")
JSON_STRING = re.compile(
    r'"(?:[^"\\]|\\.)*"?', re.DOTALL
)  # also an unclosed one: matching would otherwise take quadratic time


class InvalidToken(Exception):
    """A token is not valid. Carries neither the token nor the reason: every one becomes the same 401."""

    def __init__(self) -> None:
        super().__init__("invalid token")


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a token of this service. Times are in UTC; `token_id` is the `jti`, by which it is revoked."""

    subject: UUID
    holder: Holder
    token_id: UUID
    issued_at: datetime
    expires_at: datetime
    family: UUID | None


class Signer:
    """Issues this service's own tokens. Raises ValueError if the key cannot sign."""

    def __init__(self, key: Key, issuer: str, audience: str) -> None:
        self._key = signing_key(key)
        self._kid, self._algorithm = key.kid, key.algorithm
        self._issuer, self._audience = issuer, audience

    def access_token(
        self, subject: UUID, holder: Holder, lifetime: timedelta, now: datetime, family: UUID | None = None
    ) -> tuple[str, Claims]:
        """Return a signed token and its claims. Times are whole seconds, rounded down; the lifetime is at least one."""
        issued, seconds = int(_seconds(now)), int(lifetime.total_seconds())
        if seconds < 1:
            raise ValueError("lifetime: at least one second")
        payload: dict[str, Any] = {"iss": self._issuer, "aud": self._audience, "sub": str(subject), "holder": holder}
        payload |= {"jti": str(uuid4()), "iat": issued, "exp": issued + seconds}
        if family is not None:
            payload["family"] = str(family)
        text: str = jws.sign(payload, self._key, {"typ": ACCESS_TYP, "kid": self._kid}, self._algorithm)
        return text, _claims(payload)


class Verifier:
    """Verifies tokens of one issuer, for one audience, of one type (`typ`).

    `keys` are either this service's secrets (HS256) or a provider's public keys; both together raise ValueError.
    `leeway` is 0 to 60 seconds of clock difference; `max_lifetime`, at most a day, is the longest time from `iat` to
    `exp`. The verifier keeps no state: the caller looks up whether a token is revoked, by its `jti`.
    """

    def __init__(
        self,
        keys: Iterable[Key],
        issuer: str,
        audience: str,
        typ: str = ACCESS_TYP,
        max_lifetime: timedelta = timedelta(hours=1),
        leeway: timedelta = timedelta(0),
        token_id_claim: str = ID_CLAIM,
    ) -> None:
        key_list = list(keys)
        self._keys = {key.kid: (verification_key(key), key.algorithm) for key in key_list}
        if not key_list or len(self._keys) != len(key_list):
            raise ValueError("keys: at least one, each with a kid of its own")
        if len({key.algorithm == "HS256" for key in key_list}) > 1:
            raise ValueError("keys: either shared secrets or public keys, not both")
        if not (issuer and audience and typ):
            raise ValueError("issuer, audience and typ are needed")
        if not (timedelta(0) < max_lifetime <= timedelta(days=1) and timedelta(0) <= leeway <= timedelta(minutes=1)):
            raise ValueError("max_lifetime: up to a day; leeway: 0 to 60 seconds")
        self._issuer, self._audience, self._typ = issuer, audience, (typ, f"application/{typ}")
        self._token_id_claim = token_id_claim
        self._max_lifetime, self._leeway = max_lifetime.total_seconds(), leeway.total_seconds()

    def has_key(self, kid: str) -> bool:
        """Return whether one of the keys has this `kid`."""
        return kid in self._keys

    def verify(self, text: str, now: datetime) -> Claims:
        """Verify a token of this service and return its claims.

        Raises InvalidToken; ValueError if `now` has no time zone.
        """
        claims = self.payload(text, now)
        with suppress(Exception):
            return _claims(claims)
        raise InvalidToken

    def payload(self, text: str, now: datetime) -> dict[str, Any]:
        """Verify a token and return all its claims; iss, aud, sub, the token id, exp, iat and nbf are checked.

        Raises the same errors as `verify`.
        """
        moment = _seconds(now)
        with suppress(Exception):  # raised outside, so that the exception's context holds nothing of the token
            return self._verified_claims(text, moment)
        raise InvalidToken

    def _verified_claims(self, text: str, moment: float) -> dict[str, Any]:
        raw_header, raw_claims = _decode_segments(text)
        header = _parse_json(raw_header)
        key, algorithm = self._keys[header["kid"]]
        if header["alg"] != algorithm or header["typ"] not in self._typ or FORBIDDEN_HEADERS & header.keys():
            raise InvalidToken
        if not all(isinstance(header.get(name, ""), str) for name in TEXT_HEADERS):
            raise InvalidToken
        jws.verify(text, key, [algorithm])
        claims = _parse_json(raw_claims)
        if claims["iss"] != self._issuer or not _includes_audience(claims["aud"], self._audience):
            raise InvalidToken
        if not (_is_identifier(claims["sub"]) and _is_identifier(claims[self._token_id_claim])):
            raise InvalidToken
        self._check_times(claims, moment)
        return claims

    def _check_times(self, claims: dict[str, Any], moment: float) -> None:
        issued, expires, not_before = claims["iat"], claims["exp"], claims.get("nbf", 0)
        if not (_is_timestamp(issued) and _is_timestamp(expires) and _is_timestamp(not_before)):
            raise InvalidToken
        if not 0 < expires - issued <= self._max_lifetime:
            raise InvalidToken
        if max(issued, not_before) > moment + self._leeway or moment >= expires + self._leeway:
            raise InvalidToken


def read_kid(text: str) -> str | None:
    """Return the unverified `kid` of a token, or None: only for deciding whether to fetch the provider's keys."""
    with suppress(Exception):
        kid = _parse_json(_decode_segments(text)[0])["kid"]
        return kid if KEY_NAME.fullmatch(kid) else None
    return None


def assert_backend() -> None:
    """Raise RuntimeError unless python-jose uses `cryptography`: its own fallbacks do not run in constant time."""
    for key_class in (backends.RSAKey, backends.ECKey, backends.HMACKey):
        if key_class is None or key_class.__module__ != "jose.backends.cryptography_backend":
            raise RuntimeError("python-jose must be installed with its cryptography backend")


def _decode_segments(text: str) -> tuple[bytes, bytes]:
    """Return header and claims, decoded; all three segments have to be canonical base64url."""
    if len(text) > MAX_LENGTH:
        raise InvalidToken
    header, claims, signature = (_decode_base64url(segment) for segment in text.encode("ascii").split(b"."))
    if not signature:
        raise InvalidToken
    return header, claims


def _decode_base64url(segment: bytes) -> bytes:
    octets = base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
    if base64.urlsafe_b64encode(octets).rstrip(b"=") != segment:
        raise InvalidToken
    return octets


def _parse_json(octets: bytes) -> dict[str, Any]:
    text = octets.decode("utf-8")
    if text.count("{") + text.count("[") > MAX_DEPTH:  # a cheap test first; only then is the depth counted
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


NO_CONSTANTS: dict[str, float] = {}  # so that NaN and Infinity raise a KeyError
DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates, parse_constant=NO_CONSTANTS.__getitem__)


def _is_identifier(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255 and value.isprintable()


def _includes_audience(claim: object, audience: str) -> bool:
    if isinstance(claim, list):
        return audience in claim and all(isinstance(entry, str) for entry in claim)
    return claim == audience


def _is_timestamp(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_TIMESTAMP


def _claims(payload: dict[str, Any]) -> Claims:
    holder = payload["holder"]
    if holder not in ("person", "client"):
        raise InvalidToken
    return Claims(
        subject=_parse_uuid(payload["sub"]),
        holder=holder,
        token_id=_parse_uuid(payload["jti"]),
        issued_at=datetime.fromtimestamp(payload["iat"], UTC),
        expires_at=datetime.fromtimestamp(payload["exp"], UTC),
        family=_parse_uuid(payload["family"]) if "family" in payload else None,
    )


def _parse_uuid(text: str) -> UUID:
    value = UUID(text)
    if str(value) != text:  # UUID() also accepts braces, urn:, capitals and missing hyphens
        raise InvalidToken
    return value


def _seconds(now: datetime) -> float:
    if now.tzinfo is None:
        raise ValueError("now: a time with a time zone")
    return now.timestamp()


assert_backend()
