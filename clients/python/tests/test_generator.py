"""The generator, on a small contract; and whether the client is made from the one beside it."""

import ast
import importlib.util
from pathlib import Path
from typing import Any

import pytest
import sammen
from generate import HERE, generated
from generator import rooms, sync, tables, types
from generator.contract import Contract
from generator.models import tolerant
from sammen import contract as made
from sammen.aio import rooms as aio_rooms
from sammen.sync import rooms as sync_rooms

from tests.contract import document

GENERATES = all(importlib.util.find_spec(name) for name in ("datamodel_code_generator", "ruff"))
BESIDE = HERE.parent.parent / "openapi" / "openapi.json"


@pytest.fixture
def small() -> Contract:
    return Contract(document())


def methods(source: str, name: str) -> dict[str, str]:
    [found] = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == name]
    functions = [node for node in found.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {node.name: ast.unparse(node.args) for node in functions}


def test_every_operation_of_a_room_is_a_method(small: Contract) -> None:
    source = rooms.source(small)
    dialogues = methods(source, "AsyncDialogues")
    assert set(dialogues) == {
        "list", "create", "get", "update", "delete", "hold", "cancel", "agenda", "rounds", "change_entry",
        "with_raw_response",
    }  # fmt: skip
    assert dialogues["hold"].startswith("self, id: Target, body: Body=None, /, *, if_match")
    assert dialogues["rounds"].startswith("self, body: Body=None, /, *, idempotency_key")
    assert dialogues["change_entry"].startswith("self, above_1: Target, id: Target")


def test_uploads_are_left_to_hand_written_code(small: Contract) -> None:
    source = rooms.source(small)
    assert "class AsyncImports(AsyncImporting)" in source
    assert set(methods(source, "AsyncImports")) == {"list", "get", "delete", "rows", "apply", "with_raw_response"}


def test_what_is_one_thing_only_is_a_method_of_the_client(small: Contract) -> None:
    assert "me" in methods(rooms.source(small), "AsyncRooms")
    assert "class AsyncMe(" not in rooms.source(small)


def test_one_thing_with_more_to_it_is_called_and_has_methods(small: Contract) -> None:
    small.document["paths"]["/v1/me/password"] = {"post": {"operationId": "change_password", "responses": {"204": {}}}}
    assert set(methods(rooms.source(small), "AsyncMe")) == {"__call__", "password", "with_raw_response"}


def test_a_new_room_of_the_contract_appears_by_itself(small: Contract) -> None:
    small.document["paths"]["/v1/wind-mills"] = small.document["paths"]["/v1/districts"]
    assert "def wind_mills(self) -> AsyncWindMills" in rooms.source(small)
    assert '"wind_mills": Resource("/v1/wind-mills", ' in tables.resources(small)


def test_the_words_that_a_new_thing_accepts_are_data(small: Contract) -> None:
    schema = {"anyOf": [{"type": "array", "items": {"enum": ["a", "b"]}}, {"type": "null"}]}
    assert types.words(small, schema) == ("a", "b")
    assert types.words(small, {"anyOf": [{"enum": ["a"]}, {"type": "string"}]}) == ()
    assert made.WORDS["institutions"]["kind"] == ("day_care", "school", "leisure")


def test_filters_are_typed_and_words_of_python_get_out_of_the_way(small: Contract) -> None:
    source = tables.filters(small)
    assert "class Grants(TypedDict, total=False):" in source
    assert "    from_: date | str | None" in source
    assert "    kind: Literal['day_care', 'school', 'leisure'] | None" in source
    assert "limit" not in source


def test_every_named_refusal_has_a_class_of_its_status(small: Contract) -> None:
    source = tables.problems(small)
    assert "class CycleOverlaps(errors.Conflict):" in source
    assert "class Busy(errors.ServiceFault):" in source


def test_models_insist_neither_on_bounds_nor_on_words(small: Contract) -> None:
    schemas = tolerant(small)["components"]["schemas"]
    kind = schemas["InstitutionPublic"]["properties"]["kind"]
    assert kind["anyOf"][1] == {"type": "string"}
    assert "pattern" not in str(schemas)
    assert not [name for name in schemas if name.startswith("Page")]


def test_an_enumeration_that_is_referred_to_is_said_where_it_is_used() -> None:
    whole = document()
    whole["components"]["schemas"]["Kind"] = {"type": "string", "enum": ["a", "b"]}
    whole["components"]["schemas"]["DistrictPublic"]["properties"]["kind"] = {"$ref": "#/components/schemas/Kind"}
    schemas = tolerant(Contract(whole))["components"]["schemas"]
    assert schemas["DistrictPublic"]["properties"]["kind"]["anyOf"][0]["enum"] == ["a", "b"]
    assert "Kind" not in schemas


@pytest.mark.parametrize("written, read", [
    ("async def f() -> None:\n    await g()\n", "def f() -> None:\n    g()\n"),
    ("async with a:\n    async for b in c: pass", "with a:\n    for b in c: pass"),
    ("from sammen.aio.x import AsyncPager", "from sammen.sync.x import Pager"),
    ("Callable[P, Awaitable[Raw[T]]]", "Callable[P, Raw[T]]"),
    ("async def __aenter__(self): await self.aclose()", "def __enter__(self): self.close()"),
])  # fmt: skip
def test_the_same_source_serves_both_clients(written: str, read: str) -> None:
    assert sync.source(written, "x.py").split("\n", 1)[1] == read


def test_the_small_contract_makes_files_that_python_reads(small: Contract) -> None:
    found = generated(small, with_models=GENERATES)
    assert {"filters.py", "problems.py", "contract.py", "aio/rooms.py", "sync/rooms.py"} <= set(found)
    for name, text in found.items():
        compile(text, name, "exec")


def test_all_that_is_generated_is_what_the_contract_makes() -> None:
    """Models too, where what makes them is installed; and what stands in `sync` is what the files in `aio` make."""
    if not BESIDE.exists():
        pytest.skip("the contract is not beside the client: an installed source distribution")
    found = generated(Contract.load(BESIDE), with_models=GENERATES)
    assert ("models.py" in found) == GENERATES
    differing = [name for name, text in found.items() if (HERE / "sammen" / name).read_text(encoding="utf-8") != text]
    assert differing == [], "run generate.py"


def test_the_client_is_made_from_the_contract_beside_it() -> None:
    if not BESIDE.exists():
        pytest.skip("the contract is not beside the client: an installed source distribution")
    assert tables.fingerprint(Contract.load(BESIDE)) == made.SHA256, "run generate.py"


def test_every_room_of_the_contract_is_an_attribute_of_both_clients() -> None:
    for name in made.RESOURCES:
        for client in (sammen.Client, sammen.AsyncClient):
            assert hasattr(client, name)


def test_both_clients_offer_the_same() -> None:
    def offered(module: Any, prefix: str) -> dict[str, list[str]]:
        classes = {name.removeprefix(prefix): value for name, value in vars(module).items() if isinstance(value, type)}
        return {
            name: sorted(word for word in dir(value) if not word.startswith("_"))
            for name, value in classes.items()
            if value.__module__ == module.__name__
        }

    assert offered(aio_rooms, "Async") == offered(sync_rooms, "Async")
    assert len(offered(sync_rooms, "Async")) > 5


def test_generated_code_says_so() -> None:
    for path in [*Path(HERE / "sammen" / "sync").glob("*.py"), HERE / "sammen" / "models.py"]:
        if path.name not in {"__init__.py", "waiting.py"}:
            assert "generate.py; do not edit" in path.read_text(encoding="utf-8")
