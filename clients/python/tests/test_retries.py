"""What is tried again, and what is not."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
import sammen
from sammen.calls import Call
from sammen.retries import Attempts, Retries, retry_after

from tests.conftest import connected
from tests.service import Service, problem


def busy(**headers: str) -> httpx.Response:
    return problem(503, "busy", retryable=True, headers=headers)


def test_a_read_is_tried_again_after_any_failure(client: sammen.Client, service: Service) -> None:
    service.script.extend([httpx.ReadError("cut"), httpx.ReadTimeout("slow"), busy(), httpx.Response(502)])
    assert list(client.institutions.list()) == []
    assert len(service.calls) == 5


def test_a_creation_is_tried_again_with_the_same_key_and_happens_once(client: sammen.Client, service: Service) -> None:
    def carried_out_but_lost(request: httpx.Request) -> httpx.Response:
        service._replayed(request)
        raise httpx.ReadError("cut")

    service.script.append(carried_out_but_lost)
    client.districts.create(name="North")
    assert len(service.things["districts"]) == 1
    keys = {call.headers["idempotency-key"] for call in service.calls}
    assert len(service.calls) == 2
    assert len(keys) == 1


def test_two_creations_have_two_keys(client: sammen.Client, service: Service) -> None:
    client.districts.create(name="North")
    client.districts.create(name="South")
    assert len({call.headers["idempotency-key"] for call in service.calls}) == 2


@pytest.mark.parametrize("failure, tries", [
    (httpx.ConnectError("refused"), 2),
    (httpx.ReadError("cut"), 1),
    (httpx.Response(502), 1),
    (problem(503, "busy"), 2),
    (problem(429, "too-many-requests"), 2),
])  # fmt: skip
def test_a_change_is_tried_again_only_if_it_was_not_carried_out(
    service: Service, failure: httpx.Response | Exception, tries: int
) -> None:
    made = service.add("districts", name="North")
    with connected(service) as client:
        client.sign_in()
        service.script.append(failure)
        try:
            client.districts.update(made["id"], name="South", if_match='"1"')
        except sammen.SammenError:
            assert tries == 1
    assert len(service.calls) == tries


def test_a_change_without_a_condition_is_not_repeated(service: Service) -> None:
    attempts = Attempts(Retries(), Call("PATCH", "/v1/x"))
    assert attempts.after_answer(httpx.Response(503)) is None


def test_a_twin_in_flight_is_waited_for(client: sammen.Client, service: Service) -> None:
    service.script.append(problem(409, "request-in-flight", headers={"Retry-After": "0"}))
    assert client.districts.create(name="North").name == "North"


def test_a_refusal_is_not_repeated(client: sammen.Client, service: Service) -> None:
    service.script.append(problem(409, "already-exists"))
    with pytest.raises(sammen.errors.Conflict):
        client.districts.create(name="North")
    assert len(service.calls) == 1


def test_it_gives_up_after_so_many_tries(client: sammen.Client, service: Service) -> None:
    service.script.extend([httpx.ConnectError("refused")] * 9)
    with pytest.raises(sammen.ConnectionFailed, match=r"sammen\.test.*Check the address"):
        list(client.institutions.list())
    assert len(service.calls) == 5


def test_it_gives_up_when_asked_to_wait_longer_than_it_may() -> None:
    attempts = Attempts(Retries(total=10), Call("GET", "/v1/x"))
    assert attempts.after_answer(httpx.Response(503, headers={"Retry-After": "3600"})) is None


def test_pauses_are_bounded_jittered_and_no_shorter_than_asked() -> None:
    retries = Retries(attempts=9, first_pause=1, longest_pause=4, total=1000, jitter=lambda: 0.5)
    attempts = Attempts(retries, Call("GET", "/v1/x"))
    assert [attempts.after_error(httpx.ReadError("")) for _ in range(4)] == [0.5, 1.0, 2.0, 2.0]
    assert attempts.after_answer(httpx.Response(429, headers={"Retry-After": "7"})) == 9.0


def test_retry_after_holds_seconds_or_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after(httpx.Response(503, headers={"Retry-After": "12"})) == 12.0
    assert 20 < (retry_after(httpx.Response(503, headers={"Retry-After": soon})) or 0) <= 30
    assert retry_after(httpx.Response(503, headers={"Retry-After": "soon"})) is None
    assert retry_after(httpx.Response(503)) is None


def test_what_is_lost_says_what_to_do(client: sammen.Client, service: Service) -> None:
    client.sign_in()
    service.script.extend([httpx.ReadTimeout("slow")] * 9)
    with pytest.raises(sammen.TimedOut, match="repeat it with idempotency_key='k1'"):
        client.districts.create(name="North", idempotency_key="k1")
