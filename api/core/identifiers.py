"""UUIDs: version 7 for resources (RFC 9562), version 4 where the time of creation must not be visible."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562, method 3): ordered by time to a quarter of a microsecond, then random.

    Ids that a process creates one after the other are therefore in ascending order.
    """
    return UUID(int=uuid7_of(time.time_ns(), int.from_bytes(os.urandom(8), "big")))


def uuid7_of(nanoseconds: int, random_bits: int) -> int:
    """Return the UUID version 7 of a Unix time in nanoseconds, with the lowest 62 of the random bits."""
    milliseconds, remainder = divmod(nanoseconds, 1_000_000)
    fraction = (remainder << 12) // 1_000_000
    return (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random_bits & (1 << 62) - 1


def random_id() -> UUID:
    """Return a UUID version 4, which does not reveal when it was created."""
    return UUID(bytes=os.urandom(16), version=4)
