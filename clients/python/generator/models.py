"""`sammen/models.py`: the contract's schemas as models, made by datamodel-code-generator."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from generator.contract import Contract

_BOUNDS = {
    "maxLength", "minLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "additionalProperties", "propertyNames",
    "title", "examples", "example", "contentMediaType", "contentEncoding",
}  # fmt: skip

_OPTIONS = (
    "--input-file-type", "openapi",
    "--openapi-scopes", "schemas",
    "--output-model-type", "pydantic_v2.BaseModel",
    "--base-class", "sammen.thing.Model",
    "--target-python-version", "3.11",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-schema-description",
    "--use-field-description",
    "--enum-field-as-literal", "all",
    "--disable-timestamp",
    "--disable-warnings",
    "--formatters", "builtin",
)  # fmt: skip


def source(contract: Contract) -> str:
    """The text of `sammen/models.py`."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "contract.json", Path(folder) / "models.py"
        given.write_text(json.dumps(tolerant(contract)), encoding="utf-8")
        command = [sys.executable, "-m", "datamodel_code_generator", "--input", str(given), "--output", str(made)]
        subprocess.run([*command, *_OPTIONS], check=True)  # noqa: S603  # fixed words and two paths of our own
        text = made.read_text(encoding="utf-8")
    body = re.sub(r"\A(#[^\n]*\n)+", "", text).lstrip()
    return f'"""The things of the contract. Made by generate.py; do not edit."""\n\n{body}'


def tolerant(contract: Contract) -> dict[str, Any]:
    """The contract's schemas as a reader should take them.

    Bounds are the service's to judge, which names all faults at once, and it may widen them; an enumeration may gain
    values. A client that insisted on either would break on answers that the contract allows.
    """
    schemas = {
        plain(name): _tolerant(schema, contract)
        for name, schema in sorted(contract.schemas.items())
        if "next_cursor" not in schema.get("properties", {}) and "enum" not in schema
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sammen", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def plain(name: str) -> str:
    """A schema's name as the name of a class."""
    return re.sub(r"[\W_]+", "", name)


def _tolerant(schema: Any, contract: Contract) -> Any:
    if isinstance(schema, list):
        return [_tolerant(part, contract) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _reference(schema, contract)
    if "const" in schema and isinstance(schema["const"], str):
        schema = {**schema, "enum": [schema["const"]]}
        schema.pop("const")
    kept = {name: part for name, part in schema.items() if name not in _BOUNDS and not name.startswith("x-")}
    if kept.pop("discriminator", None):  # a later contract may tell more kinds apart than this client knows
        kept["anyOf"] = kept.pop("oneOf", kept.get("anyOf"))
    if "properties" in kept:
        members = {name: _tolerant(part, contract) for name, part in kept.pop("properties").items()}
        return {**{name: _tolerant(part, contract) for name, part in kept.items()}, "properties": members}
    if "enum" in kept:
        return _open(kept)
    return {name: _tolerant(part, contract) for name, part in kept.items()}


def _reference(schema: dict[str, Any], contract: Contract) -> Any:
    target = contract.follow(schema)
    if "enum" in target:  # said where it is used: a class of its own for a few words would only be in the way
        return _open({**{name: target[name] for name in ("type", "enum") if name in target}, **_about(schema)})
    head, name = schema["$ref"].rsplit("/", 1)
    return {"$ref": f"{head}/{plain(name)}", **_about(schema)}


def _about(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: schema[name] for name in ("description", "default") if name in schema}


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """An enumeration that lets a value pass which a later contract adds."""
    values = [value for value in schema["enum"] if isinstance(value, str)]
    if len(values) < len([value for value in schema["enum"] if value is not None]):
        return schema
    nullable = None in schema["enum"] or "null" in (schema.get("type") or ())
    choices: list[dict[str, Any]] = [{"type": "string", "enum": values}, {"type": "string"}]
    rest = {name: part for name, part in schema.items() if name not in {"type", "enum"}}
    return {**rest, "anyOf": choices + ([{"type": "null"}] if nullable else [])}
