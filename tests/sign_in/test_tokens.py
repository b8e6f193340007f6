"""Tokens: ours are accepted, all else is refused, and another library agrees with whatever is accepted."""

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
from api.sign_in.tokens import JSON_STRING, Claims, InvalidToken, Signer, Verifier, assert_backend, kid_of
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
    ISSUER,
    NOW,
    OLD_SECRET,
    OWN,
    OWN_KEYS,
    P384,
    PLUS_AND_SLASH,
    PSS,
    REFUSED,
    RSA,
    SECRET,
    SIGN,
    SIGNERS,
    T,
    claims,
    deep,
    header,
    hs256,
    long,
    octets,
    present,
    private_pem,
    pss,
    public_pem,
    token,
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
SIGN["pss"] = lambda signed: pss(signed, PSS)
SIGN["own-old"] = lambda signed: hs256(signed, OLD_SECRET)


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
