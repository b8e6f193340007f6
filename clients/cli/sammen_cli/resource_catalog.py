"""What the command can do with each resource: its verbs, transitions and parts, and what these need."""

from difflib import get_close_matches

from sammen_cli.contract.body_fields import BODY_FIELDS, BodyField
from sammen_cli.contract.resources import RESOURCES, Resource
from sammen_cli.errors import UsageError

COLLECTION = "-"
"""Given instead of an id for transitions and parts of the collection."""


def resource_by_word(word: str) -> Resource:
    """A resource by its word in the command, such as `focus-areas`."""
    return RESOURCES[word.replace("-", "_")]


def resource_words(verb: str) -> list[str]:
    """The resources that a verb is possible for, as words of the command."""
    return [name.replace("_", "-") for name, resource in RESOURCES.items() if _is_possible(verb, resource)]


def _is_possible(verb: str, resource: Resource) -> bool:
    if verb == "act":
        return bool(_transitions(resource))
    if verb == "put":
        return bool(_replaceable_parts(resource))
    if verb == "get":
        return "get" in resource.methods or bool(resource.collection_parts)
    return {"export": "list"}.get(verb, verb) in resource.methods


def words_of(verb: str, resource: Resource) -> list[str]:
    """The transitions for `act`, or the parts for `get` and `put`; `- ` stands before those of the collection."""
    if verb == "act":
        return _transitions(resource)
    if verb == "put":
        return _replaceable_parts(resource)
    return [*resource.parts, *(f"{COLLECTION} {part}" for part in resource.collection_parts)]


def _transitions(resource: Resource) -> list[str]:
    transitions = [name.replace("_", "-").rstrip("-") for name in resource.transitions]
    return transitions + [word for word in resource.bodies if word.startswith(f"{COLLECTION} ")]


def _replaceable_parts(resource: Resource) -> list[str]:
    others = {"create", "update", *_transitions(resource)}
    return [word for word in resource.bodies if word not in others]


def describe_word(verb: str, resource: Resource, word: str) -> str:
    """A transition with the body fields it requires, or a part with the filters it requires."""
    if verb == "act":
        required = [name for name, field in body_fields(resource, word).items() if field.required]
        return f"{word} ({', '.join(required)})" if required else word
    filters = resource.required_filters.get(word.removeprefix(f"{COLLECTION} "), ()) if verb == "get" else ()
    return f"{word} (--filter {' '.join(f'{name}=...' for name in filters)})" if filters else word


def body_fields(resource: Resource, word: str) -> dict[str, BodyField]:
    """The fields of a request body; empty when there is none, or its schema is open."""
    return BODY_FIELDS.get(resource.bodies.get(word, ""), {})


def check_word(verb: str, resource_word: str, word: str) -> None:
    """Raise UsageError for a transition or part that the contract does not have, naming those that it has."""
    known = words_of(verb, resource_by_word(resource_word))
    if "/" in word or word in known or not known:
        return
    matches = get_close_matches(word, known, n=1)
    if word.startswith(f"{COLLECTION} ") and not matches:
        return  # transitions of a collection without a body are not in the table
    kind = {"act": "transition", "put": "part to put", "get": "part to get"}[verb]
    suggestion = f"; did you mean {matches[0]!r}?" if matches else "."
    raise UsageError(f"{resource_word}: there is no {kind} {word!r}, only {', '.join(known)}{suggestion}")
