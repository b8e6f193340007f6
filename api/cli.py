"""sammen-api, as light as can be: a worker that is started imports it before it can say that it is alive."""


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; answers the exit status."""
    from api import commands  # noqa: PLC0415  # the whole service: not before it is wanted

    return commands.main(arguments)
