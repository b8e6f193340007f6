"""Tables of invalid tokens, each one change away from a valid token; and functions that build tokens by hand."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from api.sign_in.keys import Key
from api.sign_in.tokens import Verifier

NOW = datetime(2026, 8, 17, 10, 0, tzinfo=UTC)
T = int(NOW.timestamp())
ISSUER, AUDIENCE = "https://sammen.kommune.example", "sammen"
ANNA, FAMILY, JTI = (UUID(f"0198b3a0-0000-7000-8000-00000000000{n}") for n in "abc")
ABSENT = object()


def private_pem(key: Any) -> bytes:
    pkcs8, unencrypted = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, unencrypted))


def public_pem(key: Any) -> bytes:
    public_format = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_key().public_bytes(serialization.Encoding.PEM, public_format))


SECRET, OLD_SECRET = b"only-for-tests-0123456789-abcdef", b"an-older-one-0123456789-abcdefgh"
RSA, PSS, OTHER_RSA = (rsa.generate_private_key(65537, 2048) for _ in range(3))
EC, OTHER_EC = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
ED, OTHER_ED = (ed25519.Ed25519PrivateKey.generate() for _ in range(2))
P384 = ec.generate_private_key(ec.SECP384R1())
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256

OWN_KEYS = [Key("own", "HS256", SECRET), Key("own-old", "HS256", OLD_SECRET)]
OWN = Verifier(OWN_KEYS, ISSUER, AUDIENCE)

# --- tokens built by hand: libraries do not write invalid ones -------------------------------------------------------


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def hs256(signed: bytes, secret: bytes = SECRET) -> bytes:
    return hmac.digest(secret, signed, "sha256")


def rs256(signed: bytes, key: rsa.RSAPrivateKey = RSA, hashed: hashes.HashAlgorithm | None = None) -> bytes:
    return key.sign(signed, padding.PKCS1v15(), hashed or hashes.SHA256())


def pss(signed: bytes, key: rsa.RSAPrivateKey = RSA, salt: int = 32) -> bytes:
    return key.sign(signed, padding.PSS(padding.MGF1(hashes.SHA256()), salt), hashes.SHA256())


def es256_der(signed: bytes, key: ec.EllipticCurvePrivateKey = EC) -> bytes:
    return key.sign(signed, ec.ECDSA(hashes.SHA256()))


def es256(signed: bytes, key: ec.EllipticCurvePrivateKey = EC, size: int = 32) -> bytes:
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(es256_der(signed, key)))


ALGORITHM = {"own": "HS256", "rsa": "RS256", "ec": "ES256", "pss": "PS256", "ed": "EdDSA"}
SIGN: dict[str, Callable[[bytes], bytes]] = {
    "own": hs256,
    "own-old": lambda signed: hs256(signed, OLD_SECRET),
    "rsa": rs256,
    "ec": es256,
    "pss": lambda signed: pss(signed, PSS),
    "ed": ED.sign,
}


def without_absent(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not ABSENT}


def header(kid: str = "own", /, **changes: Any) -> dict[str, Any]:
    return without_absent({"alg": ALGORITHM[kid], "typ": "at+jwt", "kid": kid} | changes)


def claims(**changes: Any) -> dict[str, Any]:
    members = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(ANNA), "jti": str(JTI), "iat": T, "exp": T + 900}
    return without_absent(members | {"holder": "person", "family": str(FAMILY)} | changes)


def to_bytes(part: Any) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()


def pad_to_remainder(part: Any, rest: int) -> bytes:
    """Append spaces until the length modulo 3 is `rest`: in base64, 1 takes two `=`, 2 takes one, 0 none."""
    return to_bytes(part) + b" " * ((rest - len(to_bytes(part))) % 3)


def change_unused_bits(segment: str) -> str:
    """Change the last letter in bits that decoders ignore."""
    return segment[:-1] + chr(ord(segment[-1]) + 1)


def sign_segments(header_segment: str, claims_segment: str, sign: Callable[[bytes], bytes] = hs256) -> str:
    """Return a token of two segments, which need not be valid, with a valid signature."""
    signed = f"{header_segment}.{claims_segment}"
    return f"{signed}.{b64(sign(signed.encode()))}"


def token(head: Any = None, body: Any = None, sign: Callable[[bytes], bytes] | None = None) -> str:
    """Return a token that is valid but for the parts passed in: JSON values, or bytes in their place."""
    head, body = header() if head is None else head, claims() if body is None else body
    kid = head.get("kid") if isinstance(head, dict) else None
    sign = sign or (SIGN.get(kid, hs256) if isinstance(kid, str) else hs256)
    return sign_segments(b64(to_bytes(head)), b64(to_bytes(body)), sign)


def nested_claims(levels: int) -> bytes:
    """Return valid claims with a member nested so many levels deep."""
    return to_bytes(claims())[:-1] + b',"x":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def token_of_length(length: int) -> str:
    """Return a valid token of so many characters."""
    return next(text for size in range(4000, 7000) if len(text := token(body=claims(x="x" * size))) == length)


GOOD = token()
HEAD, BODY, SIGNATURE = GOOD.split(".")
PLUS_AND_SLASH = base64.b64encode(pad_to_remainder(claims(x="?" * 9 + ">" * 9), 0)).decode()
JWK_OF_OTHER = {"kty": "RSA", "e": "AQAB", "n": b64(OTHER_RSA.public_key().public_numbers().n.to_bytes(256, "big"))}

# --- valid keys ------------------------------------------------------------------------------------------------------

SIGNERS = {
    "own": Key("own", "HS256", SECRET),
    "rsa": Key("rsa", "RS256", private_pem(RSA)),
    "ec": Key("ec", "ES256", private_pem(EC)),
    "pss": Key("pss", "PS256", private_pem(PSS)),
    "ed": Key("ed", "EdDSA", private_pem(ED)),
}


# --- invalid tokens: each differs from a valid one in one way --------------------------------------------------------

TEXTS: dict[str, Any] = {
    "nothing": "",
    "a space": " ",
    "two dots": "..",
    "letters": "a.b.c",
    "only dots": "." * 8192,
    "one segment": HEAD,
    "two segments": f"{HEAD}.{BODY}",
    "four segments": f"{GOOD}.{SIGNATURE}",
    "five segments": f"{GOOD}.{SIGNATURE}.{SIGNATURE}",
    "a claims segment with a dot, signed": sign_segments(HEAD, f"{BODY}.{BODY}"),
    "no signature": f"{HEAD}.{BODY}.",
    "no header": f".{BODY}.{SIGNATURE}",
    "no claims": f"{HEAD}..{SIGNATURE}",
    "no claims, signed": sign_segments(HEAD, ""),
    "no header, signed": sign_segments("", BODY),
    "a space before": f" {GOOD}",
    "a newline after": f"{GOOD}\n",
    "a newline in the claims, signed": sign_segments(HEAD, f"\n{BODY}"),
    "the word Bearer": f"Bearer {GOOD}",
    "NUL": f"{HEAD}.{BODY}\0.{SIGNATURE}",
    "NUL, signed": sign_segments(HEAD, f"{BODY}\0"),
    "letters out of ASCII": GOOD.replace("e", "\u0435"),
    "a space of no width": f"{HEAD}\u200b.{BODY}.{SIGNATURE}",
    "a lone surrogate": f"{GOOD}\ud800",
    "padded": f"{GOOD}=",
    "padded claims, signed": sign_segments(HEAD, b64(pad_to_remainder(claims(), 1)) + "=="),
    "padded header, signed": sign_segments(b64(pad_to_remainder(header(), 2)) + "=", BODY),
    "a star in the header, signed": sign_segments(f"{HEAD[:4]}*{HEAD[4:]}", BODY),
    "stars in the claims, signed": sign_segments(HEAD, f"{BODY}****"),
    "plus and slash, signed": sign_segments(HEAD, PLUS_AND_SLASH),
    "a letter left over, signed": sign_segments(HEAD, b64(pad_to_remainder(claims(), 0)) + "A"),
    "loose bits in the header, signed": sign_segments(change_unused_bits(b64(pad_to_remainder(header(), 1))), BODY),
    "loose bits in the claims, signed": sign_segments(HEAD, change_unused_bits(b64(pad_to_remainder(claims(), 1)))),
    "loose bits in the signature": change_unused_bits(GOOD),
    "cut short": GOOD[:-2],
    "in capitals": GOOD.upper(),
    "bytes": GOOD.encode(),
    "None": None,
    "a number": 7,
    "a list": [GOOD],
    "as JSON": json.dumps({"protected": HEAD, "payload": BODY, "signature": SIGNATURE}),
    "a little too long": token_of_length(8193),
    "far too long": token(body=claims(x="x" * 1_000_000)),
    "other claims": f"{HEAD}.{b64(to_bytes(claims(sub=str(JTI))))}.{SIGNATURE}",
    "another header": f"{b64(to_bytes(header(x=1)))}.{BODY}.{SIGNATURE}",
    "another's signature": f"{HEAD}.{BODY}.{token(body=claims(x=1)).split('.')[2]}",
}

CLAIMS_JSON = to_bytes(claims())
BODIES: dict[str, Any] = {
    "a member twice": CLAIMS_JSON[:-1] + b',"sub":"' + str(JTI).encode() + b'"}',
    "a member twice, once written otherwise": CLAIMS_JSON[:-1] + b',"s\\u0075b":"' + str(ANNA).encode() + b'"}',
    "a member twice, deep inside": CLAIMS_JSON[:-1] + b',"x":[{"y":1,"y":1}]}',
    "NaN": CLAIMS_JSON[:-1] + b',"x":NaN}',
    "Infinity": CLAIMS_JSON[:-1] + b',"x":Infinity}',
    "-Infinity, deep inside": CLAIMS_JSON[:-1] + b',"x":[[-Infinity]]}',
    "33 levels": nested_claims(33),
    "33 levels of objects": CLAIMS_JSON[:-1] + b',"x":' + b'{"x":' * 32 + b"1" + b"}" * 33,
    "33 levels after a backslash": CLAIMS_JSON[:-1] + b',"b":"\\\\","x":' + b"[" * 32 + b"]" * 32 + b"}",
    "33 levels after a quotation mark": CLAIMS_JSON[:-1] + b',"b":"\\"","x":' + b"[" * 32 + b"]" * 32 + b"}",
    "2000 levels": nested_claims(2000),
    "2000 levels never closed": b"[" * 2000,
    "a mark of byte order": b"\xef\xbb\xbf" + CLAIMS_JSON,
    "UTF-16": CLAIMS_JSON.decode().encode("utf-16-le"),
    "Latin-1": CLAIMS_JSON[:-1] + ',"x":"å"}'.encode("latin-1"),
    "overlong UTF-8": CLAIMS_JSON[:-1] + b',"x":"\xc0\xaf"}',
    "a surrogate in UTF-8": CLAIMS_JSON[:-1] + b',"x":"\xed\xa0\x80"}',
    "a comma too many": CLAIMS_JSON[:-1] + b",}",
    "a comment": CLAIMS_JSON + b"/**/",
    "apostrophes": CLAIMS_JSON.replace(b'"', b"'"),
    "twice the same": CLAIMS_JSON + CLAIMS_JSON,
    "something after": CLAIMS_JSON + b"x",
    "NUL after": CLAIMS_JSON + b"\0",
    "a bare newline in a text": CLAIMS_JSON[:-1] + b',"x":"\n"}',
    "a number of 5000 digits": CLAIMS_JSON[:-1] + b',"x":' + b"9" * 5000 + b"}",
    "a list": b"[" + CLAIMS_JSON + b"]",
    "a list of pairs": to_bytes([[name, value] for name, value in claims().items()]),
    "a text": to_bytes(CLAIMS_JSON.decode()),
    "null": b"null",
    "true": b"true",
    "a number": b"1",
    "an empty object": b"{}",
    "only white space": b"   ",
    "another token": GOOD.encode(),
}

HEADER_JSON = to_bytes(header())
HEADS: dict[str, Any] = {
    "alg twice": HEADER_JSON[:-1] + b',"alg":"HS256"}',
    "alg twice, first none": b'{"alg":"none",' + HEADER_JSON[1:],
    "kid twice": HEADER_JSON[:-1] + b',"kid":"own"}',
    "NaN": HEADER_JSON[:-1] + b',"x":NaN}',
    "33 levels": HEADER_JSON[:-1] + b',"x":' + b"[" * 32 + b"]" * 32 + b"}",
    "2000 levels": HEADER_JSON[:-1] + b',"x":' + b"[" * 1999 + b"]" * 1999 + b"}",
    "a mark of byte order": b"\xef\xbb\xbf" + HEADER_JSON,
    "UTF-16": HEADER_JSON.decode().encode("utf-16-le"),
    "a list": b"[" + HEADER_JSON + b"]",
    "null": b"null",
    "a text": to_bytes(HEADER_JSON.decode()),
    "an empty object": b"{}",
}

HEADERS: dict[str, dict[str, Any]] = {
    **{
        f"{name} {value!r}": {name: value}
        for name, value in [
            ("alg", "none"),
            ("alg", "None"),
            ("alg", "NONE"),
            ("alg", ""),
            ("alg", None),
            ("alg", ["HS256"]),
            ("alg", {"HS256": 1}),
            ("alg", "hs256"),
            ("alg", "HS256 "),
            ("alg", "HS384"),
            ("alg", "HS512"),
            ("alg", "PS256"),
            ("alg", "RS512"),
            ("alg", "ES384"),
            ("alg", "EdDSA"),
            ("alg", "dir"),
            ("alg", True),
            ("typ", "JWT"),
            ("typ", None),
            ("typ", "AT+JWT"),
            ("typ", "at+jwt "),
            ("typ", "at"),
            ("typ", ["at+jwt"]),
            ("typ", ""),
            ("typ", "refresh+jwt"),
            ("typ", "id+jwt"),
            ("typ", "application/application/at+jwt"),
            ("kid", "unknown"),
            ("kid", None),
            ("kid", 0),
            ("kid", ""),
            ("kid", ["own"]),
            ("kid", {"own": 1}),
            ("kid", "../../../../dev/null"),
            ("kid", "own' OR '1'='1"),
            ("kid", "own\0"),
            ("kid", "OWN"),
            ("crit", []),
            ("crit", ["exp"]),
            ("crit", None),
            ("crit", ["b64"]),
            ("b64", False),
            ("b64", True),
            ("zip", "DEF"),
            ("zip", None),
            ("jku", "https://evil.example/jwks"),
            ("x5u", "https://evil.example/cert"),
            ("jwk", {"kty": "oct", "k": "AA"}),
            ("jwk", None),
            ("x5c", ["MIIB"]),
            ("x5c", []),
            ("cty", 5),
            ("x5t", [1]),
        ]
    },
    "alg absent": {"alg": ABSENT},
    "typ absent": {"typ": ABSENT},
    "kid absent": {"kid": ABSENT},
}


_NOT_EXPECTED: tuple[Any, ...] = (None, True, 0, "", [], {}, "another", ["another"])
_NO_TIMES: tuple[Any, ...] = (None, True, str(T), "", [], [T], {}, -1, 10**30, 2**63, -(10**400))
CLAIMS: dict[str, dict[str, Any]] = {
    **{f"{name} absent": {name: ABSENT} for name in ("iss", "aud", "sub", "jti", "iat", "exp", "holder")},
    **{f"{name} {value!r}": {name: value} for name in ("iss", "aud", "sub", "jti", "holder", "family")
       for value in _NOT_EXPECTED},
    **{f"{name} {value!r}": {name: value} for name in ("iat", "exp", "nbf")
       for value in _NO_TIMES},
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
    f"alg {alg!r}, signature {seal!r}": f"{b64(to_bytes(header(alg=alg)))}.{BODY}.{seal}"
    for alg in ("none", "None", "nOnE", "HS256", "")
    for seal in ("", "AA", SIGNATURE)
    if alg != "HS256" or seal == "AA"
}
FORGED: dict[str, dict[str, str]] = {
    "own": UNSIGNED
    | {
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
        "none": f"{b64(to_bytes(header('rsa', alg='none')))}.{BODY}.",
    },
    "ec": {
        "zeros": token(header("ec"), sign=lambda _: bytes(64)),
        "r and s of one": token(header("ec"), sign=lambda _: (bytes(31) + b"\1") * 2),
        "r and s of the order": token(header("ec"), sign=lambda _: ORDER.to_bytes(32, "big") * 2),
        "r beyond the order": token(header("ec"), sign=lambda s: b"\xff" * 32 + es256(s)[32:]),
        "r and s exchanged": token(header("ec"), sign=lambda s: es256(s)[32:] + es256(s)[:32]),
        "DER": token(header("ec"), sign=es256_der),
        "a byte less": token(header("ec"), sign=lambda s: es256(s)[:-1]),
        "a byte more": token(header("ec"), sign=lambda s: es256(s) + b"\0"),
        "another key": token(header("ec"), sign=lambda s: es256(s, OTHER_EC)),
        "P-384": token(header("ec"), sign=lambda s: es256(s, P384, 48)),
        "P-384 called ES384": token(header("ec", alg="ES384"), sign=lambda s: es256(s, P384, 48)),
        "EdDSA": token(header("ec", alg="EdDSA"), sign=ed25519.Ed25519PrivateKey.generate().sign),
        "HS256 with the public key as secret": token(header("ec", alg="HS256"), sign=lambda s: hs256(s, EC_PUBLIC)),
        "RS256 under the EC key's kid": token(header("ec", alg="RS256"), sign=rs256),
        "none": f"{b64(to_bytes(header('ec', alg='none')))}.{BODY}.",
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
        "none": f"{b64(to_bytes(header('pss', alg='none')))}.{BODY}.",
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
        "none": f"{b64(to_bytes(header('ed', alg='none')))}.{BODY}.",
    },
}

INVALID_TOKENS: dict[str, tuple[str, Any]] = {
    **{f"text: {name}": ("own", text) for name, text in TEXTS.items()},
    **{f"claims: {name}": ("own", token(body=body)) for name, body in BODIES.items()},
    **{f"header: {name}": ("own", token(head)) for name, head in HEADS.items()},
    **{f"{kid}: {name}": (kid, token(header(kid, **changes), sign=SIGN[kid]))
       for kid in SIGNERS for name, changes in HEADERS.items() if changes.get("alg") != ALGORITHM[kid]},
    **{f"{kid}: {name}": (kid, token(header(kid), claims(**changes)))
       for kid in SIGNERS for name, changes in CLAIMS.items()},
    **{f"{kid}: {name}": (kid, text) for kid, texts in FORGED.items() for name, text in texts.items()},
}  # fmt: skip
