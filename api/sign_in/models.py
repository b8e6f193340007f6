"""People and machines that authenticate, their sessions, refresh tokens and failed attempts: the tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, ResourceModel, UTCDateTime, bytewise_text


class Person(ResourceModel, table=True):
    """Somebody who signs in; not a child, ever.

    `keys_from` counts the times that all their sign-ins were ended: a secret that was made for a program of theirs
    bears the number of its time, and is good no longer than that. A password that somebody else thought of is a first
    one: it lets nobody in, and is good until `first_password_until` for choosing one of one's own. Who is erased keeps
    an id, and nothing that tells who they were.
    """

    __tablename__ = "person"
    resource = "people"

    username: str = Column(max_length=64, unique=True)
    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text(), index=True)
    email: str | None = Column(default=None, max_length=254)
    active: bool = Column(default=True)
    password_hash: str | None = Column(default=None, max_length=300)
    first_password_until: datetime | None = Column(default=None, sa_type=UTCDateTime)
    keys_from: int = Column(default=0)
    erased_on: date | None = Column(default=None)


class Client(ResourceModel, table=True):
    """A machine that signs in with a secret of its own."""

    __tablename__ = "client"
    resource = "clients"

    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text(), index=True)
    active: bool = Column(default=True)
    secret_hash: str = Column(max_length=300)


class Identity(SQLModel, table=True):
    """Who somebody, or a machine, is to the municipality's own sign-in: its name for them by a hash, never as it is.

    `said` and `said_at` are the newest of its words about them that were taken. Tokens from before `good_from` are not.
    """

    __tablename__ = "identity"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (client_id IS NULL)", name="identity_is_ones"),)

    key: str = Column(primary_key=True, max_length=64)
    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    client_id: UUID | None = Column(default=None, foreign_key="client.id", index=True)
    said: str = Column(default="", max_length=64)
    said_at: datetime = Column(sa_type=UTCDateTime)
    renew_on: date
    good_from: datetime = Column(sa_type=UTCDateTime)


class SignIn(SQLModel, table=True):
    """A family of tokens that began with one sign-in; ending it ends them all."""

    __tablename__ = "sign_in"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    client_id: UUID | None = Column(default=None, foreign_key="client.id", index=True)
    began_at: datetime = Column(sa_type=UTCDateTime)
    ends_at: datetime = Column(sa_type=UTCDateTime)
    ended_at: datetime | None = Column(default=None, sa_type=UTCDateTime)


class RefreshToken(SQLModel, table=True):
    """A refresh token by its hash; used once, and a second use ends its family."""

    __tablename__ = "refresh_token"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    sign_in_id: UUID = Column(foreign_key="sign_in.id", index=True)
    secret_hash: str = Column(max_length=64, unique=True)
    used_at: datetime | None = Column(default=None, sa_type=UTCDateTime)


class FailedSignIns(SQLModel, table=True):
    """Failed sign-ins of an account or from an address, for the growing pause after them."""

    __tablename__ = "attempt"

    key: str = Column(primary_key=True, max_length=64)
    failures: int = Column(default=0)
    last_at: datetime = Column(sa_type=UTCDateTime)
