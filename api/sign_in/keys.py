"""Keys of tokens, each with the one algorithm that it is for; python-jose taught the two that it does not know."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from jose import jwk
from jose.backends.base import Key as JoseKey
from jose.exceptions import JWKError

Algorithm: TypeAlias = Literal["HS256", "RS256", "PS256", "ES256", "EdDSA"]

KEY_NAME = re.compile(r"[\x21-\x7e]{1,128}")
_ONLY = "RS256, PS256: RSA of 2048 to 8192 bits; ES256: EC on P-256; EdDSA: Ed25519; no other algorithm"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the one algorithm it is for.

    `kid` is 1 to 128 visible ASCII characters. `material` is a secret of at least 32 bytes (HS256), or a PEM, public or
    private, of RSA with 2048 to 8192 bits (RS256, PS256), of EC on P-256 (ES256) or of Ed25519 (EdDSA). Anything else
    is a ValueError.
    """

    kid: str
    algorithm: Algorithm
    material: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not KEY_NAME.fullmatch(self.kid):
            raise ValueError("kid: 1 to 128 visible ASCII characters")
        try:
            verifying(self)
        except JWKError:
            raise ValueError("HS256: a secret, not a key in PEM or SSH format") from None


def verifying(key: Key) -> Any:
    """The key as python-jose verifies with it."""
    return jwk.construct(_pair(key)[1], key.algorithm)


def signing(key: Key) -> Any:
    """The key as python-jose signs with it. ValueError when it cannot."""
    private, _ = _pair(key)
    if private is None:
        raise ValueError("a signer needs the private key")
    return jwk.construct(private, key.algorithm)


def _pair(key: Key) -> tuple[Any, Any]:
    """What the key signs with (None: cannot) and what it verifies with; ValueError when not fit for its algorithm."""
    if key.algorithm == "HS256":
        if not isinstance(key.material, bytes) or len(key.material) < 32:
            raise ValueError("HS256: a secret of at least 32 bytes")
        return key.material, key.material
    loaded = _from_pem(key.material)
    private, public = (loaded, loaded.public_key()) if hasattr(loaded, "public_key") else (None, loaded)
    if key.algorithm in ("RS256", "PS256") and isinstance(public, rsa.RSAPublicKey):
        fit = 2048 <= public.key_size <= 8192 and public.public_numbers().e >= 65537
    elif key.algorithm == "EdDSA":
        fit = isinstance(public, ed25519.Ed25519PublicKey)
    else:
        fit = key.algorithm == "ES256" and isinstance(getattr(public, "curve", None), ec.SECP256R1)
    if not fit:
        raise ValueError(_ONLY)
    return private, public


def _from_pem(material: bytes) -> Any:
    for load in (load_pem_public_key, lambda pem: load_pem_private_key(pem, password=None)):
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            return load(material)
    raise ValueError("not a PEM of a public key or an unencrypted private key")


class _Ours(JoseKey):  # type: ignore[misc]  # python-jose ships no types
    """What python-jose asks of a key, computed by `cryptography`."""

    def __init__(self, key: Any, algorithm: str) -> None:
        super().__init__(key, algorithm)
        self.key = key

    def verify(self, message: bytes, signature: bytes) -> bool:
        try:
            self.check(message, signature)
        except InvalidSignature:
            return False
        return True

    def check(self, message: bytes, signature: bytes) -> None:
        raise NotImplementedError


class _PS256(_Ours):
    # The salt is as long as the hash: RFC 7518, 3.5.
    _padding = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)

    def sign(self, message: bytes) -> Any:
        return self.key.sign(message, self._padding, hashes.SHA256())

    def check(self, message: bytes, signature: bytes) -> None:
        self.key.verify(signature, message, self._padding, hashes.SHA256())


class _EdDSA(_Ours):
    def sign(self, message: bytes) -> Any:
        return self.key.sign(message)

    def check(self, message: bytes, signature: bytes) -> None:
        self.key.verify(signature, message)


for _algorithm, _key in (("PS256", _PS256), ("EdDSA", _EdDSA)):
    jwk.register_key(_algorithm, _key)
