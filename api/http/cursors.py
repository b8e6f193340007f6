"""Cursors of lists: an opaque text with the position after which a page begins, bound to its query."""

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
    """Return a hash of a query, by which a cursor is bound to it."""
    text = orjson.dumps([list_name, sort, sorted((k, str(v)) for k, v in filters.items())])
    return blake2b(text, digest_size=8).hexdigest()


def encode_cursor(query: str, value: Any, id: UUID | int) -> str:
    """Return the cursor of a position: the fingerprint of the query, and the sort value and id of a row."""
    return base64.urlsafe_b64encode(orjson.dumps([query, value, id])).rstrip(b"=").decode()


def decode_cursor(text: str, query: str, column: TypeEngine[Any], key: TypeEngine[Any]) -> tuple[Any, Any]:
    """Return the sort value and id of a cursor; raise `bad-cursor`, or `cursor-of-another-query` if it has another
    fingerprint than `query`.

    `column` and `key` are the types of the sorted column and of the id.
    """
    try:
        query_of_cursor, value, id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(query_of_cursor, str):
            raise TypeError
        position_id = UUID(id) if key.python_type is UUID else _typed(id, key)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Problem(BAD_CURSOR) from error
    if query_of_cursor != query:
        raise Problem(CURSOR_OF_ANOTHER_QUERY)
    try:
        return _typed(value, column), position_id
    except (ValueError, TypeError, OverflowError) as error:
        raise Problem(BAD_CURSOR) from error


def _typed(value: Any, column: TypeEngine[Any]) -> Any:
    """Convert a JSON value to the Python type of a column; raise ValueError or TypeError if it cannot be stored there.

    A cursor is not signed, so its values are checked as those of any request.
    """
    python = (column.impl_instance if isinstance(column, TypeDecorator) else column).python_type
    if python is datetime:
        return datetime.fromisoformat(value).astimezone(UTC)
    if python is date:
        return date.fromisoformat(value)
    if not isinstance(value, python) or isinstance(value, bool):
        raise TypeError
    if (isinstance(value, str) and "\0" in value) or (isinstance(value, int) and abs(value) >= 2**63):
        raise ValueError
    return value
