"""`sammen/sync`, generated from `sammen/aio` by unasync."""

import ast
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import unasync

HAND_WRITTEN = frozenset({"__init__.py", "concurrency.py"})

_TOKENS = {
    "aio": "sync",
    "AsyncBaseTransport": "BaseTransport",
    "AsyncClient": "Client",
    "aclose": "close",
    "aread": "read",
    "aiter_bytes": "iter_bytes",
}
"""Names of httpx and of our own modules that unasync does not know."""


def sources(aio: Mapping[str, str]) -> dict[str, str]:
    """The synchronous files for the asynchronous ones, by file name, not yet formatted."""
    # unasync turns `AsyncPager` into `SyncPager` without this mapping.
    class_names = {name: name.removeprefix("Async") for text in aio.values() for name in _async_classes(text)}
    rule = unasync.Rule("/aio/", "/sync/", additional_replacements={**_TOKENS, **class_names})
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name in sorted(set(aio) - HAND_WRITTEN):
            path = Path(folder) / "aio" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(aio[name], encoding="utf-8")
            paths.append(str(path))
        unasync.unasync_files(paths, [rule])
        return {
            path.name: f"# Generated from sammen/aio/{path.name} by generate.py; do not edit.\n"
            + path.read_text(encoding="utf-8")
            for path in (Path(folder) / "sync").iterdir()
        }


def _async_classes(text: str) -> Iterator[str]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Async"):
            yield node.name
