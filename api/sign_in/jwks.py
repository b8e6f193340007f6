"""The keys that an OpenID provider publishes (JWKS, RFC 7517), as keys that tokens are verified with."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from api.sign_in.keys import Algorithm, Key

MOST_KEYS = 50


def keys_of(document: bytes) -> list[Key]:
    """The keys that are fit for tokens, each with a name that no other has; the rest is passed over.

    ValueError when it is no key set at all, or none of its keys is fit.
    """
    try:
        told = json.loads(document)["keys"][:MOST_KEYS]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("no key set") from error
    named = Counter(str(one.get("kid")) for one in told if isinstance(one, dict))
    found = [key for one in told if isinstance(one, dict) and named[str(one.get("kid"))] == 1 for key in _fit(one)]
    if not found:
        raise ValueError("a key set without a key for RS256, PS256, ES256 or EdDSA")
    return found


def _fit(told: Mapping[str, Any]) -> list[Key]:
    """The key, in a list; none that is for something else, or that no token of ours may be signed with."""
    operations = told.get("key_ops", ["verify"])
    if told.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return []
    with suppress(ValueError, KeyError, TypeError, UnsupportedAlgorithm):
        algorithms, read = _KINDS[told["kty"], told.get("crv")]
        algorithm = told.get("alg", algorithms[0])
        if algorithm in algorithms:
            pem = read(told).public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            return [Key(told["kid"], algorithm, pem)]
    return []


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_octets(text), "big")


def _rsa(told: Mapping[str, Any]) -> Any:
    return rsa.RSAPublicNumbers(_number(told["e"]), _number(told["n"])).public_key()


def _p256(told: Mapping[str, Any]) -> Any:
    return ec.EllipticCurvePublicNumbers(_number(told["x"]), _number(told["y"]), ec.SECP256R1()).public_key()


def _ed25519(told: Mapping[str, Any]) -> Any:
    return ed25519.Ed25519PublicKey.from_public_bytes(_octets(told["x"]))


# A key that does not say its algorithm is for the first.
_KINDS: dict[tuple[str, str | None], tuple[tuple[Algorithm, ...], Callable[[Mapping[str, Any]], Any]]] = {
    ("RSA", None): (("RS256", "PS256"), _rsa),
    ("EC", "P-256"): (("ES256",), _p256),
    ("OKP", "Ed25519"): (("EdDSA",), _ed25519),
}
