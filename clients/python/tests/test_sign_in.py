"""Signing in, and staying signed in."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sammen
from sammen.tokens import MemoryStore, Token

from tests.conftest import async_connected, connected
from tests.service import Service


def test_a_person_signs_in_at_the_first_call(client: sammen.Client, service: Service) -> None:
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password"]


def test_a_machine_signs_in_with_its_secret(service: Service) -> None:
    with connected(service, username=None, password=None, client_id="lis", client_secret="s") as client:
        list(client.institutions.list())
    assert service.sign_ins == [{"grant_type": "client_credentials", "client_id": "lis", "client_secret": "s"}]


def test_a_token_that_is_about_to_end_is_renewed_before_it_is_used(client: sammen.Client, service: Service) -> None:
    service.lifetime = 10
    list(client.institutions.list())
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]
    assert all(call.headers["authorization"] for call in service.calls)


def test_a_revoked_token_is_renewed_once_and_the_call_repeated(client: sammen.Client, service: Service) -> None:
    list(client.institutions.list())
    service.forget_tokens()
    list(client.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


def test_a_spent_refresh_token_is_not_used_twice(client: sammen.Client, service: Service) -> None:
    store = MemoryStore(Token("old", "spent", 0.0))
    with connected(service, store=store) as other:
        list(other.institutions.list())
    assert [form["grant_type"] for form in service.sign_ins] == ["refresh_token", "password"]


def test_a_token_alone_that_is_refused_says_so(service: Service) -> None:
    with (
        connected(service, username=None, password=None, token="stale") as client,
        pytest.raises(sammen.errors.Unauthorized),
    ):
        list(client.institutions.list())
    assert len(service.calls) == 1


def test_without_credentials_nothing_is_sent(service: Service) -> None:
    with connected(service, username=None, password=None) as client, pytest.raises(sammen.SignInNeeded):
        list(client.institutions.list())
    assert service.calls == []


def test_a_wrong_password_is_told_without_being_repeated(service: Service) -> None:
    with connected(service, password="wrong") as client, pytest.raises(sammen.Problem) as caught:
        client.sign_in()
    assert caught.value.code == "invalid-grant"
    assert len(service.sign_ins) == 1


def test_many_calls_at_once_renew_the_token_once(service: Service) -> None:
    with connected(service) as client:
        client.sign_in()
        service.forget_tokens()
        gate = threading.Barrier(8)

        def call() -> None:
            gate.wait()
            list(client.institutions.list())

        with ThreadPoolExecutor(8) as pool:
            for future in [pool.submit(call) for _ in range(8)]:
                future.result()
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


async def test_many_tasks_at_once_renew_the_token_once(service: Service) -> None:
    async with async_connected(service) as client:
        await client.sign_in()
        service.forget_tokens()
        await asyncio.gather(*(client.institutions.list().first() for _ in range(20)))
    assert [form["grant_type"] for form in service.sign_ins] == ["password", "refresh_token"]


def test_a_refresh_whose_answer_was_lost_is_not_sent_again() -> None:
    sent: list[httpx.Request] = []

    def lost(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise httpx.ReadError("cut")

    with (
        sammen.Client(
            "https://sammen.test", store=MemoryStore(Token("a", "r", 0.0)), transport=httpx.MockTransport(lost)
        ) as client,
        pytest.raises(sammen.ConnectionFailed),
    ):
        list(client.institutions.list())
    assert len(sent) == 1


def test_signing_out_revokes_the_token(client: sammen.Client, service: Service) -> None:
    client.sign_in()
    client.sign_out()
    assert [call.url.path for call in service.calls] == ["/v1/token/revoke"]
    assert b"token=" in service.calls[0].content


def test_secrets_do_not_show(service: Service) -> None:
    assert "secret" not in repr(sammen.Token("secret", "secret"))
    with pytest.raises(ValueError, match="either"):
        connected(service, client_id="lis", client_secret="s")
