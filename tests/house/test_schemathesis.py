"""Generated requests, valid and invalid, as administration and as leader: every response is as in the contract."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, note, settings
from schemathesis.config import SchemathesisConfig

from api.access.models import Role
from api.app import create_app
from api.core.settings import Settings
from api.db import transactions
from api.migrate import migrate
from tests.support.application import SECRET
from tests.support.operations import contract
from tests.support.table_rows import insert_row, resource_models
from tests.support.world import World, build_world

# Cases for each operation: a few in `make test`, more in `make torture`.
EXAMPLES = int(os.environ.get("SAMMEN_CASES", "20"))
# Valid requests are refused with these for reasons that a schema cannot express: blank text, unknown ids, rules.
_STATUSES = ["2xx", "304", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429"]
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": _STATUSES},
            "negative_data_rejection": {"expected-statuses": _STATUSES[2:]},
            "missing_required_header": {"expected-statuses": ["401", "403", "404", "422", "428"]},
        },
        "warnings": False,
    }
)
_applications: list[FastAPI] = []


async def current_application(scope: Any, receive: Any, send: Any) -> None:
    """Forward to the application of the fixture: schemathesis needs an application before there is one."""
    await _applications[-1](scope, receive, send)


def contract_without_security() -> dict[str, Any]:
    """Return the contract without authentication, which the test adds, and without If-None-Match.

    The service ignores an invalid If-None-Match, as HTTP requires, where schemathesis expects an error.
    """
    changed: dict[str, Any] = json.loads(json.dumps(contract()))
    if_none_match = {"$ref": "#/components/parameters/If-None-Match"}
    for operation in (operation for path in changed["paths"].values() for operation in path.values()):
        operation["security"] = []
        operation["parameters"] = [part for part in operation["parameters"] if part != if_none_match]
    return changed


schema = schemathesis.openapi.from_dict(contract_without_security(), config=CONFIG)
schema.app = current_application
repeatable = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class Target:
    """The application on a database of its own, with a resource of each kind and a token for each role."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite+aiosqlite:///{folder}/generated.db"
        with_long_tokens = Settings(database_url=url, environment="test", token_secret=SECRET, access_token_minutes=60)
        self.app: FastAPI = create_app(with_long_tokens)
        self.tokens: dict[str, str] = {}
        self.ids: dict[str, UUID] = {}
        asyncio.run(self._populate())

    async def _populate(self) -> None:
        await migrate(self.app.state.engine, "Egekommune")
        world: World = await build_world(self.app)
        self.tokens["administration"] = (await world.actor(Role.administration)).token
        self.tokens["leader"] = (await world.actor(Role.leader, world.birk)).token
        self.ids = {"institutions": world.birk, "districts": world.north}
        for name, model in resource_models().items():
            if name not in self.ids:
                async with transactions.write_transaction(self.app.state.engine) as session:
                    self.ids[name] = await insert_row(session, world, model)
        await world.close()
        await self.app.state.engine.dispose()


@schemathesis.serializer("application/x-ndjson")
def serialize_lines(ctx: Any, value: Any) -> bytes:
    """Return the generated text of a file as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    new_target = Target(tmp_path_factory.mktemp("generated"))
    _applications.append(new_target.app)
    return new_target


@schema.parametrize()
@repeatable
def test_response_to_a_generated_request_is_as_in_the_contract(case: schemathesis.Case[Any], target: Target) -> None:
    resource = case.operation.path.split("/")[2:3]
    is_valid = case.meta is not None and case.meta.generation.mode.is_positive
    if resource and resource[0] in target.ids and "id" in case.path_parameters and is_valid:
        case.path_parameters["id"] = str(target.ids[resource[0]])
    # One test for all roles: to generate a request takes longer than to send it.
    for role, token in target.tokens.items():
        note(f"as {role}")
        # As a header of the call: schemathesis would mutate a header of the case.
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
