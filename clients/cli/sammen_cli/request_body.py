"""The request body of a command: --data, or what it needs when --data is missing."""

import json
import sys
from pathlib import Path
from typing import Any

from sammen_cli.contract.body_fields import BODY_FIELDS
from sammen_cli.errors import UsageError
from sammen_cli.resource_catalog import resource_by_word

# Their bodies have no required field, but must be given: an empty one is never what is meant, and holding is final.
_EXPLICIT = {"create", "update", "hold"}


def read_body(resource_word: str, word: str, data: str | None) -> dict[str, Any] | None:
    """The body for a transition, `create` or `update`; without `data` an empty one where no field is required.

    Raises UsageError that lists the fields when there must be data.
    """
    return parse_data(data) if data else _body_without_data(resource_word, word)


def parse_data(text: str) -> dict[str, Any]:
    """The value of --data: a JSON object, @FILE, or - for standard input."""
    if text == "-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--data: {error}") from error
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--data is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise UsageError('--data is not a JSON object, such as \'{"title": "..."}\'.')
    return body


def _body_without_data(resource_word: str, word: str) -> dict[str, Any] | None:
    fields = BODY_FIELDS.get(resource_by_word(resource_word).bodies.get(word, ""))
    if fields is None:
        return None
    required = [name for name, field in fields.items() if field.required]
    if not required and word not in _EXPLICIT:
        return {}
    lines = "\n".join(
        f"  {name}{' (required)' if field.required else ''}: {field.accepts}"
        f"{f'. {field.description}' if field.description else ''}"
        for name, field in sorted(fields.items(), key=lambda entry: not entry[1].required)
    )
    example = json.dumps(dict.fromkeys(required or list(fields)[:1], "..."))
    empty = "" if required or word != "hold" else " To hold it without further information: --data '{}'."
    raise UsageError(f"Give the fields as JSON: --data '{example}' (or --data @FILE).{empty} Fields:\n{lines}")
