"""Passwords: hashed with argon2id, at most two at a time, and judged before they are taken."""

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

SHORTEST, LONGEST = 12, 256  # characters, after NFC

# Memory and passes of RFC 9106's second recommendation (64 MiB, 3). One lane instead of four is the same work for an
# attacker, and two sign-ins then keep two cores busy instead of eight threads, beside everybody else's requests.
PASSES, MEMORY_KIB, LANES = 3, 65536, 1
MOST_PASSES, MOST_MEMORY_KIB, MOST_LANES = 10, 262144, 8  # a stored hash that asks for more is not computed
ARGON2ID = Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
PASSWORDS = PasswordHash((ARGON2ID,))

# Two threads of its own, not a semaphore: the bound holds for the process, whatever the event loop, and a request that
# is cancelled while its thread still computes does not let a third one in. The threads start with the first password.
WORKERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def _nobodys_hash() -> str:
    """A hash that no password has, and that costs as much to compare as a real one."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${digest}"


NOBODYS_HASH = _nobodys_hash()


async def hash_password(password: str) -> str:
    """The argon2id hash in PHC format. ValueError unless the password has 12 to 256 characters."""
    octets = _octets(password)
    if octets is None or len(_composed(password)) < SHORTEST:
        raise ValueError("a password has 12 to 256 characters")
    return await _in_a_worker(lambda: PASSWORDS.hash(octets))


async def verify_password(password: str, hashed: str | None) -> bool:
    """Whether the password is the one that was hashed; takes as long when there is no such user (`hashed` is None)."""
    octets = _octets(password)
    if octets is None:  # so is every user's answer, known or not
        return False
    known = hashed is not None and _parameters(hashed) is not None
    compared = hashed if hashed is not None and known else NOBODYS_HASH
    return await _in_a_worker(lambda: PASSWORDS.verify(octets, compared)) and known


def needs_rehash(hashed: str) -> bool:
    """Whether it was made with other parameters than today's: hash again at the next right password."""
    return _parameters(hashed) is None or ARGON2ID.check_needs_rehash(hashed)


def check_password_policy(password: str, username: str) -> list[str]:
    """What is wrong with a new password, as codes: `password-too-short`, `-too-long`, `-too-common` or
    `-contains-username` (in full, or what stands before its @). None when it may be taken."""
    if _is_too_long(password):
        return ["password-too-long"]
    faults = ["password-too-short"] if len(_composed(password)) < SHORTEST else []
    names = (_folded(username), _folded(username.partition("@")[0]))
    if any(len(name) > 2 and name in _folded(password) for name in names):
        faults.append("password-contains-username")
    if _is_common(_folded(password)):
        faults.append("password-too-common")
    return faults


async def _in_a_worker(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(WORKERS, work)


def _composed(password: str) -> str:
    """The same for those who type å as one character and those whose keyboard makes it of two."""
    return normalize("NFC", password)


def _is_too_long(password: str) -> bool:
    return len(password) > 4 * LONGEST or len(_composed(password)) > LONGEST  # no letter is made of more than four


def _octets(password: str) -> bytes | None:
    """What is hashed; None when too long, or when a lone surrogate makes it no text."""
    if not _is_too_long(password):
        with suppress(UnicodeEncodeError):
            return _composed(password).encode()
    return None


def _parameters(hashed: str) -> Parameters | None:
    """Those of a stored hash; None when it is no argon2id hash, or asks for more than we are ready to spend."""
    with suppress(ValueError, TypeError, KeyError, IndexError):
        found = extract_parameters(hashed)
        bounded = (
            0 < found.time_cost <= MOST_PASSES
            and 0 < found.memory_cost <= MOST_MEMORY_KIB
            and 0 < found.parallelism <= MOST_LANES
        )
        if found.type is Type.ID and bounded and hashed.isascii() and ARGON2ID.identify(hashed):
            return found
    return None


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _is_common(folded: str) -> bool:
    """A common word, even repeated, decorated or with digits for letters; a row of keys; fewer than 5 characters."""
    if len(set(folded)) < 5 or folded in commonest() or any(folded in row for row in ROWS):
        return True
    for text in (folded, folded.translate(SIGNS_AS_LETTERS)):
        whole = re.sub(r"[\W_]", "", text)
        stem = whole.strip(string.digits)
        for form in (whole, stem, stem.translate(DIGITS_AS_LETTERS)):
            if _repeats(form, commonest()):
                return True
    return False


def _repeats(text: str, words: frozenset[str]) -> bool:
    """Whether the text is one of the words, once or several times over."""
    sizes = (size for size in range(1, len(text) + 1) if len(text) % size == 0)
    return any(text[:size] in words and text[:size] * (len(text) // size) == text for size in sizes)


@cache
def commonest() -> frozenset[str]:
    """The 30,000 passwords that most people have, as leaks tell, and what would be among them in Denmark."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  # most processes judge no password

    return COMMON.union(FREQUENCY_LISTS["passwords"])


SIGNS_AS_LETTERS = str.maketrans("@$€!", "asei")
DIGITS_AS_LETTERS = str.maketrans("0134578", "oieastb")
KEYS = (
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
ROWS = tuple(row * (LONGEST // len(row) + 2) for keys in KEYS for row in (keys, keys[::-1]))
COMMON_WORDS = """
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
COMMON = frozenset(COMMON_WORDS.split())
