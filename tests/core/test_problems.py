"""Refusals: in the caller's language, all faults at once, nothing echoed."""

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


def asking(languages: str | None) -> Request:
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
def test_the_language_is_the_one_that_is_preferred(languages: str | None, language: str) -> None:
    assert language_of(asking(languages)) == language


async def test_a_refusal_speaks_danish_to_who_asks_for_it(world: World) -> None:
    office = await world.actor("administration")
    danish = await office.post("/institutions", {"kind": "school"}, headers={"Accept-Language": "da-DK,da;q=0.9"})
    english = await office.post("/institutions", {"kind": "school"})
    assert (danish.headers["content-language"], english.headers["content-language"]) == ("da", "en")
    assert danish.json()["title"] == "Noget i forespørgslen er ikke gyldigt"
    assert danish.json()["errors"] == [{"pointer": "/name", "code": "required", "detail": "Dette er påkrævet."}]
    assert english.json()["errors"] == [{"pointer": "/name", "code": "required", "detail": "This is required."}]


async def test_a_refusal_has_every_member_and_a_page_that_explains_it(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.get(f"/institutions/{world.municipality}", headers={"X-Request-Id": "r-1"})
    assert answer.json() == {
        "type": "/problems/not-found",
        "code": "not-found",
        "status": 404,
        "title": "There is no such thing within your reach",
        "detail": "Check the address and the id; what lies outside your roles' reach is not shown.",
        "instance": "/v1/institutions/{id}",
        "request_id": "r-1",
        "retryable": False,
        "audience": "user",
        "errors": [],
    }
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (await world.client.get(answer.json()["type"])).json()["code"] == "not-found"


async def test_it_is_said_who_can_mend_it(world: World) -> None:
    office = await world.actor("administration")
    for asked, audience in (
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
        answer = await asked
        assert (answer.status_code >= 400, answer.json()["audience"]) == (True, audience), answer.text


async def test_out_of_reach_and_unknown_are_told_alike(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    headers = {"X-Request-Id": "same"}
    hidden = await leader.get(f"/institutions/{world.oak}", headers=headers)
    unknown = await leader.get("/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", headers=headers)
    assert hidden.content == unknown.content


async def test_nothing_that_was_sent_comes_back(world: World) -> None:
    office, secret = await world.actor("administration"), "hemmelighed"
    sent = [
        await office.post("/institutions", {"name": f"{secret} 010203-1234", "kind": secret, f"{secret}é": secret}),
        await office.get(f"/institutions?q={secret}&{secret}é={secret}&limit={secret}"),
        await office.get(f"/institutions/{secret}"),
        await office.get(f"/{secret}/{secret}"),
        await office.get(f"/institutions?cursor={secret}"),
        await office.call(secret.upper(), "/institutions"),
        await office.post("/institutions", {"name": "X", "kind": "school"}, headers={"Idempotency-Key": f"{secret} x"}),
        await world.client.get("/v1/institutions", headers={"Authorization": f"Bearer {secret}"}),
    ]
    for answer in sent:
        assert 400 <= answer.status_code < 500, answer.text
        told = answer.text + str(answer.headers)
        assert secret not in told
        assert secret.upper() not in told


async def test_an_unknown_problem_is_not_explained(world: World) -> None:
    for code in ("nothing", "NOT-FOUND", "x" * 65, "%00", "not_found"):
        answer = await world.client.get(f"/problems/{code}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), code


# --- rules ---


@pytest.fixture
def overridable() -> ProblemType:
    made = problem_type("test-rule", 409, ("A rule", "En regel"), ("Mend it", "Ret det"), overridable=True)
    PROBLEM_TYPES.pop("test-rule")
    return made


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="not-found"):
        problem_type("not-found", 404, ("a", "b"), ("a", "b"))


def test_the_first_fault_names_the_refusal_and_all_are_told() -> None:
    raise_faults([])
    with pytest.raises(Problem) as refused:
        raise_faults([Fault(CONFLICT, pointer="/a"), Fault(NOT_FOUND, pointer="/b")])
    assert refused.value.kind is CONFLICT
    assert [fault.pointer for fault in refused.value.faults] == ["/a", "/b"]


def test_a_rule_is_set_aside_with_words(monkeypatch: pytest.MonkeyPatch, overridable: ProblemType) -> None:
    monkeypatch.setitem(PROBLEM_TYPES, overridable.code, overridable)
    broken = [Fault(overridable, pointer="/day")]
    assert apply_overrides([], None, overridable) == []
    assert apply_overrides(broken, {"test-rule": "For the children's sake."}, overridable) == [
        ("test-rule", "For the children's sake.")
    ]
    assert apply_overrides([], {"test-rule": "Not needed after all."}, overridable) == []
    with pytest.raises(Problem) as refused:
        apply_overrides(broken, None, overridable)
    assert refused.value.faults[0].answer("da") == {
        "pointer": "/day",
        "code": "test-rule",
        "detail": "En regel",
        "overridable": True,
    }


@pytest.mark.parametrize(("code", "said"), [("not-found", "/because/not-found"), ("010203-1234", "/because/?")])
def test_a_rule_that_cannot_be_set_aside_stands_and_a_strange_name_is_not_echoed(
    code: str, said: str, overridable: ProblemType
) -> None:
    with pytest.raises(Problem) as refused:
        apply_overrides([Fault(CONFLICT, pointer="/a")], {code: "words"}, overridable)
    assert refused.value.kind is CONFLICT
    assert [(fault.pointer, fault.code) for fault in refused.value.faults][1] == (said, "not-overridable")
    assert refused.value.faults[1].answer("en")["detail"].endswith("can be set aside here, only `test-rule`.")


def test_a_fault_speaks_its_own_words_or_its_kinds() -> None:
    own = Fault(INVALID_INPUT, parameter="limit", code="x", detail=LocalizedText("Own.", "Egne."))
    assert own.answer("en") == {"parameter": "limit", "code": "x", "detail": "Own."}
    assert Fault(NOT_FOUND).answer("da")["detail"] == NOT_FOUND.title.da
