"""Reach: the units that a caller's grants give a permission at. The one query that decides the scope of every read.

All conditions are built once, on the bind parameters of `scope()`; the database evaluates the grants at each request.
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
from api.core.settings import Settings
from api.db.sql_functions import any_of
from api.sign_in.models import Client, Person, SignIn

_CALLER_ID = bindparam("caller_id", type_=Uuid())
_FAMILY_ID = bindparam("family_id", type_=Uuid())
_TODAY = bindparam("today", type_=Date())


def scope_parameters(caller_id: UUID, family_id: UUID, settings: Settings) -> Mapping[str, Any]:
    """Return the values of the bind parameters for a caller and session, today, with the threshold of visible text."""
    return {
        "caller_id": caller_id,
        "family_id": family_id,
        "today": clock.today(),
        "words_from_people": settings.words_from_people,
    }


def _is_held(roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return and_(
        or_(col(Grant.person_id) == _CALLER_ID, col(Grant.client_id) == _CALLER_ID),
        # Literal text: SQLAlchemy would render a bound list anew at each execution.
        col(Grant.role).in_([literal_column(f"'{role}'") for role in roles]),
    )


def _is_in_force(roles: tuple[Role, ...]) -> ColumnElement[bool]:
    return and_(_is_held(roles), col(Grant.since_on) <= _TODAY, col(Grant.until_on) > _TODAY)


@lru_cache(maxsize=500)
def reachable_units(permission: Permission) -> Select[Any]:
    """Return the select of the ids of the units within the caller's reach for the permission."""
    return _reached(permission)


def _reached(permission: Permission, *grant_conditions: ColumnElement[bool]) -> Select[Any]:
    is_below = and_(
        col(UnitAncestor.ancestor_id) == col(Grant.unit_id),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )
    in_force = _is_in_force(roles_for(permission))
    unit_ids = select(col(UnitAncestor.unit_id)).join(Grant, is_below).where(in_force, *grant_conditions)
    if permission.action is not READ or permission.row in OWN_UNIT_ONLY:
        unit_ids = unit_ids.where(col(UnitAncestor.upward) == false())
    return unit_ids


def unit_in_reach(unit: Any, permission: Permission, *grant_conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a row's unit lies within the caller's reach for the permission.

    `grant_conditions` are further conditions on Grant, such as its network or body.
    """
    return any_of(unit, _reached(permission, *grant_conditions) if grant_conditions else reachable_units(permission))


def row_unit_in_reach(unit: Any, permission: Permission, *grant_conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the same condition as `unit_in_reach`, evaluated for each row: faster for a page out of very many units.

    A scalar subquery, because PostgreSQL collects all units in reach to evaluate EXISTS.
    """
    of_row = _reached(permission, *grant_conditions).where(col(UnitAncestor.unit_id) == unit)
    return func.coalesce(of_row.with_only_columns(true()).limit(1).scalar_subquery(), false())


def has_permission(permission: Permission, *grant_conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the caller holds a role with the permission, at any unit."""
    return exists(select(1).select_from(Grant).where(_is_in_force(roles_for(permission)), *grant_conditions))


def permission_lost_since(moment: Any, permission: Permission) -> ColumnElement[bool]:
    """Return the condition that a role which gave the caller the permission at a moment has ended since."""
    day = func.date(moment, type_=Date())
    ended_later = or_(col(Grant.until_on) > day, and_(col(Grant.until_on) == day, col(Grant.updated_at) > moment))
    lost = and_(_is_held(roles_for(permission)), col(Grant.since_on) <= day, col(Grant.until_on) <= _TODAY, ended_later)
    return exists(select(1).select_from(Grant).where(lost))


def municipality_id() -> Select[Any]:
    """Return the select of the id of the municipality, the root of the tree of units."""
    return select(col(Unit.id)).where(col(Unit.kind) == UnitKind.municipality)


def unit_at_or_below(unit: Any, parameter: str) -> ColumnElement[bool]:
    """Return a list's filter: a row's unit lies today at or below the unit that the query parameter gives."""
    unit_ids = select(col(UnitAncestor.unit_id)).where(
        col(UnitAncestor.ancestor_id) == bindparam(parameter, type_=Uuid()),
        col(UnitAncestor.upward) == false(),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )
    return any_of(unit, unit_ids)


def session_is_valid() -> ColumnElement[bool]:
    """Return the condition that the caller's session has not been ended and that the caller is active."""
    person = select(1).select_from(SignIn).join(Person, col(Person.id) == col(SignIn.person_id))
    client = select(1).select_from(SignIn).join(Client, col(Client.id) == col(SignIn.client_id))
    session_open = and_(col(SignIn.id) == _FAMILY_ID, col(SignIn.ended_at).is_(None))
    return or_(
        exists(person.where(session_open, col(Person.id) == _CALLER_ID, col(Person.active))),
        exists(client.where(session_open, col(Client.id) == _CALLER_ID, col(Client.active))),
    )


@lru_cache(maxsize=500)
def access_check(*permissions: Permission) -> Select[bool, bool]:
    """Return a one-row select of (`known`, `allowed`): whether the caller's session is valid, and whether a role of
    the caller has any of the permissions, at any unit."""
    allowed = or_(false(), *(has_permission(permission) for permission in permissions))
    return select(session_is_valid().label("known"), allowed.label("allowed"))
