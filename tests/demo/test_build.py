"""The demo has something of every resource and state, on whichever day it is built."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement
from api.consultations.models import Consultation
from api.data_packages.models import DataPackage, PackageStatus
from api.db import transactions
from api.demo.municipality import PASSWORD, Municipality
from api.dialogues.models import Dialogue
from api.dialogues.queries.lookups import prompts_revision
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp
from api.heightened_supervision.models import HeightenedSupervision
from api.institutions.models import Institution, Succession
from api.observation_guides.models import ObservationGuide
from api.observations.models import Observation
from api.privacy.actions.erase import PLACEHOLDER
from api.sign_in.models import Person
from api.stakeholder_input.models import Input

BuildDemo = Callable[..., Awaitable[Municipality]]
DAYS = ("2026-09-30", "2026-12-31", "2027-01-01")


async def distinct_values(session: AsyncSession, column: Any) -> set[Any]:
    return set((await session.execute(select(col(column)).distinct())).scalars())


@pytest.mark.parametrize("day", DAYS)
async def test_demo_has_every_resource_in_every_state(empty: FastAPI, build_demo: BuildDemo, day: str) -> None:
    municipality = await build_demo(day)
    async with transactions.read_transaction(empty.state.engine) as session:
        counts = await session.execute(
            select(col(Institution.kind), func.count()).where(col(Institution.parent_id).is_(None)).group_by("kind")
        )
        institutions_by_kind = {row[0]: row[1] for row in counts}
        assert set(institutions_by_kind) == {"school", "day_care", "leisure"}
        assert sum(institutions_by_kind.values()) >= 30
        assert await distinct_values(session, Dialogue.status) == {"planned", "held", "cancelled"}
        observation_states = await distinct_values(session, Observation.status)
        assert observation_states == {"planned", "observed", "fed_back", "shared", "cancelled"}
        assert await distinct_values(session, ObservationGuide.status) == {"draft", "published", "superseded"}
        periods = (await session.execute(select(col(Consultation.opens_on), col(Consultation.closes_on)))).all()
        today = date.fromisoformat(day)
        consultation_states = {
            "planned" if opens_on > today else "open" if closes_on > today else "closed"
            for opens_on, closes_on in periods
        }
        assert consultation_states == {"planned", "open", "closed"}
        assert {"proposed", "chosen"} <= await distinct_values(session, FocusArea.status)
        released = select(col(DataPackage.half_year)).where(col(DataPackage.status) == PackageStatus.released)
        assert len(set((await session.execute(released.distinct())).scalars())) == 3
        assert await distinct_values(session, FollowUp.status) == {"planned", "held", "cancelled"}
        [succession] = (await session.execute(select(Succession))).scalars()
        of_successor = col(Agreement.institution_id) == succession.successor_id
        transferred_texts = (await session.execute(select(col(Agreement.text)).where(of_successor))).scalars()
        assert any("nye kolleger" in text for text in transferred_texts)
        assert 1 in await distinct_values(session, Dialogue.prompts_number)
        assert (await prompts_revision(session))[0] == 2
        supervisions = await session.execute(
            select(col(HeightenedSupervision.status), col(HeightenedSupervision.severity))
        )
        assert {tuple(row) for row in supervisions} == {("closed", "concern"), ("open", "serious_concern")}
        erased = (await session.execute(select(Person).where(col(Person.erased_on).is_not(None)))).scalars().one()
        assert (erased.name, erased.active) == (PLACEHOLDER, False)
        redacted = (await session.execute(select(Input).where(col(Input.redacted_on).is_not(None)))).scalars().one()
        assert (redacted.text, "barn" in (redacted.redaction_reason or "")) == (None, True)
    assert len(municipality.districts) >= 2
    listed_roles = {account["role"] for account in (*municipality.users, *municipality.clients)}
    assert len(listed_roles) == 10


@pytest.mark.parametrize("day", DAYS)
async def test_every_listed_leader_has_a_planned_dialogue(empty: FastAPI, build_demo: BuildDemo, day: str) -> None:
    municipality = await build_demo(day)
    names = {user["unit"] for user in municipality.users if user["role"] == "leader"}
    assert "Birkeskolen" in names
    async with transactions.read_transaction(empty.state.engine) as session:
        dialogues = select(col(Institution.name)).join(Dialogue, col(Dialogue.institution_id) == col(Institution.id))
        with_planned_dialogue = await session.execute(dialogues.where(col(Dialogue.status) == "planned"))
        assert names <= set(with_planned_dialogue.scalars())


async def test_leader_of_birkeskolen_can_hold_the_planned_dialogue(empty: FastAPI, build_demo: BuildDemo) -> None:
    municipality = await build_demo()
    leader = next(user for user in municipality.users if user["unit"] == "Birkeskolen" and user["role"] == "leader")
    form = {"grant_type": "password", "username": leader["username"], "password": PASSWORD}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(empty), base_url="http://sammen.test/v1") as client:
        token = (await client.post("/token", data=form)).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        [planned] = (await client.get("/dialogues?status=planned")).json()["items"]
        path = f"/dialogues/{planned['id']}"
        agenda, dialogue = (await client.get(f"{path}/agenda")).json(), await client.get(path)
        cited = [{"kind": item["kind"], "id": item["id"]} for item in agenda["evidence"]][:100]
        entries = [{"step": step, "text": "Talt om", "cited": cited} for step in ("challenge", "data", "analysis")]
        condition = {"If-Match": dialogue.headers["etag"]}
        circle = await client.put(f"{path}/circle", json={"entries": entries}, headers=condition)
        taken_up = [{"agreement_id": agreement["id"], "outcome": "done"} for agreement in agenda["agreements"]]
        condition = {"If-Match": circle.headers["etag"]}
        response = await client.post(f"{path}/hold", json={"taken_up": taken_up}, headers=condition)
        assert (response.status_code, response.json().get("status")) == (200, "held"), response.text


async def test_every_listed_user_and_machine_can_sign_in(empty: FastAPI, build_demo: BuildDemo) -> None:
    municipality = await build_demo()
    client = httpx.AsyncClient(transport=httpx.ASGITransport(empty), base_url="http://sammen.test")
    for user in municipality.users:
        form = {"grant_type": "password", "username": user["username"], "password": PASSWORD}
        response = await client.post("/v1/token", data=form)
        assert response.status_code == 200, (user, response.text)
        token = response.json()["access_token"]
        me = await client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert user["role"] in {grant["role"] for grant in me.json()["roles"]}
    machine = municipality.clients[0]
    form = {"grant_type": "client_credentials", "client_id": machine["id"], "client_secret": machine["secret"]}
    assert (await client.post("/v1/token", data=form)).status_code == 200
    await client.aclose()
