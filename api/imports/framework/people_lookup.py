"""Lookup of people by the names that a file gives them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.grants.queries import find_holders
from api.imports.framework.external_id_cells import parse_uuid


async def find_people(session: AsyncSession, caller: Caller | None, names: Collection[str]) -> dict[str, UUID]:
    """Return the ids of people by username (in lower case) or own id; without those whom the caller may not see.

    The limit keeps a plan from revealing which usernames exist. Without a caller everybody is found.
    """
    ids = {name: id for name in names if (id := parse_uuid(name)) is not None}
    existing_ids, people, _ = await find_holders(session, caller, ids.values(), names, ())
    return people | {name: id for name, id in ids.items() if id in existing_ids}
