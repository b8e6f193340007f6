"""Caller: who calls, with the grants in force; Call: one request on its way through the door."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import bindparam, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import FIRST_DAY, LAST_DAY, Grant, Role, Unit, UnitKind
from api.access.roles import OWN, Permission, roles_for
from api.core import clock
from api.core.problems import NOT_ALLOWED, NOT_SIGNED_IN, Problem
from api.db import transactions
from api.sign_in.models import Client, Person
from api.sign_in.tokens import Claims


@dataclass(frozen=True, slots=True)
class CallerGrant:
    """A grant in force, as its holder has it."""

    role: Role
    unit_id: UUID
    unit_kind: UnitKind
    unit_name: str
    network: str | None = None
    body: str | None = None
    since_on: date = FIRST_DAY
    until_on: date = LAST_DAY


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or a machine that is known, with the grants that are in force today."""

    id: UUID
    holder: str
    family_id: UUID
    name: str
    grants: tuple[CallerGrant, ...] = ()

    @property
    def roles(self) -> set[Role]:
        return {grant.role for grant in self.grants}

    def may(self, may: Permission) -> bool:
        """Whether a role of theirs may do it, wherever it is held; what is their own, with no role at all."""
        return may.row == OWN or not self.roles.isdisjoint(roles_for(may))


def unauthorized() -> Problem:
    """The one answer to every token that is not good."""
    return Problem(NOT_SIGNED_IN, headers={"WWW-Authenticate": 'Bearer realm="sammen"'})


async def load_caller(session: AsyncSession, claims: Claims) -> Caller:
    """The caller of a verified token; raises `not-signed-in` if the sign-in was ended or they are no longer active."""
    today, table = clock.today(), Person if claims.holder == "person" else Client
    held = (
        select(
            reach.known(),
            literal(True),
            col(Grant.role),
            col(Grant.unit_id),
            col(Unit.kind),
            col(Unit.name),
            col(Grant.network),
            col(Grant.body),
            col(Grant.since_on),
            col(Grant.until_on),
            col(table.name),
        )
        .select_from(table)
        .outerjoin(
            Grant,
            (or_(col(Grant.person_id) == col(table.id), col(Grant.client_id) == col(table.id)))
            & (col(Grant.since_on) <= bindparam("today"))
            & (col(Grant.until_on) > bindparam("today")),
        )
        .outerjoin(Unit, col(Unit.id) == col(Grant.unit_id))
        .where(col(table.id) == bindparam("caller_id"))
        .order_by(col(Grant.id))
    )
    values = {"today": today, "caller_id": claims.subject, "family_id": claims.family}
    rows = (await session.execute(held, values)).all()
    if not rows or not rows[0][0]:
        raise unauthorized()
    grants = tuple(
        CallerGrant(Role(row[2]), row[3], UnitKind(row[4]), *row[5:10]) for row in rows if row[2] is not None
    )
    return Caller(claims.subject, claims.holder, claims.family or claims.token_id, rows[0][10], grants)


@dataclass(slots=True)
class RequestContext:
    """One request: its token's claims, what it may do by its route, and the session that the door opened for it."""

    request: Request
    engine: AsyncEngine
    claims: Claims
    may: Permission
    body_digest: str = ""
    holds_secret: bool = False
    _session: AsyncSession | None = None
    _caller: Caller | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def scope(self) -> dict[str, Any]:
        """The bind parameters that every scoped statement takes."""
        return dict(reach.scope(self.claims.subject, self.claims.family or self.claims.token_id))

    @property
    def session(self) -> AsyncSession:
        """The session that a writing request runs in; for a reading one, `read` opens it."""
        if self._session is None:
            raise RuntimeError("this request has opened no session")
        return self._session

    @property
    def caller(self) -> Caller:
        """The caller, once known: in a writing request, or after `read`."""
        if self._caller is None:
            raise RuntimeError("this request has not asked who calls")
        return self._caller

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """The one writer's transaction, with the caller known in it; committed when the block ends."""
        async with transactions.write_transaction(self.engine) as session:
            self._session = session
            self._caller = await load_caller(session, self.claims)
            try:
                yield session
            finally:
                self._session = None

    async def read(self, *, related: bool = False) -> AsyncSession:
        """A session that sees one moment, for a reading request of several statements; checks that the role may.

        `related`: a relation opens the thing to people of any role, and who reads it asks for that itself.
        """
        if self._session is None:
            self._session = await self._open.enter_async_context(transactions.read_transaction(self.engine))
            self._caller = await load_caller(self._session, self.claims)
            if not related:
                self.require_role()
        return self._session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncConnection]:
        """A connection for one statement: the session's own where there is one, else in autocommit."""
        if self._session is not None:
            await self._session.flush()
            yield await self._session.connection()
        else:
            async with transactions.single_statement(self.engine) as connection:
                yield connection

    def require_role(self) -> None:
        """Raise `not-allowed` unless some role of the caller may do what the route is for."""
        if not self.caller.may(self.may):
            raise Problem(NOT_ALLOWED)

    async def close(self) -> None:
        await self._open.aclose()


# Async, though it waits for nothing: a plain function would be sent to a thread at every request.
async def current_context(request: Request) -> RequestContext:
    """The Call that the door made of this request."""
    context: RequestContext = request.state.context
    return context


Context = Annotated[RequestContext, Depends(current_context)]
