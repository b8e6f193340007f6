"""A fake OpenID provider for tests: it publishes keys, signs tokens, rotates its keys, and can be unavailable."""

import base64
import json
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from api.core import clock
from api.municipal_sign_in.actions.sign_in import MunicipalSignIn
from api.municipal_sign_in.schemas import ClaimMapping
from api.sign_in.oidc_provider import DISCOVERY_PATH, Provider, ProviderOptions
from tests.support.world import Actor, World

ISSUER, AUDIENCE = "https://login.egekommune.example", "sammen-api"
_RSA = rsa.generate_private_key(65537, 2048)
_EC = ec.generate_private_key(ec.SECP256R1())
_ED = ed25519.Ed25519PrivateKey.generate()
PRIVATE: dict[str, Any] = {"RS256": _RSA, "PS256": _RSA, "ES256": _EC, "EdDSA": _ED}


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def encode_integer(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def sign(algorithm: str, key: Any, text: bytes) -> bytes:
    if algorithm == "RS256":
        return bytes(key.sign(text, padding.PKCS1v15(), hashes.SHA256()))
    if algorithm == "PS256":
        return bytes(key.sign(text, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()))
    if algorithm == "ES256":
        parts = decode_dss_signature(key.sign(text, ec.ECDSA(hashes.SHA256())))
        return b"".join(part.to_bytes(32, "big") for part in parts)
    return bytes(key.sign(text))


def jwk(kid: str, algorithm: str, key: Any, **more: Any) -> dict[str, Any]:
    public = key.public_key()
    if algorithm in ("RS256", "PS256"):
        numbers = public.public_numbers()
        members = {"kty": "RSA", "n": encode_integer(numbers.n), "e": encode_integer(numbers.e)}
    elif algorithm == "ES256":
        numbers = public.public_numbers()
        x, y = (b64(part.to_bytes(32, "big")) for part in (numbers.x, numbers.y))
        members = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    else:
        members = {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
    return {**members, "kid": kid, "alg": algorithm, "use": "sig", **more}


class FakeProvider:
    """Replaces the network: `fetch` returns its documents; `fetch_count` counts how often its keys were fetched."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[str, Any]] = {name: (name, PRIVATE[name]) for name in PRIVATE}
        self.fetch_count, self.seconds, self.away = 0, 0.0, False
        self.discovery: dict[str, Any] = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}

    def fetch(self, url: str) -> bytes:
        if self.away:
            raise OSError("away")
        if url == ISSUER + DISCOVERY_PATH:
            return json.dumps(self.discovery).encode()
        assert url == f"{ISSUER}/jwks"
        self.fetch_count += 1
        return json.dumps({"keys": [jwk(kid, *key) for kid, key in self.keys.items()]}).encode()

    def client(self, **options: Any) -> Provider:
        """Return the service's client of this provider, with `seconds` as its clock."""
        return Provider(
            ProviderOptions(**{"issuer": ISSUER, "audience": AUDIENCE} | options), self.fetch, lambda: self.seconds
        )

    def token(self, kid: str = "RS256", /, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """Return a token, valid but for the claims passed in; a claim of None is left out."""
        algorithm, key = self.keys[kid]
        now = int(clock.now().timestamp())
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "f:9c1b:mette",
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + 900,
        }
        payload = {name: value for name, value in {**payload, **claims}.items() if value is not None}
        head = {"alg": algorithm, "typ": "at+jwt", "kid": kid} | (header or {})
        text = ".".join(b64(json.dumps(part).encode()) for part in (head, payload))
        return f"{text}.{b64(sign(algorithm, key, text.encode()))}"


def municipal_sign_in(world: World, fake_provider: FakeProvider, **mapping: Any) -> MunicipalSignIn:
    """Return a municipal sign-in with a mapping, to be set as `app.state.municipal` with `monkeypatch`."""
    return MunicipalSignIn(fake_provider.client(), ClaimMapping.model_validate(mapping), world.app.state.engine)


def bearer(world: World, text: str) -> Actor:
    """Return an actor with a token of the provider."""
    return Actor(world.client, world.municipality, text)
