"""The generator, on a small contract; and whether the generated files of the client are up to date."""

import ast
import importlib.util
from pathlib import Path
from typing import Any

import pytest
import sammen
from generate import CLIENTS, CONTRACT, generate
from generator import annotations, cli_resources, contract_version, filters, problems, resource_classes, sync_client
from generator.contract import Contract
from generator.models import tolerant_document
from sammen.aio import resources as aio_resources
from sammen.contract_version import SHA256
from sammen.sync import resources as sync_resources

from tests.support.small_contract import document

HAS_MODEL_GENERATOR = all(importlib.util.find_spec(name) for name in ("datamodel_code_generator", "ruff"))
needs_contract = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside the client")


@pytest.fixture
def small() -> Contract:
    return Contract(document())


def methods(source: str, name: str) -> dict[str, str]:
    """The methods of a class in a source text, with their parameters."""
    [class_] = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == name]
    functions = [node for node in class_.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {node.name: ast.unparse(node.args) for node in functions}


def test_every_operation_of_a_resource_is_a_method(small: Contract) -> None:
    dialogues = methods(resource_classes.source(small), "AsyncDialogues")
    assert set(dialogues) == {
        "list", "create", "get", "update", "delete", "hold", "cancel", "agenda", "rounds", "change_entry",
        "with_raw_response",
    }  # fmt: skip
    assert dialogues["hold"].startswith("self, id: Target, body: Body=None, /, *, if_match")
    assert dialogues["rounds"].startswith("self, body: Body=None, /, *, idempotency_key")
    assert dialogues["change_entry"].startswith("self, parent_id_1: Target, id: Target")


def test_uploads_are_not_generated(small: Contract) -> None:
    source = resource_classes.source(small)
    assert "class AsyncImports(AsyncImportUploads)" in source
    assert set(methods(source, "AsyncImports")) == {"list", "get", "delete", "rows", "apply", "with_raw_response"}


def test_a_singleton_is_a_method_of_the_client(small: Contract) -> None:
    source = resource_classes.source(small)
    assert "me" in methods(source, "AsyncResources")
    assert "class AsyncMe(" not in source


def test_a_singleton_with_subresources_is_callable_and_has_methods(small: Contract) -> None:
    small.document["paths"]["/v1/me/password"] = {"post": {"operationId": "change_password", "responses": {"204": {}}}}
    names = set(methods(resource_classes.source(small), "AsyncMe"))
    assert names == {"__call__", "password", "with_raw_response"}


def test_a_new_resource_of_the_contract_is_generated(small: Contract) -> None:
    small.document["paths"]["/v1/wind-mills"] = small.document["paths"]["/v1/districts"]
    assert "def wind_mills(self) -> AsyncWindMills" in resource_classes.source(small)
    assert "\"wind_mills\": Resource(path='/v1/wind-mills', " in cli_resources.source(small)


def test_enumeration_values_are_found_in_lists_and_alternatives(small: Contract) -> None:
    schema = {"anyOf": [{"type": "array", "items": {"enum": ["a", "b"]}}, {"type": "null"}]}
    assert annotations.enum_values(small, schema) == ("a", "b")
    assert annotations.enum_values(small, {"anyOf": [{"enum": ["a"]}, {"type": "string"}]}) == ()


def test_filters_are_typed_and_reserved_words_renamed(small: Contract) -> None:
    source = filters.source(small)
    assert "class Grants(TypedDict, total=False):" in source
    assert "    from_: date | str | None" in source
    assert "    kind: Literal['day_care', 'school', 'leisure'] | None" in source
    assert "limit" not in source


def test_every_problem_code_has_a_class_of_its_status(small: Contract) -> None:
    source = problems.source(small)
    assert "class CycleOverlaps(errors.Conflict):" in source
    assert "class Busy(errors.ServerError):" in source


def test_models_have_no_constraints_and_open_enumerations(small: Contract) -> None:
    schemas = tolerant_document(small)["components"]["schemas"]
    kind = schemas["InstitutionPublic"]["properties"]["kind"]
    assert kind["anyOf"][1] == {"type": "string"}
    assert "pattern" not in str(schemas)
    assert not [name for name in schemas if name.startswith("Page")]


def test_a_referenced_enumeration_is_inlined() -> None:
    contract = document()
    contract["components"]["schemas"]["Kind"] = {"type": "string", "enum": ["a", "b"]}
    contract["components"]["schemas"]["DistrictPublic"]["properties"]["kind"] = {"$ref": "#/components/schemas/Kind"}
    schemas = tolerant_document(Contract(contract))["components"]["schemas"]
    assert schemas["DistrictPublic"]["properties"]["kind"]["anyOf"][0]["enum"] == ["a", "b"]
    assert "Kind" not in schemas


ASYNC_SOURCE = "class AsyncPager: pass\nclass AsyncItem: pass\n"


@pytest.mark.parametrize("asynchronous, synchronous", [
    ("async def f() -> None:\n    await g()\n", "def f() -> None:\n    g()\n"),
    ("async with a:\n    async for b in c: pass", "with a:\n    for b in c: pass"),
    ("from sammen.aio.x import AsyncPager", "from sammen.sync.x import Pager"),
    ("Callable[P, AsyncPager[AsyncItem]]", "Callable[P, Pager[Item]]"),
    ("async def __aenter__(self): await self.aclose()", "def __enter__(self): self.close()"),
])  # fmt: skip
def test_asynchronous_sources_become_synchronous(asynchronous: str, synchronous: str) -> None:
    generated = sync_client.sources({"x.py": asynchronous, "y.py": ASYNC_SOURCE, "concurrency.py": ""})
    assert generated["x.py"].split("\n", 1)[1] == synchronous
    assert set(generated) == {"x.py", "y.py"}


def test_the_generated_files_of_a_small_contract_are_valid_python(small: Contract) -> None:
    files = generate(small, with_models=HAS_MODEL_GENERATOR)
    names = {"filters", "problems", "contract_version", "aio/resources", "sync/resources"}
    assert {f"python/sammen/{name}.py" for name in names} <= set(files)
    for path, text in files.items():
        compile(text, path, "exec")


@needs_contract
def test_generated_files_are_up_to_date() -> None:
    """Models too, where their generator is installed; and the files in `sync` match those in `aio`."""
    files = generate(Contract.load(CONTRACT), with_models=HAS_MODEL_GENERATOR)
    assert ("python/sammen/models.py" in files) == HAS_MODEL_GENERATOR
    outdated = [path for path, text in files.items() if (CLIENTS / path).read_text(encoding="utf-8") != text]
    assert outdated == [], "run generate.py"


@needs_contract
def test_the_client_is_generated_from_the_current_contract() -> None:
    assert contract_version.fingerprint(Contract.load(CONTRACT)) == SHA256, "run generate.py"


def test_every_resource_of_the_contract_is_an_attribute_of_both_clients() -> None:
    for resource in Contract.load(CONTRACT).resources():
        for client in (sammen.Client, sammen.AsyncClient):
            assert hasattr(client, resource.name)


def test_both_clients_have_the_same_methods() -> None:
    def public_methods(module: Any, prefix: str) -> dict[str, list[str]]:
        classes = {name.removeprefix(prefix): value for name, value in vars(module).items() if isinstance(value, type)}
        return {
            name: sorted(word for word in dir(value) if not word.startswith("_"))
            for name, value in classes.items()
            if value.__module__ == module.__name__
        }

    assert public_methods(aio_resources, "Async") == public_methods(sync_resources, "Async")
    assert len(public_methods(sync_resources, "Async")) > 5


def test_generated_files_are_marked() -> None:
    package = CLIENTS / "python" / "sammen"
    generated = [path for path in (package / "sync").glob("*.py") if path.name not in sync_client.HAND_WRITTEN]
    for path in [
        *generated,
        package / "models.py",
        *Path(CLIENTS / "cli" / "sammen_cli" / "contract").glob("[a-z]*.py"),
    ]:
        assert "generate.py; do not edit" in path.read_text(encoding="utf-8")
