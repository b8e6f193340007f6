"""Hash the password that an administrator sets, before the write transaction begins.

Hashing is slow, and there is one writer at a time: the functions here are FastAPI dependencies, which run before the
route opens its transaction. Their body parameters are named as in the routes: FastAPI takes different names for
different bodies, and would expect both as members of one object.
"""

from datetime import datetime, timedelta

from api.access import reach
from api.access.caller import Context, RequestContext
from api.core import clock
from api.people.schemas import PersonCreate, PersonUpdate
from api.sign_in.passwords import check_password_policy, hash_password


async def hash_of_new(context: Context, new: PersonCreate) -> str | None:
    """Return the hash of the password of a new person."""
    return await _hash(context, new.password)


async def hash_of_changed(context: Context, change: PersonUpdate) -> str | None:
    """Return the hash of the new password of an existing person."""
    return await _hash(context, change.password)


async def _hash(context: RequestContext, password: str | None) -> str | None:
    """Return the hash; None if the route will reject the password or the caller anyway."""
    if password is None or check_password_policy(password, ""):
        return None
    async with context.statement_connection() as connection:
        known, allowed = (await connection.execute(reach.access_check(context.permission), context.scope)).one()
    return await hash_password(password) if known and allowed else None


def first_until(context: RequestContext) -> datetime:
    """Return when a first password that is set now expires."""
    return clock.now() + timedelta(days=context.request.app.state.settings.first_password_days)
