"""Tables of the journal: entries, and the hash chain that reveals tampering."""

import re
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import SQLModel

from api.db.columns import Column, UTCDateTime, json_column

_RANDOM_ID = re.compile(r"[0-9a-fA-F-]{16,64}")


def traceable(request_id: str) -> str:
    """Return a request id as the journal stores it: a random id as it is, any other as its SHA-256.

    Clients choose their request ids, and the journal cannot be changed: it must not hold a name from such an id.
    """
    if not request_id or _RANDOM_ID.fullmatch(request_id):
        return request_id
    return sha256(request_id.encode()).hexdigest()


class Entry(SQLModel, table=True):
    """A journal entry: who changed which fields of what, when, in which request; never changed, and without values.

    It has no foreign keys, so that it outlives the resource. `seq` follows the order of commits without gaps, because
    there is one writer at a time.
    """

    __tablename__ = "entry"

    seq: int = Column(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Column(sa_type=UTCDateTime, index=True)
    request_id: str = Column(max_length=64)
    caller_id: UUID | None = Column(index=True)
    resource: str = Column(max_length=40)
    thing_id: UUID = Column(index=True)
    unit_id: UUID | None = Column(index=True)
    action: str = Column(max_length=40)
    version: int
    fields: list[str] = Column(sa_type=json_column())


class ChainLink(SQLModel, table=True):
    """A link of the hash chain: the HMAC of the entries of one transaction, up to `last_seq`, and of the link before.

    The HMAC key is not in the database, so that somebody who changes the database cannot recompute the chain. `key` is
    the fingerprint of the key.
    """

    __tablename__ = "seal"

    last_seq: int = Column(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    mac: str = Column(max_length=64)
    key: str = Column(max_length=16)
