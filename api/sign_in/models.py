"""Tables of people and machines that authenticate, their sessions, refresh tokens and failed attempts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, ResourceModel, UTCDateTime, bytewise_text


class Person(ResourceModel, table=True):
    """A person who can sign in; never a child.

    `keys_from` counts how often all sessions of the person were ended: a secret for one of their programs (the
    calendar's address) carries the count of its creation, and is valid as long as the count stays the same.
    A password that an administrator sets is a first password: until `first_password_until` it can be replaced by one
    of the person's own, and cannot be used otherwise. An erased person keeps only the id.
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
    """A machine (OAuth client) that signs in with a secret of its own."""

    __tablename__ = "client"
    resource = "clients"

    name: str = Column(max_length=200)
    name_key: str = Column(sa_type=bytewise_text(), index=True)
    active: bool = Column(default=True)
    secret_hash: str = Column(max_length=300)


class Identity(SQLModel, table=True):
    """The account of a person or machine at the municipal sign-in; `key` is the hash of issuer and subject.

    `claims_digest` is the digest of the claims that were applied last, `claims_issued_at` the issue time of their
    token. Tokens that were issued at `good_from` or earlier are rejected. From `renew_on` on, unchanged claims are
    applied again, which extends the grants.
    """

    __tablename__ = "identity"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (client_id IS NULL)", name="identity_is_ones"),)

    key: str = Column(primary_key=True, max_length=64)
    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    client_id: UUID | None = Column(default=None, foreign_key="client.id", index=True)
    claims_digest: str = Column(default="", max_length=64)
    claims_issued_at: datetime = Column(sa_type=UTCDateTime)
    renew_on: date
    good_from: datetime = Column(sa_type=UTCDateTime)


class SignIn(SQLModel, table=True):
    """A session: the family of tokens of one sign-in. Ending it invalidates all of them."""

    __tablename__ = "sign_in"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    client_id: UUID | None = Column(default=None, foreign_key="client.id", index=True)
    began_at: datetime = Column(sa_type=UTCDateTime)
    ends_at: datetime = Column(sa_type=UTCDateTime)
    ended_at: datetime | None = Column(default=None, sa_type=UTCDateTime)


class RefreshToken(SQLModel, table=True):
    """A refresh token, stored as a hash. It can be used once; a second use ends the session."""

    __tablename__ = "refresh_token"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    sign_in_id: UUID = Column(foreign_key="sign_in.id", index=True)
    secret_hash: str = Column(max_length=64, unique=True)
    used_at: datetime | None = Column(default=None, sa_type=UTCDateTime)


class FailedSignIns(SQLModel, table=True):
    """The count of failed sign-ins of an account or from an address, for throttling."""

    __tablename__ = "attempt"

    key: str = Column(primary_key=True, max_length=64)
    failures: int = Column(default=0)
    last_at: datetime = Column(sa_type=UTCDateTime)
