"""Feedback: who gives it, who reads it and when, and what is mended of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from api.access.models import StoredResponse
from api.db.transactions import read_transaction
from api.journal.models import Entry
from api.redaction.models import Correction
from tests.support.observation_visit import SEEN, Visit, faults, made
from tests.support.world import Actor


def reads(row: dict[str, Any]) -> bool:
    return "Voksne står ved døren" in str(row) and "hvor de skal hen" in str(row)


async def test_an_observer_feeds_back_at_every_point_and_the_institution_reads_it(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    given = await made(visit.observer.act(f"{path}/feedback", {**SEEN, "oral_feedback_on": "2026-03-11"}))
    assert (given["status"], given["fed_back_on"], given["oral_feedback_on"]) == (
        "fed_back",
        "2026-03-16",
        "2026-03-11",
    )
    assert [(one["key"], one["title"], one["level"]) for one in given["points"]] == [
        ("overgange", "Overgange", None),
        ("ro", "Ro", 2),
    ]
    for actor in (visit.leader, visit.staff, await visit.world.actor("staff", visit.world.birk_sfo)):
        assert reads(await made(actor.get(path)))
    # A consultant who observes is of the administration, and reads it as an observer.
    assert reads(await made(visit.consultant.get(path)))


async def test_feedback_comes_from_an_observer(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    for actor in (visit.leader, visit.staff, await visit.world.actor("chief", visit.world.north)):
        answer = await actor.act(f"{path}/feedback", SEEN)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-an-observer")
    elsewhere = await visit.world.actor("staff", visit.world.oak)
    assert (await elsewhere.act(f"{path}/feedback", SEEN)).status_code == 404
    assert (await visit.observer.act(f"{path}/feedback", SEEN, etag="")).status_code == 428


async def test_feedback_is_complete(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    ro, transitions = SEEN["points"]
    for points, expected in (
        ([ro], [("/points", "guide-points-missing")]),
        ([], [("/points", "guide-points-missing")] * 2),
        ([transitions, {**ro, "level": None}], [("/points/1/level", "guide-points-missing")]),
        ([transitions, ro, {"key": "andet", "text": "x"}], [("/points/2/key", "not-one-of")]),
        ([transitions, ro, ro], [("/points/2/key", "named-twice")]),
        ([transitions, {**ro, "level": 4}], [("/points/1/level", "out-of-bounds")]),
        ([{**transitions, "level": 1}, ro], [("/points/0/level", "out-of-bounds")]),
    ):
        answer = await visit.observer.act(f"{path}/feedback", {**SEEN, "points": points})
        assert faults(answer) == (422, expected), points
    number = await visit.observer.act(f"{path}/feedback", {**SEEN, "feedback": "Om 010203-1234"})
    assert (number.status_code, number.json()["code"]) == (422, "looks-like-cpr-number")


async def test_feedback_comes_after_the_observation(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    early = await visit.observer.act(f"{path}/feedback", SEEN)
    assert (early.status_code, early.json()["code"]) == (409, "wrong-state")


async def test_chief_and_administration_see_that_it_took_place_and_the_text_when_it_is_shared(visit: Visit) -> None:
    world = visit.world
    path = f"/observations/{await visit.fed_back()}"
    others = [await world.actor("chief", world.north), await world.actor("administration")]
    for actor in others:
        row = await made(actor.get(path))
        assert (row["status"], row["observed_on"], row["feedback_withheld"]) == ("fed_back", "2026-03-10", True)
        assert (row["feedback"], row["points"], row["reply"], row["reply_text"]) == (None, None, None, None)
    await made(visit.leader.act(f"{path}/reply", {"reply": "accurate", "reply_text": "Vi kender det godt"}))
    for actor in others:
        assert "Vi kender det godt" not in str(await made(actor.get(path)))
        assert (await actor.act(f"{path}/share")).status_code == 403, "only the leader shares it"
    assert (await visit.staff.act(f"{path}/share")).status_code == 403
    shared = await made(visit.leader.act(f"{path}/share"))
    assert (shared["status"], shared["shared_on"]) == ("shared", "2026-03-16")
    for actor in others:
        row = await made(actor.get(path))
        assert reads(row)
        assert (row["reply_text"], row["feedback_withheld"]) == ("Vi kender det godt", False)
    for role, at, grant in (
        ("board_member", world.birk, {"body": "parent_board"}),
        ("council_member", None, {}),
        ("admin", None, {}),
        ("network_member", None, {"network": "school"}),
        ("auditor", None, {}),
    ):
        actor = await world.actor(role, at, **grant)
        assert (await actor.get(path)).status_code == 403
        assert (await actor.get("/observations")).status_code == 403


async def test_an_observers_door_is_narrow(visit: Visit) -> None:
    mine, other = (
        await visit.fed_back(),
        await visit.planned(observer_ids=[str((await visit.world.actor("staff", visit.world.maple)).id)]),
    )
    listed = await made(visit.observer.get("/observations"))
    assert [one["id"] for one in listed["items"]] == [mine]
    assert (await visit.observer.get(f"/observations/{other}")).status_code == 404
    path = f"/observations/{mine}"
    for verb, said in (("reply", {"reply": "accurate"}), ("share", {}), ("cancel", {"reason": "x"})):
        assert (await visit.observer.act(f"{path}/{verb}", said)).status_code == 403
    assert (await visit.observer.patch(path, {"purpose": "Andet"})).status_code == 403
    world = visit.world
    assert (await visit.observer.get(f"/institutions/{world.birk}")).status_code in (200, 404)
    for room in ("focus-areas", "stakeholder-input", "dialogues"):
        found = await made(visit.observer.get(f"/{room}?institution_id={world.birk}"))
        assert found["items"] == [], "nothing else of the observed institution is opened"


async def test_feedback_is_taken_back_until_it_is_replied_to_or_shared(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    assert (await visit.leader.act(f"{path}/take-back")).json()["code"] == "not-an-observer"
    back = await made(visit.observer.act(f"{path}/take-back"))
    assert (back["status"], back["fed_back_on"]) == ("observed", None)
    assert reads(back), "the observers keep what they wrote"
    seen = await made(visit.leader.get(path))
    assert (seen["feedback"], seen["points"], seen["feedback_withheld"]) == (None, None, False)
    assert (await visit.leader.act(f"{path}/reply", {"reply": "accurate"})).json()["code"] == "wrong-state"
    assert (await visit.leader.act(f"{path}/share")).json()["code"] == "wrong-state"
    again = await made(visit.observer.act(f"{path}/feedback", {**SEEN, "feedback": "Rettet"}))
    assert (again["feedback"], len(again["points"])) == ("Rettet", 2)
    replied = await made(visit.leader.act(f"{path}/reply", {"reply": "inaccurate", "reply_text": "Ikke hver dag"}))
    assert (replied["reply"], replied["replied_on"], replied["status"]) == ("inaccurate", "2026-03-16", "fed_back")
    for refused in (visit.observer.act(f"{path}/take-back"), visit.leader.act(f"{path}/reply", {"reply": "accurate"})):
        answer = await refused
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")
    shared = f"/observations/{await visit.shared()}"
    assert (await visit.leader.act(f"{shared}/take-back")).json()["code"] == "not-an-observer"
    assert (await visit.consultant.act(f"{shared}/take-back")).json()["code"] == "wrong-state"
    late = await made(visit.leader.act(f"{shared}/reply", {"reply": "accurate"}))
    assert late["status"] == "shared"


async def corrected(actor: Actor, path: str, **said: Any) -> Any:
    return await actor.act(f"{path}/corrections", {"reason": "Skrevet forkert", **said})


async def test_everyone_corrects_what_they_wrote_and_the_latest_counts(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    await made(visit.leader.act(f"{path}/reply", {"reply": "accurate"}))
    point = (await made(visit.observer.get(path)))["points"][1]["id"]
    for actor, said in (
        (visit.leader, {"field": "observed_on", "becomes": "2026-03-09"}),
        (visit.leader, {"field": "reply", "becomes": "inaccurate"}),
        (visit.observer, {"field": "feedback", "becomes": "Børnene finder selv vej"}),
        (visit.observer, {"field": "level", "part_id": point, "becomes": 3}),
    ):
        answer = await corrected(actor, path, **said)
        assert answer.status_code == 200, answer.text
    row = await made(visit.leader.get(path))
    assert (row["observed_on"], row["reply"], row["feedback"], row["points"][1]["level"]) == (
        "2026-03-09",
        "inaccurate",
        "Børnene finder selv vej",
        3,
    )
    assert [(one["field"], one["was"]) for one in row["corrections"]] == [
        ("observed_on", "2026-03-10"),
        ("reply", "accurate"),
        ("feedback", SEEN["feedback"]),
        ("level", 2),
    ]
    office = await made((await visit.world.actor("administration")).get(path))
    assert [one["field"] for one in office["corrections"]] == ["observed_on"], "words are not told by the way"
    for actor, said, status in (
        (visit.leader, {"field": "feedback", "becomes": "Alt er godt"}, 403),
        (visit.observer, {"field": "reply", "becomes": "accurate"}, 403),
        (visit.leader, {"field": "status", "becomes": "shared"}, 422),
        (visit.leader, {"field": "observed_on", "becomes": "2190-01-01"}, 422),
        (visit.leader, {"field": "reply", "becomes": "nej"}, 422),
        (visit.observer, {"field": "level", "part_id": point, "becomes": 9}, 422),
        (visit.observer, {"field": "text", "part_id": str(visit.world.birk), "becomes": "x"}, 422),
    ):
        assert (await corrected(actor, path, **said)).status_code == status, said
    early = f"/observations/{await visit.planned()}"
    for actor, field in ((visit.leader, "observed_on"), (visit.leader, "reply"), (visit.observer, "feedback")):
        answer = await corrected(actor, early, field=field)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


async def test_redacted_words_are_gone_everywhere(visit: Visit) -> None:
    id = await visit.observed()
    path = f"/observations/{id}"
    await made(visit.observer.act(f"{path}/feedback", SEEN, headers={"Idempotency-Key": "once"}))
    point = (await made(visit.observer.get(path)))["points"][0]["id"]
    await corrected(visit.observer, path, field="text", part_id=point, becomes="Voksne står ved døren, to")
    refused = await visit.leader.act(f"{path}/redact", {"fields": ["points"], "reason": "Et navn"})
    assert refused.status_code == 403, "by who wrote it"
    row = await made(visit.observer.act(f"{path}/redact", {"fields": ["points", "feedback"], "reason": "Et navn"}))
    assert (row["feedback"], [one["text"] for one in row["points"]]) == (None, [None, None])
    assert (row["redaction_reason"], row["redacted_on"]) == ("Et navn", "2026-03-16")
    assert not reads(row)
    async with read_transaction(visit.world.app.state.engine) as session:
        kept = list((await session.execute(select(col(StoredResponse.answer)))).scalars())
        assert kept
        assert all(b"Voksne" not in answer and b"skal hen" not in answer for answer in kept)
        said = (await session.execute(select(Correction))).scalars().all()
        assert [(one.was, one.becomes) for one in said] == [(None, None)]
        entries = select(col(Entry.action)).where(col(Entry.thing_id) == UUID(id)).order_by(col(Entry.seq))
        assert list((await session.execute(entries)).scalars()) == [
            "created",
            "observed",
            "fed_back",
            "corrected",
            "redacted",
        ]
