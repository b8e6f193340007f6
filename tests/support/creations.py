"""For each POST that makes something, requests that succeed: as many as are wanted, each for another thing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import httpx

from api.core import clock
from tests.support.operations import Operation, operations
from tests.support.world import Actor, World

# POST without a thing in its address, that are not tried here, each with its reason.
APART = {
    "issue_token": "OAuth 2 knows no such key, and each token is another; tests/access",
    "revoke_token": "OAuth 2 knows no such key, and what is revoked stays so; tests/access",
    "replace_first_password": "nobody is signed in, and the second time the password is no first one; tests/people",
    "end_my_sign_ins": "it ends the token that it is sent with; tests/people",
    "change_my_password": "what holds a secret is not kept, and it ends the token that it is sent with; tests/people",
}
# Their answers hold a secret, which is not kept to be told again: sent again, they make another.
SECRET = {"create_client", "make_calendar_address"}


def creations() -> list[Operation]:
    """Every POST of the contract that names no thing in its address, but for those apart."""
    return [
        operation
        for operation in operations()
        if operation.method == "post" and "{id}" not in operation.path and operation.name not in APART
    ]


@dataclass
class Ground:
    """What things are made of, at Birkeskolen, and who makes them."""

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

    async def make(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.office.post(path, body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def school(self, number: int) -> str:
        """Another school for each number."""
        if number not in self.schools:
            given = {"kind": "school", "district_id": str(self.world.north)}
            self.schools[number] = (await self.make("/institutions", name=f"Skole {number}", **given))["id"]
        return self.schools[number]

    async def send(self, operation: Operation, number: int, key: str) -> httpx.Response:
        """The request of a number, with a key."""
        who, given = await REQUESTS[operation.name](self, number)
        headers = {"Idempotency-Key": key, **given.pop("headers", {})}
        secret = "{secret}" in operation.path
        path = operation.path.replace("{secret}", self.secret) if secret else operation.address()
        return await who.call("POST", path, headers=headers, **given)


async def ground(world: World) -> Ground:
    """A cycle that runs, a decided theme, a published guide, figures in the making, and an open consultation."""
    actors = [
        await world.actor("administration"),
        await world.actor("leader", world.birk),
        await world.actor("data_supplier"),
        await world.actor("admin"),
        await world.actor("auditor"),
        await world.actor("staff", world.oak),
    ]
    made, today = Ground(world, *actors), clock.today()
    begins = f"{today.year}-01-01"
    cycle = await made.make("/cycles", area="age_6_18", title="Skoler", discussion_on=begins, starts_on=begins)
    made.cycle = cycle["id"]
    made.theme = (await made.make("/themes", cycle_id=made.cycle, title="Fællesskaber", kinds=["school"]))["id"]
    assert (await made.office.act(f"/themes/{made.theme}/decide")).status_code == 200
    point = {"key": "ro", "title": "Ro", "prompt": "Hvad ser I?"}
    guide = {"title": "Leg", "learning_environment": "Rum og rutiner.", "look_for": "Hvem er alene?", "points": [point]}
    made.guide = (await made.make("/observation-guides", **guide))["id"]
    assert (await made.office.act(f"/observation-guides/{made.guide}/publish")).status_code == 200
    measured = {"kinds": ["school"], "unit": "percent", "minimum": 0, "maximum": 100, "disclosure": "none"}
    made.indicator = (await made.make("/indicators", code="trivsel", title="Trivsel", **measured))["id"]
    package = {"kind": "school", "half_year": f"{today.year}H1"}
    made.package = (await made.make("/data-packages", title="Tal", **package))["id"]
    asked = await made.make("/consultations", **_consultation(made, 0))
    links = (await made.leader.get(f"/consultations/{asked['id']}/links")).json()["items"]
    made.secret = links[0]["secret"]
    return made


def _consultation(at: Ground, number: int) -> dict[str, Any]:
    question = {"key": "ord", "text": "Hvad er godt i din skole?", "type": "text", "voices": ["child"]}
    closes = clock.today() + timedelta(days=30)
    return {
        "title": f"Glad {number}",
        "purpose": "Vi vil høre børnene.",
        "privacy_notice": "Vi gemmer intet navn.",
        "questions": [question],
        "unit_id": str(at.world.birk),
        "opens_on": str(clock.today()),
        "closes_on": str(closes),
    }


def _soon(number: int = 0) -> str:
    """About noon today, another second for each number: within the present half-year."""
    return (datetime.combine(clock.today(), time(12)) + timedelta(seconds=number)).isoformat() + "Z"


def _round() -> int:
    return 1 if clock.today().month <= 6 else 2


Request = Callable[[Ground, int], Awaitable[tuple[Actor, dict[str, Any]]]]
REQUESTS: dict[str, Request] = {}


def request(name: str) -> Callable[[Request], Request]:
    """Say how an operation is called so that it succeeds: by whom, and with what, for each number another."""

    def keep(made: Request) -> Request:
        REQUESTS[name] = made
        return made

    return keep


def _simply(name: str, who: str, body: Callable[[Ground, int], dict[str, Any] | None]) -> None:
    async def made(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
        given = body(at, number)
        return getattr(at, who), {} if given is None else {"json": given}

    REQUESTS[name] = made


_simply("create_person", "admin", lambda at, n: {"username": f"ny{n}", "name": f"Ny {n}"})
_simply("create_client", "admin", lambda at, n: {"name": f"Maskine {n}"})
_simply("create_district", "office", lambda at, n: {"name": f"Distrikt {n}"})
_simply("create_institution", "office", lambda at, n: {"name": f"Ny skole {n}", "kind": "school"})
_simply(
    "create_cycle",
    "office",
    lambda at, n: {
        "area": "age_0_6",
        "title": f"Periode {n}",
        "discussion_on": f"{2031 + 2 * n}-01-01",
        "starts_on": f"{2031 + 2 * n}-01-01",
    },
)
_simply("create_theme", "office", lambda at, n: {"cycle_id": at.cycle, "title": f"Tema {n}", "kinds": ["school"]})
_simply(
    "propose_focus_area",
    "leader",
    lambda at, n: {
        "institution_id": str(at.world.birk),
        "theme_id": at.theme,
        "title": f"Læselyst {n}",
    },
)
_simply(
    "create_indicator",
    "office",
    lambda at, n: {
        "code": f"code-{n}",
        "title": f"Indikator {n}",
        "kinds": ["school"],
        "unit": "percent",
        "disclosure": "none",
    },
)
_simply(
    "create_data_package",
    "office",
    lambda at, n: {
        "kind": "school",
        "half_year": f"{2030 + n % 60}H1",
        "title": f"Tal {n}",
    },
)
_simply(
    "create_measurement",
    "office",
    lambda at, n: {
        "institution_id": str(at.world.birk),
        "indicator_id": at.indicator,
        "package_id": at.package,
        "period": f"{1990 + n // 12}-{n % 12 + 1:02}",
        "value": 50.0,
        "n": 20,
    },
)
_simply(
    "create_observation_guide",
    "office",
    lambda at, n: {
        "title": f"Guide {n}",
        "learning_environment": "Rum.",
        "look_for": "Hvem er alene?",
        "points": [{"key": "ro", "title": "Ro", "prompt": "Hvad ser I?"}],
    },
)
_simply(
    "plan_observation",
    "leader",
    lambda at, n: {
        "institution_id": str(at.world.birk),
        "guide_id": at.guide,
        "purpose": f"Legen {n}",
        "planned_for": _soon(),
        "observer_ids": [str(at.colleague.id)],
    },
)
_simply(
    "add_stakeholder_input",
    "leader",
    lambda at, n: {
        "institution_id": str(at.world.birk),
        "voice": "child",
        "method": "conversation",
        "age_group": "6-9",
        "people_count": 4,
        "collected_on": str(clock.today()),
        "text": f"Der er larm, sagde {n} af os",
    },
)
_simply("create_consultation", "leader", _consultation)
_simply(
    "plan_follow_up",
    "office",
    lambda at, n: {
        "institution_id": str(at.world.birk),
        "planned_for": _soon(n),
    },
)
_simply(
    "plan_follow_up_round",
    "office",
    lambda at, n: {
        "follow_ups": [{"institution_id": str(at.world.birk), "planned_for": _soon(n)}],
    },
)
_simply("make_calendar_address", "leader", lambda at, n: None)
_simply("revoke_calendar_address", "leader", lambda at, n: None)


@request("create_grant")
async def _grant(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    if number not in at.people:
        given = {"username": f"rolle{number}", "name": f"Rolle {number}"}
        at.people[number] = (await at.admin.post("/people", given)).json()["id"]
    return at.admin, {"json": {"person_id": at.people[number], "unit_id": str(at.world.birk), "role": "staff"}}


@request("plan_dialogue")
async def _dialogue(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    return at.office, {"json": await _planned(at, number)}


@request("plan_dialogue_round")
async def _dialogues(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    return at.office, {"json": {"dialogues": [await _planned(at, number)]}}


async def _planned(at: Ground, number: int) -> dict[str, Any]:
    school = await at.school(number)
    return {"institution_id": school, "cycle_id": at.cycle, "round": _round(), "planned_for": _soon()}


@request("answer_consultation")
async def _answer(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    anybody = Actor(at.world.client, UUID(int=0), "")
    return anybody, {"json": {"answers": [{"key": "ord", "text": f"Gynge {number}"}]}}


@request("redact_by_order")
async def _order(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    # Whatever its description says it says no more: as good as another theme for each number.
    about = {"resource": "themes", "id": at.theme, "field": "description"}
    return at.auditor, {"json": {**about, "reason": f"Teksten nævnte et barn ({number})."}}


@request("plan_import")
async def _file(at: Ground, number: int) -> tuple[Actor, dict[str, Any]]:
    text = f"name,kind\nSkole af fil {number},school\n"
    return at.office, {"content": text.encode(), "headers": {"Content-Type": "text/csv"}}
