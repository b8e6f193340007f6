"""`list`, `get`, `create`, `update`, `put`, `delete`, `act`: every resource of the contract, by its name."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from sammen.calls import new_key
from sammen.command.exits import Exit, UsageRefused
from sammen.command.offered import known_word, pairs, without_data, word_of
from sammen.command.output import Output
from sammen.command.signing import opened
from sammen.sync.client import Client
from sammen.sync.resource import Resource


def list_things(given: Namespace, output: Output) -> Exit:
    with opened(given) as client:
        resource, filters = _resource(client, given.resource), _filters(given.filter)
        output.things(resource._list(resource.path, dict, filters, limit=given.limit, page_size=None))
    return Exit.OK


def export(given: Namespace, output: Output) -> Exit:
    """The whole list as CSV, into a file or to standard output."""
    if given.json and given.output == "-":
        raise UsageRefused("--json tells of a file: say --output FILE. Without --json the CSV goes to standard output.")
    with opened(given) as client:
        resource, filters = _resource(client, given.resource), _filters(given.filter)
        if given.output == "-":
            sys.stdout.flush()
            resource.export_to(sys.stdout.buffer, danish=given.danish, **filters)
            sys.stdout.buffer.flush()
            return Exit.OK
        size = resource.export(given.output, danish=given.danish, **filters)
    output.json({"file": given.output, "bytes": size}) if given.json else output.note(f"{size:,} bytes: {given.output}")
    return Exit.OK


def get(given: Namespace, output: Output) -> Exit:
    if given.part:
        known_word("get", given.resource, f"{'- ' if given.id == '-' else ''}{given.part}".replace("_", "-"))
    with opened(given) as client:
        resource = _resource(client, given.resource)
        filters = _filters(given.filter)
        if given.part and given.id == "-":
            output.thing(resource._get(f"{resource.path}/{given.part}", Any, filters))
        elif given.part:
            output.thing(resource.read(given.id, given.part, **filters))
        else:
            output.thing(resource._get(f"{resource.path}/{{id}}", Any, filters, id=given.id))
    return Exit.OK


def create(given: Namespace, output: Output) -> Exit:
    with opened(given) as client:
        resource = _resource(client, given.resource)
        key = given.idempotency_key or new_key()
        output.thing(resource._post(resource.path, Any, _body(given, "create"), {}, key=key))
    return Exit.OK


def update(given: Namespace, output: Output) -> Exit:
    with opened(given) as client:
        resource = _resource(client, given.resource)
        _body(given, "update")  # wrong use is told before anything is asked of the service
        tag = given.if_match or _etag(resource, given.id)
        path = f"{resource.path}/{{id}}"
        output.thing(resource._change("PATCH", path, Any, _body(given, "update"), {}, given.id, if_match=tag))
    return Exit.OK


def put(given: Namespace, output: Output) -> Exit:
    """Replace what hangs below a thing as a whole, such as a dialogue's circle."""
    known_word("put", given.resource, given.part)
    with opened(given) as client:
        resource = _resource(client, given.resource)
        tag = given.if_match or _etag(resource, given.id)
        path = f"{resource.path}/{{id}}/{given.part}"
        output.thing(resource._change("PUT", path, Any, _data(given.data), {}, given.id, if_match=tag))
    return Exit.OK


def delete(given: Namespace, output: Output) -> Exit:
    with opened(given) as client:
        resource = _resource(client, given.resource)
        tag = given.if_match or _etag(resource, given.id)
        resource._delete(f"{resource.path}/{{id}}", given.id, if_match=tag)
    if given.json:
        output.json({"id": given.id, "deleted": True})
    return Exit.OK


def act(given: Namespace, output: Output) -> Exit:
    """A transition of one thing or, with `-` for its id, of the whole collection."""
    known_word("act", given.resource, word_of(given))
    with opened(given) as client:
        resource = _resource(client, given.resource)
        key, data = given.idempotency_key or new_key(), _body(given, word_of(given))
        if given.id == "-":
            answer = resource._post(f"{resource.path}/{given.action}", Any, data, {}, key=key)
        else:
            tag = given.if_match or _etag(resource, given.id)
            answer = resource.act(given.id, given.action, data, if_match=tag, idempotency_key=key)
        if answer is not None:
            output.thing(answer)
        elif given.json:
            output.json({"id": given.id, "action": given.action, "done": True})
    return Exit.OK


def _etag(resource: Resource, id: str) -> str | None:
    """The thing as it stands: who types a command has just looked at it, and scripts can say --if-match."""
    found = resource._get(f"{resource.path}/{{id}}", Any, id=id)
    version = found.get("version") if isinstance(found, dict) else None
    return f'"{version}"' if version is not None else None


def _resource(client: Client, name: str) -> Resource:
    found: Resource = getattr(client, name.replace("-", "_"))
    return found


def _filters(given: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in given:
        for name, value in pairs([text], "--filter").items():
            found.setdefault(name.replace("-", "_"), []).append(value)
    return found


def _body(given: Namespace, word: str) -> dict[str, Any] | None:
    return _data(given.data) if given.data else without_data(given.resource, word)


def _data(text: str) -> dict[str, Any]:
    """JSON as it is given: itself, @file, or - for standard input."""
    if text == "-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageRefused(f"--data: {error}") from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageRefused(f"--data is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise UsageRefused('--data is one JSON object, such as \'{"title": "..."}\'.')
    return found
