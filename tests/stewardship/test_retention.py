"""What is past its time is counted first, then goes; what is not stays; the journal tells that, and of nobody."""

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
from api.journal.verify import verify
from api.observations.models import FeedbackPoint, Observation
from api.privacy.actions import purge as purge_action
from api.privacy.actions.expire import KINDS
from api.privacy.actions.purge import purge
from api.redaction.models import Correction
from api.sign_in.models import FailedSignIns, Person, RefreshToken, SignIn
from tests.support.dialogue_story import said
from tests.support.import_rows import plant
from tests.support.world import World

SECRET = "Ord, som ikke skal gemmes for evigt"
NOW = datetime(2040, 6, 1, 12, tzinfo=UTC)


async def _import(state: State, at: datetime) -> Import:
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


async def past(world: World, at: datetime) -> None:
    """A thing of each kind, as it is kept, of that moment."""
    day, birk = at.date(), world.birk
    async with transactions.write_transaction(world.app.state.engine) as session:
        observation = await session.get_one(Observation, await plant(session, world, Observation))
        observation.planned_for, observation.feedback = at, SECRET
        dialogue = await session.get_one(Dialogue, await plant(session, world, Dialogue))
        dialogue.planned_for, dialogue.status = at, DialogueStatus.held
        consultation = await session.get_one(Consultation, await plant(session, world, Consultation))
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
        files = [await _import(State.planned, at), await _import(State.applied, at)]
        link = ConsultationLink(consultation_id=consultation.id, institution_id=birk, voice="child", secret=f"s{day}")
        session.add_all([person, agreement, follow_up, supervision, link, *files, said(birk, SECRET, collected_on=day)])
        await session.flush()
        signed = SignIn(person_id=person.id, began_at=at, ends_at=at)
        session.add(signed)
        await session.flush()
        session.add_all(
            [
                RefreshToken(sign_in_id=signed.id, secret_hash=f"h{day}"),
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
                    ImportRow(import_id=file.id, line=2, outcome=Outcome.create, cells=f'["{SECRET}"]')
                    for file in files
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


async def carried_out(world: World, *, dry_run: bool = False, **settings: Any) -> dict[str, int]:
    changed = world.app.state.settings.model_copy(update=settings)
    told = await purge(world.app.state.engine, changed, dry_run=dry_run)
    return {one.name: one.number for one in told}


async def everything(world: World) -> dict[str, Any]:
    async with transactions.read_transaction(world.app.state.engine) as session:
        return {
            table.name: sorted(map(str, (await session.execute(select(table))).all()))
            for table in SQLModel.metadata.sorted_tables
        }


async def secrets(world: World) -> int:
    return sum(json.dumps(rows).count(SECRET) for rows in (await everything(world)).values())


async def test_a_thing_of_each_kind_is_counted_and_then_goes(world: World) -> None:
    clock.move(NOW)
    await past(world, datetime(2020, 1, 1, tzinfo=UTC))
    before = await everything(world)
    counted = await carried_out(world, dry_run=True)
    assert await everything(world) == before
    assert counted == {kind.name: 1 for kind in KINDS}
    assert await carried_out(world) == counted
    assert await secrets(world) == 0
    assert set((await carried_out(world)).values()) == {0}
    verdict = await verify(world.app.state.engine, world.app.state.settings)
    assert verdict.findings == []
    auditor = await world.actor("auditor")
    purged = (await auditor.get("/audit?action=purged&limit=200")).json()["items"]
    assert {one["resource"] for one in purged} == {
        "stakeholder-input",
        "observations",
        "follow-ups",
        "heightened-supervision",
        "dialogues",
        "agreements",
        "imports",
    }
    assert all(one["actor_id"] is None for one in purged)


async def test_more_than_go_at_once_go_piece_by_piece(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge_action, "KINDS", tuple(kind._replace(at_once=min(kind.at_once, 2)) for kind in KINDS))
    async with transactions.write_transaction(world.app.state.engine) as session:
        person = await plant(session, world, Person, name="Bo", username="bo")
        for number in range(5):
            session.add(FailedSignIns(key=f"k{number}", failures=1, last_at=NOW - timedelta(days=400)))
            began = NOW - timedelta(days=800)
            signed = SignIn(person_id=person, began_at=began, ends_at=began)
            session.add(signed)
            await session.flush()
            session.add(RefreshToken(sign_in_id=signed.id, secret_hash=f"s{number}"))
    clock.move(NOW)
    told = await carried_out(world)
    assert (told["failed sign-ins"], told["sign-ins"]) == (5, 5)
    assert sum((await carried_out(world)).values()) == 0


async def test_what_is_not_past_its_time_stays(world: World) -> None:
    clock.move(NOW)
    await past(world, NOW - timedelta(hours=20))
    before = await everything(world)
    assert set((await carried_out(world)).values()) == {0}
    assert await everything(world) == before


SOONER = {
    "words of input": ("keep_input_years", 9), "words of follow-ups": ("keep_follow_up_years", 9),
    "words of observations": ("keep_feedback_years", 9), "words of dialogues": ("keep_dialogue_years", 9),
    "words of heightened supervision": ("keep_supervision_years", 9),
    "lines of files": ("keep_import_lines_days", 3000),
    "people without a role": ("keep_people_years", 9), "ended roles": ("keep_ended_roles_years", 9),
}  # fmt: skip


async def test_each_period_is_a_setting_of_its_own(world: World) -> None:
    clock.move(NOW)
    await past(world, NOW - timedelta(days=8 * 365))
    longest = dict(SOONER.values())
    kept = await carried_out(world, dry_run=True, **longest)
    for name, (setting, _) in SOONER.items():
        assert kept[name] == 0
        shorter = await carried_out(world, dry_run=True, **longest | {setting: 1})
        changed = {one for one in shorter if shorter[one] != kept[one]}
        assert name in changed
        assert changed <= {name, "words of agreements"}


async def test_somebody_with_a_role_or_a_duty_is_not_erased_by_time(world: World) -> None:
    clock.move(NOW)
    admin = await world.actor("admin")  # since 2020, and still
    async with transactions.write_transaction(world.app.state.engine) as session:
        bo = Person(username="bo", name="Bo", name_key="bo", created_at=datetime(2020, 1, 1, tzinfo=UTC))
        session.add(bo)
        await session.flush()
        session.add(FollowUp(institution_id=world.birk, leader_id=bo.id, planned_for=NOW, planned_until=NOW))
    assert (await carried_out(world))["people without a role"] == 0
    assert (await admin.get("/me")).status_code == 200
    async with transactions.read_transaction(world.app.state.engine) as session:
        erased = select(func.count()).select_from(Person).where(Person.erased_on.is_not(None))  # type: ignore[union-attr]
        assert (await session.execute(erased)).scalar_one() == 0


async def test_a_file_whose_lines_are_gone_is_not_put_back(world: World) -> None:
    office = await world.actor("administration")
    content = b"number,name,kind\n900009,Lindeskolen,school\n"
    brought = await office.call(
        "POST", "/imports?resource=institutions&apply=true", content=content, headers={"Content-Type": "text/csv"}
    )
    assert brought.json()["state"] == "applied", brought.text
    clock.move(datetime.now(UTC) + timedelta(days=400))
    office = await world.actor("administration")
    assert (await carried_out(world))["lines of files"] == 1
    async with transactions.write_transaction(world.app.state.engine) as session:
        thing = await session.get_one(Import, UUID(brought.json()["id"]))
        thing.author_id = office.id  # seen by who brought it
    refused = await office.act(f"/imports/{brought.json()['id']}/reverse")
    assert refused.status_code == 409, refused.text
    assert "gemmes ikke" in refused.json()["detail"] or "not kept any more" in refused.json()["detail"]


def test_the_command_counts_and_carries_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from api.cli import main
    from api.core.settings import settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_ADMIN_PASSWORD", "gulerod-viser-vej-42")
    monkeypatch.setenv("SAMMEN_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/sammen.db")
    settings.cache_clear()
    try:
        assert main(["purge"]) == 1
        assert "no database" in capsys.readouterr().err
        assert main(["create-admin", "anna"]) == 0
        capsys.readouterr()
        assert main(["purge", "--dry-run"]) == 0
        told = capsys.readouterr().out.splitlines()
        assert len(told) == len(KINDS) + 1
        assert told[-1].split() == ["0", "would", "go;", "nothing", "was", "changed"]
        assert main(["purge"]) == 0
    finally:
        settings.cache_clear()


def test_every_period_is_explained_to_the_operator() -> None:
    guide = (Path(__file__).parents[2] / "api" / "web" / "guides" / "privacy.md").read_text(encoding="utf-8")
    section = guide.split("## Retention", 1)[1].split("\n## ", 1)[0]
    for kind in KINDS:
        assert f"| {kind.name} |" in section, kind.name
