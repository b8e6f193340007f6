"""Answers to consultations by link, without an account."""

import json
import logging
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from api.consultations.models import Receipt, Tally
from api.core import clock, logs
from api.db import transactions
from api.http.rate_limits import RateLimiter
from api.journal.models import Entry
from api.stakeholder_input.models import Input
from tests.support.consultations.builders import (
    CONSULTATION,
    create_consultation,
    link_secrets,
    set_today,
    smiley_answer,
    submit_answers,
)
from tests.support.observation_visit import errors_of, json_of
from tests.support.world import World

TEXT_ANSWER = {"key": "ord", "text": "Flere gynger"}


async def test_children_answer_the_consultation_of_a_leader_by_link(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    assert (consultation["state"], consultation["unit_name"], consultation["unit_kind"]) == (
        "open",
        "Birkeskolen",
        "institution",
    )
    secrets = await link_secrets(leader, consultation)
    assert {voice for _, voice in secrets} == {"child", "parent"}
    child_secret = secrets[str(world.birk), "child"]
    response = await world.client.get(f"/v1/consultation-answers/{child_secret}")
    questionnaire = response.json()
    assert (
        response.status_code,
        response.headers["cache-control"],
        questionnaire["institution_name"],
        questionnaire["state"],
    ) == (200, "no-store", "Birkeskolen", "open")
    assert [question["key"] for question in questionnaire["questions"]] == ["glad", "sted", "ord"]
    assert "voices" not in questionnaire["questions"][0]
    assert len(questionnaire["age_groups"]) == 5
    for_parents = (await world.client.get(f"/v1/consultation-answers/{secrets[str(world.birk), 'parent']}")).json()
    assert ([question["key"] for question in for_parents["questions"]], for_parents["age_groups"]) == (
        ["sted", "ord"],
        [],
    )
    submitted = await submit_answers(
        world, child_secret, smiley_answer(4), TEXT_ANSWER, {"key": "sted", "choice": "ude"}, age_group="6-9"
    )
    assert (submitted.status_code, submitted.json()) == (200, {"taken": True})
    inputs = (await json_of(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    text_input, counting_input = sorted(inputs, key=lambda input_: input_["text"] is None)
    assert (
        text_input["text"],
        text_input["question"],
        text_input["counted_in_id"],
        text_input["voice"],
        text_input["age_group"],
    ) == ("Flere gynger", "Hvad vil du lave om?", counting_input["id"], "child", "6-9")
    assert (counting_input["people_count"], counting_input["method"], counting_input["consultation_title"]) == (
        1,
        "survey",
        CONSULTATION["title"],
    )


async def test_stored_answers_reveal_neither_person_nor_address_nor_time_of_day(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    leader = await world.actor("leader", world.birk)
    secret = (await link_secrets(leader, await create_consultation(leader, world.birk)))[str(world.birk), "child"]
    async with transactions.read_transaction(world.app.state.engine) as session:
        entries_before = (await session.execute(select(Entry))).scalars().all()
    logs.quieten()
    with caplog.at_level(logging.DEBUG):
        await submit_answers(world, secret, smiley_answer(5), TEXT_ANSWER, key="barnets-nogle")
        await submit_answers(world, "x" * 32, smiley_answer(5))
    assert secret not in caplog.text
    assert all(secret not in str(vars(record)) for record in caplog.records)
    async with transactions.read_transaction(world.app.state.engine) as session:
        entries_after = (await session.execute(select(Entry))).scalars().all()
        assert entries_after == entries_before, "a journal entry would have a timestamp"
        [text_input] = (await session.execute(select(Input).where(col(Input.text).is_not(None)))).scalars()
        [counting_input] = (await session.execute(select(Input).where(col(Input.text).is_(None)))).scalars()
        for stored in (text_input, counting_input):
            timestamps = {
                stored.created_at.astimezone(clock.COPENHAGEN),
                stored.updated_at.astimezone(clock.COPENHAGEN),
            }
            assert {(timestamp.hour, timestamp.minute) for timestamp in timestamps} == {(0, 0)}
            assert stored.id.version == 4, "a time-ordered id would reveal the time"
            assert stored.author_id is None
        [tally] = (await session.execute(select(Tally))).scalars()
        assert (tally.input_id, tally.value, tally.people_count) == (counting_input.id, "5", 1)
        [receipt] = (await session.execute(select(Receipt))).scalars()
        assert "nogle" not in str(receipt.model_dump())
        stored_responses = (await session.execute(text("SELECT count(*) FROM replay"))).scalar_one()
        assert stored_responses == 0, "a response stored for replays would have a timestamp"


async def test_answers_with_the_same_idempotency_key_are_stored_once(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    first, replay = [await submit_answers(world, secret, smiley_answer(4), TEXT_ANSWER, key="k1") for _ in range(2)]
    assert (first.status_code, replay.status_code, replay.headers["idempotency-replayed"]) == (200, 200, "true")
    other_body = await submit_answers(world, secret, smiley_answer(1), key="k1")
    assert (other_body.status_code, other_body.json()["code"]) == (422, "idempotency-key-reused")
    await submit_answers(world, secret, smiley_answer(4), key="k2")
    await submit_answers(world, secret, smiley_answer(4))
    inputs = (await json_of(leader.get("/stakeholder-input")))["items"]
    assert sorted((input_["people_count"], input_["text"]) for input_ in inputs if input_["text"] is None) == [
        (3, None)
    ]
    assert len(inputs) == 2
    await json_of(leader.act(f"/consultations/{consultation['id']}/close"))
    set_today(date(2026, 3, 12))
    late_replay = await submit_answers(world, secret, smiley_answer(4), TEXT_ANSWER, key="k1")
    assert late_replay.status_code == 200, "a replay is confirmed after closing, too"
    assert (await submit_answers(world, secret, smiley_answer(4), key="k3")).json()["code"] == "consultation-not-open"


async def test_answers_are_accepted_only_while_the_consultation_is_open(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk, opens_on="2026-03-11")
    secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    for day, state, status in (
        (date(2026, 3, 10), "planned", 409),
        (date(2026, 3, 11), "open", 200),
        (date(2026, 3, 31), "open", 200),
        (date(2026, 4, 1), "closed", 409),
    ):
        set_today(day)
        assert (await world.client.get(f"/v1/consultation-answers/{secret}")).json()["state"] == state
        response = await submit_answers(world, secret, smiley_answer(3))
        assert response.status_code == status
        if status == 409:
            assert response.json()["code"] == "consultation-not-open"
            assert response.json()["instance"] == "/v1/consultation-answers/{secret}"


async def test_unknown_and_withdrawn_links_get_the_same_404(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    path = f"/consultations/{consultation['id']}"
    old_secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    link = {"institution_id": str(world.birk), "voice": "child"}
    await json_of(leader.act(f"{path}/links", link))
    new_secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    assert new_secret != old_secret
    assert (await submit_answers(world, new_secret, smiley_answer(3))).status_code == 200
    responses = [
        await submit_answers(world, secret, smiley_answer(3)) for secret in (old_secret, "x" * 32, "kort", "æ" * 20)
    ]
    responses += [await world.client.get(f"/v1/consultation-answers/{secret}") for secret in (old_secret, "x" * 32)]
    bodies = [{**response.json(), "request_id": ""} for response in responses]
    assert {response.status_code for response in responses} == {404}
    assert bodies[0] == bodies[1] == bodies[4] == bodies[5]
    assert old_secret not in json.dumps(bodies)
    await json_of(leader.act(f"{path}/withdraw-link", link))
    assert (await submit_answers(world, new_secret, smiley_answer(3))).status_code == 404
    assert (await leader.act(f"{path}/withdraw-link", link)).json()["code"] == "unknown-reference"


async def test_each_answer_must_fit_a_question_of_the_voice(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    secrets = await link_secrets(leader, await create_consultation(leader, world.birk))
    child, parent = secrets[str(world.birk), "child"], secrets[str(world.birk), "parent"]
    for secret, answers, fields, expected in (
        (child, [{"key": "andet", "smiley": 3}], {}, [("/answers/0/key", "not-one-of")]),
        (parent, [smiley_answer(3)], {}, [("/answers/0/key", "not-one-of")]),
        (child, [smiley_answer(3), smiley_answer(4)], {}, [("/answers/1/key", "named-twice")]),
        (child, [{"key": "glad", "text": "ja"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "glad"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "sted", "choice": "mars"}], {}, [("/answers/0", "not-answered-so")]),
        (child, [{"key": "glad", "smiley": 6}], {}, [("/answers/0/smiley", "out-of-bounds")]),
        (parent, [TEXT_ANSWER], {"age_group": "6-9"}, [("/age_group", "age-group-for-children-only")]),
        (child, [{"key": "ord", "text": "Ring til 010203-1234"}], {}, [("/answers/0/text", "looks-like-cpr-number")]),
    ):
        response = await submit_answers(world, secret, *answers, **fields)
        assert errors_of(response) == (422, expected)
    assert (await json_of(leader.get("/stakeholder-input")))["items"] == []
    malformed = await world.client.post(
        f"/v1/consultation-answers/{child}", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert (malformed.status_code, malformed.json()["code"]) == (400, "unreadable-request")


async def test_too_many_requests_from_an_address_are_throttled(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    secret = (await link_secrets(leader, await create_consultation(leader, world.birk)))[str(world.birk), "child"]
    world.app.state.public_rate = RateLimiter(30, 60)
    responses = [await submit_answers(world, "x" * 32, smiley_answer(3)) for _ in range(3)]
    assert [response.status_code for response in responses] == [404, 404, 429]
    throttled = await submit_answers(world, secret, smiley_answer(3))
    assert (throttled.status_code, throttled.json()["code"], throttled.json()["retryable"]) == (
        429,
        "too-many-requests",
        True,
    )
    assert int(throttled.headers["Retry-After"]) >= 1
    assert (await json_of(leader.get("/stakeholder-input")))["items"] == []
