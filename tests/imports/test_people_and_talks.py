"""Files of people, roles, what was said, and planned dialogues."""

import pytest

from api.journal.verify import verify
from tests.support.dialogue_story import Story, begin
from tests.support.imports.institutions import apply, bring, changes, reasons
from tests.support.imports.reversal import reverse
from tests.support.world import World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def test_people_come_as_a_file_and_stay_when_it_comes_again(world: World) -> None:
    boss = await world.actor("admin")
    text = "username;name;email;active\nanna;Anna Holm;anna@egekommune.example;ja\nbo;Bo Ask;;nej\n"
    first = await bring(boss, text, "people", apply="true")
    assert first.json()["state"] == "applied", await reasons(boss, first)
    assert (await bring(boss, text, "people")).json()["counts"]["unchanged"] == 2
    plan = await bring(boss, text.replace("Anna Holm", "Anna Holm Ask") + "x y;Z;;\n;Uden;;\n", "people")
    assert (await changes(boss, plan))[2] == {"name": ("Anna Holm", "Anna Holm Ask")}
    assert list(await reasons(boss, plan)) == [4, 5]
    rows = await boss.get(f"/imports/{first.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Anna" not in rows.text, "who is erased later is not kept in a plan"
    assert (await bring(await world.actor("leader", world.birk), text, "people")).status_code == 403


async def test_roles_are_given_by_the_rules_of_the_route(world: World) -> None:
    boss, chief = await world.actor("admin"), await world.actor("chief", world.north)
    await bring(boss, "username,name\nanna,Anna\nbo,Bo\n", "people", apply="true")
    text = (
        "username,role,unit,body,since_on\nanna,leader,900001,,2026-08-01\nbo,board_member,900001,parent_board,\n"
        "bo,chief,Nord,,\n"
    )
    done = await bring(boss, text, "grants", apply="true")
    assert done.json()["state"] == "applied", await reasons(boss, done)
    assert (await bring(boss, text, "grants")).json()["counts"]["unchanged"] == 3
    plan = await bring(boss, text + "nobody,leader,900001,,\nanna,leader,Nord,,\nanna,leader,999999,,\n", "grants")
    told = await reasons(boss, plan)
    assert {line: [code for _, code in found] for line, found in told.items()} == {
        5: ["unknown-reference"],
        6: ["role-not-held-there"],
        7: ["unknown-reference"],
    }
    own = await bring(chief, "username,role,unit\nbo,leader,900001\nbo,leader,900003\nbo,admin,900001\n", "grants")
    told = await reasons(chief, own)
    assert set(told) == {3, 4}, told
    ended = await bring(boss, "username,role,unit,until_on\nanna,leader,900001,2027-08-01\n", "grants")
    assert await changes(boss, ended) == {2: {"until_on": (None, "2027-08-01")}}
    assert (await apply(boss, ended)).status_code == 200


async def test_what_was_said_comes_as_a_file_and_is_kept_in_one_place(story: Story) -> None:
    leader = story.leader
    text = (
        "institution;voice;method;age_group;text;people_count;collected_on;theme;external_ids\n"
        "900001;child;conversation;6-9;Mere leg i skolegården;12;01-02-2026;;skema:1\n"
        "900001;parent;meeting;;Vi vil gerne hjælpe;30;2026-02-01;;\n"
    )
    plan = await bring(leader, text, "stakeholder-input")
    assert plan.status_code == 201, plan.text
    assert plan.json()["counts"]["create"] == 2, await reasons(leader, plan)
    assert (await changes(leader, plan))[2]["text"] == (None, "Mere leg i skolegården")
    assert (await apply(leader, plan)).status_code == 200
    rows = await leader.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Mere leg" not in rows.text
    assert (await bring(leader, text, "stakeholder-input")).json()["counts"]["unchanged"] == 2
    wrong = text.replace("12;01", "13;01") + (
        "900003;child;conversation;6-9;Et andet sted;12;2026-02-01;;\n"
        "900001;child;conversation;6-9;Ring 010203-1234;12;2026-02-01;;\n"
        "900001;child;conversation;6-9;Fremtid;12;2030-02-01;Ukendt tema;\n"
    )
    plan = await bring(leader, wrong, "stakeholder-input")
    assert (await changes(leader, plan))[2] == {"people_count": ("12", "13")}
    told = await reasons(leader, plan)
    assert set(told) == {4, 5, 6}
    assert ("text", "looks-like-cpr-number") in told[5]
    assert ("theme", "unknown-reference") in told[6]
    refused = await leader.call("POST", f"/imports/{plan.json()['id']}/apply", etag=plan.headers["etag"])
    assert refused.json()["code"] == "plan-has-rejected-rows"


async def test_dialogues_are_planned_by_a_file(story: Story) -> None:
    chief = story.chief
    text = "institution;planned_for;participants\n900001;02-03-2026 kl. 9.30;student_council:3|staff:To lærere\n"
    plan = await bring(chief, text, "dialogues")
    assert plan.status_code == 201, plan.text
    assert plan.json()["counts"]["create"] == 1, await reasons(chief, plan)
    assert (await chief.get("/dialogues?count=true")).json()["total"] == 0, "a trial leaves nothing"
    assert (await apply(chief, plan)).status_code == 200
    [made] = (await chief.get("/dialogues")).json()["items"]
    assert (made["planned_for"], made["round"]) == ("2026-03-02T08:30:00Z", 1)
    assert (await bring(chief, text, "dialogues")).json()["counts"]["unchanged"] == 1
    moved = await bring(chief, text.replace("9.30", "10.30"), "dialogues")
    assert (await changes(chief, moved))[2]["planned_for"] == ("2026-03-02 09:30", "2026-03-02 10:30")
    assert (await apply(chief, moved)).status_code == 200
    wrong = await bring(
        chief,
        "institution;cycle;round;planned_for\n900001;;2;2026-09-01 10:00\n900003;;1;2026-03-01 10:00\n"
        "900001;;9;2026-03-02 10:00\n900001;;3;aldrig\n",
        "dialogues",
    )
    told = await reasons(chief, wrong)
    assert told == {
        2: [("round", "earlier-dialogue-open")],
        3: [("institution", "unknown-reference"), ("cycle", "unknown-reference")],
        4: [("round", "no-such-round")],
        5: [("planned_for", "not-a-moment"), ("cycle", "unknown-reference")],
    }
    assert (await reverse(chief, moved)).status_code == 200
    [again] = (await chief.get("/dialogues")).json()["items"]
    assert (again["planned_for"], again["planned_until"]) == (made["planned_for"], made["planned_until"])


async def test_a_trial_leaves_the_journal_as_it_was(story: Story) -> None:
    text = "institution;planned_for\n900001;2026-03-02 10:00\n"
    done = await bring(story.chief, text, "dialogues", apply="true")
    assert done.json()["state"] == "applied", await reasons(story.chief, done)
    state = story.world.app.state
    found = await verify(state.engine, state.settings)
    assert found.findings == []
