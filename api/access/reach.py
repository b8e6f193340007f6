"""The units a caller reaches for an action: the one query that decides scope.

Everything here is built once, on the bind parameters of `scope()`; the database evaluates the grants at each request.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Uuid, and_, bindparam, exists, false, func, literal_column, or_, select, true
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from api.access.models import Grant, Role, Unit, UnitAncestor, UnitKind
from api.access.roles import OWN_UNIT_ONLY, READ, Permission, roles_for
from api.core import clock
from api.db.sql_functions import any_of
from api.sign_in.models import Client, Person, SignIn

_CALLER = bindparam("caller_id", type_=Uuid())
_FAMILY = bindparam("family_id", type_=Uuid())
_TODAY = bindparam("today", type_=Date())


def scope(caller_id: UUID, family_id: UUID) -> Mapping[str, Any]:
    """The values of every statement's bind parameters for a caller, today."""
    return {"caller_id": caller_id, "family_id": family_id, "today": clock.today()}


def _held(roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return and_(
        or_(col(Grant.person_id) == _CALLER, col(Grant.client_id) == _CALLER),
        # Part of the text: bound, the list would be spelled anew at each execution.
        col(Grant.role).in_([literal_column(f"'{role}'") for role in roles]),
    )


def _in_force(roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return and_(_held(roles), col(Grant.since_on) <= _TODAY, col(Grant.until_on) > _TODAY)


@lru_cache(maxsize=500)
def reached(may: Permission) -> Select[Any]:
    """The ids of the units that the caller reaches for this."""
    return _reached(may)


def _reached(may: Permission, *narrower: ColumnElement[bool]) -> Select[Any]:
    below = and_(
        col(UnitAncestor.ancestor_id) == col(Grant.unit_id),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )
    found = select(col(UnitAncestor.unit_id)).join(Grant, below).where(_in_force(roles_for(may)), *narrower)
    if may.action is not READ or may.row in OWN_UNIT_ONLY:
        found = found.where(col(UnitAncestor.upward) == false())
    return found


def within(unit: Any, may: Permission, *narrower: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a row's unit lies within the caller's reach for this; `narrower` looks at Grant."""
    return any_of(unit, _reached(may, *narrower) if narrower else reached(may))


def lies_within(unit: Any, may: Permission, *narrower: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same as `within`, asked of each row that is looked at: for a page out of very many units in reach.

    A scalar query, since PostgreSQL gathers all units in reach to answer EXISTS.
    """
    asked = _reached(may, *narrower).where(col(UnitAncestor.unit_id) == unit).with_only_columns(true()).limit(1)
    return func.coalesce(asked.scalar_subquery(), false())


def holds(may: Permission, *narrower: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the caller holds a role that may do this, anywhere; `narrower` looks at Grant."""
    return exists(select(1).select_from(Grant).where(_in_force(roles_for(may)), *narrower))


def lost_since(moment: Any, may: Permission) -> ColumnElement[bool]:
    """That a role by which the caller could do this at a moment has ended since."""
    day = func.date(moment, type_=Date())
    later = or_(col(Grant.until_on) > day, and_(col(Grant.until_on) == day, col(Grant.updated_at) > moment))
    ended = and_(_held(roles_for(may)), col(Grant.since_on) <= day, col(Grant.until_on) <= _TODAY, later)
    return exists(select(1).select_from(Grant).where(ended))


def municipality() -> Select[Any]:
    """The id of the unit at the top of the tree."""
    return select(col(Unit.id)).where(col(Unit.kind) == UnitKind.municipality)


def below(unit: Any, parameter: str) -> ColumnElement[bool]:
    """A list's filter: that a row's unit lies at or below the unit that the parameter names, today."""
    lower = select(col(UnitAncestor.unit_id)).where(
        col(UnitAncestor.ancestor_id) == bindparam(parameter, type_=Uuid()),
        col(UnitAncestor.upward) == false(),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )
    return any_of(unit, lower)


def known() -> ColumnElement[bool]:
    """That the caller's sign-in has not been ended and that they are still active."""
    person = select(1).select_from(SignIn).join(Person, col(Person.id) == col(SignIn.person_id))
    client = select(1).select_from(SignIn).join(Client, col(Client.id) == col(SignIn.client_id))
    running = and_(col(SignIn.id) == _FAMILY, col(SignIn.ended_at).is_(None))
    return or_(
        exists(person.where(running, col(Person.id) == _CALLER, col(Person.active))),
        exists(client.where(running, col(Client.id) == _CALLER, col(Client.active))),
    )


@lru_cache(maxsize=500)
def access_check(*mays: Permission) -> Select[bool, bool]:
    """One row that says whether the caller is known, and whether a role of theirs may do any of this anywhere."""
    return select(known().label("known"), or_(false(), *(holds(may) for may in mays)).label("allowed"))
