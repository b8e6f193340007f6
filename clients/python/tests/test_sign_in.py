"""Sign-in and token refresh."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sammen
from fake_service import FakeService
from sammen.tokens import MemoryTokenStore, Token

from tests.support.clients import connect, connect_async


def test_a_person_is_signed_in_with_the_first_request(client: sammen.Client, service: FakeService) -> None:
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password"]


def test_a_machine_signs_in_with_its_secret(service: FakeService) -> None:
    with connect(service, username=None, password=None, client_id="lis", client_secret="s") as client:
        list(client.institutions.list())
    assert service.sign_ins == [{"grant_type": "client_credentials", "client_id": "lis", "client_secret": "s"}]


def test_a_token_that_is_about_to_expire_is_refreshed_before_it_is_used(
    client: sammen.Client, service: FakeService
) -> None:
    service.token_lifetime = 10
    list(client.institutions.list())
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]
    assert all(request.headers["authorization"] for request in service.requests)


def test_a_revoked_token_is_refreshed_and_the_request_repeated(client: sammen.Client, service: FakeService) -> None:
    list(client.institutions.list())
    service.revoke_access_tokens()
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


def test_a_rejected_refresh_token_is_not_used_twice(client: sammen.Client, service: FakeService) -> None:
    store = MemoryTokenStore(Token("old", "spent", 0.0))
    with connect(service, store=store) as other:
        list(other.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["refresh_token", "password"]


def test_an_invalid_token_without_credentials_raises_a_problem(service: FakeService) -> None:
    with (
        connect(service, username=None, password=None, token="stale") as client,
        pytest.raises(sammen.errors.Unauthorized),
    ):
        list(client.institutions.list())
    assert len(service.requests) == 1


def test_without_credentials_nothing_is_sent(service: FakeService) -> None:
    with connect(service, username=None, password=None) as client, pytest.raises(sammen.SignInRequired):
        list(client.institutions.list())
    assert service.requests == []


def test_a_wrong_password_is_not_retried(service: FakeService) -> None:
    with connect(service, password="wrong") as client, pytest.raises(sammen.Problem) as caught:
        client.sign_in()
    assert caught.value.code == "invalid-grant"
    assert len(service.sign_ins) == 1


def test_concurrent_requests_refresh_the_token_once(service: FakeService) -> None:
    with connect(service) as client:
        client.sign_in()
        service.revoke_access_tokens()
        barrier = threading.Barrier(8)

        def request() -> None:
            barrier.wait()
            list(client.institutions.list())

        with ThreadPoolExecutor(8) as pool:
            for future in [pool.submit(request) for _ in range(8)]:
                future.result()
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


async def test_concurrent_tasks_refresh_the_token_once(service: FakeService) -> None:
    async with connect_async(service) as client:
        await client.sign_in()
        service.revoke_access_tokens()
        await asyncio.gather(*(client.institutions.list().first() for _ in range(20)))
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


def test_a_refresh_without_a_response_is_not_retried() -> None:
    sent: list[httpx.Request] = []

    def lost(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise httpx.ReadError("cut")

    with (
        sammen.Client(
            "https://sammen.test", store=MemoryTokenStore(Token("a", "r", 0.0)), transport=httpx.MockTransport(lost)
        ) as client,
        pytest.raises(sammen.ConnectionFailed),
    ):
        list(client.institutions.list())
    assert len(sent) == 1


def test_signing_out_revokes_the_token(client: sammen.Client, service: FakeService) -> None:
    client.sign_in()
    client.sign_out()
    assert [request.url.path for request in service.requests] == ["/v1/token/revoke"]
    assert b"token=" in service.requests[0].content


def test_secrets_are_not_in_repr(service: FakeService) -> None:
    assert "secret" not in repr(sammen.Token("secret", "secret"))
    with pytest.raises(ValueError, match="either"):
        connect(service, client_id="lis", client_secret="s")
