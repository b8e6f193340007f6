"""Feedback on observations: giving, reading, sharing, taking back, correcting and redacting it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from api.access.models import StoredResponse
from api.db.transactions import read_transaction
from api.journal.models import Entry
from api.redaction.models import Correction
from tests.support.observation_visit import FEEDBACK, Visit, errors_of, json_of
from tests.support.world import Actor


def has_feedback(observation: dict[str, Any]) -> bool:
    """Whether the response contains the feedback on a point and the overall feedback."""
    return "Voksne står ved døren" in str(observation) and "hvor de skal hen" in str(observation)


async def test_observer_gives_feedback_on_every_point_and_the_institution_reads_it(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    fed_back = await json_of(visit.observer.act(f"{path}/feedback", {**FEEDBACK, "oral_feedback_on": "2026-03-11"}))
    assert (fed_back["status"], fed_back["fed_back_on"], fed_back["oral_feedback_on"]) == (
        "fed_back",
        "2026-03-16",
        "2026-03-11",
    )
    assert [(point["key"], point["title"], point["level"]) for point in fed_back["points"]] == [
        ("overgange", "Overgange", None),
        ("ro", "Ro", 2),
    ]
    for actor in (visit.leader, visit.staff, await visit.world.actor("staff", visit.world.birk_sfo)):
        assert has_feedback(await json_of(actor.get(path)))
    # The consultant belongs to the administration and reads the feedback as an observer.
    assert has_feedback(await json_of(visit.consultant.get(path)))


async def test_only_an_observer_gives_feedback(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    for actor in (visit.leader, visit.staff, await visit.world.actor("chief", visit.world.north)):
        response = await actor.act(f"{path}/feedback", FEEDBACK)
        assert (response.status_code, response.json()["code"]) == (403, "not-an-observer")
    colleague = await visit.world.actor("staff", visit.world.oak)
    assert (await colleague.act(f"{path}/feedback", FEEDBACK)).status_code == 404
    assert (await visit.observer.act(f"{path}/feedback", FEEDBACK, etag="")).status_code == 428


async def test_observer_must_give_feedback_on_every_point_of_the_guide(visit: Visit) -> None:
    path = f"/observations/{await visit.observed()}"
    quiet, transitions = FEEDBACK["points"]
    for points, expected in (
        ([quiet], [("/points", "guide-points-missing")]),
        ([], [("/points", "guide-points-missing")] * 2),
        ([transitions, {**quiet, "level": None}], [("/points/1/level", "guide-points-missing")]),
        ([transitions, quiet, {"key": "andet", "text": "x"}], [("/points/2/key", "not-one-of")]),
        ([transitions, quiet, quiet], [("/points/2/key", "named-twice")]),
        ([transitions, {**quiet, "level": 4}], [("/points/1/level", "out-of-bounds")]),
        ([{**transitions, "level": 1}, quiet], [("/points/0/level", "out-of-bounds")]),
    ):
        response = await visit.observer.act(f"{path}/feedback", {**FEEDBACK, "points": points})
        assert errors_of(response) == (422, expected), points
    cpr_number = await visit.observer.act(f"{path}/feedback", {**FEEDBACK, "feedback": "Om 010203-1234"})
    assert (cpr_number.status_code, cpr_number.json()["code"]) == (422, "looks-like-cpr-number")


async def test_observer_cannot_give_feedback_before_the_observation(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    early = await visit.observer.act(f"{path}/feedback", FEEDBACK)
    assert (early.status_code, early.json()["code"]) == (409, "wrong-state")


async def test_chief_and_administration_read_feedback_only_once_it_is_shared(visit: Visit) -> None:
    world = visit.world
    path = f"/observations/{await visit.fed_back()}"
    readers = [await world.actor("chief", world.north), await world.actor("administration")]
    for actor in readers:
        observation = await json_of(actor.get(path))
        assert (observation["status"], observation["observed_on"], observation["feedback_withheld"]) == (
            "fed_back",
            "2026-03-10",
            True,
        )
        assert (
            observation["feedback"],
            observation["points"],
            observation["reply"],
            observation["reply_text"],
        ) == (None, None, None, None)
    await json_of(visit.leader.act(f"{path}/reply", {"reply": "accurate", "reply_text": "Vi kender det godt"}))
    for actor in readers:
        assert "Vi kender det godt" not in str(await json_of(actor.get(path)))
        assert (await actor.act(f"{path}/share")).status_code == 403, "only the leader shares feedback"
    assert (await visit.staff.act(f"{path}/share")).status_code == 403
    shared = await json_of(visit.leader.act(f"{path}/share"))
    assert (shared["status"], shared["shared_on"]) == ("shared", "2026-03-16")
    for actor in readers:
        observation = await json_of(actor.get(path))
        assert has_feedback(observation)
        assert (observation["reply_text"], observation["feedback_withheld"]) == ("Vi kender det godt", False)
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


async def test_observer_reads_nothing_else_of_the_observed_institution(visit: Visit) -> None:
    world = visit.world
    other_observer = await world.actor("staff", world.maple)
    own_id, other_id = await visit.fed_back(), await visit.planned(observer_ids=[str(other_observer.id)])
    listed = await json_of(visit.observer.get("/observations"))
    assert [observation["id"] for observation in listed["items"]] == [own_id]
    assert (await visit.observer.get(f"/observations/{other_id}")).status_code == 404
    path = f"/observations/{own_id}"
    for transition, body in (("reply", {"reply": "accurate"}), ("share", {}), ("cancel", {"reason": "x"})):
        assert (await visit.observer.act(f"{path}/{transition}", body)).status_code == 403
    assert (await visit.observer.patch(path, {"purpose": "Andet"})).status_code == 403
    assert (await visit.observer.get(f"/institutions/{world.birk}")).status_code in (200, 404)
    for collection in ("focus-areas", "stakeholder-input", "dialogues"):
        listed = await json_of(visit.observer.get(f"/{collection}?institution_id={world.birk}"))
        assert listed["items"] == [], collection


async def test_observer_takes_feedback_back_until_it_is_replied_to_or_shared(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    assert (await visit.leader.act(f"{path}/take-back")).json()["code"] == "not-an-observer"
    taken_back = await json_of(visit.observer.act(f"{path}/take-back"))
    assert (taken_back["status"], taken_back["fed_back_on"]) == ("observed", None)
    assert has_feedback(taken_back), "the observers still read their text"
    for_leader = await json_of(visit.leader.get(path))
    assert (for_leader["feedback"], for_leader["points"], for_leader["feedback_withheld"]) == (None, None, False)
    assert (await visit.leader.act(f"{path}/reply", {"reply": "accurate"})).json()["code"] == "wrong-state"
    assert (await visit.leader.act(f"{path}/share")).json()["code"] == "wrong-state"
    revised = await json_of(visit.observer.act(f"{path}/feedback", {**FEEDBACK, "feedback": "Rettet"}))
    assert (revised["feedback"], len(revised["points"])) == ("Rettet", 2)
    replied = await json_of(visit.leader.act(f"{path}/reply", {"reply": "inaccurate", "reply_text": "Ikke hver dag"}))
    assert (replied["reply"], replied["replied_on"], replied["status"]) == ("inaccurate", "2026-03-16", "fed_back")
    for request in (visit.observer.act(f"{path}/take-back"), visit.leader.act(f"{path}/reply", {"reply": "accurate"})):
        response = await request
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state")
    shared_path = f"/observations/{await visit.shared()}"
    assert (await visit.leader.act(f"{shared_path}/take-back")).json()["code"] == "not-an-observer"
    assert (await visit.consultant.act(f"{shared_path}/take-back")).json()["code"] == "wrong-state"
    late_reply = await json_of(visit.leader.act(f"{shared_path}/reply", {"reply": "accurate"}))
    assert late_reply["status"] == "shared"


async def post_correction(actor: Actor, path: str, **correction: Any) -> Any:
    return await actor.act(f"{path}/corrections", {"reason": "Skrevet forkert", **correction})


async def test_authors_correct_their_own_fields_and_the_latest_value_counts(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    await json_of(visit.leader.act(f"{path}/reply", {"reply": "accurate"}))
    point_id = (await json_of(visit.observer.get(path)))["points"][1]["id"]
    for actor, correction in (
        (visit.leader, {"field": "observed_on", "becomes": "2026-03-09"}),
        (visit.leader, {"field": "reply", "becomes": "inaccurate"}),
        (visit.observer, {"field": "feedback", "becomes": "Børnene finder selv vej"}),
        (visit.observer, {"field": "level", "part_id": point_id, "becomes": 3}),
    ):
        response = await post_correction(actor, path, **correction)
        assert response.status_code == 200, response.text
    observation = await json_of(visit.leader.get(path))
    assert (
        observation["observed_on"],
        observation["reply"],
        observation["feedback"],
        observation["points"][1]["level"],
    ) == (
        "2026-03-09",
        "inaccurate",
        "Børnene finder selv vej",
        3,
    )
    assert [(correction["field"], correction["was"]) for correction in observation["corrections"]] == [
        ("observed_on", "2026-03-10"),
        ("reply", "accurate"),
        ("feedback", FEEDBACK["feedback"]),
        ("level", 2),
    ]
    for_administration = await json_of((await visit.world.actor("administration")).get(path))
    assert [correction["field"] for correction in for_administration["corrections"]] == ["observed_on"], (
        "corrections of feedback that the caller may not read are left out"
    )
    for actor, correction, status in (
        (visit.leader, {"field": "feedback", "becomes": "Alt er godt"}, 403),
        (visit.observer, {"field": "reply", "becomes": "accurate"}, 403),
        (visit.leader, {"field": "status", "becomes": "shared"}, 422),
        (visit.leader, {"field": "observed_on", "becomes": "2190-01-01"}, 422),
        (visit.leader, {"field": "reply", "becomes": "nej"}, 422),
        (visit.observer, {"field": "level", "part_id": point_id, "becomes": 9}, 422),
        (visit.observer, {"field": "text", "part_id": str(visit.world.birk), "becomes": "x"}, 422),
    ):
        assert (await post_correction(actor, path, **correction)).status_code == status, correction
    planned_path = f"/observations/{await visit.planned()}"
    for actor, field in ((visit.leader, "observed_on"), (visit.leader, "reply"), (visit.observer, "feedback")):
        response = await post_correction(actor, planned_path, field=field)
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state")


async def test_observer_redacts_feedback_and_all_stored_copies(visit: Visit) -> None:
    id = await visit.observed()
    path = f"/observations/{id}"
    await json_of(visit.observer.act(f"{path}/feedback", FEEDBACK, headers={"Idempotency-Key": "once"}))
    point_id = (await json_of(visit.observer.get(path)))["points"][0]["id"]
    await post_correction(visit.observer, path, field="text", part_id=point_id, becomes="Voksne står ved døren, to")
    by_leader = await visit.leader.act(f"{path}/redact", {"fields": ["points"], "reason": "Et navn"})
    assert by_leader.status_code == 403, "only the authors redact feedback that is not shared"
    observation = await json_of(
        visit.observer.act(f"{path}/redact", {"fields": ["points", "feedback"], "reason": "Et navn"})
    )
    assert (observation["feedback"], [point["text"] for point in observation["points"]]) == (None, [None, None])
    assert (observation["redaction_reason"], observation["redacted_on"]) == ("Et navn", "2026-03-16")
    assert not has_feedback(observation)
    async with read_transaction(visit.world.app.state.engine) as session:
        stored_bodies = list((await session.execute(select(col(StoredResponse.answer)))).scalars())
        assert stored_bodies
        assert all(b"Voksne" not in body and b"skal hen" not in body for body in stored_bodies)
        corrections = (await session.execute(select(Correction))).scalars().all()
        assert [(correction.was, correction.becomes) for correction in corrections] == [(None, None)]
        entries = select(col(Entry.action)).where(col(Entry.thing_id) == UUID(id)).order_by(col(Entry.seq))
        assert list((await session.execute(entries)).scalars()) == [
            "created",
            "observed",
            "fed_back",
            "corrected",
            "redacted",
        ]
