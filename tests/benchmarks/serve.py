"""Serve one implementation: `python -m tests.benchmarks.serve sammen|tutorial|limit PORT`."""

import importlib
import sys
from typing import Any

import uvicorn

from api.core import logs
from api.core.settings import Settings


def main(implementation: str, port: int) -> None:
    """Serve until stopped; Sammen logs every request, as in production."""
    app: Any
    if implementation == "sammen":
        logs.configure()
        app = importlib.import_module("api.app").create_app(Settings())
    else:
        app = importlib.import_module(f"tests.benchmarks.{implementation}").app
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
