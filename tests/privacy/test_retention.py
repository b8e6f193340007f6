"""Data past its retention period is counted, then purged; other data stays; the journal records it without names."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from api.access.models import Grant, StoredResponse
from api.agreements.models import Agreement, AgreementTurn, Origin, Turn
from api.consultations.models import Consultation, ConsultationLink, Receipt
from api.core import clock
from api.core.danish_collation import danish_key
from api.db import transactions
from api.dialogues.models import CircleEntry, Dialogue, DialogueStatus, Step
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.heightened_supervision.models import HeightenedSupervision, SupervisionComment
from api.imports.models import Import, ImportRow, Outcome, Resource, State, Strategy
from api.journal.verify import verify_hash_chain
from api.observations.models import FeedbackPoint, Observation
from api.privacy.actions import purge as purge_action
from api.privacy.actions.expire import RETENTION_RULES
from api.privacy.actions.purge import purge
from api.redaction.models import Correction
from api.sign_in.models import FailedSignIns, Person, RefreshToken, SignIn
from tests.support.dialogue_story import children_input
from tests.support.table_rows import insert_row
from tests.support.world import World

SECRET = "Ord, som ikke skal gemmes for evigt"
NOW = datetime(2040, 6, 1, 12, tzinfo=UTC)


async def import_of(state: State, at: datetime) -> Import:
    return Import(
        author_id=UUID(int=7),
        author_name="Anna",
        target=Resource.people,
        strategy=Strategy.upsert,
        state=state,
        columns=["username"],
        sha256="0" * 64,
        size=1,
        created_at=at,
        applied_at=at if state == State.applied else None,
    )


async def add_old_data(world: World, at: datetime) -> None:
    """Add data of each kind with a retention period, from that time."""
    day, birk = at.date(), world.birk
    async with transactions.write_transaction(world.app.state.engine) as session:
        observation = await session.get_one(Observation, await insert_row(session, world, Observation))
        observation.planned_for, observation.feedback = at, SECRET
        dialogue = await session.get_one(Dialogue, await insert_row(session, world, Dialogue))
        dialogue.planned_for, dialogue.status = at, DialogueStatus.held
        consultation = await session.get_one(Consultation, await insert_row(session, world, Consultation))
        consultation.closes_on = day
        number = danish_key(str(at))
        person = Person(username=f"u-{at:%Y%m%d}", name=f"Bo {at:%Y}", name_key=number, created_at=at)
        agreement = Agreement(
            institution_id=birk,
            origin_kind=Origin.dialogue,
            origin_id=birk,
            text=SECRET,
            responsible="Bo",
            due_on=day,
            status="done",
        )
        follow_up = FollowUp(
            institution_id=birk,
            planned_for=at,
            planned_until=at,
            status=FollowUpStatus.held,
            held_on=day,
            topics=[SECRET],
            notes=SECRET,
        )
        supervision = HeightenedSupervision(
            institution_id=birk,
            origin_id=birk,
            severity="concern",
            reason=SECRET,
            opened_on=day,
            closed_on=day,
            status="closed",
        )
        imports = [await import_of(State.planned, at), await import_of(State.applied, at)]
        link = ConsultationLink(consultation_id=consultation.id, institution_id=birk, voice="child", secret=f"s{day}")
        session.add_all(
            [person, agreement, follow_up, supervision, link, *imports, children_input(birk, SECRET, collected_on=day)]
        )
        await session.flush()
        sign_in = SignIn(person_id=person.id, began_at=at, ends_at=at)
        session.add(sign_in)
        await session.flush()
        session.add_all(
            [
                RefreshToken(sign_in_id=sign_in.id, secret_hash=f"h{day}"),
                StoredResponse(
                    caller_id=person.id,
                    key_hash="k",
                    fingerprint="f",
                    held=[],
                    status=201,
                    headers={},
                    answer=b"{}",
                    at=at,
                ),
                FailedSignIns(key=f"a{day}", failures=1, last_at=at),
                Receipt(link_id=link.id, key_hash="k", mark="m", taken_on=day),
                *(
                    ImportRow(import_id=import_.id, line=2, outcome=Outcome.create, cells=f'["{SECRET}"]')
                    for import_ in imports
                ),
                FeedbackPoint(observation_id=observation.id, position=1, key="a", title="A", text=SECRET),
                CircleEntry(dialogue_id=dialogue.id, position=1, step=Step.data, text=SECRET, cited=[]),
                FollowUpRemark(follow_up_id=follow_up.id, text=SECRET, author_id=person.id, at=at),
                SupervisionComment(
                    heightened_supervision_id=supervision.id, text=SECRET, author_id=person.id, author_name="Bo", at=at
                ),
                AgreementTurn(agreement_id=agreement.id, turn=Turn.done, note=SECRET, at=at),
                Correction(
                    resource="follow-ups",
                    thing_id=follow_up.id,
                    field="notes",
                    was=SECRET,
                    reason=SECRET,
                    author_id=person.id,
                    author_name="Bo",
                    at=at,
                ),
                Grant(person_id=person.id, unit_id=birk, role="staff", since_on=day, until_on=day),
            ]
        )


async def purged(world: World, *, dry_run: bool = False, **settings: Any) -> dict[str, int]:
    changed = world.app.state.settings.model_copy(update=settings)
    counts = await purge(world.app.state.engine, changed, dry_run=dry_run)
    return {counted.name: counted.number for counted in counts}


async def all_rows(world: World) -> dict[str, Any]:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return {
            table.name: sorted(map(str, (await session.execute(select(table))).all()))
            for table in SQLModel.metadata.sorted_tables
        }


async def count_secrets(world: World) -> int:
    return sum(json.dumps(rows).count(SECRET) for rows in (await all_rows(world)).values())


async def test_data_of_each_kind_is_counted_and_then_purged(world: World) -> None:
    clock.move(NOW)
    await add_old_data(world, datetime(2020, 1, 1, tzinfo=UTC))
    before = await all_rows(world)
    counted = await purged(world, dry_run=True)
    assert await all_rows(world) == before
    assert counted == {rule.name: 1 for rule in RETENTION_RULES}
    assert await purged(world) == counted
    assert await count_secrets(world) == 0
    assert set((await purged(world)).values()) == {0}
    verdict = await verify_hash_chain(world.app.state.engine, world.app.state.settings)
    assert verdict.findings == []
    auditor = await world.actor("auditor")
    entries = (await auditor.get("/audit?action=purged&limit=200")).json()["items"]
    assert {entry["resource"] for entry in entries} == {
        "stakeholder-input",
        "observations",
        "follow-ups",
        "heightened-supervision",
        "dialogues",
        "agreements",
        "imports",
    }
    assert all(entry["actor_id"] is None for entry in entries)


async def test_more_rows_than_a_batch_are_purged_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        purge_action,
        "RETENTION_RULES",
        tuple(rule._replace(batch_size=min(rule.batch_size, 2)) for rule in RETENTION_RULES),
    )
    async with transactions.write_transaction(world.app.state.engine) as session:
        person = await insert_row(session, world, Person, name="Bo", username="bo")
        for number in range(5):
            session.add(FailedSignIns(key=f"k{number}", failures=1, last_at=NOW - timedelta(days=400)))
            began = NOW - timedelta(days=800)
            sign_in = SignIn(person_id=person, began_at=began, ends_at=began)
            session.add(sign_in)
            await session.flush()
            session.add(RefreshToken(sign_in_id=sign_in.id, secret_hash=f"s{number}"))
    clock.move(NOW)
    counts = await purged(world)
    assert (counts["failed sign-ins"], counts["sign-ins"]) == (5, 5)
    assert sum((await purged(world)).values()) == 0


async def test_data_within_its_retention_period_stays(world: World) -> None:
    clock.move(NOW)
    await add_old_data(world, NOW - timedelta(hours=20))
    before = await all_rows(world)
    assert set((await purged(world)).values()) == {0}
    assert await all_rows(world) == before


SOONER = {
    "text of input": ("keep_input_years", 9), "text of follow-ups": ("keep_follow_up_years", 9),
    "text of observations": ("keep_feedback_years", 9), "text of dialogues": ("keep_dialogue_years", 9),
    "text of heightened supervision": ("keep_supervision_years", 9),
    "rows of applied imports": ("keep_import_lines_days", 3000),
    "people without a role": ("keep_people_years", 9), "ended roles": ("keep_ended_roles_years", 9),
}  # fmt: skip


async def test_each_retention_period_has_its_own_setting(world: World) -> None:
    clock.move(NOW)
    await add_old_data(world, NOW - timedelta(days=8 * 365))
    longest = dict(SOONER.values())
    expected = await purged(world, dry_run=True, **longest)
    for name, (setting, _) in SOONER.items():
        assert expected[name] == 0
        shorter = await purged(world, dry_run=True, **longest | {setting: 1})
        changed = {kind for kind in shorter if shorter[kind] != expected[kind]}
        assert name in changed
        assert changed <= {name, "text of agreements"}


async def test_person_with_a_role_or_a_duty_is_not_erased(world: World) -> None:
    clock.move(NOW)
    admin = await world.actor("admin")  # since 2020, without an end
    async with transactions.write_transaction(world.app.state.engine) as session:
        bo = Person(username="bo", name="Bo", name_key="bo", created_at=datetime(2020, 1, 1, tzinfo=UTC))
        session.add(bo)
        await session.flush()
        session.add(FollowUp(institution_id=world.birk, leader_id=bo.id, planned_for=NOW, planned_until=NOW))
    assert (await purged(world))["people without a role"] == 0
    assert (await admin.get("/me")).status_code == 200
    async with transactions.read_transaction(world.app.state.engine) as session:
        erased = select(func.count()).select_from(Person).where(Person.erased_on.is_not(None))  # type: ignore[union-attr]
        assert (await session.execute(erased)).scalar_one() == 0


async def test_import_with_emptied_rows_cannot_be_reversed(world: World) -> None:
    office = await world.actor("administration")
    content = b"number,name,kind\n900009,Lindeskolen,school\n"
    imported = await office.call(
        "POST", "/imports?resource=institutions&apply=true", content=content, headers={"Content-Type": "text/csv"}
    )
    assert imported.json()["state"] == "applied", imported.text
    clock.move(datetime.now(UTC) + timedelta(days=400))
    office = await world.actor("administration")
    assert (await purged(world))["rows of applied imports"] == 1
    async with transactions.write_transaction(world.app.state.engine) as session:
        import_ = await session.get_one(Import, UUID(imported.json()["id"]))
        import_.author_id = office.id  # seen by its author
    refused = await office.act(f"/imports/{imported.json()['id']}/reverse")
    assert refused.status_code == 409, refused.text
    assert "The retention period of its rows has ended" in refused.json()["detail"]


def test_purge_command_counts_and_purges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from api.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_ADMIN_PASSWORD", "gulerod-viser-vej-42")
    monkeypatch.setenv("SAMMEN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/sammen.db")
    assert main(["purge"]) == 1
    assert "no database" in capsys.readouterr().err
    assert main(["create-admin", "anna"]) == 0
    capsys.readouterr()
    assert main(["purge", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(RETENTION_RULES) + 1
    assert lines[-1].split() == ["0", "would", "be", "deleted;", "nothing", "was", "changed"]
    assert main(["purge"]) == 0


def test_every_retention_period_is_documented_for_operators() -> None:
    guide = (Path(__file__).parents[2] / "api" / "web" / "guides" / "privacy.md").read_text(encoding="utf-8")
    section = guide.split("## Retention", 1)[1].split("\n## ", 1)[0]
    for rule in RETENTION_RULES:
        assert f"| {rule.name} |" in section, rule.name
