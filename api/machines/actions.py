"""Create and update machines, rotate their secrets."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.journal.record import change, create, touch
from api.machines.schemas import ClientCreate
from api.sign_in.models import Client
from api.sign_in.sessions import end_sessions, hash_secret, new_secret


async def create_clients(
    session: AsyncSession, caller: Caller | None, bodies: Sequence[ClientCreate]
) -> list[tuple[Client, str]]:
    """Create machines; return each with its secret, of which only a hash is stored."""
    clients = []
    for body in bodies:
        secret = new_secret()
        client = Client(
            name=body.name, name_key=danish_key(body.name), active=body.active, secret_hash=hash_secret(secret)
        )
        clients.append((client, secret))
    await create(session, caller, [client for client, _ in clients])
    return clients


async def update_client(
    session: AsyncSession, caller: Caller | None, client: Client, values: Mapping[str, Any]
) -> None:
    """Update a machine; end its sessions if it is no longer active."""
    values = dict(values)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, client, values)
    if not client.active:
        await end_sessions(session, client)


async def rotate_secret(session: AsyncSession, caller: Caller | None, client: Client) -> str:
    """Create and return a new secret of a machine; end the sessions that began with the old one."""
    secret = new_secret()
    client.secret_hash = hash_secret(secret)
    await touch(session, caller, client, "secret_rotated", ["secret"])
    await end_sessions(session, client)
    return secret
