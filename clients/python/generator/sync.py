"""`sammen/sync`: the same code as `sammen/aio` without `async` and `await`, so that the two cannot drift apart."""

import re

_REPLACEMENTS = (
    (r"sammen\.aio\b", "sammen.sync"),
    (r"`sammen/aio`", "`sammen/sync`"),
    (r"Awaitable\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1"),
    (r"\bAwaitable, ", ""),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\basync (?=def |for |with )", ""),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit|iter|next)__", r"__\1__"),
    (r"\baclose\b", "close"),
    (r"\baread\b", "read"),
    (r"\baiter_bytes\b", "iter_bytes"),
)


def source(text: str, name: str) -> str:
    """The text of the file in `sammen/sync` for that in `sammen/aio`, not yet formatted."""
    for pattern, replacement in _REPLACEMENTS:
        text = re.sub(pattern, replacement, text)
    return f"# Made from sammen/aio/{name} by generate.py; do not edit.\n{text}"
