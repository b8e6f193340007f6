"""What each resource offers, as the command tells it: its verbs, its steps, and what these need."""

import json
from argparse import ArgumentTypeError, Namespace
from typing import Any

from sammen import models
from sammen.command.exits import UsageRefused
from sammen.contract import RESOURCES, Resource


def names(verb: str) -> list[str]:
    """The resources that a verb is for, as the command writes them: as in the addresses."""
    return [name.replace("_", "-") for name, resource in RESOURCES.items() if _can(verb, resource)]


def _can(verb: str, resource: Resource) -> bool:
    if verb == "act":
        return bool(_acts(resource))
    if verb == "put":
        return bool(_words("put", resource))
    if verb == "get":
        return "get" in resource.methods or bool(resource.wholes)
    return {"export": "list"}.get(verb, verb) in resource.methods


def words(verb: str) -> str:
    """What `act`, `put` and `get` can be asked for, resource by resource."""
    found = {name: _words(verb, RESOURCES[name.replace("-", "_")]) for name in names(verb)}
    return "".join(f"  {name}: {', '.join(some)}\n" for name, some in found.items() if some)


def _words(verb: str, resource: Resource) -> list[str]:
    if verb == "get":
        return [*resource.parts, *(f"- {whole}" for whole in resource.wholes)]
    if verb == "put":
        plain = (word for word in resource.bodies if not word.startswith("- "))
        return [word for word in plain if word not in _acts(resource) and word not in {"create", "update"}]
    return [f"{word}{_members(resource, word)}" for word in _acts(resource)]


def _acts(resource: Resource) -> list[str]:
    own = [name.replace("_", "-").rstrip("-") for name in resource.actions]
    return own + [word for word in resource.bodies if word.startswith("- ")]


def _members(resource: Resource, word: str) -> str:
    """The members of a body, those that are needed first."""
    model = getattr(models, resource.bodies.get(word, ""), None)
    if model is None:
        return ""
    needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    return f" ({', '.join(needed)})" if needed else ""


def word_of(given: Namespace) -> str:
    return ("- " if given.id == "-" else "") + str(given.action).replace("_", "-")


def without_data(name: str, word: str) -> dict[str, Any] | None:
    """The body where none is given: nothing where nothing is needed; else UsageRefused tells what is."""
    resource = RESOURCES[name.replace("-", "_")]
    model = getattr(models, resource.bodies.get(word, ""), None)
    if model is None:
        return None
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    needed = [name for name, field in fields.items() if field.is_required()]
    if not needed and word not in {"create", "update", "hold"}:  # what is held stays: nobody holds it by leaving out
        return {}
    told = "\n".join(
        f"  {name}{' (needed)' if name in needed else ''}: {field.description or ''}".rstrip(": ")
        for name, field in sorted(fields.items(), key=lambda pair: pair[0] not in needed)
    )
    example = json.dumps(dict.fromkeys(needed or list(fields)[:1], "..."))
    nothing = "" if needed or word != "hold" else " With nothing to say: --data '{}'."
    raise UsageRefused(f"Say what, as JSON: --data '{example}' (or --data @FILE).{nothing} Members:\n{told}")


def count(text: str) -> int:
    """How many at most."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError("a whole number from 1 on is expected")
    return int(text)


def pairs(given: list[str], option: str) -> dict[str, str]:
    """What is said as NAME=VALUE."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageRefused(f"{option} is written name=value, not {text!r}.")
        found[name] = value
    return found
