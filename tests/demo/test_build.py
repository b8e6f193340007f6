"""Egekommune is rich enough to be believed, whichever day it is made on."""

from datetime import UTC, date, datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlmodel import col

from api.agreements.models import Agreement
from api.consultations.models import Consultation
from api.core import clock
from api.data_packages.models import DataPackage, PackageStatus
from api.db import transactions
from api.demo.build import build
from api.demo.municipality import PASSWORD
from api.dialogues.models import Dialogue
from api.dialogues.queries.visible import prompts
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision
from api.institutions.models import Institution, Succession
from api.observation_guides.models import ObservationGuide
from api.observations.models import Observation
from api.privacy.actions.erase import PLACEHOLDER
from api.sign_in.models import Person
from api.stakeholder_input.models import Input

DAYS = ("2026-09-30", "2026-12-31", "2027-01-01")


@pytest.mark.parametrize("day", DAYS)
async def test_there_is_something_of_everything(empty: FastAPI, day: str) -> None:
    clock.move(datetime.fromisoformat(f"{day}T10:00:00").astimezone(UTC))
    town = await build(empty.state.engine)
    async with transactions.read_transaction(empty.state.engine) as session:
        counted = await session.execute(
            select(col(Institution.kind), func.count()).where(col(Institution.parent_id).is_(None)).group_by("kind")
        )
        kinds = {row[0]: row[1] for row in counted}
        assert set(kinds) == {"school", "day_care", "leisure"}
        assert sum(kinds.values()) >= 30
        states = set((await session.execute(select(col(Dialogue.status)).distinct())).scalars())
        assert states == {"planned", "held", "cancelled"}
        visited = set((await session.execute(select(col(Observation.status)).distinct())).scalars())
        assert visited == {"planned", "observed", "fed_back", "shared", "cancelled"}
        guides = set((await session.execute(select(col(ObservationGuide.status)).distinct())).scalars())
        assert guides == {"draft", "published", "superseded"}
        spans = (await session.execute(select(col(Consultation.opens_on), col(Consultation.closes_on)))).all()
        today = date.fromisoformat(day)
        assert {"planned" if a > today else "open" if b > today else "closed" for a, b in spans} == {
            "planned",
            "open",
            "closed",
        }
        developed = set((await session.execute(select(col(FocusArea.status)).distinct())).scalars())
        assert {"proposed", "chosen"} <= developed
        released = select(col(DataPackage.half_year)).where(col(DataPackage.status) == PackageStatus.released)
        assert len(set((await session.execute(released.distinct())).scalars())) == 3
        followed = set((await session.execute(select(col(FollowUp.status)).distinct())).scalars())
        assert followed == {"planned", "held", "cancelled"}
        [went_on] = (await session.execute(select(Succession))).scalars()
        carried = select(col(Agreement.text)).where(col(Agreement.institution_id) == went_on.successor_id)
        assert any("nye kolleger" in text for text in (await session.execute(carried)).scalars())
        by = set((await session.execute(select(col(Dialogue.prompts_number)).distinct())).scalars())
        assert 1 in by
        assert (await prompts(session))[0] == 2
        supervised = await session.execute(
            select(col(HeightenedSupervision.status), col(HeightenedSupervision.severity))
        )
        assert {tuple(row) for row in supervised} == {("closed", "concern"), ("open", "serious_concern")}
        gone = (await session.execute(select(Person).where(col(Person.erased_on).is_not(None)))).scalars().one()
        assert (gone.name, gone.active) == (PLACEHOLDER, False)
        taken = (await session.execute(select(Input).where(col(Input.redacted_on).is_not(None)))).scalars().one()
        assert (taken.text, "barn" in (taken.redaction_reason or "")) == (None, True)
    assert len(town.districts) >= 2
    told = {user["role"] for user in town.users} | {client["role"] for client in town.clients}
    assert len(told) == 10


@pytest.mark.parametrize("day", DAYS)
async def test_each_leader_who_is_told_finds_a_dialogue_to_hold(empty: FastAPI, day: str) -> None:
    clock.move(datetime.fromisoformat(f"{day}T10:00:00").astimezone(UTC))
    town = await build(empty.state.engine)
    leading = {user["unit"] for user in town.users if user["role"] == "leader"}
    assert "Birkeskolen" in leading
    async with transactions.read_transaction(empty.state.engine) as session:
        planned = select(col(Institution.name)).join(Dialogue, col(Dialogue.institution_id) == col(Institution.id))
        found = await session.execute(planned.where(col(Dialogue.status) == "planned"))
        assert leading <= set(found.scalars())


async def test_the_leader_of_birkeskolen_holds_the_dialogue_that_is_found(empty: FastAPI) -> None:
    town = await build(empty.state.engine)
    user = next(one for one in town.users if one["unit"] == "Birkeskolen" and one["role"] == "leader")
    form = {"grant_type": "password", "username": user["username"], "password": PASSWORD}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(empty), base_url="http://sammen.test/v1") as client:
        token = (await client.post("/token", data=form)).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        [planned] = (await client.get("/dialogues?status=planned")).json()["items"]
        path = f"/dialogues/{planned['id']}"
        agenda, seen = (await client.get(f"{path}/agenda")).json(), await client.get(path)
        cited = [{"kind": one["kind"], "id": one["id"]} for one in agenda["evidence"]][:100]
        entries = [{"step": step, "text": "Talt om", "cited": cited} for step in ("challenge", "data", "analysis")]
        match = {"If-Match": seen.headers["etag"]}
        written = await client.put(f"{path}/circle", json={"entries": entries}, headers=match)
        taken = [{"agreement_id": one["id"], "outcome": "done"} for one in agenda["agreements"]]
        match = {"If-Match": written.headers["etag"]}
        held = await client.post(f"{path}/hold", json={"taken_up": taken}, headers=match)
        assert (held.status_code, held.json().get("status")) == (200, "held"), held.text


async def test_whoever_is_told_can_sign_in(empty: FastAPI) -> None:
    town = await build(empty.state.engine)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(empty), base_url="http://sammen.test")
    for user in town.users:
        form = {"grant_type": "password", "username": user["username"], "password": PASSWORD}
        answer = await client.post("/v1/token", data=form)
        assert answer.status_code == 200, (user, answer.text)
        token = answer.json()["access_token"]
        me = await client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert user["role"] in {grant["role"] for grant in me.json()["roles"]}
    machine = town.clients[0]
    form = {"grant_type": "client_credentials", "client_id": machine["id"], "client_secret": machine["secret"]}
    assert (await client.post("/v1/token", data=form)).status_code == 200
    await client.aclose()
