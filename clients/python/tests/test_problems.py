"""Problems: their class, their text and the next step."""

import httpx
import pytest
import sammen
from fake_service import FakeService, problem
from sammen.next_steps import Steps, next_step
from sammen.problem_text import problem_text
from sammen.response_parsing import parse_problem


def test_a_problem_code_has_an_exception_class(client: sammen.Client, service: FakeService) -> None:
    service.script.append(
        problem(409, "cycle-overlaps", "The cycle overlaps another", detail="Give it other days.",
                errors=[{"pointer": "/starts_on", "code": "cycle-overlaps", "detail": "Another one runs then."}]),
    )  # fmt: skip
    with pytest.raises(sammen.problems.CycleOverlaps) as caught:
        client.cycles.create(title="x")
    error = caught.value
    assert isinstance(error, sammen.errors.Conflict)
    assert (error.status, error.code, error.request_id) == (409, "cycle-overlaps", "req-1")
    assert [entry.pointer for entry in error.errors] == ["/starts_on"]
    for words in ("The cycle overlaps another", "Give it other days.", "/starts_on: Another one runs then.", "req-1"):
        assert words in str(error)


def test_each_sentence_appears_once() -> None:
    errors = [{"pointer": "/held_on", "code": "required", "detail": "This is required."}]
    error = parse_problem(problem(422, "invalid-input", "Not valid", detail="This is required.", errors=errors))
    assert str(error).count("This is required.") == 1
    assert "- /held_on: This is required." in str(error)
    body_errors = [{"pointer": "", "code": "required", "detail": "This is required."}]
    error = parse_problem(problem(422, "invalid-input", "Not valid", detail="This is required.", errors=body_errors))
    assert str(error).splitlines()[1] == "- body: This is required."
    placeless = [{"code": "x", "detail": "Give it other days."}]
    error = parse_problem(problem(409, "x", "It overlaps", detail="Give it other days.", errors=placeless))
    assert str(error).count("Give it other days.") == 1


def test_an_error_that_repeats_the_title_only_adds_its_location() -> None:
    errors = [{"pointer": "/theme_id", "code": "x", "detail": "The theme is withdrawn"}]
    error = parse_problem(problem(409, "x", "The theme is withdrawn", detail="Choose another.", errors=errors))
    assert str(error).count("The theme is withdrawn") == 1
    assert "This is about /theme_id." in str(error).splitlines()
    body_errors = [{"pointer": "", "code": "x", "detail": "The theme is withdrawn"}]
    error = parse_problem(problem(409, "x", "The theme is withdrawn", detail="Choose another.", errors=body_errors))
    assert str(error).splitlines() == ["The theme is withdrawn (x, 409)", "Choose another.", "Request id: req-1"]


def test_advice_that_the_service_gives_is_not_repeated() -> None:
    outside = parse_problem(
        problem(404, "not-found", "There is no such item within your reach", detail="Check the id.")
    )
    assert str(outside).splitlines()[1:] == ["Check the id.", "Request id: req-1"]
    assert "Sign in again" not in str(parse_problem(problem(400, "invalid-grant", "Wrong name or password")))
    assert "Sign in again" not in str(parse_problem(problem(401, "wrong-credentials", "It is wrong")))
    held = [{"pointer": "", "code": "wrong-state", "detail": "It was held already."}]
    look = "Fetch it and see which state it is in."
    assert look not in str(parse_problem(problem(409, "wrong-state", "Its state forbids it", detail=look, errors=held)))
    error = parse_problem(problem(409, "wrong-state", "Its state forbids it", detail=look, errors=held))
    assert str(error).splitlines()[1:] == ["- It was held already.", "Request id: req-1"]
    assert look in str(parse_problem(problem(409, "wrong-state", "Its state forbids it", detail=look)))


def test_a_program_can_replace_the_text_of_next_steps() -> None:
    wording: dict[str, Steps] = {"en": {428: "Use --if-match.", "overridable": "Override CODE in --data."}}
    error = parse_problem(problem(409, "one-sided-evidence", overridable=True))
    assert next_step(error, wording) == "Override one-sided-evidence in --data."
    assert "because={" not in problem_text(error, next_step(error, wording))
    assert next_step(parse_problem(problem(428, "condition-required")), wording) == "Use --if-match."


def test_the_next_step_is_in_the_language_of_the_response() -> None:
    danish = {"Content-Language": "da"}
    error = parse_problem(problem(404, "not-found", "Findes ikke", headers=danish))
    assert "du har ikke adgang til det" in str(error)
    assert "Forespørgslens id: req-1" in str(error)
    assert "begrundelsen" in str(parse_problem(problem(409, "x", "Nej", headers=danish, overridable=True)))


def test_an_unknown_code_has_the_class_of_its_status() -> None:
    error = parse_problem(problem(422, "brand-new", headers={"Retry-After": "3"}))
    assert type(error) is sammen.errors.UnprocessableContent
    assert (error.code, error.retry_after) == ("brand-new", 3.0)


def test_a_rule_that_can_be_overridden_says_how() -> None:
    error = parse_problem(problem(409, "one-sided-evidence", overridable=True))
    assert error.overridable
    assert 'because={"one-sided-evidence": "the reason"}' in str(error)


@pytest.mark.parametrize("response", [
    httpx.Response(502, text="<html>bad gateway</html>", headers={"X-Request-Id": "r2"}),
    httpx.Response(502, json=["no", "problem"], headers={"X-Request-Id": "r2"}),
    httpx.Response(502, content=b"\xff\xfe", headers={"X-Request-Id": "r2"}),
])  # fmt: skip
def test_an_error_response_of_a_proxy_is_a_problem(response: httpx.Response) -> None:
    error = parse_problem(response)
    assert isinstance(error, sammen.errors.ServerError)
    assert (error.code, error.request_id) == ("http-502", "r2")
    assert "proxy" in str(error)


def test_fields_of_another_type_are_ignored() -> None:
    error = parse_problem(problem(400, "bad-cursor", detail=7, errors=["x", {"parameter": "cursor"}]))
    assert error.detail is None
    assert [str(entry) for entry in error.errors] == ["cursor: rejected"]
