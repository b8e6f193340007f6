"""Requests that create a resource: for each such POST of the contract, as many different ones as a test needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import httpx

from api.core import clock
from tests.support.operations import Operation, operations
from tests.support.world import Actor, World

# Operations that are not tried, each with its reason.
EXCLUDED = {
    "issue_token": "OAuth 2 has no idempotency key, and each token is a new one; tests/sign_in",
    "revoke_token": "OAuth 2 has no idempotency key, and revoking twice has one effect; tests/sign_in",
    "replace_first_password": "called without a token, and a second call has no first password; tests/account",
    "end_my_sign_ins": "it ends the sign-in whose token it is called with; tests/people",
    "change_my_password": "its secret is not stored, and it ends the sign-in that it is called with; tests/account",
}
# Operations whose response holds a secret: it is not stored, so a repeated request creates another resource.
WITH_SECRET = {"create_client", "make_calendar_address"}


def creations() -> list[Operation]:
    """Return every POST of the contract without an id in its path, except those that are excluded."""
    return [
        operation
        for operation in operations()
        if operation.method == "post" and "{id}" not in operation.path and operation.name not in EXCLUDED
    ]


@dataclass
class CreationContext:
    """The callers of the requests, and the ids of resources at Birkeskolen that the requests refer to."""

    world: World
    office: Actor
    leader: Actor
    supplier: Actor
    admin: Actor
    auditor: Actor
    colleague: Actor
    cycle: str = ""
    theme: str = ""
    guide: str = ""
    indicator: str = ""
    package: str = ""
    secret: str = ""
    schools: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    async def create(self, path: str, **body: Any) -> dict[str, Any]:
        """Create a resource as the administration; return it."""
        response = await self.office.post(path, body)
        assert response.status_code == 201, response.text
        resource: dict[str, Any] = response.json()
        return resource

    async def school(self, number: int) -> str:
        """Return the id of the school of this number, and create it the first time."""
        if number not in self.schools:
            fields = {"name": f"Skole {number}", "kind": "school", "district_id": str(self.world.north)}
            self.schools[number] = (await self.create("/institutions", **fields))["id"]
        return self.schools[number]

    async def send(self, operation: Operation, number: int, key: str) -> httpx.Response:
        """Send the operation's request of this number, with an idempotency key."""
        actor, options = await REQUESTS[operation.name](self, number)
        headers = {"Idempotency-Key": key, **options.pop("headers", {})}
        has_secret = "{secret}" in operation.path
        path = operation.path.replace("{secret}", self.secret) if has_secret else operation.address()
        return await actor.call("POST", path, headers=headers, **options)


async def creation_context(world: World) -> CreationContext:
    """Create a running cycle, a decided theme, a published guide, a draft package and an open consultation."""
    actors = [
        await world.actor("administration"),
        await world.actor("leader", world.birk),
        await world.actor("data_supplier"),
        await world.actor("admin"),
        await world.actor("auditor"),
        await world.actor("staff", world.oak),
    ]
    context, today = CreationContext(world, *actors), clock.today()
    new_year = f"{today.year}-01-01"
    cycle = {"area": "age_6_18", "title": "Skoler", "discussion_on": new_year, "starts_on": new_year}
    context.cycle = (await context.create("/cycles", **cycle))["id"]
    theme = {"cycle_id": context.cycle, "title": "Fællesskaber", "kinds": ["school"]}
    context.theme = (await context.create("/themes", **theme))["id"]
    assert (await context.office.act(f"/themes/{context.theme}/decide")).status_code == 200
    point = {"key": "ro", "title": "Ro", "prompt": "Hvad ser I?"}
    guide = {"title": "Leg", "learning_environment": "Rum og rutiner.", "look_for": "Hvem er alene?", "points": [point]}
    context.guide = (await context.create("/observation-guides", **guide))["id"]
    assert (await context.office.act(f"/observation-guides/{context.guide}/publish")).status_code == 200
    indicator = {"kinds": ["school"], "unit": "percent", "minimum": 0, "maximum": 100, "disclosure": "none"}
    context.indicator = (await context.create("/indicators", code="trivsel", title="Trivsel", **indicator))["id"]
    package = {"kind": "school", "half_year": f"{today.year}H1"}
    context.package = (await context.create("/data-packages", title="Tal", **package))["id"]
    consultation = await context.create("/consultations", **_consultation(context, 0))
    links = (await context.leader.get(f"/consultations/{consultation['id']}/links")).json()["items"]
    context.secret = links[0]["secret"]
    return context


def _consultation(context: CreationContext, number: int) -> dict[str, Any]:
    question = {"key": "ord", "text": "Hvad er godt i din skole?", "type": "text", "voices": ["child"]}
    return {
        "title": f"Glad {number}",
        "purpose": "Vi vil høre børnene.",
        "privacy_notice": "Vi gemmer intet navn.",
        "questions": [question],
        "unit_id": str(context.world.birk),
        "opens_on": str(clock.today()),
        "closes_on": str(clock.today() + timedelta(days=30)),
    }


def _noon(number: int = 0) -> str:
    """Return a time at noon today, a different second for each number: it is within the current half-year."""
    return (datetime.combine(clock.today(), time(12)) + timedelta(seconds=number)).isoformat() + "Z"


def _current_round() -> int:
    return 1 if clock.today().month <= 6 else 2


Request = Callable[[CreationContext, int], Awaitable[tuple[Actor, dict[str, Any]]]]
REQUESTS: dict[str, Request] = {}


def request(name: str) -> Callable[[Request], Request]:
    """Register the function that returns the caller and the options of an operation's request, by number."""

    def register(function: Request) -> Request:
        REQUESTS[name] = function
        return function

    return register


def _json_request(name: str, actor: str, body: Callable[[CreationContext, int], dict[str, Any] | None]) -> None:
    """Register an operation whose caller is an attribute of the context, and whose body is made from the number."""

    async def actor_and_options(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
        json = body(context, number)
        return getattr(context, actor), {} if json is None else {"json": json}

    REQUESTS[name] = actor_and_options


_json_request("create_person", "admin", lambda context, n: {"username": f"ny{n}", "name": f"Ny {n}"})
_json_request("create_client", "admin", lambda context, n: {"name": f"Maskine {n}"})
_json_request("create_district", "office", lambda context, n: {"name": f"Distrikt {n}"})
_json_request("create_institution", "office", lambda context, n: {"name": f"Ny skole {n}", "kind": "school"})
_json_request(
    "create_cycle",
    "office",
    lambda context, n: {
        "area": "age_0_6",
        "title": f"Periode {n}",
        "discussion_on": f"{2031 + 2 * n}-01-01",
        "starts_on": f"{2031 + 2 * n}-01-01",
    },
)
_json_request(
    "create_theme", "office", lambda context, n: {"cycle_id": context.cycle, "title": f"Tema {n}", "kinds": ["school"]}
)
_json_request(
    "propose_focus_area",
    "leader",
    lambda context, n: {
        "institution_id": str(context.world.birk),
        "theme_id": context.theme,
        "title": f"Læselyst {n}",
    },
)
_json_request(
    "create_indicator",
    "office",
    lambda context, n: {
        "code": f"code-{n}",
        "title": f"Indikator {n}",
        "kinds": ["school"],
        "unit": "percent",
        "disclosure": "none",
    },
)
_json_request(
    "create_data_package",
    "office",
    lambda context, n: {
        "kind": "school",
        "half_year": f"{2030 + n % 60}H1",
        "title": f"Tal {n}",
    },
)
_json_request(
    "create_measurement",
    "office",
    lambda context, n: {
        "institution_id": str(context.world.birk),
        "indicator_id": context.indicator,
        "package_id": context.package,
        "period": f"{1990 + n // 12}-{n % 12 + 1:02}",
        "value": 50.0,
        "n": 20,
    },
)
_json_request(
    "create_observation_guide",
    "office",
    lambda context, n: {
        "title": f"Guide {n}",
        "learning_environment": "Rum.",
        "look_for": "Hvem er alene?",
        "points": [{"key": "ro", "title": "Ro", "prompt": "Hvad ser I?"}],
    },
)
_json_request(
    "plan_observation",
    "leader",
    lambda context, n: {
        "institution_id": str(context.world.birk),
        "guide_id": context.guide,
        "purpose": f"Legen {n}",
        "planned_for": _noon(),
        "observer_ids": [str(context.colleague.id)],
    },
)
_json_request(
    "add_stakeholder_input",
    "leader",
    lambda context, n: {
        "institution_id": str(context.world.birk),
        "voice": "child",
        "method": "conversation",
        "age_group": "6-9",
        "people_count": 4,
        "collected_on": str(clock.today()),
        "text": f"Der er larm, sagde {n} af os",
    },
)
_json_request("create_consultation", "leader", _consultation)
_json_request(
    "plan_follow_up",
    "office",
    lambda context, n: {
        "institution_id": str(context.world.birk),
        "planned_for": _noon(n),
    },
)
_json_request(
    "plan_follow_up_round",
    "office",
    lambda context, n: {
        "follow_ups": [{"institution_id": str(context.world.birk), "planned_for": _noon(n)}],
    },
)
_json_request("make_calendar_address", "leader", lambda context, n: None)
_json_request("revoke_calendar_address", "leader", lambda context, n: None)


@request("create_grant")
async def _create_grant(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    if number not in context.people:
        person = {"username": f"rolle{number}", "name": f"Rolle {number}"}
        context.people[number] = (await context.admin.post("/people", person)).json()["id"]
    return context.admin, {
        "json": {"person_id": context.people[number], "unit_id": str(context.world.birk), "role": "staff"}
    }


@request("plan_dialogue")
async def _plan_dialogue(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    return context.office, {"json": await _dialogue_fields(context, number)}


@request("plan_dialogue_round")
async def _plan_dialogue_round(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    return context.office, {"json": {"dialogues": [await _dialogue_fields(context, number)]}}


async def _dialogue_fields(context: CreationContext, number: int) -> dict[str, Any]:
    school = await context.school(number)
    return {"institution_id": school, "cycle_id": context.cycle, "round": _current_round(), "planned_for": _noon()}


@request("answer_consultation")
async def _answer_consultation(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    anonymous = Actor(context.world.client, UUID(int=0), "")
    return anonymous, {"json": {"answers": [{"key": "ord", "text": f"Gynge {number}"}]}}


@request("redact_by_order")
async def _redact_by_order(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    # Each redaction of the same field is a change of its own: no other theme is needed for each number.
    target = {"resource": "themes", "id": context.theme, "field": "description"}
    return context.auditor, {"json": {**target, "reason": f"Teksten nævnte et barn ({number})."}}


@request("plan_import")
async def _plan_import(context: CreationContext, number: int) -> tuple[Actor, dict[str, Any]]:
    text = f"name,kind\nSkole af fil {number},school\n"
    return context.office, {"content": text.encode(), "headers": {"Content-Type": "text/csv"}}
