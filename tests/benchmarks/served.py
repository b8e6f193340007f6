"""`python -m tests.benchmarks.served sammen|tutorial|limit PORT`: one of the three, in one process of its own."""

import importlib
import sys
from typing import Any

import uvicorn

from api.core import logs
from api.core.settings import Settings


def main(which: str, port: int) -> None:
    """Serve until told to end; Sammen writes its line a request, as it always does."""
    app: Any
    if which == "sammen":
        logs.configure()
        app = importlib.import_module("api.app").create_app(Settings())
    else:
        app = importlib.import_module(f"tests.benchmarks.{which}").app
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
