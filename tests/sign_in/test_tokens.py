"""Tokens: valid ones are accepted, invalid ones rejected; another library accepts all that are accepted here."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jose import backends
from jose.backends.native import HMACKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from api.sign_in.keys import Key
from api.sign_in.tokens import JSON_STRING, Claims, InvalidToken, Signer, Verifier, assert_backend, read_kid
from tests.support.token_cases import (
    ABSENT,
    ALGORITHM,
    ANNA,
    AUDIENCE,
    BODY,
    CLAIMS,
    EC,
    ED,
    FAMILY,
    GOOD,
    HEAD,
    HEADERS,
    HEADS,
    INVALID_TOKENS,
    ISSUER,
    NOW,
    OLD_SECRET,
    OWN,
    OWN_KEYS,
    P384,
    PLUS_AND_SLASH,
    PSS,
    RSA,
    SECRET,
    SIGN,
    SIGNERS,
    T,
    claims,
    header,
    nested_claims,
    private_pem,
    public_pem,
    to_bytes,
    token,
    token_of_length,
    without_absent,
)

QUARTER = timedelta(minutes=15)
PROVIDER_KEYS = [
    Key("rsa", "RS256", public_pem(RSA)),
    Key("ec", "ES256", public_pem(EC)),
    Key("pss", "PS256", public_pem(PSS)),
    Key("ed", "EdDSA", public_pem(ED)),
]
PROVIDER = Verifier(PROVIDER_KEYS, ISSUER, AUDIENCE)
VERIFIERS = {"own": OWN, "rsa": PROVIDER, "ec": PROVIDER, "pss": PROVIDER, "ed": PROVIDER}


@pytest.mark.parametrize("holder, family", [("person", FAMILY), ("client", None)])
@pytest.mark.parametrize("kid", SIGNERS)
def test_issued_token_is_verified_with_the_same_claims(kid: str, holder: Any, family: UUID | None) -> None:
    text, issued = Signer(SIGNERS[kid], ISSUER, AUDIENCE).access_token(ANNA, holder, QUARTER, NOW, family)
    assert VERIFIERS[kid].verify(text, NOW) == issued
    assert issued == Claims(ANNA, holder, issued.token_id, NOW, NOW + QUARTER, family)
    assert read_kid(text) == kid
    assert json.loads(base64.urlsafe_b64decode(text.split(".")[0] + "==")) == header(kid)


@pytest.mark.parametrize("kid", SIGNERS)
def test_verifier_of_a_private_key_uses_its_public_key(kid: str) -> None:
    assert Verifier([SIGNERS[kid]], ISSUER, AUDIENCE).verify(token(header(kid)), NOW).subject == ANNA


def test_two_tokens_of_the_same_second_have_different_ids() -> None:
    signer = Signer(SIGNERS["own"], ISSUER, AUDIENCE)
    (first_text, first), (second_text, second) = (signer.access_token(ANNA, "person", QUARTER, NOW) for _ in range(2))
    assert first_text != second_text
    assert first.token_id != second.token_id


def test_times_are_whole_seconds_in_utc_for_a_clock_in_any_zone() -> None:
    summer_time = (NOW + timedelta(microseconds=999_999)).astimezone(timezone(timedelta(hours=2)))
    _, issued = Signer(SIGNERS["own"], ISSUER, AUDIENCE).access_token(ANNA, "person", QUARTER, summer_time)
    assert (issued.issued_at, issued.expires_at) == (NOW, NOW + QUARTER)
    assert issued.issued_at.tzinfo is UTC


ACCEPTED = {
    "unchanged": GOOD,
    "the older key": token(header(kid="own-old")),
    "our audience among others": token(body=claims(aud=["another", AUDIENCE])),
    "typ with application/": token(header(typ="application/at+jwt")),
    "unknown header members": token(header(future={"x": 1}, x5t="abc")),
    "an unknown claim": token(body=claims(roles=[{"unit": 7}])),
    "not before now": token(body=claims(nbf=T)),
    "dates with fractions": token(body=claims(iat=T - 0.5, exp=T + 0.5, nbf=T - 0.25)),
    "an hour, the longest": token(body=claims(exp=T + 3600)),
    "the last second": token(body=claims(iat=T - 899, exp=T + 1)),
    "white space in the JSON": token(body=json.dumps(claims(), indent=2).encode()),
    "32 levels": token(body=nested_claims(32)),
    "32 levels twice": token(body=nested_claims(32)[:-1] + b',"y":[[],[],[{}]]}'),
    "many brackets in a text": token(body=claims(x='{["\\' * 500)),
    "many lists, none of them deep": token(body=claims(x=[[1]] * 500)),
    "no family": token(body=claims(family=ABSENT)),
    "8192 characters": token_of_length(8192),
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_valid_token_is_accepted(text: str) -> None:
    assert OWN.verify(text, NOW).subject == ANNA


def test_token_of_a_provider_can_have_a_subject_that_is_no_uuid() -> None:
    payload = claims(sub="f:9c1b:mette", jti="x-1", holder=ABSENT, family=ABSENT, roles=["leder"])
    assert PROVIDER.payload(token(header("rsa"), payload), NOW) == payload
    with pytest.raises(InvalidToken):
        PROVIDER.verify(token(header("rsa"), payload), NOW)


@pytest.mark.parametrize("kid, text", INVALID_TOKENS.values(), ids=INVALID_TOKENS)
def test_invalid_token_is_rejected(kid: str, text: Any) -> None:
    with pytest.raises(InvalidToken):
        VERIFIERS[kid].verify(text, NOW)


def test_unclosed_string_is_matched_in_linear_time() -> None:
    """Otherwise each quotation mark would start another search to the end: 75 ms for a header that anybody can send."""
    assert JSON_STRING.sub("", '{"' + '\\"' * 100 + "[[[") == "{"


INVALID_IDENTIFIERS = [None, True, 0, "", [], {}, ["a"], "a" * 256, "a\n", "a\0", "a\ud800", "a\u202eb", ABSENT]


@pytest.mark.parametrize("value", INVALID_IDENTIFIERS)
@pytest.mark.parametrize("name", ["sub", "jti"])
def test_subject_and_id_of_a_provider_token_have_to_be_printable_text(name: str, value: Any) -> None:
    with pytest.raises(InvalidToken):
        PROVIDER.payload(token(header("ec"), claims(**{name: value})), NOW)


def test_table_of_invalid_tokens_is_large_and_without_duplicates() -> None:
    assert len({repr(case) for case in INVALID_TOKENS.values()}) == len(INVALID_TOKENS) > 120
    assert "+" in PLUS_AND_SLASH
    assert "/" in PLUS_AND_SLASH


@pytest.mark.parametrize("text", [GOOD[:-2], token(body=b"{"), token(header(kid="x")), token(body=claims(sub="x"))])
def test_rejection_reveals_neither_token_nor_reason(text: str) -> None:
    with pytest.raises(InvalidToken) as rejection:
        OWN.verify(text, NOW)
    assert rejection.value.args == ("invalid token",)
    assert rejection.value.__context__ is rejection.value.__cause__ is None


# --- clocks ----------------------------------------------------------------------------------------------------------


def test_token_is_valid_from_its_issue_until_it_expires() -> None:
    moments = [timedelta(microseconds=-1), timedelta(0), QUARTER - timedelta(microseconds=1), QUARTER]
    assert [is_accepted(OWN, GOOD, NOW + passed) for passed in moments] == [False, True, True, False]


def test_clocks_can_differ_by_the_leeway_only() -> None:
    lenient = Verifier(OWN_KEYS, ISSUER, AUDIENCE, leeway=timedelta(seconds=30))
    payloads = [claims(iat=T + n, exp=T + 900) for n in (30, 31)] + [claims(nbf=T + n) for n in (30, 31)]
    payloads += [claims(iat=T - 900, exp=T - n) for n in (29, 30)]
    payloads += [claims(iat=T, exp=T + n) for n in (1, 0)]
    assert [is_accepted(lenient, token(body=payload), NOW) for payload in payloads] == [True, False] * 4


def test_verified_token_is_rejected_after_it_has_expired() -> None:
    assert OWN.verify(GOOD, NOW)
    assert not is_accepted(OWN, GOOD, NOW + QUARTER)


def test_longest_lifetime_is_a_parameter() -> None:
    short = Verifier(OWN_KEYS, ISSUER, AUDIENCE, max_lifetime=QUARTER)
    assert [is_accepted(short, token(body=claims(exp=T + n)), NOW) for n in (900, 901)] == [True, False]


def test_time_without_a_zone_raises_a_value_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        OWN.verify(GOOD, NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        Signer(OWN_KEYS[0], ISSUER, AUDIENCE).access_token(ANNA, "person", QUARTER, NOW.replace(tzinfo=None))


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(milliseconds=999), -QUARTER])
def test_lifetime_below_a_second_is_refused(lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="lifetime"):
        Signer(OWN_KEYS[0], ISSUER, AUDIENCE).access_token(ANNA, "person", lifetime, NOW)


def is_accepted(verifier: Verifier, text: str, now: datetime) -> bool:
    try:
        verifier.verify(text, now)
    except InvalidToken:
        return False
    return True


# --- kinds, keys and settings ----------------------------------------------------------------------------------------


def test_token_of_another_typ_is_rejected() -> None:
    invitations = Verifier(OWN_KEYS, ISSUER, AUDIENCE, typ="invitation+jwt")
    assert not is_accepted(invitations, GOOD, NOW)
    assert is_accepted(invitations, token(header(typ="invitation+jwt")), NOW)


WITHOUT_KID: dict[str, Any] = {
    "nothing": "",
    "None": None,
    "letters": "a.b.c",
    "a header alone": HEAD,
    "no signature": f"{HEAD}.{BODY}.",
    "a lone surrogate": f"{GOOD}\ud800",
    "a number as kid": token(header(kid=5)),
    "a space in the kid": token(header(kid="a b")),
    "a kid twice": token(HEADS["kid twice"]),
    "too long": token_of_length(8193),
}


@pytest.mark.parametrize("text", WITHOUT_KID.values(), ids=WITHOUT_KID)
def test_malformed_token_has_no_kid(text: Any) -> None:
    assert read_kid(text) is None


def test_kid_of_a_forged_token_can_be_read() -> None:
    assert read_kid(token(header(kid="rotated"))) == "rotated"


def certificate_pem() -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "provider")])
    builder = x509.CertificateBuilder(name, name, RSA.public_key(), 1, NOW, NOW + QUARTER)
    return builder.sign(RSA, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def encrypted_pem() -> bytes:
    pkcs8, encryption = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"locked")
    return RSA.private_bytes(serialization.Encoding.PEM, pkcs8, encryption)


RSA_8193 = (
    rsa.RSAPublicNumbers(65537, (1 << 8192) + 1)
    .public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
)
UNSUITABLE_KEYS: dict[str, tuple[Any, Any, Any]] = {
    "a secret of 31 bytes": ("k", "HS256", b"x" * 31),
    "a secret of text": ("k", "HS256", "x" * 32),
    "a public key as secret": ("k", "HS256", public_pem(RSA)),
    "a private key as secret": ("k", "HS256", private_pem(EC)),
    "a key in SSH format as secret": ("k", "HS256", b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF"),
    "RSA of 1024 bits": ("k", "RS256", public_pem(rsa.generate_private_key(65537, 1024))),  # noqa: S505  is refused
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
    "a certificate": ("k", "RS256", certificate_pem()),
    "an encrypted key": ("k", "RS256", encrypted_pem()),
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


@pytest.mark.parametrize("kid, algorithm, material", UNSUITABLE_KEYS.values(), ids=UNSUITABLE_KEYS)
def test_unsuitable_key_is_refused(kid: Any, algorithm: Any, material: Any) -> None:
    with pytest.raises(ValueError, match=r"kid|HS256|RS256|PEM"):
        Key(kid, algorithm, material)


def test_repr_of_a_key_hides_its_secret() -> None:
    assert "only-for-tests" not in repr(OWN_KEYS[0])


@pytest.mark.parametrize("key", PROVIDER_KEYS)
def test_public_key_cannot_sign(key: Key) -> None:
    with pytest.raises(ValueError, match="private"):
        Signer(key, ISSUER, AUDIENCE)


INSECURE_PARAMETERS: dict[str, dict[str, Any]] = {
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


@pytest.mark.parametrize("change", INSECURE_PARAMETERS.values(), ids=INSECURE_PARAMETERS)
def test_insecure_verifier_parameters_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"keys|issuer|max_lifetime"):
        Verifier(**({"keys": OWN_KEYS, "issuer": ISSUER, "audience": AUDIENCE} | change))


@pytest.mark.parametrize("name", ["RSAKey", "ECKey", "HMACKey"])
@pytest.mark.parametrize("fallback", [None, HMACKey])
def test_service_does_not_start_without_the_cryptography_backend_of_python_jose(
    monkeypatch: pytest.MonkeyPatch, name: str, fallback: Any
) -> None:
    assert_backend()
    monkeypatch.setattr(backends, name, fallback)
    with pytest.raises(RuntimeError, match="cryptography"):
        assert_backend()


# --- comparison with another library ---------------------------------------------------------------------------------


class LenientRegistry(JWSRegistry):
    """joserfc limits headers to 512 characters, and rejects unknown members, which RFC 7515 says to ignore."""

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


def claims_by_joserfc(kid: str, text: str) -> dict[str, Any]:
    algorithm = ALGORITHM[kid]
    registry = LenientRegistry(algorithms=[algorithm], strict_check_header=False)
    decoded = jwt.decode(text, JOSERFC_KEYS[kid], [algorithm], registry)
    EXPECTED.validate(decoded.claims)
    return decoded.claims


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


def apply_edits(text: str, edits: list[tuple[str, int, str]]) -> str:
    """Insert (`+`), delete (`-`) or replace (`=`) characters."""
    for kind, place, character in edits:
        index = place % (len(text) + 1)
        text = text[:index] + ("" if kind == "-" else character) + text[index + (kind != "+") :]
    return text


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, str]:
    """A key, and a token for it that was changed before signing, after it, both or not at all."""
    kid = draw(st.sampled_from(list(ALGORITHM)))
    head, payload = header(kid), claims()
    for changes in draw(st.lists(CHANGED_HEADERS, max_size=1)):
        head = without_absent(head | changes)
    for changes in draw(st.lists(CHANGED_CLAIMS, max_size=2)):
        payload = without_absent(payload | changes)
    parts = [to_bytes(part).decode() for part in (head, payload)]
    if draw(st.integers(0, 3)) == 0:
        parts = [apply_edits(part, draw(EDITS)) for part in parts]
    text = token(parts[0].encode(), parts[1].encode(), SIGN[draw(st.sampled_from([kid] * 9 + ["own"]))])
    return kid, apply_edits(text, draw(EDITS)) if draw(st.integers(0, 3)) == 0 else text


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # the name is deprecated, not the Ed25519 keys
def test_every_accepted_token_is_accepted_by_another_library_with_the_same_claims() -> None:
    counts = {True: 0, False: 0}

    @settings(max_examples=600, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(mutants())
    def compare(mutant: tuple[str, str]) -> None:
        kid, text = mutant
        try:
            payload = VERIFIERS[kid].payload(text, NOW)
        except InvalidToken:
            counts[False] += 1
            return
        counts[True] += 1
        assert claims_by_joserfc(kid, text) == payload

    compare()
    assert min(counts.values()) > 50, counts


def test_other_library_rejects_invalid_tokens() -> None:
    """Without this, the comparison above would prove nothing."""
    for text in (GOOD[:-4] + "AAAA", token(body=claims(exp=T)), token(body=claims(aud="x")), token(header(kid="x"))):
        with pytest.raises((JoseError, ValueError)):
            claims_by_joserfc("own", text)
