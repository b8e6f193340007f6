"""Which requests are retried."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
import sammen
from fake_service import FakeService, problem
from sammen.requests import Request
from sammen.retries import RetryPolicy, RetryState, retry_after

from tests.support.clients import connect


def busy(**headers: str) -> httpx.Response:
    return problem(503, "busy", retryable=True, headers=headers)


def test_a_read_is_retried_after_any_failure(client: sammen.Client, service: FakeService) -> None:
    service.script.extend([httpx.ReadError("cut"), httpx.ReadTimeout("slow"), busy(), httpx.Response(502)])
    assert list(client.institutions.list()) == []
    assert len(service.requests) == 5


def test_a_creation_is_retried_with_the_same_idempotency_key(client: sammen.Client, service: FakeService) -> None:
    def process_without_response(request: httpx.Request) -> httpx.Response:
        service.process(request)
        raise httpx.ReadError("cut")

    service.script.append(process_without_response)
    client.districts.create(name="North")
    assert len(service.items["districts"]) == 1
    keys = {request.headers["idempotency-key"] for request in service.requests}
    assert len(service.requests) == 2
    assert len(keys) == 1


def test_two_creations_have_different_idempotency_keys(client: sammen.Client, service: FakeService) -> None:
    client.districts.create(name="North")
    client.districts.create(name="South")
    assert len({request.headers["idempotency-key"] for request in service.requests}) == 2


@pytest.mark.parametrize("failure, attempts", [
    (httpx.ConnectError("refused"), 2),
    (httpx.ReadError("cut"), 1),
    (httpx.Response(502), 1),
    (problem(503, "busy"), 2),
    (problem(429, "too-many-requests"), 2),
])  # fmt: skip
def test_a_change_is_retried_only_if_it_was_not_processed(
    service: FakeService, failure: httpx.Response | Exception, attempts: int
) -> None:
    item = service.add("districts", name="North")
    with connect(service) as client:
        client.sign_in()
        service.script.append(failure)
        try:
            client.districts.update(item["id"], name="South", if_match='"1"')
        except sammen.SammenError:
            assert attempts == 1
    assert len(service.requests) == attempts


def test_a_change_without_a_precondition_is_not_retried(service: FakeService) -> None:
    state = RetryState(RetryPolicy(), Request("PATCH", "/v1/x"))
    assert state.delay_after_response(httpx.Response(503)) is None


def test_a_request_with_the_same_key_in_progress_is_awaited(client: sammen.Client, service: FakeService) -> None:
    service.script.append(problem(409, "request-in-flight", headers={"Retry-After": "0"}))
    assert client.districts.create(name="North").name == "North"


def test_a_problem_is_not_retried(client: sammen.Client, service: FakeService) -> None:
    service.script.append(problem(409, "already-exists"))
    with pytest.raises(sammen.errors.Conflict):
        client.districts.create(name="North")
    assert len(service.requests) == 1


def test_retries_end_after_the_maximum_number_of_attempts(client: sammen.Client, service: FakeService) -> None:
    service.script.extend([httpx.ConnectError("refused")] * 9)
    with pytest.raises(sammen.ConnectionFailed, match=r"sammen\.test.*Check the address"):
        list(client.institutions.list())
    assert len(service.requests) == 5


def test_retries_end_when_retry_after_exceeds_the_time_limit() -> None:
    state = RetryState(RetryPolicy(max_elapsed=10), Request("GET", "/v1/x"))
    assert state.delay_after_response(httpx.Response(503, headers={"Retry-After": "3600"})) is None


def test_delays_are_bounded_jittered_and_respect_retry_after() -> None:
    policy = RetryPolicy(max_attempts=9, initial_delay=1, max_delay=4, max_elapsed=1000, jitter=lambda: 0.5)
    state = RetryState(policy, Request("GET", "/v1/x"))
    assert [state.delay_after_error(httpx.ReadError("")) for _ in range(4)] == [0.5, 1.0, 2.0, 2.0]
    assert state.delay_after_response(httpx.Response(429, headers={"Retry-After": "7"})) == 9.0


def test_retry_after_holds_seconds_or_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after(httpx.Response(503, headers={"Retry-After": "12"})) == 12.0
    assert 20 < (retry_after(httpx.Response(503, headers={"Retry-After": soon})) or 0) <= 30
    assert retry_after(httpx.Response(503, headers={"Retry-After": "soon"})) is None
    assert retry_after(httpx.Response(503)) is None


def test_a_timeout_says_how_to_repeat_the_request(client: sammen.Client, service: FakeService) -> None:
    client.sign_in()
    service.script.extend([httpx.ReadTimeout("slow")] * 9)
    with pytest.raises(sammen.RequestTimeout, match="repeat it with idempotency_key='k1'"):
        client.districts.create(name="North", idempotency_key="k1")
