"""Helpers shared by tests."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from api.db import transactions
from api.demo.build import build
from api.follow_ups.models import FollowUp
from api.migrate import migrate
from api.observations.models import Observation, ObservationStatus, Observer
from api.sign_in.models import Client, Person, SignIn
from tests.support.operations import operations
from tests.support.world import Actor

DAY = timedelta(days=1)
REASON = {"reason": "Skrevet af fra en ældre opgørelse."}
# What each transition is sent, where it takes a body; everything else is what it may leave out.
BODIES: dict[str, dict[str, Any]] = {
    "move_institution": {"on": "2026-09-01"},
    "extend_cycle": {"ends_on": "2031-01-01"},
    "correct_measurement": {"field": "value", **REASON},
    "cancel_observation": REASON,
    "give_feedback": {"points": [], "feedback": "Vi så børn, der ventede."},
    "reply_to_feedback": {"reply": "accurate"},
    "correct_observation": {"field": "observed_on", **REASON},
    "redact_observation": {"fields": ["purpose"], **REASON},
    "answer_stakeholder_input": {"answer": "Det har vi gjort."},
    "withdraw_stakeholder_input": {"reason": "mistake"},
    "redact_stakeholder_input": {"fields": ["text"], **REASON},
    "extend_consultation": {"closes_on": "2031-01-01"},
    "cancel_dialogue": REASON,
    "correct_dialogue": {"field": "place", **REASON},
    "redact_dialogue": REASON,
    "redact_heightened_supervision": {"field": "reason", **REASON},
    "comment_heightened_supervision": {"text": "Vi følger det."},
    "cancel_follow_up": REASON,
    "hold_follow_up": {"assessment": "no_concern"},
    "correct_follow_up": {"field": "assessment", **REASON},
    "redact_follow_up": {"field": "notes", **REASON},
    "remark_on_follow_up": {"text": "Enig."},
    "close_institution": REASON,
    "redact_agreement": {"field": "text", **REASON},
    "redact_theme": {"field": "description", **REASON},
    "redact_focus_area": {"field": "challenge", **REASON},
    "redact_consultation": {"field": "purpose", **REASON},
    "erase_person": {},
}
# Whose body says of what, or of whom, so that what is refused of one is taken of another.
SAID_IN_THE_BODY = {
    "redact_observation", "correct_observation", "redact_heightened_supervision", "redact_follow_up",
    "renew_consultation_link", "withdraw_consultation_link", "move_institution",
}  # fmt: skip
# After what is done to these, others see less or cannot sign in.
LAST = {"institutions", "people", "clients", "grants"}


class Demo:
    """Egekommune in a database of its own, and whoever is asked to act in it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test")

    async def actor(self, holder: Person | Client) -> Actor:
        kind, now = "person" if isinstance(holder, Person) else "client", clock.now()
        signed = SignIn(began_at=now, ends_at=now + DAY, **{f"{kind}_id": holder.id})
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(signed)
        minutes = timedelta(minutes=self.app.state.settings.access_token_minutes)
        text, _ = self.app.state.signer.access_token(holder.id, kind, minutes, now, signed.id)
        return Actor(self.client, holder.id, text)

    async def actors(self, names: set[str]) -> list[Actor]:
        """Who is told how to sign in, the two sides of a follow-up, and observers."""
        async with transactions.read_transaction(self.app.state.engine) as session:
            told = (await session.execute(select(Person).where(col(Person.username).in_(names)))).scalars().all()
            waiting = col(Observation.status).in_([ObservationStatus.observed.value, ObservationStatus.fed_back.value])
            asked = (
                select(col(FollowUp.leader_id)).where(col(FollowUp.leader_id).is_not(None)).limit(1),
                select(col(Observer.person_id)).join(Observation).where(waiting).limit(2),
            )
            ids = {id for one in asked for id in (await session.execute(one)).scalars()} - {one.id for one in told}
            others = (await session.execute(select(Person).where(col(Person.id).in_(ids)))).scalars().all()
            machines = (await session.execute(select(Client))).scalars().all()
        return [await self.actor(one) for one in (*told, *others, *machines)]


@asynccontextmanager
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Demo, list[dict[str, str]]]]:
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    app = create_app(Settings(database_url=url, environment="test", token_secret="x" * 40, municipality="Egekommune"))
    await migrate(app.state.engine, "Egekommune")
    town = await build(app.state.engine)
    made = Demo(app)
    yield made, town.users
    await made.client.aclose()
    await app.state.engine.dispose()


def verbs() -> dict[str, dict[str, str]]:
    """What the contract does to one thing by POST: the names of its operations, by thing and verb."""
    found: dict[str, dict[str, str]] = {}
    for operation in operations():
        if operation.method == "post" and "/{id}/" in operation.path:
            thing, verb = operation.path.removeprefix("/v1/").split("/{id}/")
            found.setdefault(thing, {})[verb] = operation.name
    return found


def _state(row: dict[str, Any]) -> str:
    return str(row.get("status") or row.get("state") or row.get("withdrawal"))


async def _some(actor: Actor, thing: str, sample: int) -> list[dict[str, Any]]:
    """A few things of each state, of those that somebody sees."""
    page = await actor.get(f"/{thing}?limit=200")
    assert page.status_code in (200, 403) or thing in LAST, page.text
    seen, found = Counter[str](), []
    for row in page.json().get("items", []):
        seen[_state(row)] += 1
        if seen[_state(row)] <= sample:
            found.append(row)
    return found


class Tried:
    """What was found out."""

    def __init__(self) -> None:
        self.wrong: list[Any] = []
        self.allowed = Counter[str]()
        self.refused = Counter[str]()
        self.codes: set[str] = set()
        self.turn = 0

    async def every(self, actor: Actor, thing: str, id: UUID, expected: dict[str, str]) -> None:
        """Try each step of a thing, those first that it is refused, and say after each change how it stands now."""
        seen = await actor.get(f"/{thing}/{id}")
        told = await self.told(actor, thing, id, expected)
        self.turn += 1  # each thing begins with another of its steps, since the first may rule out the rest
        names = list(told)[self.turn % len(told) :] + list(told)[: self.turn % len(told)]
        for name in sorted(names, key=lambda name: told[name]["allowed"]):
            if name in told and await self.one(actor, f"/{thing}/{id}/{name}", told[name], seen.headers["etag"]):
                told, seen = await self.told(actor, thing, id, expected), await actor.get(f"/{thing}/{id}")

    async def told(self, actor: Actor, thing: str, id: UUID, expected: dict[str, str]) -> dict[str, dict[str, Any]]:
        answer = await actor.get(f"/{thing}/{id}/transitions")
        if answer.status_code != 200:  # what was done has put it out of sight
            return {}
        assert {one["name"]: one["operation"] for one in answer.json()["items"]} == expected
        return {one["name"]: one for one in answer.json()["items"]}

    async def one(self, actor: Actor, path: str, step: dict[str, Any], etag: str) -> bool:
        """Do it, and compare with what was said; tells whether anything was done."""
        body = BODIES.get(step["operation"], {})
        if step["because"]:
            body = {**body, "because": dict.fromkeys(step["because"], "Aftalt med chefen.")}
        key = {"Idempotency-Key": f"{path}#{etag}"}
        done = await actor.act(path, body or None, etag=etag, headers=key)
        await self.again(done, await actor.act(path, body or None, etag=etag, headers=key))
        said = {} if done.status_code < 300 else done.json()
        (self.allowed if step["allowed"] else self.refused)[step["operation"]] += 1
        if not step["allowed"]:
            self.codes.add(step["obstacle"]["code"])
        if not agree(step, done.status_code, said):
            self.wrong.append((step, done.status_code, said))
        return done.status_code < 300

    async def again(self, done: httpx.Response, twin: httpx.Response) -> None:
        """Sent twice with one key: one effect, one answer; but what holds a secret, or was refused, is not kept."""
        if done.status_code >= 300:
            same = (twin.status_code, twin.json()["code"]) == (done.status_code, done.json()["code"])
        elif '"secret"' in done.text or "no-store" in done.headers["cache-control"] or '"items"' in done.text:
            same = twin.status_code in (200, 403, 404, 412)
        else:
            replayed = twin.headers.get("idempotency-replayed") == "true"
            same = replayed and (twin.status_code, twin.content) == (done.status_code, done.content)
        if not same:
            self.wrong.append(("twin", str(done.request.url), done.status_code, twin.status_code, twin.text[:300]))


def agree(step: dict[str, Any], status: int, said: dict[str, Any]) -> bool:
    """Allowed: it is done, or the body is what is wrong. Not allowed: it is refused for the reason that was told."""
    by_body = step["operation"] in SAID_IN_THE_BODY
    if not step["allowed"]:
        return bool(said.get("code") == step["obstacle"]["code"]) or (by_body and status in (403, 422))
    return status < 300 or status == 422 or by_body or said.get("code") == "agreements-not-taken-up"


async def tried_by(actors: list[Actor], sample: int = 1) -> Tried:
    tried = Tried()
    for thing, expected in sorted(verbs().items(), key=lambda pair: pair[0] in LAST):
        for actor in actors:
            for row in await _some(actor, thing, sample):
                if (await actor.get(f"/{thing}/{row['id']}")).status_code == 200:
                    await tried.every(actor, thing, row["id"], expected)
    return tried
