"""The cursor of a list: where a page ended, bound to its query."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import TypeDecorator
from sqlalchemy.types import TypeEngine

from api.core.problems import BAD_CURSOR, CURSOR_OF_ANOTHER_QUERY, Problem


def fingerprint(list_name: str, sort: str, filters: Mapping[str, Any]) -> str:
    """What binds a cursor to its query."""
    text = orjson.dumps([list_name, sort, sorted((k, str(v)) for k, v in filters.items())])
    return blake2b(text, digest_size=8).hexdigest()


def encode_cursor(mark: str, value: Any, id: UUID | int) -> str:
    """The text of a cursor that stands at a sort value and id."""
    return base64.urlsafe_b64encode(orjson.dumps([mark, value, id])).rstrip(b"=").decode()


def _typed(value: Any, column: TypeEngine[Any]) -> Any:
    python = (column.impl_instance if isinstance(column, TypeDecorator) else column).python_type
    if python is datetime:
        return datetime.fromisoformat(value).astimezone(UTC)
    if python is date:
        return date.fromisoformat(value)
    # Whoever makes a cursor of their own gets no further than a value that the column could hold.
    if not isinstance(value, python) or isinstance(value, bool):
        raise TypeError
    if (isinstance(value, str) and "\0" in value) or (isinstance(value, int) and abs(value) >= 2**63):
        raise ValueError
    return value


def decode_cursor(text: str, expected: str, column: TypeEngine[Any], key: TypeEngine[Any]) -> tuple[Any, Any]:
    """The sort value and id that a cursor stands at; raises `bad-cursor` or `cursor-of-another-query`."""
    try:
        mark, value, id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(mark, str):
            raise TypeError
        found = UUID(id) if key.python_type is UUID else _typed(id, key)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Problem(BAD_CURSOR) from error
    if mark != expected:
        raise Problem(CURSOR_OF_ANOTHER_QUERY)
    try:
        return _typed(value, column), found
    except (ValueError, TypeError, OverflowError) as error:
        raise Problem(BAD_CURSOR) from error
