"""Consultations: asked by who may, answered by a link without signing in, counted and never told of a few."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from sqlalchemy import select, text
from sqlmodel import col

from api.consultations.models import ConsultationLink, Receipt, Tally
from api.core import clock, logs
from api.db import transactions
from api.http.rate_limits import RateLimiter
from api.journal.models import Entry
from api.stakeholder_input.models import Input
from tests.support.focus_areas.builders import decided_theme
from tests.support.observation_visit import faults, made
from tests.support.stakeholder_input.consultations import ASKED, QUESTIONS, asked, glad, links, on, send
from tests.support.world import World


@pytest.fixture(autouse=True)
async def march(world: World) -> AsyncIterator[None]:
    world.app.state.public_rate = RateLimiter(10_000, 60)
    on(date(2026, 3, 10))
    yield
    world.app.state.public_rate = RateLimiter(10_000, 60)


SAID = {"key": "ord", "text": "Flere gynger"}


async def test_a_leader_asks_and_children_answer_by_a_link(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    assert (consultation["state"], consultation["unit_name"], consultation["unit_kind"]) == (
        "open",
        "Birkeskolen",
        "institution",
    )
    found = await links(leader, consultation)
    assert {voice for _, voice in found} == {"child", "parent"}
    secret = found[str(world.birk), "child"]
    door = await world.client.get(f"/v1/consultation-answers/{secret}")
    told = door.json()
    assert (door.status_code, door.headers["cache-control"], told["institution_name"], told["state"]) == (
        200,
        "no-store",
        "Birkeskolen",
        "open",
    )
    assert [one["key"] for one in told["questions"]] == ["glad", "sted", "ord"]
    assert "voices" not in told["questions"][0]
    assert len(told["age_groups"]) == 5
    parents = (await world.client.get(f"/v1/consultation-answers/{found[str(world.birk), 'parent']}")).json()
    assert ([parent["key"] for parent in parents["questions"]], parents["age_groups"]) == (["sted", "ord"], [])
    answer = await send(world, secret, glad(4), SAID, {"key": "sted", "choice": "ude"}, age_group="6-9")
    assert (answer.status_code, answer.json()) == (200, {"taken": True})
    items = (await made(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    words, count = sorted(items, key=lambda one: one["text"] is None)
    assert (words["text"], words["question"], words["counted_in_id"], words["voice"], words["age_group"]) == (
        "Flere gynger",
        "Hvad vil du lave om?",
        count["id"],
        "child",
        "6-9",
    )
    assert (count["people_count"], count["method"], count["consultation_title"]) == (1, "survey", ASKED["title"])


async def test_nothing_tells_who_answered_from_where_or_when(world: World, caplog: pytest.LogCaptureFixture) -> None:
    leader = await world.actor("leader", world.birk)
    secret = (await links(leader, await asked(leader, world.birk)))[str(world.birk), "child"]
    async with transactions.read_transaction(world.app.state.engine) as session:
        before = (await session.execute(select(Entry))).scalars().all()
    logs.quieten()
    with caplog.at_level(logging.DEBUG):
        await send(world, secret, glad(5), SAID, key="barnets-nogle")
        await send(world, "x" * 32, glad(5))
    assert secret not in caplog.text
    assert all(secret not in str(vars(record)) for record in caplog.records)
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.execute(select(Entry))).scalars().all() == before, "no entry, with its moment"
        [words] = (await session.execute(select(Input).where(col(Input.text).is_not(None)))).scalars()
        [count] = (await session.execute(select(Input).where(col(Input.text).is_(None)))).scalars()
        for one in (words, count):
            moments = {one.created_at.astimezone(clock.COPENHAGEN), one.updated_at.astimezone(clock.COPENHAGEN)}
            assert {(at.hour, at.minute) for at in moments} == {(0, 0)}
            assert one.id.version == 4, "its id does not tell when"
            assert one.author_id is None
        [tally] = (await session.execute(select(Tally))).scalars()
        assert (tally.input_id, tally.value, tally.people_count) == (count.id, "5", 1)
        [receipt] = (await session.execute(select(Receipt))).scalars()
        assert "nogle" not in str(receipt.model_dump())
        kept = (await session.execute(text("SELECT count(*) FROM replay"))).scalar_one()
        assert kept == 0, "an answer kept with its moment would be there"


async def test_an_answer_is_taken_once_for_each_key(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    secret = (await links(leader, consultation))[str(world.birk), "child"]
    first, again = [await send(world, secret, glad(4), SAID, key="k1") for _ in range(2)]
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (200, 200, "true")
    other = await send(world, secret, glad(1), key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    await send(world, secret, glad(4), key="k2")
    await send(world, secret, glad(4))
    items = (await made(leader.get("/stakeholder-input")))["items"]
    assert sorted((item["people_count"], item["text"]) for item in items if item["text"] is None) == [(3, None)]
    assert len(items) == 2
    await made(leader.act(f"/consultations/{consultation['id']}/close"))
    on(date(2026, 3, 12))
    late = await send(world, secret, glad(4), SAID, key="k1")
    assert late.status_code == 200, "what was taken was taken"
    assert (await send(world, secret, glad(4), key="k3")).json()["code"] == "consultation-not-open"


async def test_answers_are_taken_while_it_is_open(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk, opens_on="2026-03-11")
    secret = (await links(leader, consultation))[str(world.birk), "child"]
    for day, state, status in (
        (date(2026, 3, 10), "planned", 409),
        (date(2026, 3, 11), "open", 200),
        (date(2026, 3, 31), "open", 200),
        (date(2026, 4, 1), "closed", 409),
    ):
        on(day)
        assert (await world.client.get(f"/v1/consultation-answers/{secret}")).json()["state"] == state
        answer = await send(world, secret, glad(3))
        assert answer.status_code == status
        if status == 409:
            assert answer.json()["code"] == "consultation-not-open"
            assert answer.json()["instance"] == "/v1/consultation-answers/{secret}"


async def test_a_wrong_or_withdrawn_link_tells_nothing(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    path, old = f"/consultations/{consultation['id']}", (await links(leader, consultation))[str(world.birk), "child"]
    whose = {"institution_id": str(world.birk), "voice": "child"}
    await made(leader.act(f"{path}/links", whose))
    new = (await links(leader, consultation))[str(world.birk), "child"]
    assert new != old
    assert (await send(world, new, glad(3))).status_code == 200
    refused = [await send(world, secret, glad(3)) for secret in (old, "x" * 32, "kort", "æ" * 20)]
    refused += [await world.client.get(f"/v1/consultation-answers/{secret}") for secret in (old, "x" * 32)]
    bodies = [{**answer.json(), "request_id": ""} for answer in refused]
    assert {answer.status_code for answer in refused} == {404}
    assert bodies[0] == bodies[1] == bodies[4] == bodies[5]
    assert old not in json.dumps(bodies)
    await made(leader.act(f"{path}/withdraw-link", whose))
    assert (await send(world, new, glad(3))).status_code == 404
    assert (await leader.act(f"{path}/withdraw-link", whose)).json()["code"] == "unknown-reference"


async def test_an_answer_is_to_what_is_asked_and_as_it_is_asked(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    found = await links(leader, await asked(leader, world.birk))
    child, parent = found[str(world.birk), "child"], found[str(world.birk), "parent"]
    for secret, answers, more, expected in (
        (child, [{"key": "andet", "smiley": 3}], {}, [("/answers/0/key", "not-one-of")]),
        (parent, [glad(3)], {}, [("/answers/0/key", "not-one-of")]),
        (child, [glad(3), glad(4)], {}, [("/answers/1/key", "named-twice")]),
        (child, [{"key": "glad", "text": "ja"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "glad"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "sted", "choice": "mars"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "glad", "smiley": 6}], {}, [("/answers/0/smiley", "out-of-bounds")]),
        (parent, [SAID], {"age_group": "6-9"}, [("/age_group", "age-group-for-children-only")]),
        (child, [{"key": "ord", "text": "Ring til 010203-1234"}], {}, [("/answers/0/text", "looks-like-cpr-number")]),
    ):
        answer = await send(world, secret, *answers, **more)
        assert faults(answer) == (422, expected)
    assert (await made(leader.get("/stakeholder-input")))["items"] == []
    raw = await world.client.post(
        f"/v1/consultation-answers/{child}", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert (raw.status_code, raw.json()["code"]) == (400, "unreadable-request")


async def test_an_address_that_knocks_too_often_waits(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    secret = (await links(leader, await asked(leader, world.birk)))[str(world.birk), "child"]
    world.app.state.public_rate = RateLimiter(30, 60)
    answers = [await send(world, "x" * 32, glad(3)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    held = await send(world, secret, glad(3))
    assert (held.status_code, held.json()["code"], held.json()["retryable"]) == (429, "too-many-requests", True)
    assert int(held.headers["Retry-After"]) >= 1
    assert (await made(leader.get("/stakeholder-input")))["items"] == []


async def test_a_consultation_stands_once_it_has_opened_and_may_be_extended(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    path = f"/consultations/{(await asked(leader, world.birk, opens_on='2026-03-12'))['id']}"
    changed = await made(leader.patch(path, {"title": "Ny", "questions": QUESTIONS[:1]}))
    assert (changed["title"], changed["state"]) == ("Ny", "planned")
    found = await made(leader.get(f"{path}/links"))
    assert [one["voice"] for one in found["items"]] == ["child"], "links follow whom it asks"
    wrong = await leader.patch(path, {"closes_on": "2026-03-12"})
    assert faults(wrong) == (422, [("/closes_on", "out-of-bounds")])
    assert (await leader.act(f"{path}/close")).json()["code"] == "consultation-not-open"
    on(date(2026, 3, 12))
    leader = await world.actor("leader", world.birk)
    for refused in (leader.patch(path, {"title": "Igen"}), leader.delete(path)):
        answer = await refused
        assert (answer.status_code, answer.json()["code"]) == (409, "consultation-has-opened")
    shorter = await leader.act(f"{path}/extend", {"closes_on": "2026-03-20"})
    assert faults(shorter) == (422, [("/closes_on", "out-of-bounds")])
    assert (await made(leader.act(f"{path}/extend", {"closes_on": "2026-05-01"})))["closes_on"] == "2026-05-01"
    closed = await made(leader.act(f"{path}/close"))
    assert (closed["state"], closed["closes_on"]) == ("closed", "2026-03-12")
    late = await leader.act(f"{path}/extend", {"closes_on": "2026-06-01"})
    assert (late.status_code, late.json()["code"]) == (409, "wrong-state")
    planned = await asked(leader, world.birk, opens_on="2026-04-12", closes_on="2026-05-01")
    assert (await leader.delete(f"/consultations/{planned['id']}")).status_code == 204


async def test_questions_are_named_once_and_choices_are_for_choices(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    wrong = [
        QUESTIONS[0],
        QUESTIONS[0],
        {**QUESTIONS[0], "key": "a", "choices": ["x", "y"]},
        {"key": "b", "text": "B", "type": "choice", "voices": ["child"]},
        {"key": "c", "text": "C", "type": "choice", "choices": ["x", "x"], "voices": ["child", "child"]},
    ]
    answer = await leader.post("/consultations", {**ASKED, "unit_id": str(world.birk), "questions": wrong})
    assert faults(answer) == (
        422,
        [
            ("/questions/1/key", "named-twice"),
            ("/questions/2/choices", "choices-for-a-choice"),
            ("/questions/3/choices", "choices-for-a-choice"),
            ("/questions/4/choices", "named-twice"),
            ("/questions/4/voices", "named-twice"),
        ],
    )
    theme = await decided_theme(world)
    assert (await asked(leader, world.birk, theme_id=theme["id"]))["theme_title"] == "Trivsel"


async def test_the_city_asks_everywhere_and_each_hands_out_its_own_links(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    assert (await leader.post("/consultations", ASKED)).status_code == 403
    foreign = await leader.post("/consultations", {**ASKED, "unit_id": str(world.oak)})
    assert foreign.status_code in (403, 422)
    consultation = await asked(office)
    assert consultation["unit_kind"] == "municipality"
    everywhere = await links(office, consultation)
    assert {id for id, _ in everywhere} == {
        str(one) for one in (world.birk, world.elm, world.oak, world.maple, world.hazel)
    }, "each institution, not its departments"
    assert set(await links(leader, consultation)) == {(str(world.birk), "child"), (str(world.birk), "parent")}
    staff = await world.actor("staff", world.birk)
    assert all((await links(staff, consultation)).values())
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert set((await links(board, consultation)).values()) == {None}, "who is asked does not hand out"
    path = f"/consultations/{consultation['id']}"
    assert (await leader.act(f"{path}/close")).status_code == 403, "the city's, not the leader's"
    own, other = ({"institution_id": str(at), "voice": "child"} for at in (world.birk, world.oak))
    assert (await leader.act(f"{path}/links", own)).status_code == 200
    assert (await leader.act(f"{path}/links", other)).json()["code"] in ("unknown-reference", "not-allowed")
    assert (await staff.act(f"{path}/links", own)).status_code == 403
    nobody = await leader.act(f"{path}/links", {**own, "voice": "youth_council"})
    assert faults(nobody) == (422, [("/voice", "unknown-reference")])
    district = await asked(office, world.south, title="Syd")
    assert (await leader.get(f"/consultations/{district['id']}")).status_code == 404
    for query, number in (
        ("state=open", 2),
        ("state=closed", 0),
        (f"institution_id={world.oak}", 2),
        (f"institution_id={world.elm}", 1),
        (f"unit_id={world.south}", 1),
        ("q=frikvarteret", 1),
        ("from=2026-03-02", 0),
        ("to=2026-03-02", 2),
    ):
        assert len((await made(office.get(f"/consultations?{query}")))["items"]) == number, query
    for role in ("council_member", "network_member", "auditor", "admin", "data_supplier"):
        actor = await world.actor(role, **({"network": "school"} if role == "network_member" else {}))
        assert (await actor.get("/consultations")).status_code == 403


async def test_smileys_are_shown_when_it_has_closed_and_never_of_a_few(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    secret = (await links(leader, consultation))[str(world.birk), "child"]
    for number in range(7):
        place = [{"key": "sted", "choice": "ude"}] if number else []
        await send(world, secret, *([glad(5)] if number < 4 else []), *place)
    [count] = (await made(leader.get("/stakeholder-input")))["items"]
    assert (count["people_count"], (await made(leader.get(f"/stakeholder-input/{count['id']}")))["results"]) == (
        7,
        None,
    )
    await made(leader.act(f"/consultations/{consultation['id']}/close"))
    results = (await made(leader.get(f"/stakeholder-input/{count['id']}")))["results"]
    assert [(result["key"], result["people"], result["mean"], result["withheld"]) for result in results] == [
        ("glad", None, None, True),
        ("sted", 6, None, False),
    ]
    assert [(result["choice"], result["people"]) for result in results[1]["choices"]] == [
        ("ude", 6),
        ("inde", None),
    ] or ({result["people"] for result in results[1]["choices"]} == {None})
    refused = await leader.patch(f"/stakeholder-input/{count['id']}", {"people_count": 70})
    assert faults(refused) == (409, [("/people_count", "wrong-state")])
    answered = await made(leader.act(f"/stakeholder-input/{count['id']}/answer", {"answer": "Vi køber gynger"}))
    assert answered["answer"]
    assert answered["updated_at"] >= count["updated_at"], "who has asked since that moment meets it again"


async def test_words_of_ten_or_more_are_read_by_boards_and_administration(world: World) -> None:
    leader, office = await world.actor("leader", world.birk), await world.actor("administration")
    secret = (await links(leader, await asked(leader, world.birk)))[str(world.birk), "child"]
    await send(world, secret, SAID)
    for number in range(9):
        seen = (await made(office.get("/stakeholder-input")))["items"]
        [words] = [one for one in seen if one["question"]]
        assert (words["text"], words["text_withheld"], words["group_count"]) == (None, True, number + 1)
        await send(world, secret, glad(4))
    board = await world.actor("board_member", world.birk, body="parent_board")
    for actor in (office, board):
        seen = (await made(actor.get("/stakeholder-input")))["items"]
        assert [one["text"] for one in seen if one["question"]] == ["Flere gynger"]


async def test_the_city_counts_answers_by_question_over_half_years_that_are_over(world: World) -> None:
    office, council = await world.actor("administration"), await world.actor("council_member")
    consultation = await asked(office)
    found = await links(office, consultation)
    for number, at in enumerate([world.birk, world.elm, world.oak, world.maple] * 3):
        place = {"key": "sted", "choice": "ude" if number % 3 else "inde"}
        await send(world, found[str(at), "child"], glad(1 + number % 5), place, SAID)
    for _ in range(3):
        await send(world, found[str(world.birk), "parent"], {"key": "sted", "choice": "ude"})
    on(date(2026, 7, 1))
    council, leader = await world.actor("council_member"), await world.actor("leader", world.birk)
    [half] = (await made(council.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    told = {one["name"]: one for one in half["groups"]}
    smiley, place = told["Er du glad for at gå i skole?"], told["Hvor er du helst?"]
    assert (smiley["mean"], smiley["withheld"]) == (2.75, False)
    assert (smiley["people"], place["people"]) == (None, None), "parents are three: their number is not given away"
    [voices] = (await made(council.get("/stakeholder-input/statistics?by=voice&from=2026H1")))["half_years"]
    assert {voice["key"]: voice["people"] for voice in voices["groups"]} == {"child": None, "parent": None}
    assert voices["people"] == 15
    [own] = (await made(leader.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    assert {one["mean"] for one in own["groups"]} == {None}, "three children of a school are too few"
    [districts] = (await made(council.get("/stakeholder-input/statistics?by=district&from=2026H1")))["half_years"]
    assert sum(district["inputs"] or 0 for district in districts["groups"]) <= 5, (
        "words are not counted beside who said them"
    )


async def test_answers_are_evidence_with_their_results(world: World) -> None:
    from tests.support.dialogue_story import begin
    from tests.support.evidence.builders import path

    story = await begin(world)
    world.app.state.public_rate = RateLimiter(10_000, 60)
    consultation = await asked(story.leader, world.birk)
    secret = (await links(story.leader, consultation))[str(world.birk), "child"]
    for _ in range(6):
        await send(world, secret, glad(4), SAID)
    await made(story.leader.act(f"/consultations/{consultation['id']}/close"))
    pieces = (await made(story.leader.get(path(story))))["stakeholder_input"]
    [count] = [piece for piece in pieces if piece["shown"]["results"]]
    assert (count["shown"]["people_count"], count["shown"]["results"][0]["mean"]) == (6, 4.0)
    assert len([piece for piece in pieces if piece["shown"]["question"]]) == 6


async def test_links_are_long_and_each_is_its_own(world: World) -> None:
    await asked(await world.actor("administration"))
    async with transactions.read_transaction(world.app.state.engine) as session:
        found = list((await session.execute(select(col(ConsultationLink.secret)))).scalars())
    assert len(set(found)) == len(found) == 10
    assert {len(secret) for secret in found} == {32}
    assert httpx.URL(f"http://a/{found[0]}").path == f"/{found[0]}"
