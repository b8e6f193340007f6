"""Creating, changing, extending and closing consultations, and their links."""

from datetime import date

import httpx
from sqlalchemy import select
from sqlmodel import col

from api.consultations.models import ConsultationLink
from api.db import transactions
from tests.support.consultations.builders import CONSULTATION, QUESTIONS, create_consultation, link_secrets, set_today
from tests.support.focus_areas.builders import decided_theme
from tests.support.observation_visit import errors_of, json_of
from tests.support.world import World


async def test_an_open_consultation_can_be_extended_and_closed_but_not_changed(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    path = f"/consultations/{(await create_consultation(leader, world.birk, opens_on='2026-03-12'))['id']}"
    changed = await json_of(leader.patch(path, {"title": "Ny", "questions": QUESTIONS[:1]}))
    assert (changed["title"], changed["state"]) == ("Ny", "planned")
    active_links = (await json_of(leader.get(f"{path}/links")))["items"]
    assert [link["voice"] for link in active_links] == ["child"], "links follow the voices of the questions"
    too_early = await leader.patch(path, {"closes_on": "2026-03-12"})
    assert errors_of(too_early) == (422, [("/closes_on", "out-of-bounds")])
    assert (await leader.act(f"{path}/close")).json()["code"] == "consultation-not-open"
    set_today(date(2026, 3, 12))
    leader = await world.actor("leader", world.birk)
    for request in (leader.patch(path, {"title": "Igen"}), leader.delete(path)):
        response = await request
        assert (response.status_code, response.json()["code"]) == (409, "consultation-has-opened")
    shorter = await leader.act(f"{path}/extend", {"closes_on": "2026-03-20"})
    assert errors_of(shorter) == (422, [("/closes_on", "out-of-bounds")])
    assert (await json_of(leader.act(f"{path}/extend", {"closes_on": "2026-05-01"})))["closes_on"] == "2026-05-01"
    closed = await json_of(leader.act(f"{path}/close"))
    assert (closed["state"], closed["closes_on"]) == ("closed", "2026-03-12")
    late = await leader.act(f"{path}/extend", {"closes_on": "2026-06-01"})
    assert (late.status_code, late.json()["code"]) == (409, "wrong-state")
    planned = await create_consultation(leader, world.birk, opens_on="2026-04-12", closes_on="2026-05-01")
    assert (await leader.delete(f"/consultations/{planned['id']}")).status_code == 204


async def test_question_keys_are_unique_and_only_choices_have_choices(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    questions = [
        QUESTIONS[0],
        QUESTIONS[0],
        {**QUESTIONS[0], "key": "a", "choices": ["x", "y"]},
        {"key": "b", "text": "B", "type": "choice", "voices": ["child"]},
        {"key": "c", "text": "C", "type": "choice", "choices": ["x", "x"], "voices": ["child", "child"]},
    ]
    response = await leader.post("/consultations", {**CONSULTATION, "unit_id": str(world.birk), "questions": questions})
    assert errors_of(response) == (
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
    assert (await create_consultation(leader, world.birk, theme_id=theme["id"]))["theme_title"] == "Trivsel"


async def test_each_institution_manages_its_own_links_of_a_consultation_of_the_city(world: World) -> None:
    administration, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    assert (await leader.post("/consultations", CONSULTATION)).status_code == 403
    foreign = await leader.post("/consultations", {**CONSULTATION, "unit_id": str(world.oak)})
    assert foreign.status_code in (403, 422)
    consultation = await create_consultation(administration)
    assert consultation["unit_kind"] == "municipality"
    all_links = await link_secrets(administration, consultation)
    assert {institution_id for institution_id, _ in all_links} == {
        str(institution_id) for institution_id in (world.birk, world.elm, world.oak, world.maple, world.hazel)
    }, "each institution, not its departments"
    assert set(await link_secrets(leader, consultation)) == {(str(world.birk), "child"), (str(world.birk), "parent")}
    staff = await world.actor("staff", world.birk)
    assert all((await link_secrets(staff, consultation)).values())
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert set((await link_secrets(board, consultation)).values()) == {None}, "those who answer do not hand out links"
    path = f"/consultations/{consultation['id']}"
    assert (await leader.act(f"{path}/close")).status_code == 403, "the city's consultation, not the leader's"
    own, other = ({"institution_id": str(at), "voice": "child"} for at in (world.birk, world.oak))
    assert (await leader.act(f"{path}/links", own)).status_code == 200
    assert (await leader.act(f"{path}/links", other)).json()["code"] in ("unknown-reference", "not-allowed")
    assert (await staff.act(f"{path}/links", own)).status_code == 403
    uncovered_voice = await leader.act(f"{path}/links", {**own, "voice": "youth_council"})
    assert errors_of(uncovered_voice) == (422, [("/voice", "unknown-reference")])
    district = await create_consultation(administration, world.south, title="Syd")
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
        assert len((await json_of(administration.get(f"/consultations?{query}")))["items"]) == number, query
    for role in ("council_member", "network_member", "auditor", "admin", "data_supplier"):
        actor = await world.actor(role, **({"network": "school"} if role == "network_member" else {}))
        assert (await actor.get("/consultations")).status_code == 403


async def test_link_secrets_are_long_and_unique(world: World) -> None:
    await create_consultation(await world.actor("administration"))
    async with transactions.read_transaction(world.app.state.engine) as session:
        secrets = list((await session.execute(select(col(ConsultationLink.secret)))).scalars())
    assert len(set(secrets)) == len(secrets) == 10
    assert {len(secret) for secret in secrets} == {32}
    assert httpx.URL(f"http://a/{secrets[0]}").path == f"/{secrets[0]}"
