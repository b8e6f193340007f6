"""Every operation rejects a request without a valid token, except the public ones."""

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

# Operations without authentication, each with its reason.
PUBLIC = {
    "is_alive": "for monitoring",
    "is_ready": "for monitoring",
    "show_index": "it says where tokens are issued",
    "explain_problem": "a caller whose sign-in is refused has no token yet",
    "list_problems": "a caller whose sign-in is refused has no token yet",
    "read_vocabulary": "it has nothing that the contract does not have",
    "issue_token": "it issues tokens",
    "get_consultation_questions": "children and parents have a link and no account",
    "answer_consultation": "children and parents answer by the link, anonymously",
    "replace_first_password": "somebody with a first password has no token yet, and gets none by replacing it",
    "revoke_token": "the token to revoke is in the body",
    "read_calendar": "a calendar program authenticates by the secret in the address",
}


def authenticated_operations() -> list[Operation]:
    return [operation for operation in operations() if operation.name not in PUBLIC]


def test_contract_says_which_operations_are_public() -> None:
    assert {operation.name for operation in operations() if not operation.signed_in} == set(PUBLIC)
    assert all("401" in operation.definition["responses"] for operation in authenticated_operations())


async def unexpected_responses(client: httpx.AsyncClient, authorization: str | None) -> dict[str, tuple[Any, ...]]:
    """Return the operations that do not respond with 401 and a challenge, with their responses."""
    unexpected = {}
    for operation in authenticated_operations():
        headers = {} if authorization is None else {"Authorization": authorization}
        options: dict[str, Any] = {} if operation.method == "get" else {"json": operation.body or {}}
        if operation.media_type not in (None, "application/json"):
            options = {"content": b"x"}
            headers["Content-Type"] = str(operation.media_type)
        response = await client.request(operation.method, operation.address(), headers=headers, **options)
        problem = response.json() if response.content else {}
        challenge = response.headers.get("www-authenticate", "")[:6]
        refusal = (response.status_code, problem.get("code"), challenge)
        if refusal != (401, "not-signed-in", "Bearer"):
            unexpected[str(operation)] = refusal
    return unexpected


async def signed_in_administrator(world: World) -> tuple[Actor, UUID]:
    """Return an actor and the id of their sign-in."""
    office = await world.actor("administration")
    claims = world.app.state.verifier.verify(office.token, clock.now())
    return office, claims.family


MALFORMED = ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dTpw", "Bearer " + "a" * 9000]


@pytest.mark.parametrize("authorization", [None, *MALFORMED], ids=range(len(MALFORMED) + 1))
async def test_missing_or_malformed_token_is_rejected(world: World, authorization: str | None) -> None:
    assert await unexpected_responses(world.client, authorization) == {}


async def test_token_with_another_signature_is_rejected(world: World) -> None:
    office, _ = await signed_in_administrator(world)
    header, claims, signature = office.token.split(".")
    assert await unexpected_responses(world.client, f"Bearer {header}.{claims}.{signature[:-2]}AA") == {}


@pytest.mark.parametrize(
    "template", ["Basic {}", "DPoP {}", "Token {}", "{}", "Bearer{}", "Bearer\t{}", "Basic Bearer {}"]
)
async def test_valid_token_under_another_scheme_is_rejected(world: World, template: str) -> None:
    office, _ = await signed_in_administrator(world)
    response = await world.client.get("/v1/me", headers={"Authorization": template.format(office.token)})
    assert (response.status_code, response.json()["code"]) == (401, "not-signed-in")


async def test_expired_token_is_rejected(world: World) -> None:
    office, _ = await signed_in_administrator(world)
    clock.move(clock.now() + timedelta(hours=2))
    assert await unexpected_responses(world.client, f"Bearer {office.token}") == {}


async def test_token_of_an_ended_sign_in_is_rejected(world: World) -> None:
    office, family = await signed_in_administrator(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(SignIn).where(col(SignIn.id) == family).values(ended_at=clock.now()))
    assert await unexpected_responses(world.client, f"Bearer {office.token}") == {}


async def test_token_of_an_inactive_person_is_rejected(world: World) -> None:
    office, _ = await signed_in_administrator(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == office.id).values(active=False))
    assert await unexpected_responses(world.client, f"Bearer {office.token}") == {}


async def test_token_of_an_unknown_person_is_rejected(world: World) -> None:
    unknown_id, family = UUID(int=7 << 76 | 2 << 62), (await signed_in_administrator(world))[1]
    assert await unexpected_responses(world.client, f"Bearer {world.token(unknown_id, 'person', family)}") == {}
