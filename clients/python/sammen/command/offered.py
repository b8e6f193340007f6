"""What each resource offers, as the command tells it: its verbs, its steps, and what these need."""

import json
import os
from argparse import ArgumentTypeError, Namespace
from difflib import get_close_matches
from typing import Any

from sammen.command.exits import UsageRefused
from sammen.contract import NEEDED, RESOURCES, Resource
from sammen.members import MEMBERS


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
        needed = NEEDED.get(resource.path.rpartition("/")[2].replace("-", "_"), {})
        return [f"{dash}{part}{_filters(needed.get(part, ()))}" for dash, part in _below(resource)]
    if verb == "put":
        plain = (word for word in resource.bodies if not word.startswith("- "))
        return [word for word in plain if word not in _acts(resource) and word not in {"create", "update"}]
    return [f"{word}{_members(resource, word)}" for word in _acts(resource)]


def _below(resource: Resource) -> list[tuple[str, str]]:
    return [*(("", part) for part in resource.parts), *(("- ", whole) for whole in resource.wholes)]


def _filters(names: tuple[str, ...]) -> str:
    return f" (--filter {' '.join(f'{name}=...' for name in names)})" if names else ""


def _acts(resource: Resource) -> list[str]:
    own = [name.replace("_", "-").rstrip("-") for name in resource.actions]
    return own + [word for word in resource.bodies if word.startswith("- ")]


def _members(resource: Resource, word: str) -> str:
    """The members that a body does not go without."""
    needed = [name for name, one in MEMBERS.get(resource.bodies.get(word, ""), {}).items() if one.needed]
    return f" ({', '.join(needed)})" if needed else ""


def word_of(given: Namespace) -> str:
    return ("- " if given.id == "-" else "") + str(given.action).replace("_", "-")


def without_data(name: str, word: str) -> dict[str, Any] | None:
    """The body where none is given: nothing where nothing is needed; else UsageRefused tells what is."""
    resource = RESOURCES[name.replace("-", "_")]
    members = MEMBERS.get(resource.bodies.get(word, ""))
    if members is None:
        return None
    needed = [name for name, one in members.items() if one.needed]
    if not needed and word not in {"create", "update", "hold"}:  # what is held stays: nobody holds it by leaving out
        return {}
    told = "\n".join(
        f"  {name}{' (needed)' if one.needed else ''}: {one.accepted}{f'. {one.about}' if one.about else ''}"
        for name, one in sorted(members.items(), key=lambda pair: not pair[1].needed)
    )
    example = json.dumps(dict.fromkeys(needed or list(members)[:1], "..."))
    nothing = "" if needed or word != "hold" else " With nothing to say: --data '{}'."
    raise UsageRefused(f"Say what, as JSON: --data '{example}' (or --data @FILE).{nothing} Members:\n{told}")


def known_word(verb: str, name: str, word: str) -> None:
    """Refuse a step or a part that the contract does not know, naming those that it does."""
    resource = RESOURCES[name.replace("-", "_")]
    offers = [one.partition(" (")[0] for one in _words(verb, resource)]
    if "/" in word or word in offers or not offers:
        return
    if word.startswith("- ") and not get_close_matches(word, offers):
        return  # steps of a room that take no body stand in no table
    what = {"act": "step", "put": "part to put", "get": "part to get"}[verb]
    close = get_close_matches(word, offers, n=1)
    mean = f"; did you mean {close[0]!r}?" if close else "."
    raise UsageRefused(f"{name}: there is no {what} that is called {word!r}, only {', '.join(offers)}{mean}")


def count(text: str) -> int:
    """How many at most."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError("a whole number from 1 on is expected")
    return int(text)


def constants(given: list[str]) -> dict[str, str]:
    """The columns that are set beside a map; one that is set to nothing is a variable that was empty."""
    found = pairs(given, "--set")
    if empty := [name for name, value in found.items() if not value.strip()]:
        raise UsageRefused(f"--set {empty[0]}= is set to nothing: was a variable of the shell empty?")
    return found


def pairs(given: list[str], option: str) -> dict[str, str]:
    """What is said as NAME=VALUE."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageRefused(f"{option} is written name=value, not {text!r}.")
        found[name] = value
    return found


def language() -> str:
    """What the surroundings say, where it is one that problems come in."""
    said = os.environ.get("SAMMEN_LANGUAGE", "")
    return said if said in ("en", "da") else "en"
