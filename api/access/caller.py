"""The authenticated caller with the grants in force, and the context of one request."""

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
from api.access.roles import OWN_ACCOUNT, Permission, roles_for
from api.core import clock
from api.core.problems import NOT_ALLOWED, NOT_SIGNED_IN, Problem
from api.db import transactions
from api.sign_in.models import Client, Person
from api.sign_in.tokens import Claims


@dataclass(frozen=True, slots=True)
class CallerGrant:
    """A grant of the caller that is in force today."""

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
    """An authenticated person or machine, with the grants that are in force today.

    `family_id` is the session (the family of tokens) that the access token belongs to.
    """

    id: UUID
    holder: str
    family_id: UUID
    name: str
    grants: tuple[CallerGrant, ...] = ()

    @property
    def roles(self) -> set[Role]:
        return {grant.role for grant in self.grants}

    def has_permission(self, permission: Permission) -> bool:
        """Return whether a role of the caller has the permission, at any unit; `OWN` needs no role."""
        return permission.row == OWN_ACCOUNT or not self.roles.isdisjoint(roles_for(permission))


def unauthorized() -> Problem:
    """Build the 401 response to a missing or invalid token; it is the same for every reason."""
    return Problem(NOT_SIGNED_IN, headers={"WWW-Authenticate": 'Bearer realm="sammen"'})


async def load_caller(session: AsyncSession, claims: Claims) -> Caller:
    """Load the caller of a verified token, with the grants in force today, in one statement.

    Raises `not-signed-in` if the session was ended or the caller is no longer active.
    """
    today, table = clock.today(), Person if claims.holder == "person" else Client
    statement = (
        select(
            reach.session_is_valid(),
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
    rows = (await session.execute(statement, values)).all()
    if not rows or not rows[0][0]:
        raise unauthorized()
    grants = tuple(
        CallerGrant(Role(row[2]), row[3], UnitKind(row[4]), *row[5:10]) for row in rows if row[2] is not None
    )
    return Caller(claims.subject, claims.holder, claims.family or claims.token_id, rows[0][10], grants)


@dataclass(slots=True)
class RequestContext:
    """The context of one request: the claims of its token, the permission of its route, and its database session.

    `permission` is the permission that the route requires. `response_has_secret` marks a response with a secret in it,
    which is not stored for replay.
    """

    request: Request
    engine: AsyncEngine
    claims: Claims
    permission: Permission
    body_digest: str = ""
    response_has_secret: bool = False
    _session: AsyncSession | None = None
    _caller: Caller | None = None
    _exit_stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def scope(self) -> dict[str, Any]:
        """The bind parameters of every statement that is limited to the caller's reach."""
        settings = self.request.app.state.settings
        return dict(reach.scope_parameters(self.claims.subject, self.claims.family or self.claims.token_id, settings))

    @property
    def session(self) -> AsyncSession:
        """The session of a writing request; for a reading request, `read_session` opens it first."""
        if self._session is None:
            raise RuntimeError("no session has been opened for this request")
        return self._session

    @property
    def caller(self) -> Caller:
        """The caller: available in a writing request, or after `read_session`."""
        if self._caller is None:
            raise RuntimeError("the caller of this request has not been loaded")
        return self._caller

    @asynccontextmanager
    async def write_transaction(self) -> AsyncIterator[AsyncSession]:
        """Open the write transaction, load the caller in it, and commit at the end of the block."""
        async with transactions.write_transaction(self.engine) as session:
            self._session = session
            self._caller = await load_caller(session, self.claims)
            try:
                yield session
            finally:
                self._session = None

    async def read_session(self, *, skip_role_check: bool = False) -> AsyncSession:
        """Open a read-only snapshot for a request of several statements, and check that a role has the permission.

        With `skip_role_check`, the role is not checked: a relation (participant, observer) can open the resource to
        people of any role, and the route checks that itself.
        """
        if self._session is None:
            self._session = await self._exit_stack.enter_async_context(transactions.read_transaction(self.engine))
            self._caller = await load_caller(self._session, self.claims)
            if not skip_role_check:
                self.require_role()
        return self._session

    @asynccontextmanager
    async def statement_connection(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection for one statement: that of the open session, else one in autocommit mode."""
        if self._session is not None:
            await self._session.flush()
            yield await self._session.connection()
        else:
            async with transactions.single_statement(self.engine) as connection:
                yield connection

    def require_role(self) -> None:
        """Raise `not-allowed` unless a role of the caller has the permission of the route, at any unit."""
        if not self.caller.has_permission(self.permission):
            raise Problem(NOT_ALLOWED)

    async def close(self) -> None:
        """Close the session that `read_session` opened."""
        await self._exit_stack.aclose()


# Async, although it awaits nothing: FastAPI runs a plain function in a worker thread, at every request.
async def current_context(request: Request) -> RequestContext:
    """Return the context that the route class created for this request (FastAPI dependency)."""
    context: RequestContext = request.state.context
    return context


Context = Annotated[RequestContext, Depends(current_context)]
