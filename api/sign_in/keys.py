"""Keys of tokens, each with its only algorithm; and the two algorithms that python-jose lacks (PS256, EdDSA)."""

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
_ACCEPTED_KEYS = "RS256, PS256: RSA of 2048 to 8192 bits; ES256: EC on P-256; EdDSA: Ed25519; no other algorithm"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its only algorithm: the key decides the algorithm, never the token.

    `kid` is 1 to 128 visible ASCII characters. `material` is a secret of at least 32 bytes (HS256), or the PEM of a
    public or private key: RSA with 2048 to 8192 bits (RS256, PS256), EC on P-256 (ES256) or Ed25519 (EdDSA). Raises
    ValueError for anything else.
    """

    kid: str
    algorithm: Algorithm
    material: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not KEY_NAME.fullmatch(self.kid):
            raise ValueError("kid: 1 to 128 visible ASCII characters")
        try:
            verification_key(self)
        except JWKError:
            raise ValueError("HS256: a secret, not a key in PEM or SSH format") from None


def verification_key(key: Key) -> Any:
    """Return the python-jose key that verifies signatures."""
    return jwk.construct(_load_pair(key)[1], key.algorithm)


def signing_key(key: Key) -> Any:
    """Return the python-jose key that signs. Raises ValueError for a public key."""
    private, _ = _load_pair(key)
    if private is None:
        raise ValueError("a signer needs the private key")
    return jwk.construct(private, key.algorithm)


def _load_pair(key: Key) -> tuple[Any, Any]:
    """Return the private part (None for a public key) and the public part.

    Raises ValueError if the key does not suit its algorithm.
    """
    if key.algorithm == "HS256":
        if not isinstance(key.material, bytes) or len(key.material) < 32:
            raise ValueError("HS256: a secret of at least 32 bytes")
        return key.material, key.material
    loaded_key = _load_pem(key.material)
    private, public = (loaded_key, loaded_key.public_key()) if hasattr(loaded_key, "public_key") else (None, loaded_key)
    if key.algorithm in ("RS256", "PS256") and isinstance(public, rsa.RSAPublicKey):
        suitable = 2048 <= public.key_size <= 8192 and public.public_numbers().e >= 65537
    elif key.algorithm == "EdDSA":
        suitable = isinstance(public, ed25519.Ed25519PublicKey)
    else:
        suitable = key.algorithm == "ES256" and isinstance(getattr(public, "curve", None), ec.SECP256R1)
    if not suitable:
        raise ValueError(_ACCEPTED_KEYS)
    return private, public


def _load_pem(material: bytes) -> Any:
    for load in (load_pem_public_key, lambda pem: load_pem_private_key(pem, password=None)):
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            return load(material)
    raise ValueError("not a PEM of a public key or an unencrypted private key")


class _CryptographyKey(JoseKey):  # type: ignore[misc]  # python-jose ships no types
    """The key interface of python-jose, computed by `cryptography`; registered below for PS256 and EdDSA."""

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


class _PS256(_CryptographyKey):
    # RFC 7518, section 3.5: the salt is as long as the hash.
    _padding = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)

    def sign(self, message: bytes) -> Any:
        return self.key.sign(message, self._padding, hashes.SHA256())

    def check(self, message: bytes, signature: bytes) -> None:
        self.key.verify(signature, message, self._padding, hashes.SHA256())


class _EdDSA(_CryptographyKey):
    def sign(self, message: bytes) -> Any:
        return self.key.sign(message)

    def check(self, message: bytes, signature: bytes) -> None:
        self.key.verify(signature, message)


for _algorithm, _key_class in (("PS256", _PS256), ("EdDSA", _EdDSA)):
    jwk.register_key(_algorithm, _key_class)
