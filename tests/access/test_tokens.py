"""Tokens: ours are accepted, all else is refused, and another library agrees with whatever is accepted."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jose import backends
from jose.backends.native import HMACKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from api.access.keys import Key
from api.access.tokens import JSON_STRING, Claims, InvalidToken, Signer, Verifier, assert_backend, kid_of

NOW = datetime(2026, 8, 17, 10, 0, tzinfo=UTC)
T = int(NOW.timestamp())
QUARTER = timedelta(minutes=15)
ISSUER, AUDIENCE = "https://sammen.kommune.example", "sammen"
ANNA, FAMILY, JTI = (UUID(f"0198b3a0-0000-7000-8000-00000000000{n}") for n in "abc")
ABSENT = object()


def private_pem(key: Any) -> bytes:
    form, unencrypted = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return bytes(key.private_bytes(serialization.Encoding.PEM, form, unencrypted))


def public_pem(key: Any) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_key().public_bytes(serialization.Encoding.PEM, form))


SECRET, OLD_SECRET = b"only-for-tests-0123456789-abcdef", b"an-older-one-0123456789-abcdefgh"
RSA, PSS, OTHER_RSA = (rsa.generate_private_key(65537, 2048) for _ in range(3))
EC, OTHER_EC = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
ED, OTHER_ED = (ed25519.Ed25519PrivateKey.generate() for _ in range(2))
P384 = ec.generate_private_key(ec.SECP384R1())
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256

OWN_KEYS = [Key("own", "HS256", SECRET), Key("own-old", "HS256", OLD_SECRET)]
PROVIDER_KEYS = [
    Key("rsa", "RS256", public_pem(RSA)),
    Key("ec", "ES256", public_pem(EC)),
    Key("pss", "PS256", public_pem(PSS)),
    Key("ed", "EdDSA", public_pem(ED)),
]
OWN = Verifier(OWN_KEYS, ISSUER, AUDIENCE)
PROVIDER = Verifier(PROVIDER_KEYS, ISSUER, AUDIENCE)
VERIFIERS = {"own": OWN, "rsa": PROVIDER, "ec": PROVIDER, "pss": PROVIDER, "ed": PROVIDER}

# --- tokens made by hand, so that what no library would write can be tried -------------------------------------------


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def hs256(signed: bytes, secret: bytes = SECRET) -> bytes:
    return hmac.digest(secret, signed, "sha256")


def rs256(signed: bytes, key: rsa.RSAPrivateKey = RSA, hashed: hashes.HashAlgorithm | None = None) -> bytes:
    return key.sign(signed, padding.PKCS1v15(), hashed or hashes.SHA256())


def pss(signed: bytes, key: rsa.RSAPrivateKey = RSA, salt: int = 32) -> bytes:
    return key.sign(signed, padding.PSS(padding.MGF1(hashes.SHA256()), salt), hashes.SHA256())


def der(signed: bytes, key: ec.EllipticCurvePrivateKey = EC) -> bytes:
    return key.sign(signed, ec.ECDSA(hashes.SHA256()))


def es256(signed: bytes, key: ec.EllipticCurvePrivateKey = EC, size: int = 32) -> bytes:
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der(signed, key)))


ALGORITHM = {"own": "HS256", "rsa": "RS256", "ec": "ES256", "pss": "PS256", "ed": "EdDSA"}
SIGN: dict[str, Callable[[bytes], bytes]] = {"own": hs256, "rsa": rs256, "ec": es256, "ed": ED.sign}
SIGN["pss"] = lambda signed: pss(signed, PSS)
SIGN["own-old"] = lambda signed: hs256(signed, OLD_SECRET)


def present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not ABSENT}


def header(kid: str = "own", /, **changes: Any) -> dict[str, Any]:
    return present({"alg": ALGORITHM[kid], "typ": "at+jwt", "kid": kid} | changes)


def claims(**changes: Any) -> dict[str, Any]:
    members = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(ANNA), "jti": str(JTI), "iat": T, "exp": T + 900}
    return present(members | {"holder": "person", "family": str(FAMILY)} | changes)


def octets(part: Any) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()


def sized(part: Any, rest: int) -> bytes:
    """With spaces after it, until a division by three leaves this rest: 1 takes two `=` in base64, 2 takes one."""
    return octets(part) + b" " * ((rest - len(octets(part))) % 3)


def next_letter(segment: str) -> str:
    """Another last letter whose bits no decoder reads."""
    return segment[:-1] + chr(ord(segment[-1]) + 1)


def sealed(head: str, body: str, sign: Callable[[bytes], bytes] = hs256) -> str:
    """The segments as they are, signed as they are."""
    return f"{head}.{body}.{b64(sign(f'{head}.{body}'.encode()))}"


def token(head: Any = None, body: Any = None, sign: Callable[[bytes], bytes] | None = None) -> str:
    """Good in all but what is given; a part is a JSON value, or the bytes that stand in its place."""
    head, body = header() if head is None else head, claims() if body is None else body
    named = head.get("kid") if isinstance(head, dict) else None
    sign = sign or (SIGN.get(named, hs256) if isinstance(named, str) else hs256)
    return sealed(b64(octets(head)), b64(octets(body)), sign)


def deep(levels: int) -> bytes:
    """Claims nested so many levels deep."""
    return octets(claims())[:-1] + b',"x":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def long(length: int) -> str:
    """A token of so many characters."""
    return next(text for size in range(4000, 7000) if len(text := token(body=claims(x="x" * size))) == length)


GOOD = token()
HEAD, BODY, SEAL = GOOD.split(".")
PLUS_AND_SLASH = base64.b64encode(sized(claims(x="?" * 9 + ">" * 9), 0)).decode()
JWK_OF_OTHER = {"kty": "RSA", "e": "AQAB", "n": b64(OTHER_RSA.public_key().public_numbers().n.to_bytes(256, "big"))}

# --- what is accepted ------------------------------------------------------------------------------------------------

SIGNERS = {
    "own": Key("own", "HS256", SECRET),
    "rsa": Key("rsa", "RS256", private_pem(RSA)),
    "ec": Key("ec", "ES256", private_pem(EC)),
    "pss": Key("pss", "PS256", private_pem(PSS)),
    "ed": Key("ed", "EdDSA", private_pem(ED)),
}


@pytest.mark.parametrize("holder, family", [("person", FAMILY), ("client", None)])
@pytest.mark.parametrize("kid", SIGNERS)
def test_what_is_issued_is_accepted_and_says_the_same(kid: str, holder: Any, family: UUID | None) -> None:
    text, issued = Signer(SIGNERS[kid], ISSUER, AUDIENCE).access_token(ANNA, holder, QUARTER, NOW, family)
    assert VERIFIERS[kid].verify(text, NOW) == issued
    assert issued == Claims(ANNA, holder, issued.token_id, NOW, NOW + QUARTER, family)
    assert kid_of(text) == kid
    assert json.loads(base64.urlsafe_b64decode(text.split(".")[0] + "==")) == header(kid)


@pytest.mark.parametrize("kid", SIGNERS)
def test_a_verifier_made_from_a_private_key_verifies_with_its_public_half(kid: str) -> None:
    assert Verifier([SIGNERS[kid]], ISSUER, AUDIENCE).verify(token(header(kid)), NOW).subject == ANNA


def test_two_tokens_of_one_moment_have_each_their_id() -> None:
    signer = Signer(SIGNERS["own"], ISSUER, AUDIENCE)
    (one, first), (two, second) = (signer.access_token(ANNA, "person", QUARTER, NOW) for _ in range(2))
    assert one != two
    assert first.token_id != second.token_id


def test_times_are_whole_seconds_in_utc_whatever_the_clocks_zone() -> None:
    summer_time = (NOW + timedelta(microseconds=999_999)).astimezone(timezone(timedelta(hours=2)))
    _, issued = Signer(SIGNERS["own"], ISSUER, AUDIENCE).access_token(ANNA, "person", QUARTER, summer_time)
    assert (issued.issued_at, issued.expires_at) == (NOW, NOW + QUARTER)
    assert issued.issued_at.tzinfo is UTC


ACCEPTED = {
    "as it is": GOOD,
    "the older key": token(header(kid="own-old")),
    "our audience among others": token(body=claims(aud=["another", AUDIENCE])),
    "typ in full": token(header(typ="application/at+jwt")),
    "header members nobody knows": token(header(future={"x": 1}, x5t="abc")),
    "a claim nobody knows": token(body=claims(roles=[{"unit": 7}])),
    "not before now": token(body=claims(nbf=T)),
    "dates with fractions": token(body=claims(iat=T - 0.5, exp=T + 0.5, nbf=T - 0.25)),
    "an hour, the longest": token(body=claims(exp=T + 3600)),
    "the last second": token(body=claims(iat=T - 899, exp=T + 1)),
    "white space in the JSON": token(body=json.dumps(claims(), indent=2).encode()),
    "32 levels": token(body=deep(32)),
    "32 levels and as many beside": token(body=deep(32)[:-1] + b',"y":[[],[],[{}]]}'),
    "many brackets in a text": token(body=claims(x='{["\\' * 500)),
    "many lists, none of them deep": token(body=claims(x=[[1]] * 500)),
    "no family": token(body=claims(family=ABSENT)),
    "8192 characters": long(8192),
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_whatever_is_right_is_accepted(text: str) -> None:
    assert OWN.verify(text, NOW).subject == ANNA


def test_a_providers_token_need_not_be_about_our_ids() -> None:
    said = claims(sub="f:9c1b:mette", jti="x-1", holder=ABSENT, family=ABSENT, roles=["leder"])
    assert PROVIDER.payload(token(header("rsa"), said), NOW) == said
    with pytest.raises(InvalidToken):
        PROVIDER.verify(token(header("rsa"), said), NOW)


# --- what is refused: each but one thing away from a token that is accepted ------------------------------------------

TEXTS: dict[str, Any] = {
    "nothing": "",
    "a space": " ",
    "two dots": "..",
    "letters": "a.b.c",
    "only dots": "." * 8192,
    "one segment": HEAD,
    "two segments": f"{HEAD}.{BODY}",
    "four segments": f"{GOOD}.{SEAL}",
    "five segments": f"{GOOD}.{SEAL}.{SEAL}",
    "a claims segment with a dot, signed": sealed(HEAD, f"{BODY}.{BODY}"),
    "no signature": f"{HEAD}.{BODY}.",
    "no header": f".{BODY}.{SEAL}",
    "no claims": f"{HEAD}..{SEAL}",
    "no claims, signed": sealed(HEAD, ""),
    "no header, signed": sealed("", BODY),
    "a space before": f" {GOOD}",
    "a newline after": f"{GOOD}\n",
    "a newline in the claims, signed": sealed(HEAD, f"\n{BODY}"),
    "the word Bearer": f"Bearer {GOOD}",
    "NUL": f"{HEAD}.{BODY}\0.{SEAL}",
    "NUL, signed": sealed(HEAD, f"{BODY}\0"),
    "letters out of ASCII": GOOD.replace("e", "\u0435"),
    "a space of no width": f"{HEAD}\u200b.{BODY}.{SEAL}",
    "a lone surrogate": f"{GOOD}\ud800",
    "padded": f"{GOOD}=",
    "padded claims, signed": sealed(HEAD, b64(sized(claims(), 1)) + "=="),
    "padded header, signed": sealed(b64(sized(header(), 2)) + "=", BODY),
    "a star in the header, signed": sealed(f"{HEAD[:4]}*{HEAD[4:]}", BODY),
    "stars in the claims, signed": sealed(HEAD, f"{BODY}****"),
    "plus and slash, signed": sealed(HEAD, PLUS_AND_SLASH),
    "a letter left over, signed": sealed(HEAD, b64(sized(claims(), 0)) + "A"),
    "loose bits in the header, signed": sealed(next_letter(b64(sized(header(), 1))), BODY),
    "loose bits in the claims, signed": sealed(HEAD, next_letter(b64(sized(claims(), 1)))),
    "loose bits in the signature": next_letter(GOOD),
    "cut short": GOOD[:-2],
    "in capitals": GOOD.upper(),
    "bytes": GOOD.encode(),
    "None": None,
    "a number": 7,
    "a list": [GOOD],
    "as JSON": json.dumps({"protected": HEAD, "payload": BODY, "signature": SEAL}),
    "a little too long": long(8193),
    "far too long": token(body=claims(x="x" * 1_000_000)),
    "other claims": f"{HEAD}.{b64(octets(claims(sub=str(JTI))))}.{SEAL}",
    "another header": f"{b64(octets(header(x=1)))}.{BODY}.{SEAL}",
    "another's signature": f"{HEAD}.{BODY}.{token(body=claims(x=1)).split('.')[2]}",
}

WHOLE = octets(claims())
BODIES: dict[str, Any] = {
    "a member twice": WHOLE[:-1] + b',"sub":"' + str(JTI).encode() + b'"}',
    "a member twice, once written otherwise": WHOLE[:-1] + b',"s\\u0075b":"' + str(ANNA).encode() + b'"}',
    "a member twice, deep inside": WHOLE[:-1] + b',"x":[{"y":1,"y":1}]}',
    "NaN": WHOLE[:-1] + b',"x":NaN}',
    "Infinity": WHOLE[:-1] + b',"x":Infinity}',
    "-Infinity, deep inside": WHOLE[:-1] + b',"x":[[-Infinity]]}',
    "33 levels": deep(33),
    "33 levels of objects": WHOLE[:-1] + b',"x":' + b'{"x":' * 32 + b"1" + b"}" * 33,
    "33 levels after a backslash": WHOLE[:-1] + b',"b":"\\\\","x":' + b"[" * 32 + b"]" * 32 + b"}",
    "33 levels after a quotation mark": WHOLE[:-1] + b',"b":"\\"","x":' + b"[" * 32 + b"]" * 32 + b"}",
    "2000 levels": deep(2000),
    "2000 levels never closed": b"[" * 2000,
    "a mark of byte order": b"\xef\xbb\xbf" + WHOLE,
    "UTF-16": WHOLE.decode().encode("utf-16-le"),
    "Latin-1": WHOLE[:-1] + ',"x":"å"}'.encode("latin-1"),
    "overlong UTF-8": WHOLE[:-1] + b',"x":"\xc0\xaf"}',
    "a surrogate in UTF-8": WHOLE[:-1] + b',"x":"\xed\xa0\x80"}',
    "a comma too many": WHOLE[:-1] + b",}",
    "a comment": WHOLE + b"/**/",
    "apostrophes": WHOLE.replace(b'"', b"'"),
    "twice the same": WHOLE + WHOLE,
    "something after": WHOLE + b"x",
    "NUL after": WHOLE + b"\0",
    "a bare newline in a text": WHOLE[:-1] + b',"x":"\n"}',
    "a number of 5000 digits": WHOLE[:-1] + b',"x":' + b"9" * 5000 + b"}",
    "a list": b"[" + WHOLE + b"]",
    "a list of pairs": octets([[name, value] for name, value in claims().items()]),
    "a text": octets(WHOLE.decode()),
    "null": b"null",
    "true": b"true",
    "a number": b"1",
    "an empty object": b"{}",
    "only white space": b"   ",
    "another token": GOOD.encode(),
}

TOP = octets(header())
HEADS: dict[str, Any] = {
    "alg twice": TOP[:-1] + b',"alg":"HS256"}',
    "alg twice, first none": b'{"alg":"none",' + TOP[1:],
    "kid twice": TOP[:-1] + b',"kid":"own"}',
    "NaN": TOP[:-1] + b',"x":NaN}',
    "33 levels": TOP[:-1] + b',"x":' + b"[" * 32 + b"]" * 32 + b"}",
    "2000 levels": TOP[:-1] + b',"x":' + b"[" * 1999 + b"]" * 1999 + b"}",
    "a mark of byte order": b"\xef\xbb\xbf" + TOP,
    "UTF-16": TOP.decode().encode("utf-16-le"),
    "a list": b"[" + TOP + b"]",
    "null": b"null",
    "a text": octets(TOP.decode()),
    "an empty object": b"{}",
}

HEADERS: dict[str, dict[str, Any]] = {
    **{f"{name} {value!r}": {name: value} for name, value in [
        ("alg", "none"), ("alg", "None"), ("alg", "NONE"), ("alg", ""), ("alg", None), ("alg", ["HS256"]),
        ("alg", {"HS256": 1}), ("alg", "hs256"), ("alg", "HS256 "), ("alg", "HS384"), ("alg", "HS512"),
        ("alg", "PS256"), ("alg", "RS512"), ("alg", "ES384"), ("alg", "EdDSA"), ("alg", "dir"), ("alg", True),
        ("typ", "JWT"), ("typ", None), ("typ", "AT+JWT"), ("typ", "at+jwt "), ("typ", "at"), ("typ", ["at+jwt"]),
        ("typ", ""), ("typ", "refresh+jwt"), ("typ", "id+jwt"), ("typ", "application/application/at+jwt"),
        ("kid", "unknown"), ("kid", None), ("kid", 0), ("kid", ""), ("kid", ["own"]), ("kid", {"own": 1}),
        ("kid", "../../../../dev/null"), ("kid", "own' OR '1'='1"), ("kid", "own\0"), ("kid", "OWN"),
        ("crit", []), ("crit", ["exp"]), ("crit", None), ("crit", ["b64"]), ("b64", False), ("b64", True),
        ("zip", "DEF"), ("zip", None), ("jku", "https://evil.example/jwks"), ("x5u", "https://evil.example/cert"),
        ("jwk", {"kty": "oct", "k": "AA"}), ("jwk", None), ("x5c", ["MIIB"]), ("x5c", []), ("cty", 5), ("x5t", [1]),
    ]},
    "alg absent": {"alg": ABSENT},
    "typ absent": {"typ": ABSENT},
    "kid absent": {"kid": ABSENT},
}  # fmt: skip


def _wrong(*values: Any) -> tuple[Any, ...]:
    return values


CLAIMS: dict[str, dict[str, Any]] = {
    **{f"{name} absent": {name: ABSENT} for name in ("iss", "aud", "sub", "jti", "iat", "exp", "holder")},
    **{f"{name} {wrong!r}": {name: wrong} for name in ("iss", "aud", "sub", "jti", "holder", "family")
       for wrong in _wrong(None, True, 0, "", [], {}, "another", ["another"])},
    **{f"{name} {wrong!r}": {name: wrong} for name in ("iat", "exp", "nbf")
       for wrong in _wrong(None, True, str(T), "", [], [T], {}, -1, 10**30, 2**63, -(10**400))},
    **{f"{name} {text}": {name: value} for name in ("sub", "jti", "family") for text, value in [
        ("in capitals", str(ANNA).upper()), ("in braces", f"{{{ANNA}}}"), ("as urn", ANNA.urn), ("bare", ANNA.hex),
        ("with a newline", f"{ANNA}\n"), ("with NUL", f"{ANNA}\0"), ("with a space", f" {ANNA}"),
        ("twice", str(ANNA) * 2), ("in a list", [str(ANNA)]),
        ("far too long", "a" * 4000), ("with a lone surrogate", f"{ANNA}\ud800"),
    ]},
    "iss with a slash": {"iss": ISSUER + "/"},
    "iss in capitals": {"iss": ISSUER.upper()},
    "iss in a list": {"iss": [ISSUER]},
    "aud with more": {"aud": AUDIENCE + "s"},
    "aud with less": {"aud": AUDIENCE[:-1]},
    "aud in a text of several": {"aud": f"{AUDIENCE} another"},
    "aud with a number beside ours": {"aud": [AUDIENCE, 1]},
    "aud with null beside ours": {"aud": [AUDIENCE, None]},
    "aud as an object": {"aud": {AUDIENCE: True}},
    "aud a list in a list": {"aud": [[AUDIENCE]]},
    "exp a second ago": {"iat": T - 900, "exp": T - 1},
    "exp now": {"iat": T - 900, "exp": T},
    "exp a fraction ago": {"iat": T - 900, "exp": T - 0.001},
    "exp before iat": {"iat": T, "exp": T - 900},
    "exp at iat": {"iat": T, "exp": T},
    "exp zero": {"exp": 0},
    "exp NaN": {"exp": float("nan")},
    "exp Infinity": {"exp": float("inf")},
    "iat NaN": {"iat": float("nan")},
    "iat -Infinity": {"iat": float("-inf")},
    "nbf NaN": {"nbf": float("nan")},
    "iat a second ahead": {"iat": T + 1},
    "iat a fraction ahead": {"iat": T + 0.001},
    "iat in milliseconds": {"iat": T * 1000, "exp": T * 1000 + 900},
    "iat zero": {"iat": 0},
    "an hour and a second": {"exp": T + 3601},
    "an hour and a fraction": {"exp": T + 3600.001},
    "a year": {"exp": T + 31_536_000},
    "nbf a second ahead": {"nbf": T + 1},
    "nbf a fraction ahead": {"nbf": T + 0.001},
    "holder both": {"holder": ["person", "client"]},
    "holder in capitals": {"holder": "Person"},
}  # fmt: skip

PUBLIC, EC_PUBLIC = public_pem(RSA), public_pem(EC)
UNSIGNED = {
    f"alg {alg!r}, signature {seal!r}": f"{b64(octets(header(alg=alg)))}.{BODY}.{seal}"
    for alg in ("none", "None", "nOnE", "HS256", "") for seal in ("", "AA", SEAL)
    if alg != "HS256" or seal == "AA"
}  # fmt: skip
FORGED: dict[str, dict[str, str]] = {
    "own": UNSIGNED | {
        "another secret": token(sign=lambda signed: hs256(signed, b"x" * 32)),
        "no secret": token(sign=lambda signed: hs256(signed, b"")),
        "the kid as secret": token(sign=lambda signed: hs256(signed, b"own")),
        "the other kid's secret": token(sign=lambda signed: hs256(signed, OLD_SECRET)),
        "signed by own, named old": token(header(kid="own-old"), sign=hs256),
        "HS384": token(header(alg="HS384"), sign=lambda signed: hmac.digest(SECRET, signed, "sha384")),
        "HS512": token(header(alg="HS512"), sign=lambda signed: hmac.digest(SECRET, signed, "sha512")),
        "SHA-512 called HS256": token(sign=lambda signed: hmac.digest(SECRET, signed, "sha512")),
        "a digest without secret": token(sign=lambda signed: hashlib.sha256(signed).digest()),
        "half a signature": token(sign=lambda signed: hs256(signed)[:16]),
        "a signature and more": token(sign=lambda signed: hs256(signed) + b"\0"),
        "a signature in hexadecimal": token(sign=lambda signed: hs256(signed).hex().encode()),
        "zeros": token(sign=lambda _: bytes(32)),
        "the claims alone signed": token(sign=lambda signed: hs256(signed.split(b".")[1])),
        "RS256 by a key of the provider's": token(header("rsa")),
        "RS256 under our kid": token(header(alg="RS256"), sign=rs256),
    },
    "rsa": {
        "HS256 with the public key as secret": token(header("rsa", alg="HS256"), sign=lambda s: hs256(s, PUBLIC)),
        "the same without its last newline": token(header("rsa", alg="HS256"), sign=lambda s: hs256(s, PUBLIC.strip())),
        "the same called RS256": token(header("rsa"), sign=lambda s: hs256(s, PUBLIC)),
        "HS256 with our secret": token(header("rsa", alg="HS256"), sign=hs256),
        "our own token": GOOD,
        "another key": token(header("rsa"), sign=lambda s: rs256(s, OTHER_RSA)),
        "another key, carried along": token(header("rsa", jwk=JWK_OF_OTHER), sign=lambda s: rs256(s, OTHER_RSA)),
        "RS512": token(header("rsa", alg="RS512"), sign=lambda s: rs256(s, hashed=hashes.SHA512())),
        "SHA-512 called RS256": token(header("rsa"), sign=lambda s: rs256(s, hashed=hashes.SHA512())),
        "PSS": token(header("rsa", alg="PS256"), sign=pss),
        "PSS called RS256": token(header("rsa"), sign=pss),
        "a zero before": token(header("rsa"), sign=lambda s: b"\0" + rs256(s)),
        "a zero after": token(header("rsa"), sign=lambda s: rs256(s) + b"\0"),
        "zeros": token(header("rsa"), sign=lambda _: bytes(256)),
        "the number one": token(header("rsa"), sign=lambda _: bytes(255) + b"\1"),
        "ES256 under the RSA key's kid": token(header("rsa", alg="ES256"), sign=es256),
        "none": f"{b64(octets(header('rsa', alg='none')))}.{BODY}.",
    },
    "ec": {
        "zeros": token(header("ec"), sign=lambda _: bytes(64)),
        "r and s of one": token(header("ec"), sign=lambda _: (bytes(31) + b"\1") * 2),
        "r and s of the order": token(header("ec"), sign=lambda _: ORDER.to_bytes(32, "big") * 2),
        "r beyond the order": token(header("ec"), sign=lambda s: b"\xff" * 32 + es256(s)[32:]),
        "r and s exchanged": token(header("ec"), sign=lambda s: es256(s)[32:] + es256(s)[:32]),
        "DER": token(header("ec"), sign=der),
        "a byte less": token(header("ec"), sign=lambda s: es256(s)[:-1]),
        "a byte more": token(header("ec"), sign=lambda s: es256(s) + b"\0"),
        "another key": token(header("ec"), sign=lambda s: es256(s, OTHER_EC)),
        "P-384": token(header("ec"), sign=lambda s: es256(s, P384, 48)),
        "P-384 called ES384": token(header("ec", alg="ES384"), sign=lambda s: es256(s, P384, 48)),
        "EdDSA": token(header("ec", alg="EdDSA"), sign=ed25519.Ed25519PrivateKey.generate().sign),
        "HS256 with the public key as secret": token(header("ec", alg="HS256"), sign=lambda s: hs256(s, EC_PUBLIC)),
        "RS256 under the EC key's kid": token(header("ec", alg="RS256"), sign=rs256),
        "none": f"{b64(octets(header('ec', alg='none')))}.{BODY}.",
    },
    "pss": {
        "another key": token(header("pss"), sign=lambda s: pss(s, OTHER_RSA)),
        "PKCS 1 called PS256": token(header("pss"), sign=lambda s: rs256(s, PSS)),
        "PKCS 1 by name": token(header("pss", alg="RS256"), sign=lambda s: rs256(s, PSS)),
        "no salt": token(header("pss"), sign=lambda s: pss(s, PSS, 0)),
        "a long salt": token(header("pss"), sign=lambda s: pss(s, PSS, 64)),
        "HS256 with the public key as secret": token(
            header("pss", alg="HS256"), sign=lambda s: hs256(s, public_pem(PSS))
        ),
        "none": f"{b64(octets(header('pss', alg='none')))}.{BODY}.",
    },
    "ed": {
        "another key": token(header("ed"), sign=OTHER_ED.sign),
        "zeros": token(header("ed"), sign=lambda _: bytes(64)),
        "the neutral point": token(header("ed"), sign=lambda _: b"\1" + bytes(63)),
        "a byte less": token(header("ed"), sign=lambda s: ED.sign(s)[:-1]),
        "a byte more": token(header("ed"), sign=lambda s: ED.sign(s) + b"\0"),
        "s beyond the order": token(header("ed"), sign=lambda s: ED.sign(s)[:32] + b"\xff" * 32),
        "ES256 under the Ed25519 key's kid": token(header("ed", alg="ES256"), sign=es256),
        "HS256 with the public key as secret": token(
            header("ed", alg="HS256"), sign=lambda s: hs256(s, ED.public_key().public_bytes_raw())
        ),
        "none": f"{b64(octets(header('ed', alg='none')))}.{BODY}.",
    },
}  # fmt: skip

REFUSED: dict[str, tuple[str, Any]] = {
    **{f"text: {name}": ("own", text) for name, text in TEXTS.items()},
    **{f"claims: {name}": ("own", token(body=body)) for name, body in BODIES.items()},
    **{f"header: {name}": ("own", token(head)) for name, head in HEADS.items()},
    **{f"{kid}: {name}": (kid, token(header(kid, **changes), sign=SIGN[kid]))
       for kid in SIGNERS for name, changes in HEADERS.items() if changes.get("alg") != ALGORITHM[kid]},
    **{f"{kid}: {name}": (kid, token(header(kid), claims(**changes)))
       for kid in SIGNERS for name, changes in CLAIMS.items()},
    **{f"{kid}: {name}": (kid, text) for kid, texts in FORGED.items() for name, text in texts.items()},
}  # fmt: skip


@pytest.mark.parametrize("kid, text", REFUSED.values(), ids=REFUSED)
def test_whatever_is_wrong_is_refused(kid: str, text: Any) -> None:
    with pytest.raises(InvalidToken):
        VERIFIERS[kid].verify(text, NOW)


def test_a_text_that_never_ends_is_read_once() -> None:
    """Else each of its quotation marks begins a new look to the end: 75 ms for a header that anybody can send."""
    assert JSON_STRING.sub("", '{"' + '\\"' * 100 + "[[[") == "{"


WRONG_NAMES = [None, True, 0, "", [], {}, ["a"], "a" * 256, "a\n", "a\0", "a\ud800", "a\u202eb", ABSENT]


@pytest.mark.parametrize("wrong", WRONG_NAMES)
@pytest.mark.parametrize("name", ["sub", "jti"])
def test_a_provider_may_name_people_as_it_likes_but_by_a_name(name: str, wrong: Any) -> None:
    with pytest.raises(InvalidToken):
        PROVIDER.payload(token(header("ec"), claims(**{name: wrong})), NOW)


def test_no_two_lines_of_the_table_are_the_same_and_there_are_many() -> None:
    assert len({repr(attack) for attack in REFUSED.values()}) == len(REFUSED) > 120
    assert "+" in PLUS_AND_SLASH
    assert "/" in PLUS_AND_SLASH


@pytest.mark.parametrize("text", [GOOD[:-2], token(body=b"{"), token(header(kid="x")), token(body=claims(sub="x"))])
def test_a_refusal_says_nothing_of_the_token_nor_of_the_reason(text: str) -> None:
    with pytest.raises(InvalidToken) as refusal:
        OWN.verify(text, NOW)
    assert refusal.value.args == ("invalid token",)
    assert refusal.value.__context__ is refusal.value.__cause__ is None


# --- clocks ----------------------------------------------------------------------------------------------------------


def test_a_token_lives_from_its_first_moment_until_its_last() -> None:
    moments = [timedelta(microseconds=-1), timedelta(0), QUARTER - timedelta(microseconds=1), QUARTER]
    assert [is_accepted(OWN, GOOD, NOW + passed) for passed in moments] == [False, True, True, False]


def test_clocks_may_differ_by_the_leeway_and_no_more() -> None:
    lenient = Verifier(OWN_KEYS, ISSUER, AUDIENCE, leeway=timedelta(seconds=30))
    tokens = [claims(iat=T + n, exp=T + 900) for n in (30, 31)] + [claims(nbf=T + n) for n in (30, 31)]
    tokens += [claims(iat=T - 900, exp=T - n) for n in (29, 30)]
    tokens += [claims(iat=T, exp=T + n) for n in (1, 0)]
    assert [is_accepted(lenient, token(body=said), NOW) for said in tokens] == [True, False] * 4


def test_an_accepted_token_is_refused_once_its_time_is_over() -> None:
    assert OWN.verify(GOOD, NOW)
    assert not is_accepted(OWN, GOOD, NOW + QUARTER)


def test_the_longest_life_is_a_setting() -> None:
    short = Verifier(OWN_KEYS, ISSUER, AUDIENCE, max_lifetime=QUARTER)
    assert [is_accepted(short, token(body=claims(exp=T + n)), NOW) for n in (900, 901)] == [True, False]


def test_a_moment_without_its_zone_is_a_mistake_of_ours_and_no_refusal() -> None:
    with pytest.raises(ValueError, match="zone"):
        OWN.verify(GOOD, NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        Signer(OWN_KEYS[0], ISSUER, AUDIENCE).access_token(ANNA, "person", QUARTER, NOW.replace(tzinfo=None))


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(milliseconds=999), -QUARTER])
def test_no_token_is_issued_dead(lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="lifetime"):
        Signer(OWN_KEYS[0], ISSUER, AUDIENCE).access_token(ANNA, "person", lifetime, NOW)


def is_accepted(verifier: Verifier, text: str, now: datetime) -> bool:
    try:
        verifier.verify(text, now)
    except InvalidToken:
        return False
    return True


# --- kinds, keys and settings ----------------------------------------------------------------------------------------


def test_a_token_of_one_kind_is_not_taken_for_another() -> None:
    invitations = Verifier(OWN_KEYS, ISSUER, AUDIENCE, typ="invitation+jwt")
    assert not is_accepted(invitations, GOOD, NOW)
    assert is_accepted(invitations, token(header(typ="invitation+jwt")), NOW)


NAMELESS: dict[str, Any] = {
    "nothing": "",
    "None": None,
    "letters": "a.b.c",
    "a header alone": HEAD,
    "no signature": f"{HEAD}.{BODY}.",
    "a lone surrogate": f"{GOOD}\ud800",
    "a number as kid": token(header(kid=5)),
    "a space in the kid": token(header(kid="a b")),
    "a kid twice": token(HEADS["kid twice"]),
    "too long": long(8193),
}


@pytest.mark.parametrize("text", NAMELESS.values(), ids=NAMELESS)
def test_what_is_no_token_names_no_key(text: Any) -> None:
    assert kid_of(text) is None


def test_a_token_names_its_key_even_when_it_is_forged() -> None:
    assert kid_of(token(header(kid="rotated"))) == "rotated"


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "provider")])
    built = x509.CertificateBuilder(name, name, RSA.public_key(), 1, NOW, NOW + QUARTER)
    return built.sign(RSA, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def encrypted() -> bytes:
    form, lock = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"locked")
    return RSA.private_bytes(serialization.Encoding.PEM, form, lock)


RSA_8193 = (
    rsa.RSAPublicNumbers(65537, (1 << 8192) + 1)
    .public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
)
KEYS: dict[str, tuple[Any, Any, Any]] = {
    "a secret of 31 bytes": ("k", "HS256", b"x" * 31),
    "a secret of text": ("k", "HS256", "x" * 32),
    "a public key as secret": ("k", "HS256", public_pem(RSA)),
    "a private key as secret": ("k", "HS256", private_pem(EC)),
    "a key in SSH format as secret": ("k", "HS256", b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF"),
    "RSA of 1024 bits": ("k", "RS256", public_pem(rsa.generate_private_key(65537, 1024))),  # noqa: S505  to be refused
    "RSA of 8193 bits": ("k", "RS256", RSA_8193),
    "RSA with an exponent of 3": ("k", "RS256", public_pem(rsa.generate_private_key(3, 2048))),
    "EC for RS256": ("k", "RS256", public_pem(EC)),
    "EC for PS256": ("k", "PS256", public_pem(EC)),
    "EC for EdDSA": ("k", "EdDSA", public_pem(EC)),
    "Ed448": ("k", "EdDSA", public_pem(ed448.Ed448PrivateKey.generate())),
    "RSA of 1024 bits for PSS": ("k", "PS256", public_pem(rsa.generate_private_key(65537, 1024))),  # noqa: S505  likewise
    "RSA for ES256": ("k", "ES256", public_pem(RSA)),
    "P-384": ("k", "ES256", public_pem(P384)),
    "secp256k1": ("k", "ES256", public_pem(ec.generate_private_key(ec.SECP256K1()))),
    "Ed25519": ("k", "ES256", public_pem(ed25519.Ed25519PrivateKey.generate())),
    "a certificate": ("k", "RS256", certificate()),
    "an encrypted key": ("k", "RS256", encrypted()),
    "no PEM": ("k", "RS256", b"x" * 300),
    "a PEM of nothing": ("k", "RS256", b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"),
    "a PEM as text": ("k", "RS256", public_pem(RSA).decode()),
    "none": ("k", "none", b"x" * 32),
    "HS512": ("k", "HS512", b"x" * 64),
    "RS512": ("k", "RS512", public_pem(RSA)),
    "an empty kid": ("", "HS256", SECRET),
    "a kid with a space": ("a b", "HS256", SECRET),
    "a kid with a newline": ("a\n", "HS256", SECRET),
    "a very long kid": ("k" * 129, "HS256", SECRET),
}


@pytest.mark.parametrize("kid, algorithm, material", KEYS.values(), ids=KEYS)
def test_a_key_that_is_not_fit_is_refused_at_once(kid: Any, algorithm: Any, material: Any) -> None:
    with pytest.raises(ValueError, match=r"kid|HS256|RS256|PEM"):
        Key(kid, algorithm, material)


def test_a_keys_secret_is_not_shown() -> None:
    assert "only-for-tests" not in repr(OWN_KEYS[0])


@pytest.mark.parametrize("key", PROVIDER_KEYS)
def test_nobody_signs_with_a_public_key(key: Key) -> None:
    with pytest.raises(ValueError, match="private"):
        Signer(key, ISSUER, AUDIENCE)


SETTINGS: dict[str, dict[str, Any]] = {
    "no keys": {"keys": []},
    "a kid twice": {"keys": [OWN_KEYS[0], Key("own", "HS256", OLD_SECRET)]},
    "a secret beside a public key": {"keys": [OWN_KEYS[0], PROVIDER_KEYS[0]]},
    "a public key beside a secret": {"keys": [PROVIDER_KEYS[1], OWN_KEYS[0]]},
    "no issuer": {"issuer": ""},
    "no audience": {"audience": ""},
    "no kind": {"typ": ""},
    "a leeway of 61 seconds": {"leeway": timedelta(seconds=61)},
    "a leeway below zero": {"leeway": timedelta(seconds=-1)},
    "no life": {"max_lifetime": timedelta(0)},
    "a life of more than a day": {"max_lifetime": timedelta(days=1, seconds=1)},
}


@pytest.mark.parametrize("change", SETTINGS.values(), ids=SETTINGS)
def test_a_verifier_that_would_be_weak_is_not_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"keys|issuer|max_lifetime"):
        Verifier(**({"keys": OWN_KEYS, "issuer": ISSUER, "audience": AUDIENCE} | change))


@pytest.mark.parametrize("name", ["RSAKey", "ECKey", "HMACKey"])
@pytest.mark.parametrize("fallback", [None, HMACKey])
def test_a_service_whose_python_jose_lacks_its_backend_does_not_start(
    monkeypatch: pytest.MonkeyPatch, name: str, fallback: Any
) -> None:
    assert_backend()
    monkeypatch.setattr(backends, name, fallback)
    with pytest.raises(RuntimeError, match="cryptography"):
        assert_backend()


# --- another library's opinion ---------------------------------------------------------------------------------------


class Roomy(JWSRegistry):
    """joserfc allows headers of 512 characters, and refuses members it does not know, which RFC 7515 says to ignore."""

    max_header_length = 8192


JOSERFC_KEYS = {
    "own": KeySet([OctKey.import_key(SECRET, {"kid": "own"}), OctKey.import_key(OLD_SECRET, {"kid": "own-old"})]),
    "rsa": KeySet([RSAKey.import_key(PROVIDER_KEYS[0].material, {"kid": "rsa"})]),
    "ec": KeySet([ECKey.import_key(PROVIDER_KEYS[1].material, {"kid": "ec"})]),
    "pss": KeySet([RSAKey.import_key(PROVIDER_KEYS[2].material, {"kid": "pss"})]),
    "ed": KeySet([OKPKey.import_key(PROVIDER_KEYS[3].material, {"kid": "ed"})]),
}
EXPECTED = jwt.JWTClaimsRegistry(
    now=T,
    iss={"essential": True, "value": ISSUER},
    aud={"essential": True, "value": AUDIENCE},
    **{name: {"essential": True} for name in ("sub", "jti", "iat", "exp")},
)


def joserfcs_claims(kid: str, text: str) -> dict[str, Any]:
    algorithm = ALGORITHM[kid]
    read = jwt.decode(text, JOSERFC_KEYS[kid], [algorithm], Roomy(algorithms=[algorithm], strict_check_header=False))
    EXPECTED.validate(read.claims)
    return read.claims


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))
DATES = st.integers(T - 4000, T + 4000) | st.floats(T - 4000, T + 4000)
NAMES = st.sampled_from(["iss", "aud", "sub", "jti", "iat", "exp", "nbf", "x"])
CHANGED_CLAIMS = (
    st.builds(lambda name, value: {name: value}, NAMES, JSON)
    | st.builds(lambda name, value: {name: value}, st.sampled_from(["iat", "exp", "nbf"]), DATES)
    | st.builds(lambda others: {"aud": [*others, AUDIENCE]}, st.lists(JSON, max_size=2))
    | st.sampled_from(list(CLAIMS.values()))
)
CHANGED_HEADERS = st.sampled_from(list(HEADERS.values())) | st.builds(
    lambda name, value: {name: value}, st.sampled_from(["x", "cty", "x5t", "x5t#S256", "typ", "alg", "kid"]), JSON
)
EDITS = st.lists(st.tuples(st.sampled_from("+-="), st.integers(0, 400), st.characters(max_codepoint=255)), max_size=2)


def edited(text: str, edits: list[tuple[str, int, str]]) -> str:
    """Characters put in, taken away or exchanged."""
    for kind, place, character in edits:
        at = place % (len(text) + 1)
        text = text[:at] + ("" if kind == "-" else character) + text[at + (kind != "+") :]
    return text


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, str]:
    """A key, and a token for it that was changed before it was signed, after it, both or not at all."""
    kid = draw(st.sampled_from(list(ALGORITHM)))
    head, said = header(kid), claims()
    for changes in draw(st.lists(CHANGED_HEADERS, max_size=1)):
        head = present(head | changes)
    for changes in draw(st.lists(CHANGED_CLAIMS, max_size=2)):
        said = present(said | changes)
    parts = [octets(part).decode() for part in (head, said)]
    if draw(st.integers(0, 3)) == 0:
        parts = [edited(part, draw(EDITS)) for part in parts]
    text = token(parts[0].encode(), parts[1].encode(), SIGN[draw(st.sampled_from([kid] * 9 + ["own"]))])
    return kid, edited(text, draw(EDITS)) if draw(st.integers(0, 3)) == 0 else text


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # its name only: keys of Ed25519 are what we take
def test_whatever_is_accepted_another_library_accepts_too_and_reads_the_same() -> None:
    judged = {True: 0, False: 0}

    @settings(max_examples=600, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mutants())
    def compare(mutant: tuple[str, str]) -> None:
        kid, text = mutant
        try:
            said = VERIFIERS[kid].payload(text, NOW)
        except InvalidToken:
            judged[False] += 1
            return
        judged[True] += 1
        assert joserfcs_claims(kid, text) == said

    compare()
    assert min(judged.values()) > 50, judged


def test_the_other_library_does_refuse() -> None:
    """Else the comparison above would prove nothing."""
    for text in (GOOD[:-4] + "AAAA", token(body=claims(exp=T)), token(body=claims(aud="x")), token(header(kid="x"))):
        with pytest.raises((JoseError, ValueError)):
            joserfcs_claims("own", text)
