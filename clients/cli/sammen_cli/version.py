"""The installed version of the command."""


def installed_version() -> str:
    """The version of the installed distribution; empty in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # slow, and rarely needed

    try:
        return version("sammen-cli")
    except PackageNotFoundError:
        return ""
