"""Every operation refuses a call without a good token, but for those that are open to everyone by name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from api.core import clock
from api.db import transactions
from api.sign_in.models import Person, SignIn
from tests.support.operations import Operation, operations
from tests.support.world import Actor, World

# Open to everyone, each with its reason.
OPEN = {
    "is_alive": "a monitor asks it",
    "is_ready": "a monitor asks it",
    "show_index": "it says where tokens are got",
    "explain_problem": "who is refused has no token yet",
    "list_problems": "likewise",
    "read_vocabulary": "it says nothing that the contract does not",
    "issue_token": "it is where tokens come from",
    "get_consultation_questions": "children and parents are asked by a link, and sign in nowhere",
    "answer_consultation": "they answer by the same link; nobody is to know who",
    "replace_first_password": "who has a first password has no token yet, and gets none by it",
    "revoke_token": "the token to revoke is in the body",
    "read_calendar": "a calendar program knows the secret of the address and nothing else",
}


def guarded() -> list[Operation]:
    return [operation for operation in operations() if operation.name not in OPEN]


def test_what_is_open_is_said_in_the_contract() -> None:
    assert {operation.name for operation in operations() if not operation.signed_in} == set(OPEN)
    assert all("401" in operation.written["responses"] for operation in guarded())


async def answers(client: httpx.AsyncClient, authorization: str | None) -> dict[str, tuple[Any, ...]]:
    """What each guarded operation does not refuse as it should."""
    found = {}
    for operation in guarded():
        headers = {} if authorization is None else {"Authorization": authorization}
        given: dict[str, Any] = {} if operation.method == "get" else {"json": operation.body or {}}
        if operation.media_type not in (None, "application/json"):
            given = {"content": b"x"}
            headers["Content-Type"] = str(operation.media_type)
        answer = await client.request(operation.method, operation.address(), headers=headers, **given)
        said = answer.json() if answer.content else {}
        seen = (answer.status_code, said.get("code"), answer.headers.get("www-authenticate", "")[:6])
        if seen != (401, "not-signed-in", "Bearer"):
            found[str(operation)] = seen
    return found


async def signed_in(world: World) -> tuple[Actor, UUID]:
    office = await world.actor("administration")
    claims = world.app.state.verifier.verify(office.token, clock.now())
    return office, claims.family


BROKEN = ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dTpw", "Bearer " + "a" * 9000]


@pytest.mark.parametrize("authorization", [None, *BROKEN], ids=range(len(BROKEN) + 1))
async def test_without_a_token_or_with_a_broken_one_every_operation_refuses(
    world: World, authorization: str | None
) -> None:
    assert await answers(world.client, authorization) == {}


async def test_a_token_that_was_tampered_with_is_refused(world: World) -> None:
    office, _ = await signed_in(world)
    head, claims, signature = office.token.split(".")
    assert await answers(world.client, f"Bearer {head}.{claims}.{signature[:-2]}AA") == {}


@pytest.mark.parametrize(
    "written", ["Basic {}", "DPoP {}", "Token {}", "{}", "Bearer{}", "Bearer\t{}", "Basic Bearer {}"]
)
async def test_a_good_token_is_none_under_another_name(world: World, written: str) -> None:
    office, _ = await signed_in(world)
    answer = await world.client.get("/v1/me", headers={"Authorization": written.format(office.token)})
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


async def test_an_expired_token_is_refused(world: World) -> None:
    office, _ = await signed_in(world)
    clock.move(clock.now() + timedelta(hours=2))
    assert await answers(world.client, f"Bearer {office.token}") == {}


async def test_a_token_of_an_ended_sign_in_is_refused(world: World) -> None:
    office, family = await signed_in(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(SignIn).where(col(SignIn.id) == family).values(ended_at=clock.now()))
    assert await answers(world.client, f"Bearer {office.token}") == {}


async def test_a_token_of_somebody_who_is_no_longer_active_is_refused(world: World) -> None:
    office, _ = await signed_in(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == office.id).values(active=False))
    assert await answers(world.client, f"Bearer {office.token}") == {}


async def test_a_token_of_nobody_is_refused(world: World) -> None:
    nobody, family = UUID(int=7 << 76 | 2 << 62), (await signed_in(world))[1]
    assert await answers(world.client, f"Bearer {world.token(nobody, 'person', family)}") == {}
