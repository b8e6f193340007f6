"""Requests that nobody thought of: made from the contract, good and bad, signed in as administration and as leader."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from api.access.models import Role
from api.app import create_app
from api.core.settings import Settings
from api.db import transactions
from api.migrate import migrate
from tests.support.import_rows import plant, things
from tests.support.operations import SECRET, contract
from tests.support.world import World, build

# `make test` has a few of each; `make torture` has more, SAMMEN_CASES says how many.
EXAMPLES = int(os.environ.get("SAMMEN_CASES", "20"))
# What a schema cannot say (text of spaces only, an id that refers to nothing, a rule) is refused with these.
_REFUSED = ["2xx", "304", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429"]
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": _REFUSED},
            "negative_data_rejection": {"expected-statuses": _REFUSED[2:]},
            "missing_required_header": {"expected-statuses": ["401", "403", "404", "422", "428"]},
        },
        "warnings": False,
    }
)
_running: list[FastAPI] = []


async def service(scope: Any, receive: Any, send: Any) -> None:
    """Whichever service is running when it is called: cases are made before there is one."""
    await _running[-1](scope, receive, send)


def signed_in_already() -> dict[str, Any]:
    """The contract as one reads it who has a token. If-None-Match is left out: what is no tag there is ignored."""
    made: dict[str, Any] = json.loads(json.dumps(contract()))
    known = {"$ref": "#/components/parameters/If-None-Match"}
    for operation in (operation for path in made["paths"].values() for operation in path.values()):
        operation["security"] = []
        operation["parameters"] = [part for part in operation["parameters"] if part != known]
    return made


schema = schemathesis.openapi.from_dict(signed_in_already(), config=CONFIG)
schema.app = service
quick = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class Signed:
    """The service on a database of its own, with a thing of each kind and a token for each who calls."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite+aiosqlite:///{folder}/generated.db"
        given = Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60)  # type: ignore[arg-type]
        self.app: FastAPI = create_app(given)
        self.tokens: dict[str, str] = {}
        self.ids: dict[str, UUID] = {}
        asyncio.run(self._settle())

    async def _settle(self) -> None:
        await migrate(self.app.state.engine, "Egekommune")
        world: World = await build(self.app)
        self.tokens["administration"] = (await world.actor(Role.administration)).token
        self.tokens["leader"] = (await world.actor(Role.leader, world.birk)).token
        self.ids = {"institutions": world.birk, "districts": world.north}
        for name, kind in things().items():
            if name not in self.ids:
                async with transactions.write_transaction(self.app.state.engine) as session:
                    self.ids[name] = await plant(session, world, kind)
        await world.close()
        await self.app.state.engine.dispose()


@schemathesis.serializer("application/x-ndjson")
def lines(ctx: Any, value: Any) -> bytes:
    """A file as it is generated: a text."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    made = Signed(tmp_path_factory.mktemp("generated"))
    _running.append(made.app)
    return made


@pytest.mark.parametrize("role", ["administration", "leader"])
@schema.parametrize()
@quick
def test_whatever_is_sent_is_answered_as_the_contract_says(
    case: schemathesis.Case[Any], signed: Signed, role: str
) -> None:
    room = case.operation.path.split("/")[2:3]
    good = case.meta is not None and case.meta.generation.mode.is_positive
    if room and room[0] in signed.ids and "id" in case.path_parameters and good:
        case.path_parameters["id"] = str(signed.ids[room[0]])
    # Given as the caller's own, so that leaving them out or breaking them is not taken for what was generated.
    case.call_and_validate(headers={"Authorization": f"Bearer {signed.tokens[role]}"})
