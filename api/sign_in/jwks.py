"""Parse the JSON Web Key Set of an OpenID provider (RFC 7517) into verification keys."""

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

MAX_KEYS = 50


def parse_key_set(document: bytes) -> list[Key]:
    """Return the keys that can verify tokens; the others are ignored, and so are keys that share their `kid`.

    Raises ValueError if the document is not a key set or has no usable key.
    """
    try:
        jwks = json.loads(document)["keys"][:MAX_KEYS]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("no key set") from error
    jwks = [jwk for jwk in jwks if isinstance(jwk, dict)]
    kid_counts = Counter(str(jwk.get("kid")) for jwk in jwks)
    parsed = (_parse_key(jwk) for jwk in jwks if kid_counts[str(jwk.get("kid"))] == 1)
    keys = [key for key in parsed if key is not None]
    if not keys:
        raise ValueError("a key set without a key for RS256, PS256, ES256 or EdDSA")
    return keys


def _parse_key(jwk: Mapping[str, Any]) -> Key | None:
    """Return the key, or None if it is not for signatures or not for an accepted algorithm."""
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    with suppress(ValueError, KeyError, TypeError, UnsupportedAlgorithm):
        algorithms, read_public_key = _KEY_TYPES[jwk["kty"], jwk.get("crv")]
        algorithm = jwk.get("alg", algorithms[0])
        if algorithm in algorithms:
            pem = read_public_key(jwk).public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            return Key(jwk["kid"], algorithm, pem)
    return None


def _decode_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _decode_integer(text: str) -> int:
    return int.from_bytes(_decode_base64url(text), "big")


def _read_rsa(jwk: Mapping[str, Any]) -> Any:
    return rsa.RSAPublicNumbers(_decode_integer(jwk["e"]), _decode_integer(jwk["n"])).public_key()


def _read_p256(jwk: Mapping[str, Any]) -> Any:
    x, y = _decode_integer(jwk["x"]), _decode_integer(jwk["y"])
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _read_ed25519(jwk: Mapping[str, Any]) -> Any:
    return ed25519.Ed25519PublicKey.from_public_bytes(_decode_base64url(jwk["x"]))


# By key type and curve: the algorithms, of which the first applies to a key without `alg`.
_KEY_TYPES: dict[tuple[str, str | None], tuple[tuple[Algorithm, ...], Callable[[Mapping[str, Any]], Any]]] = {
    ("RSA", None): (("RS256", "PS256"), _read_rsa),
    ("EC", "P-256"): (("ES256",), _read_p256),
    ("OKP", "Ed25519"): (("EdDSA",), _read_ed25519),
}
