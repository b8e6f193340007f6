"""UUIDs: version 7 for resources (RFC 9562), version 4 where the time of creation must not show."""

import os
import time
from uuid import UUID

# --- identifiers ---


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, method 3): ordered by time to a quarter of a microsecond, random below it.

    So what one process makes one after the other is found in that order by its ids.
    """
    return UUID(int=uuid7_of(time.time_ns(), int.from_bytes(os.urandom(8), "big")))


def uuid7_of(moment: int, chance: int) -> int:
    """The UUID version 7 of a moment in nanoseconds and of 62 random bits."""
    milliseconds, below = divmod(moment, 1_000_000)
    fraction = (below << 12) // 1_000_000
    return (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | chance & (1 << 62) - 1


def random_id() -> UUID:
    """A UUID version 4, for what must not tell when it was made."""
    return UUID(bytes=os.urandom(16), version=4)
