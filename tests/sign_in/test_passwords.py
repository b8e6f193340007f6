"""Passwords: hashed two at a time, compared without telling who exists, and judged before they are taken."""

import asyncio
import threading
import time
import unicodedata

import pytest
from argon2 import extract_parameters
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.sign_in import passwords
from api.sign_in.passwords import check_password_policy, commonest, hash_password, needs_rehash, verify_password

GOOD = "Lærkerne synger kl. 5"


async def test_a_right_password_is_right_and_a_wrong_one_wrong() -> None:
    hashed = await hash_password(GOOD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert not needs_rehash(hashed)
    assert await verify_password(GOOD, hashed)
    assert not await verify_password(GOOD + ".", hashed)
    assert not await verify_password(GOOD.lower(), hashed)


async def test_the_same_password_has_another_hash_each_time() -> None:
    assert await hash_password(GOOD) != await hash_password(GOOD)


async def test_an_a_with_a_ring_is_the_same_letter_however_it_was_typed() -> None:
    composed = unicodedata.normalize("NFC", "blåbærgrød på bordet")
    apart = unicodedata.normalize("NFD", composed)
    assert composed != apart
    assert await verify_password(apart, await hash_password(composed))
    assert await verify_password(composed, await hash_password(apart))


@pytest.mark.parametrize("password", ["", "kort kode12"[:11], "x" * 257, "å" * 257, "x" * 100_000, "\ud800" * 20])
async def test_a_password_out_of_bounds_is_never_hashed(password: str) -> None:
    with pytest.raises(ValueError, match="12 to 256"):
        await hash_password(password)


async def test_256_letters_of_two_characters_each_are_256_letters() -> None:
    password = unicodedata.normalize("NFD", "å" * 256)
    assert len(password) == 512
    assert await verify_password("å" * 256, await hash_password(password))


class Recorder:
    """In the place of PasswordHash: notes what is compared, and how many are at it at once."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds, self.now, self.most, self.lock = seconds, 0, 0, threading.Lock()
        self.compared: list[str] = []

    def hash(self, _: bytes) -> str:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self.lock:
            self.now -= 1
        return "hashed"

    def verify(self, _: bytes, hashed: str) -> bool:
        self.compared.append(hashed)
        self.hash(_)
        return True  # the worst that could happen


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(0.02)
    monkeypatch.setattr(passwords, "PASSWORDS", recorder)
    return recorder


OTHERS = {
    "nobody": None,
    "empty": "",
    "plain text": GOOD,
    "bcrypt": "$2b$12$" + "a" * 53,
    "argon2i": "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "too much memory": "$argon2id$v=19$m=4194304,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "too many passes": "$argon2id$v=19$m=65536,t=4000,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "too many lanes": "$argon2id$v=19$m=65536,t=3,p=400$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "no passes": "$argon2id$v=19$m=65536,t=0,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "not ASCII": "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0c2Fsæ$" + "A" * 43,
    "in another order": "$argon2id$v=19$t=3,m=65536,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
    "no numbers": "$argon2id$v=19$m=many,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$" + "A" * 43,
}


@pytest.mark.parametrize("hashed", OTHERS.values(), ids=OTHERS)
async def test_where_there_is_nothing_to_compare_with_as_much_is_computed(
    recorder: Recorder, hashed: str | None
) -> None:
    assert not await verify_password(GOOD, hashed)
    assert recorder.compared == [passwords.NOBODYS_HASH]


async def test_nobodys_hash_costs_what_a_real_one_costs_and_no_password_has_it() -> None:
    real = await hash_password(GOOD)
    assert extract_parameters(passwords.NOBODYS_HASH) == extract_parameters(real)
    assert not needs_rehash(passwords.NOBODYS_HASH)
    assert not PasswordHash((passwords.ARGON2ID,)).verify(GOOD, passwords.NOBODYS_HASH)
    assert not await verify_password(GOOD, None)


@pytest.mark.parametrize("hashed", [None, passwords.NOBODYS_HASH], ids=["nobody", "somebody"])
@pytest.mark.parametrize("password", ["x" * 257, "x" * 1_000_000, "\udfff" * 12])
async def test_what_cannot_be_a_password_is_not_compared_whoever_asks(
    recorder: Recorder, password: str, hashed: str | None
) -> None:
    assert not await verify_password(password, hashed)
    assert recorder.compared == []


async def test_two_are_hashed_at_a_time_never_three(recorder: Recorder) -> None:
    await asyncio.gather(*(hash_password(GOOD) for _ in range(5)), *(verify_password(GOOD, None) for _ in range(5)))
    assert recorder.most == 2


async def test_a_request_that_gives_up_does_not_let_a_third_hash_begin(recorder: Recorder) -> None:
    first = [asyncio.create_task(hash_password(GOOD)) for _ in range(4)]
    await asyncio.sleep(recorder.seconds / 2)
    for task in first:
        task.cancel()
    await asyncio.gather(*first, return_exceptions=True)
    await asyncio.gather(*(hash_password(GOOD) for _ in range(4)))
    assert recorder.most == 2


async def test_others_are_served_while_a_password_is_hashed(recorder: Recorder) -> None:
    recorder.seconds = 0.2
    hashing = asyncio.create_task(hash_password(GOOD))
    await asyncio.sleep(0.01)
    assert not hashing.done()
    assert await hashing == "hashed"


def test_each_event_loop_can_hash(recorder: Recorder) -> None:
    for _ in range(3):
        assert asyncio.run(hash_password(GOOD)) == "hashed"
    assert recorder.now == 0


@pytest.mark.parametrize(
    "hasher", [Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1), Argon2Hasher(2, 65536, 1)]
)
async def test_a_hash_of_other_times_still_works_and_asks_to_be_made_again(hasher: Argon2Hasher) -> None:
    hashed = hasher.hash(GOOD)
    assert await verify_password(GOOD, hashed)
    assert needs_rehash(hashed)


@pytest.mark.parametrize("hashed", [name for name in OTHERS.values() if name is not None], ids=list(OTHERS)[1:])
def test_what_cannot_be_compared_must_be_made_again(hashed: str) -> None:
    assert needs_rehash(hashed)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse",
        "tolv tegn 4!",
        "rødgrød med fløde på",
        "kode til sommerhus i Rø",
        "9f3b-77e0-41c2",
        "漢字とかなのパスワードです",
        "8402-7719-3365",
        "fire ord og 1 å " * 16,
    ],
)
def test_a_decent_password_is_taken(password: str) -> None:
    assert check_password_policy(password, "mette.holm") == []


POLICY = {
    "eleven": ("tolv tegn 4", ["password-too-short"]),
    "nothing": ("", ["password-too-short", "password-too-common"]),
    "eleven letters of two characters": (unicodedata.normalize("NFD", "åbæcødåfægø"), ["password-too-short"]),
    "257": ("Lærke" * 52, ["password-too-long"]),
    "endless": ("x" * 10_000_000, ["password-too-long"]),
    "the name": ("mette.holm@skole.example", ["password-contains-username"]),
    "the name within": ("min METTE.holm kode", ["password-contains-username"]),
    "the name in wide letters": ("min \uff4d\uff45tte.holm kode", ["password-contains-username"]),
    "all at once": ("mette.holm" * 30, ["password-too-long"]),
    "short and the name": ("Mette.Holm!", ["password-too-short", "password-contains-username"]),
}


@pytest.mark.parametrize("password, faults", POLICY.values(), ids=POLICY)
def test_what_is_wrong_with_a_password_is_said(password: str, faults: list[str]) -> None:
    assert check_password_policy(password, "Mette.Holm@skole.example") == faults


COMMON = """
password1234 Password2024! passwordpassword PASSWORD-password p4ssw0rd2025 pa$$w0rd1234 qwertyuiop12 qwertyuiop[]12
123456789012 098765432109 abcdefghijkl zyxwvutsrqpo aaaaaaaaaaaa ababababcdcd 121212121212 1q2w3e4r5t6y 1qaz2wsx3edc
Velkommen2026 velkommen!!!! Kodeord123456 adgangskode12 SommerSommer1 Sommer2026!!! sommerferie25 hemmelig1234
iloveyouiloveyou letmein12345 letmein1letmein1 Danmark-2026-! vuggestue2026 kommune123456 ...............skole
correcthorsebatterystaple
"""


@pytest.mark.parametrize("password", COMMON.split())
def test_what_everybody_chooses_is_refused(password: str) -> None:
    assert "password-too-common" in check_password_policy(password, "mette.holm")


def test_none_of_the_commonest_is_taken_however_it_is_decorated() -> None:
    """The list is a package's: 3,000 are asked for by ASVS; those of them that are too short, with an end to them."""
    assert len(commonest()) > 30_000
    long = [word for word in commonest() if len(word) >= 12]
    words = sorted(word for word in commonest() if word.isalpha() and len(word) >= 4)[::8]
    assert (len(long) > 200, len(words) > 2_000) == (True, True)
    made = [*long, *(f"{word}2026!!!!!!!!" for word in words), *(f"{word.title()}-{word}-12345" for word in words)]
    assert [one for one in made if "password-too-common" not in check_password_policy(one, "mette.holm")] == []


@pytest.mark.parametrize("username", ["", "bo", "@", "a@b.example"])
def test_a_very_short_name_is_within_every_second_password_and_does_not_count(username: str) -> None:
    assert check_password_policy("boligen ved åen", username) == []
