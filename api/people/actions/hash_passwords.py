"""New passwords, hashed before the one writer's transaction begins: hashing is slow, and others wait to write."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from fastapi import Request

from api.access import reach
from api.access.caller import Context, RequestContext, load_caller
from api.access.models import Holder
from api.core import clock
from api.core.problems import NOT_ALLOWED, Fault, Problem, raise_faults
from api.db import transactions
from api.people.rules import NOT_A_FIRST_ONE, WRONG_PASSWORD, password_faults
from api.people.schemas import FirstPassword, PasswordChange, PersonCreate, PersonUpdate
from api.sign_in import throttling
from api.sign_in.models import Person
from api.sign_in.oauth import PASSWORD_SIGN_IN_OFF
from api.sign_in.password_check import admit_attempt, check_password, first_password
from api.sign_in.passwords import check_password_policy, hash_password, verify_password


async def _hash(context: RequestContext, password: str | None) -> str | None:
    """None for a password, or from a caller, that the route will refuse anyway."""
    if password is None or check_password_policy(password, ""):
        return None
    async with context.glance() as connection:
        known, allowed = (await connection.execute(reach.access_check(context.may), context.scope)).one()
    return await hash_password(password) if known and allowed else None


async def hash_of_new(context: Context, new: PersonCreate) -> str | None:
    """The hash of a new person's password."""
    return await _hash(context, new.password)


async def hash_of_changed(context: Context, change: PersonUpdate) -> str | None:
    """The hash of the password that a person is given."""
    return await _hash(context, change.password)


def first_until(context: RequestContext) -> datetime:
    """Until when a password that somebody is given now is good for choosing one of their own."""
    return clock.now() + timedelta(days=context.request.app.state.settings.first_password_days)


class Replacement(NamedTuple):
    """The hash that the old password was compared with, and the new one's."""

    old: str
    new: str


async def replacement(context: Context, change: PasswordChange) -> Replacement:
    """Compare the old password and hash the new one; wrong ones are counted and paused for as in signing in."""
    if not context.request.app.state.settings.password_sign_in:
        raise Problem(PASSWORD_SIGN_IN_OFF)
    async with transactions.read_transaction(context.engine) as session:
        caller = await load_caller(session, context.claims)
        person = await session.get(Person, caller.id)
    if caller.holder != Holder.person or person is None:
        raise Problem(NOT_ALLOWED)
    client = context.request.client
    who = throttling.attempt_keys(f"person:{person.username}", client.host if client else None)
    await admit_attempt(context.engine, who)
    if not await verify_password(change.old, person.password_hash) or person.password_hash is None:
        raise Problem(Fault(WRONG_PASSWORD, pointer="/old"))
    async with transactions.write_transaction(context.engine) as session:
        await throttling.reset(session, who)
    return Replacement(person.password_hash, await _judged(change.new, change.old, person.username))


async def _judged(new: str, old: str, username: str) -> str:
    """The hash of a password that may stand in another's place; raises all that is wrong with it."""
    codes = check_password_policy(new, username)
    raise_faults(password_faults(codes + (["password-unchanged"] if new == old else []), "/new"))
    return await hash_password(new)


class ChosenPassword(NamedTuple):
    """The hash of a first password, whose it is, and the hash of what they chose instead."""

    person_id: UUID
    first: str
    new: str


async def chosen_password(request: Request, wanted: FirstPassword) -> ChosenPassword:
    """Compare a first password as signing in does, and hash what is to stand in its place."""
    state, host = request.app.state, request.client.host if request.client else None
    found = await check_password(state.engine, state.settings, wanted.username, wanted.first, host)
    if not await first_password(state.engine, found):
        raise Problem(NOT_A_FIRST_ONE)
    return ChosenPassword(found.person.id, found.hashed, await _judged(wanted.new, wanted.first, found.person.username))
