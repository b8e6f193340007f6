"""Import of planned dialogues."""

import pytest

from api.journal.verify import verify_hash_chain
from tests.support.dialogue_story import Story, begin
from tests.support.imports.uploads import apply_plan, planned_changes, rejections, reverse_import, upload_file
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_importing_the_same_dialogues_again_changes_nothing(story: Story) -> None:
    chief = story.chief
    text = "institution;planned_for;participants\n900001;02-03-2026 kl. 9.30;student_council:3|staff:To lærere\n"
    plan = await upload_file(chief, text, "dialogues")
    assert plan.status_code == 201, plan.text
    assert plan.json()["counts"]["create"] == 1, await rejections(chief, plan)
    assert (await chief.get("/dialogues?count=true")).json()["total"] == 0, "a trial leaves nothing"
    assert (await apply_plan(chief, plan)).status_code == 200
    [dialogue] = (await chief.get("/dialogues")).json()["items"]
    assert (dialogue["planned_for"], dialogue["round"]) == ("2026-03-02T08:30:00Z", 1)
    assert (await upload_file(chief, text, "dialogues")).json()["counts"]["unchanged"] == 1
    moved = await upload_file(chief, text.replace("9.30", "10.30"), "dialogues")
    assert (await planned_changes(chief, moved))[2]["planned_for"] == ("2026-03-02 09:30", "2026-03-02 10:30")
    assert (await apply_plan(chief, moved)).status_code == 200
    invalid = await upload_file(
        chief,
        "institution;cycle;round;planned_for\n900001;;2;2026-09-01 10:00\n900003;;1;2026-03-01 10:00\n"
        "900001;;9;2026-03-02 10:00\n900001;;3;aldrig\n",
        "dialogues",
    )
    assert await rejections(chief, invalid) == {
        2: [("round", "earlier-dialogue-open")],
        3: [("institution", "unknown-reference"), ("cycle", "unknown-reference")],
        4: [("round", "no-such-round")],
        5: [("planned_for", "not-a-moment"), ("cycle", "unknown-reference")],
    }
    assert (await reverse_import(chief, moved)).status_code == 200
    [restored] = (await chief.get("/dialogues")).json()["items"]
    assert (restored["planned_for"], restored["planned_until"]) == (dialogue["planned_for"], dialogue["planned_until"])


async def test_a_trial_run_leaves_no_journal_entries(story: Story) -> None:
    text = "institution;planned_for\n900001;2026-03-02 10:00\n"
    applied = await upload_file(story.chief, text, "dialogues", apply="true")
    assert applied.json()["state"] == "applied", await rejections(story.chief, applied)
    app_state = story.world.app.state
    verification = await verify_hash_chain(app_state.engine, app_state.settings)
    assert verification.findings == []
