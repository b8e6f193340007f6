"""Passwords: hashing with argon2id, at most two at a time, and the policy for new passwords."""

import asyncio
import base64
import re
import secrets
import string
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import TypeVar

from argon2 import Parameters, Type, extract_parameters
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.core.unicode_text import normalize

T = TypeVar("T")

MIN_LENGTH, MAX_LENGTH = 12, 256  # characters, after NFC

# Memory and passes of RFC 9106's second recommended option (64 MiB, 3). One lane instead of four is the same work for
# an attacker; two concurrent sign-ins then occupy two cores instead of eight threads, which other requests need too.
PASSES, MEMORY_KIB, LANES = 3, 65536, 1
MAX_PASSES, MAX_MEMORY_KIB, MAX_LANES = 10, 262144, 8  # a stored hash with more is not computed
ARGON2ID = Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
PASSWORDS = PasswordHash((ARGON2ID,))

# A pool of two threads, not a semaphore: the limit holds for the process, whatever the event loop, and a request that
# is cancelled while its thread still computes does not admit a third one. The threads start with the first password.
WORKERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def _make_dummy_hash() -> str:
    """Return a hash that no password has, and that takes as long to verify as a real one."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${digest}"


DUMMY_HASH = _make_dummy_hash()


async def hash_password(password: str) -> str:
    """Return the argon2id hash in PHC format. Raises ValueError unless the password has 12 to 256 characters."""
    octets = _encode(password)
    if octets is None or len(_compose(password)) < MIN_LENGTH:
        raise ValueError("a password has 12 to 256 characters")
    return await _run_in_worker(lambda: PASSWORDS.hash(octets))


async def verify_password(password: str, hashed: str | None) -> bool:
    """Return whether the password has the hash; takes as long if there is no such user (`hashed` is None)."""
    octets = _encode(password)
    if octets is None:  # as fast for an unknown user as for a known one
        return False
    has_hash = hashed is not None and _read_parameters(hashed) is not None
    verified_hash = hashed if hashed is not None and has_hash else DUMMY_HASH
    return await _run_in_worker(lambda: PASSWORDS.verify(octets, verified_hash)) and has_hash


def needs_rehash(hashed: str) -> bool:
    """Return whether a hash has outdated parameters, so that the password is to be hashed anew at the next sign-in."""
    return _read_parameters(hashed) is None or ARGON2ID.check_needs_rehash(hashed)


def check_password_policy(password: str, username: str) -> list[str]:
    """Return the problem codes of a new password; an empty list if it is accepted.

    `password-too-short`, `-too-long`, `-too-common`, or `-contains-username` (in full, or the part before its @).
    """
    if _is_too_long(password):
        return ["password-too-long"]
    codes = ["password-too-short"] if len(_compose(password)) < MIN_LENGTH else []
    names = (_fold(username), _fold(username.partition("@")[0]))
    if any(len(name) > 2 and name in _fold(password) for name in names):
        codes.append("password-contains-username")
    if _is_common(_fold(password)):
        codes.append("password-too-common")
    return codes


async def _run_in_worker(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(WORKERS, work)


def _compose(password: str) -> str:
    """Normalize to NFC: å is the same whether a keyboard produces one character or two."""
    return normalize("NFC", password)


def _is_too_long(password: str) -> bool:
    # Before normalizing, since that is slow for endless texts: no letter is composed of more than four characters.
    return len(password) > 4 * MAX_LENGTH or len(_compose(password)) > MAX_LENGTH


def _encode(password: str) -> bytes | None:
    """Return the bytes to hash; None if the password is too long or has a lone surrogate."""
    if not _is_too_long(password):
        with suppress(UnicodeEncodeError):
            return _compose(password).encode()
    return None


def _read_parameters(hashed: str) -> Parameters | None:
    """Return the parameters of a stored hash; None unless it is an argon2id hash within the limits above."""
    with suppress(ValueError, TypeError, KeyError, IndexError):
        parameters = extract_parameters(hashed)
        bounded = (
            0 < parameters.time_cost <= MAX_PASSES
            and 0 < parameters.memory_cost <= MAX_MEMORY_KIB
            and 0 < parameters.parallelism <= MAX_LANES
        )
        if parameters.type is Type.ID and bounded and hashed.isascii() and ARGON2ID.identify(hashed):
            return parameters
    return None


def _fold(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _is_common(folded: str) -> bool:
    """Return whether a case-folded password is a common word (also repeated, decorated or with digits for letters), a
    sequence of keys, or has fewer than 5 different characters."""
    if len(set(folded)) < 5 or folded in common_passwords() or any(folded in row for row in KEY_SEQUENCES):
        return True
    for text in (folded, folded.translate(SIGNS_AS_LETTERS)):
        alphanumeric = re.sub(r"[\W_]", "", text)
        stem = alphanumeric.strip(string.digits)
        for form in (alphanumeric, stem, stem.translate(DIGITS_AS_LETTERS)):
            if _repeats_a_word(form, common_passwords()):
                return True
    return False


def _repeats_a_word(text: str, words: frozenset[str]) -> bool:
    """Return whether the text consists of one of the words, once or repeated."""
    sizes = (size for size in range(1, len(text) + 1) if len(text) % size == 0)
    return any(text[:size] in words and text[:size] * (len(text) // size) == text for size in sizes)


@cache
def common_passwords() -> frozenset[str]:
    """Return the 30,000 most common passwords of leaks, from zxcvbn, and common Danish ones."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  # large, and most processes check no password

    return COMMON_WORDS.union(FREQUENCY_LISTS["passwords"])


SIGNS_AS_LETTERS = str.maketrans("@$€!", "asei")
DIGITS_AS_LETTERS = str.maketrans("0134578", "oieastb")
KEY_ROWS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefghijklmnopqrstuvwxyzæøå",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiopåasdfghjklæøzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
)
KEY_SEQUENCES = tuple(row * (MAX_LENGTH // len(row) + 2) for keys in KEY_ROWS for row in (keys, keys[::-1]))
_COMMON_WORDS_TEXT = """
123abc 123qwe 1q2w3e4r 1qaz2wsx aa123456 aalborg aarhus abc123 abc12345 abcd1234 access account adgang adgangskode
admin administration administrator alexander amager amanda america anders andrea andrew angel anna anthony apple april
arsenal asdf asdfasdf asdfgh asdfghjkl ashley august austin avatar awesome azerty bailey banan banana barcelona barn
barney baseball basketball batman benjamin bestyrelse billund blink blomst boernehave bolig bonnie bornholm brian
brøndby brøndbyif buster butterfly børn børnehave camilla changeme charles charlie chelsea chocolate chokolade
christian christmas coffee compaq computer cookie copenhagen correcthorsebatterystaple corvette cowboy dagpleje
dagtilbud dallas danger daniel danmark dansk datter david december default demobruger denmark diamond dinmor dolphin
dragon eagles efteraar efterår elefant elev emil emma england esbjerg fantasy fck fckøbenhavn februar february ferie
ferrari fighter fisk fitness flower fodbold football foraar forever forsommer fortnite forår frederik frederiksberg
freedom freja friday friend friends fritid fritidshjem gandalf george ginger glædeligjul godaften goddag godmorgen
golf google guest guitar haderslev hallo hannah hanne harley heather hejhej hejmeddig hejsa helene hello hemmelig
hemmeligt hemmeligtkodeord henrik herning hest hockey holbæk horsens hund hunter hvidovre høst iceman iloveyou
iloveyou2 jackson jakob januar january jasmine jegelskerdig jennifer jens jensen jessica jesus jordan joseph joshua
juleaften julemand juli juni kaffe kage karen kasper katrine killer kirsten klasse klub kode kode1234 kodeord
koebenhavn kolding kommune korrekthestbatterihæfteklamme kristian kærlighed københavn lars lasse laura leder legoland
letmein letmein1 lise liverpool liverpoolfc login london lone louise love lovely lucas lucky lykke lærer madrid mads
maggie magic magnus maj manager manchester marcus maria marie marlene martin master mathias matrix matthew merlin
metallica mette michael michelle mickey mickeymouse midtjylland mikkel minadgangskode minecraft mitkodeord mitpassword
mobil mondag monday monkey morgan morten mother mountain mustang mypassword nakskov naruto newyork nicholas nicole
nielsen nikolaj nissemand november nytkodeord nytpassword nytår næstved october odense oktober oliver operator orange
pass passord passw0rd password password1 passwordpassword passwort patrick peanut pepper peter phoenix pokemon pony
porsche princess prinsesse purple pædagog q1w2e3r4 qazwsx qwer qwert qwerty qwerty1 qwerty123 qwertyuiop rainbow
randers ranger rangers rasmus robert roblox rock root roskilde rune sabrina samantha sammen samsung sara sebastian
secret september server sfo shadow silkeborg silver simon simone skole skoleleder slagelse snoopy soccer sofie sol
soleil sommer sommerferie sommerhus sophie spiderman spring standardkode startkode starwars steelers stine summer
sunday sunshine superman superstar support susanne svendborg sverige system søren taylor teacher temp temporary test
testbruger tester testing thomas thunder tiger tigger tilbud tivoli trustno trustno1 tulipan ulla unknown user vejle
velkommen velkommen1 viborg victoria vinter vinterferie vuggestue welcome whatever william willow windows winter
wizard yankees yellow zaq12wsx zxcvbn zxcvbnm ørsted
"""
COMMON_WORDS = frozenset(_COMMON_WORDS_TEXT.split())
