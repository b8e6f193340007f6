"""Refusals: each with its class, its places and its request id."""

import httpx
import pytest
import sammen
from sammen.answers import problem_of

from tests.service import Service, problem


def test_a_problem_has_the_class_of_its_code(client: sammen.Client, service: Service) -> None:
    service.script.append(
        problem(409, "cycle-overlaps", "The cycle overlaps another", detail="Give it other days.",
                errors=[{"pointer": "/starts_on", "code": "cycle-overlaps", "detail": "Another one runs then."}]),
    )  # fmt: skip
    with pytest.raises(sammen.problems.CycleOverlaps) as caught:
        client.cycles.create(title="x")
    refused = caught.value
    assert isinstance(refused, sammen.errors.Conflict)
    assert (refused.status, refused.code, refused.request_id) == (409, "cycle-overlaps", "req-1")
    assert [fault.pointer for fault in refused.errors] == ["/starts_on"]
    for words in ("The cycle overlaps another", "Give it other days.", "/starts_on: Another one runs then.", "req-1"):
        assert words in str(refused)


def test_each_sentence_is_told_once() -> None:
    same = [{"pointer": "/held_on", "code": "required", "detail": "This is required."}]
    refused = problem_of(problem(422, "invalid-input", "Not valid", detail="This is required.", errors=same))
    assert str(refused).count("This is required.") == 1
    assert "- /held_on: This is required." in str(refused)
    whole = [{"pointer": "", "code": "required", "detail": "This is required."}]
    refused = problem_of(problem(422, "invalid-input", "Not valid", detail="This is required.", errors=whole))
    assert str(refused).splitlines()[1] == "- body: This is required."
    placeless = [{"code": "x", "detail": "Give it other days."}]
    refused = problem_of(problem(409, "x", "It overlaps", detail="Give it other days.", errors=placeless))
    assert str(refused).count("Give it other days.") == 1


def test_a_fault_that_says_no_more_than_the_title_is_told_by_its_place() -> None:
    same = [{"pointer": "/theme_id", "code": "x", "detail": "The theme is withdrawn"}]
    refused = problem_of(problem(409, "x", "The theme is withdrawn", detail="Choose another.", errors=same))
    assert str(refused).count("The theme is withdrawn") == 1
    assert "This is about /theme_id." in str(refused).splitlines()
    whole = [{"pointer": "", "code": "x", "detail": "The theme is withdrawn"}]
    refused = problem_of(problem(409, "x", "The theme is withdrawn", detail="Choose another.", errors=whole))
    assert str(refused).splitlines() == ["The theme is withdrawn (x, 409)", "Choose another.", "Request id: req-1"]


def test_what_the_service_says_itself_is_not_said_again() -> None:
    outside = problem_of(problem(404, "not-found", "There is no such thing within your reach", detail="Check the id."))
    assert str(outside).splitlines()[1:] == ["Check the id.", "Request id: req-1"]
    assert "Sign in again" not in str(problem_of(problem(400, "invalid-grant", "Wrong name or password")))
    assert "Sign in again" not in problem_of(problem(401, "wrong-credentials", "It is wrong")).typed
    held = [{"pointer": "", "code": "wrong-state", "detail": "It was held already."}]
    look = "Fetch it and see which state it is in."
    assert look not in str(problem_of(problem(409, "wrong-state", "Its state forbids it", detail=look, errors=held)))
    refused = problem_of(problem(409, "wrong-state", "Its state forbids it", detail=look, errors=held))
    assert str(refused).splitlines()[1:] == ["- It was held already.", "Request id: req-1"]
    assert look in str(problem_of(problem(409, "wrong-state", "Its state forbids it", detail=look)))


def test_who_typed_a_command_is_told_in_its_words() -> None:
    refused = problem_of(problem(409, "one-sided-evidence", overridable=True))
    assert '"because": {"one-sided-evidence": "the reason"} in --data' in refused.typed
    assert "because={" not in refused.typed
    assert "--if-match" in problem_of(problem(428, "condition-required")).typed


def test_what_to_do_next_is_told_in_the_language_of_the_answer() -> None:
    danish = {"Content-Language": "da"}
    refused = problem_of(problem(404, "not-found", "Findes ikke", headers=danish))
    assert "uden for din rækkevidde" in str(refused)
    assert "Forespørgslens id: req-1" in str(refused)
    assert "begrundelsen" in str(problem_of(problem(409, "x", "Nej", headers=danish, overridable=True)))


def test_a_code_of_a_newer_service_has_the_class_of_its_status() -> None:
    refused = problem_of(problem(422, "brand-new", headers={"Retry-After": "3"}))
    assert type(refused) is sammen.errors.Invalid
    assert (refused.code, refused.retry_after) == ("brand-new", 3.0)


def test_a_rule_that_may_be_set_aside_says_how() -> None:
    refused = problem_of(problem(409, "one-sided-evidence", overridable=True))
    assert refused.overridable
    assert 'because={"one-sided-evidence": "the reason"}' in str(refused)


@pytest.mark.parametrize("answer", [
    httpx.Response(502, text="<html>bad gateway</html>", headers={"X-Request-Id": "r2"}),
    httpx.Response(502, json=["no", "problem"], headers={"X-Request-Id": "r2"}),
    httpx.Response(502, content=b"\xff\xfe", headers={"X-Request-Id": "r2"}),
])  # fmt: skip
def test_a_proxys_answer_is_a_problem_too(answer: httpx.Response) -> None:
    refused = problem_of(answer)
    assert isinstance(refused, sammen.errors.ServiceFault)
    assert (refused.code, refused.request_id) == ("http-502", "r2")
    assert "proxy" in str(refused)


def test_members_of_another_type_do_no_harm() -> None:
    refused = problem_of(problem(400, "bad-cursor", detail=7, errors=["x", {"parameter": "cursor"}]))
    assert refused.detail is None
    assert [str(fault) for fault in refused.errors] == ["cursor: refused"]
