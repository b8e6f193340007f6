"""Create and change machines, rotate their secrets."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.journal.record import change, create, touch
from api.machines.schemas import ClientCreate
from api.sign_in.models import Client
from api.sign_in.sessions import digest, end_sessions, new_secret


async def create_clients(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[ClientCreate]
) -> list[tuple[Client, str]]:
    """New machines, each with its secret, which is kept as a hash only."""
    made = []
    for one in wanted:
        secret = new_secret()
        client = Client(name=one.name, name_key=danish_key(one.name), active=one.active, secret_hash=digest(secret))
        made.append((client, secret))
    await create(session, caller, [client for client, _ in made])
    return made


async def update_client(
    session: AsyncSession, caller: Caller | None, client: Client, values: Mapping[str, Any]
) -> None:
    """Change what is said of a machine."""
    values = dict(values)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, client, values)
    if not client.active:
        await end_sessions(session, client)


async def rotate_secret(session: AsyncSession, caller: Caller | None, client: Client) -> str:
    """A new secret for a machine; what it began with the old one ends."""
    secret = new_secret()
    client.secret_hash = digest(secret)
    await touch(session, caller, client, "secret_rotated", ["secret"])
    await end_sessions(session, client)
    return secret
