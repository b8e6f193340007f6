"""Problems: in the caller's language, with all errors at once, and without repeating the request."""

import pytest
from starlette.requests import Request

from api.core.problems import (
    CONFLICT,
    INVALID_INPUT,
    NOT_FOUND,
    PROBLEM_TYPES,
    Fault,
    LocalizedText,
    Problem,
    ProblemType,
    apply_overrides,
    problem_type,
    raise_faults,
)
from api.http.problem_responses import language_of
from tests.support.world import World


def request_with(languages: str | None) -> Request:
    headers = [] if languages is None else [(b"accept-language", languages.encode())]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("languages", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("da", "da"),
        ("da-DK", "da"),
        ("DA", "da"),
        ("da, en;q=0.8", "da"),
        ("en, da", "en"),
        ("en;q=0.5, da;q=0.7", "da"),
        ("de, da;q=0.3", "da"),
        ("de", "en"),
        ("*", "en"),
        ("da;q=0", "en"),
        ("da;q=x", "en"),
        ("x" * 10_000, "en"),
        ("en-GB;q=0.9,da-DK", "da"),
        ("da;q=nan", "en"),
    ],
)
def test_problem_is_in_the_preferred_language(languages: str | None, language: str) -> None:
    assert language_of(request_with(languages)) == language


async def test_administration_gets_a_danish_problem_by_accept_language(world: World) -> None:
    office = await world.actor("administration")
    danish = await office.post("/institutions", {"kind": "school"}, headers={"Accept-Language": "da-DK,da;q=0.9"})
    english = await office.post("/institutions", {"kind": "school"})
    assert (danish.headers["content-language"], english.headers["content-language"]) == ("da", "en")
    assert danish.json()["title"] == "Forespørgslen er ikke gyldig"
    assert danish.json()["errors"] == [{"pointer": "/name", "code": "required", "detail": "Dette er påkrævet."}]
    assert english.json()["errors"] == [{"pointer": "/name", "code": "required", "detail": "This is required."}]


async def test_problem_has_every_member_and_an_explanation(world: World) -> None:
    office = await world.actor("administration")
    response = await office.get(f"/institutions/{world.municipality}", headers={"X-Request-Id": "r-1"})
    assert response.json() == {
        "type": "/problems/not-found",
        "code": "not-found",
        "status": 404,
        "title": "This does not exist, or you do not have access to it",
        "detail": "Check the address and the id. Your roles decide what you have access to.",
        "instance": "/v1/institutions/{id}",
        "request_id": "r-1",
        "retryable": False,
        "audience": "user",
        "errors": [],
    }
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert (await world.client.get(response.json()["type"])).json()["code"] == "not-found"


async def test_problem_names_who_can_solve_it(world: World) -> None:
    office = await world.actor("administration")
    for request, audience in (
        (office.get("/institutions?colour=red"), "developer"),
        (office.get("/institutions?limit=1&limit=2"), "developer"),
        (office.get("/institutions?limit=0"), "developer"),
        (office.post("/institutions", []), "developer"),
        (office.post("/institutions", {"name": "Ny"}), "user"),
        (office.get("/institutions?limit=0&colour=red"), "developer"),
        (office.post("/institutions", {"name": "Ny", "kind": "school", "colour": "red"}), "developer"),
        (office.post("/institutions", {"name": "", "kind": "school"}), "user"),
        (office.get("/nowhere"), "developer"),
        (office.get("/institutions/7"), "developer"),
        (office.get(f"/institutions/{world.municipality}"), "user"),
    ):
        response = await request
        assert (response.status_code >= 400, response.json()["audience"]) == (True, audience), response.text


async def test_inaccessible_and_unknown_institutions_get_the_same_response(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    headers = {"X-Request-Id": "same"}
    hidden = await leader.get(f"/institutions/{world.oak}", headers=headers)
    unknown = await leader.get("/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", headers=headers)
    assert hidden.content == unknown.content


async def test_problem_repeats_nothing_of_the_request(world: World) -> None:
    office, secret = await world.actor("administration"), "hemmelighed"
    responses = [
        await office.post("/institutions", {"name": f"{secret} 010203-1234", "kind": secret, f"{secret}é": secret}),
        await office.get(f"/institutions?q={secret}&{secret}é={secret}&limit={secret}"),
        await office.get(f"/institutions/{secret}"),
        await office.get(f"/{secret}/{secret}"),
        await office.get(f"/institutions?cursor={secret}"),
        await office.call(secret.upper(), "/institutions"),
        await office.post("/institutions", {"name": "X", "kind": "school"}, headers={"Idempotency-Key": f"{secret} x"}),
        await world.client.get("/v1/institutions", headers={"Authorization": f"Bearer {secret}"}),
    ]
    for response in responses:
        assert 400 <= response.status_code < 500, response.text
        text = response.text + str(response.headers)
        assert secret not in text
        assert secret.upper() not in text


async def test_unknown_problem_code_is_not_found(world: World) -> None:
    for code in ("nothing", "NOT-FOUND", "x" * 65, "%00", "not_found"):
        response = await world.client.get(f"/problems/{code}")
        assert (response.status_code, response.json()["code"]) == (404, "not-found"), code


# --- rules ---


@pytest.fixture
def overridable() -> ProblemType:
    rule = problem_type("test-rule", 409, ("A rule", "En regel"), ("Correct it", "Ret det"), overridable=True)
    PROBLEM_TYPES.pop("test-rule")
    return rule


def test_code_of_a_problem_is_unique() -> None:
    with pytest.raises(ValueError, match="not-found"):
        problem_type("not-found", 404, ("a", "b"), ("a", "b"))


def test_first_fault_decides_the_problem_and_all_are_listed() -> None:
    raise_faults([])
    with pytest.raises(Problem) as raised:
        raise_faults([Fault(CONFLICT, pointer="/a"), Fault(NOT_FOUND, pointer="/b")])
    assert raised.value.kind is CONFLICT
    assert [fault.pointer for fault in raised.value.faults] == ["/a", "/b"]


def test_rule_can_be_overridden_with_a_reason(monkeypatch: pytest.MonkeyPatch, overridable: ProblemType) -> None:
    monkeypatch.setitem(PROBLEM_TYPES, overridable.code, overridable)
    faults = [Fault(overridable, pointer="/day")]
    assert apply_overrides([], None, overridable) == []
    assert apply_overrides(faults, {"test-rule": "For the children's sake."}, overridable) == [
        ("test-rule", "For the children's sake.")
    ]
    assert apply_overrides([], {"test-rule": "Not needed after all."}, overridable) == []
    with pytest.raises(Problem) as raised:
        apply_overrides(faults, None, overridable)
    assert raised.value.faults[0].as_error("da") == {
        "pointer": "/day",
        "code": "test-rule",
        "detail": "En regel",
        "overridable": True,
    }


@pytest.mark.parametrize(("code", "pointer"), [("not-found", "/because/not-found"), ("010203-1234", "/because/?")])
def test_rule_that_cannot_be_overridden_is_a_fault_and_its_code_is_not_repeated(
    code: str, pointer: str, overridable: ProblemType
) -> None:
    with pytest.raises(Problem) as raised:
        apply_overrides([Fault(CONFLICT, pointer="/a")], {code: "A reason."}, overridable)
    assert raised.value.kind is CONFLICT
    assert [(fault.pointer, fault.code) for fault in raised.value.faults][1] == (pointer, "not-overridable")
    assert (
        raised.value.faults[1].as_error("en")["detail"].endswith("cannot be overridden here; these can: `test-rule`.")
    )


def test_fault_has_a_text_of_its_own_or_that_of_its_type() -> None:
    fault = Fault(INVALID_INPUT, parameter="limit", code="x", detail=LocalizedText("Own.", "Egne."))
    assert fault.as_error("en") == {"parameter": "limit", "code": "x", "detail": "Own."}
    assert Fault(NOT_FOUND).as_error("da")["detail"] == NOT_FOUND.title.da
