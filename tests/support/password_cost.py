"""The cost of hashing passwords: low in most tests, the service's own in tests of the hashing itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.sign_in import passwords

_REAL = {name: getattr(passwords, name) for name in ("PASSES", "MEMORY_KIB", "ARGON2ID", "PASSWORDS", "DUMMY_HASH")}


def _low_cost() -> dict[str, object]:
    """Return the same constants for hashes of one pass over 64 KiB."""
    hasher = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=passwords.LANES)
    dummy = passwords.DUMMY_HASH.replace(f"m={passwords.MEMORY_KIB},t={passwords.PASSES},", "m=64,t=1,")
    return {
        "PASSES": 1,
        "MEMORY_KIB": 64,
        "ARGON2ID": hasher,
        "PASSWORDS": PasswordHash((hasher,)),
        "DUMMY_HASH": dummy,
    }


_LOW = _low_cost()


@contextmanager
def _constants(values: dict[str, object]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setattr(passwords, name, value)
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_password_hashing() -> Iterator[None]:
    """Hash and verify passwords in this process at a low cost."""
    with _constants(_LOW):
        yield


@pytest.fixture
def real_password_hashing() -> Iterator[None]:
    """Hash and verify passwords as in production."""
    with _constants(_REAL):
        yield
