"""The command `sammen-api`.

It imports nothing before `main` is called: uvicorn starts each worker as a new process, which imports this module first
and cannot answer the supervisor's health check until it has. `tests/serving/test_serve.py` checks what is imported.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status."""
    from api import commands  # noqa: PLC0415  # imports the whole service

    return commands.main(arguments)
