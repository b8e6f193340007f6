"""Attempt every transition of the demo's resources, and compare the outcome with what /transitions announced."""

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
from tests.support.world import Actor, in_process_client

REASON = {"reason": "Skrevet af fra en ældre opgørelse."}
# Bodies of transitions by operation; a transition that is not listed has no required fields.
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
# Operations whose body names a field or a part: whether they are allowed depends on it.
DEPENDS_ON_BODY = {
    "redact_observation", "correct_observation", "redact_heightened_supervision", "redact_follow_up",
    "renew_consultation_link", "withdraw_consultation_link", "move_institution",
}  # fmt: skip
# Resources to be attempted last: their transitions take sight or sign-in from other actors.
LAST = {"institutions", "people", "clients", "grants"}


class Demo:
    """The demo in a database of its own, and actors for its people and machines."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.client = in_process_client(app)

    async def actor(self, holder: Person | Client) -> Actor:
        """Sign a person or a machine in."""
        kind, now = "person" if isinstance(holder, Person) else "client", clock.now()
        sign_in = SignIn(began_at=now, ends_at=now + timedelta(days=1), **{f"{kind}_id": holder.id})
        async with transactions.write_transaction(self.app.state.engine) as session:
            session.add(sign_in)
        minutes = timedelta(minutes=self.app.state.settings.access_token_minutes)
        token, _ = self.app.state.signer.access_token(holder.id, kind, minutes, now, sign_in.id)
        return Actor(self.client, holder.id, token)

    async def actors(self, usernames: set[str]) -> list[Actor]:
        """Return the users with these names, a leader with follow-ups, two observers, and the machines."""
        async with transactions.read_transaction(self.app.state.engine) as session:
            users = (await session.execute(select(Person).where(col(Person.username).in_(usernames)))).scalars().all()
            has_no_shared_feedback = col(Observation.status).in_(
                [ObservationStatus.observed.value, ObservationStatus.fed_back.value]
            )
            participants = (
                select(col(FollowUp.leader_id)).where(col(FollowUp.leader_id).is_not(None)).limit(1),
                select(col(Observer.person_id)).join(Observation).where(has_no_shared_feedback).limit(2),
            )
            participant_ids = {
                id for select_ids in participants for id in (await session.execute(select_ids)).scalars()
            }
            other_ids = participant_ids - {user.id for user in users}
            others = (await session.execute(select(Person).where(col(Person.id).in_(other_ids)))).scalars().all()
            machines = (await session.execute(select(Client))).scalars().all()
        return [await self.actor(holder) for holder in (*users, *others, *machines)]


@asynccontextmanager
async def built_demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Demo, list[dict[str, str]]]]:
    """Build the demo in SQLite; yield it with the users that it lists."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    app = create_app(Settings(database_url=url, environment="test", token_secret="x" * 40, municipality="Egekommune"))
    await migrate(app.state.engine, "Egekommune")
    municipality = await build(app.state.engine)
    demo = Demo(app)
    yield demo, municipality.users
    await demo.client.aclose()
    await app.state.engine.dispose()


def transitions_in_contract() -> dict[str, dict[str, str]]:
    """Return the transitions of the contract: operation names by resource and verb."""
    transitions: dict[str, dict[str, str]] = {}
    for operation in operations():
        if operation.method == "post" and "/{id}/" in operation.path:
            resource, verb = operation.path.removeprefix("/v1/").split("/{id}/")
            transitions.setdefault(resource, {})[verb] = operation.name
    return transitions


def _state(row: dict[str, Any]) -> str:
    return str(row.get("status") or row.get("state") or row.get("withdrawal"))


async def _sample_of_each_state(actor: Actor, resource: str, size: int) -> list[dict[str, Any]]:
    """Return up to `size` rows of each state that the actor sees."""
    page = await actor.get(f"/{resource}?limit=200")
    assert page.status_code in (200, 403) or resource in LAST, page.text
    counts, sample = Counter[str](), []
    for row in page.json().get("items", []):
        counts[_state(row)] += 1
        if counts[_state(row)] <= size:
            sample.append(row)
    return sample


class Attempts:
    """The attempted transitions: counts by operation, problem codes of obstacles, and the contradictions found."""

    def __init__(self) -> None:
        self.contradictions: list[Any] = []
        self.allowed = Counter[str]()
        self.refused = Counter[str]()
        self.codes: set[str] = set()
        self.turn = 0

    async def attempt_all(self, actor: Actor, resource: str, id: UUID, expected: dict[str, str]) -> None:
        """Attempt each transition of a resource, refused ones first; read the transitions again after each change."""
        current = await actor.get(f"/{resource}/{id}")
        announced = await self.announced(actor, resource, id, expected)
        self.turn += 1  # each resource starts with another transition, since the first one may rule out the rest
        start = self.turn % len(announced)
        names = list(announced)[start:] + list(announced)[:start]
        for name in sorted(names, key=lambda name: announced[name]["allowed"]):
            if name in announced and await self.attempt(
                actor, f"/{resource}/{id}/{name}", announced[name], current.headers["etag"]
            ):
                announced = await self.announced(actor, resource, id, expected)
                current = await actor.get(f"/{resource}/{id}")

    async def announced(
        self, actor: Actor, resource: str, id: UUID, expected: dict[str, str]
    ) -> dict[str, dict[str, Any]]:
        """Return the transitions that the service announces, by name."""
        response = await actor.get(f"/{resource}/{id}/transitions")
        if response.status_code != 200:  # a transition before has put the resource out of reach
            return {}
        items = response.json()["items"]
        assert {item["name"]: item["operation"] for item in items} == expected
        return {item["name"]: item for item in items}

    async def attempt(self, actor: Actor, path: str, transition: dict[str, Any], etag: str) -> bool:
        """Attempt a transition and compare; return whether it changed anything."""
        body = BODIES.get(transition["operation"], {})
        if transition["because"]:
            body = {**body, "because": dict.fromkeys(transition["because"], "Aftalt med chefen.")}
        key = {"Idempotency-Key": f"{path}#{etag}"}
        response = await actor.act(path, body or None, etag=etag, headers=key)
        self._compare_retry(response, await actor.act(path, body or None, etag=etag, headers=key))
        problem = {} if response.status_code < 300 else response.json()
        (self.allowed if transition["allowed"] else self.refused)[transition["operation"]] += 1
        if not transition["allowed"]:
            self.codes.add(transition["obstacle"]["code"])
        if not agrees(transition, response.status_code, problem):
            self.contradictions.append((transition, response.status_code, problem))
        return response.status_code < 300

    def _compare_retry(self, response: httpx.Response, retry: httpx.Response) -> None:
        """Record a retry with the same idempotency key that is not a replay.

        Refusals and responses with secrets are not stored: their retries are compared by status only.
        """
        if response.status_code >= 300:
            agrees = (retry.status_code, retry.json()["code"]) == (response.status_code, response.json()["code"])
        elif (
            '"secret"' in response.text or "no-store" in response.headers["cache-control"] or '"items"' in response.text
        ):
            agrees = retry.status_code in (200, 403, 404, 412)
        else:
            is_replay = retry.headers.get("idempotency-replayed") == "true"
            agrees = is_replay and (retry.status_code, retry.content) == (response.status_code, response.content)
        if not agrees:
            self.contradictions.append(
                ("retry", str(response.request.url), response.status_code, retry.status_code, retry.text[:300])
            )


def agrees(transition: dict[str, Any], status: int, problem: dict[str, Any]) -> bool:
    """Return whether an outcome agrees with the announced transition.

    An allowed one succeeds, or its body is refused; another is refused with the announced obstacle.
    """
    depends_on_body = transition["operation"] in DEPENDS_ON_BODY
    if not transition["allowed"]:
        is_obstacle = bool(problem.get("code") == transition["obstacle"]["code"])
        return is_obstacle or (depends_on_body and status in (403, 422))
    return status < 300 or status == 422 or depends_on_body or problem.get("code") == "agreements-not-taken-up"


async def attempt_transitions(actors: list[Actor], sample_size: int = 1) -> Attempts:
    """Attempt every transition of a sample of every resource, by each actor."""
    attempts = Attempts()
    for resource, expected in sorted(transitions_in_contract().items(), key=lambda item: item[0] in LAST):
        for actor in actors:
            for row in await _sample_of_each_state(actor, resource, sample_size):
                if (await actor.get(f"/{resource}/{row['id']}")).status_code == 200:
                    await attempts.attempt_all(actor, resource, row["id"], expected)
    return attempts
