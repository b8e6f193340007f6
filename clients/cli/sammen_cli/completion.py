"""Shell completion of resources, transitions, parts and filters."""

from collections.abc import Callable

import typer

from sammen_cli.contract.resources import Resource
from sammen_cli.imports.columns import COLUMNS
from sammen_cli.resource_catalog import COLLECTION, resource_by_word, resource_words, words_of


def resources(verb: str) -> Callable[[], list[str]]:
    """Completes the resources that a verb is possible for."""

    def complete() -> list[str]:
        return resource_words(verb)

    return complete


def importable_resources() -> list[str]:
    """Completes the resources with an import."""
    return [name.replace("_", "-") for name in COLUMNS]


def words(verb: str) -> Callable[[typer.Context], list[str]]:
    """Completes the transitions of the resource for `act`, its parts for `get` and `put`."""

    def complete(context: typer.Context) -> list[str]:
        resource = _resource(context)
        if resource is None:
            return []
        collection = context.params.get("id") == COLLECTION
        prefix = f"{COLLECTION} "
        candidates = words_of(verb, resource)
        return [word.removeprefix(prefix) for word in candidates if word.startswith(prefix) is collection]

    return complete


def filters(context: typer.Context) -> list[str]:
    """Completes the filters of the list, or those that the part requires."""
    resource = _resource(context)
    if resource is None:
        return []
    part = context.params.get("part") or next(iter(context.args[2:]), None)
    names = resource.required_filters.get(str(part), ()) if part else resource.filters
    return [f"{name}=" for name in names]


def _resource(context: typer.Context) -> Resource | None:
    # The arguments are not assigned yet when the last word is an option that still lacks its value.
    word = context.params.get("resource") or next(iter(context.args), None)
    return resource_by_word(word) if word in resource_words(str(context.command.name)) else None
