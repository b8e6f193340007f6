"""The installed version of the client."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """The version of the installed distribution; empty in a checkout that is not installed."""
    try:
        return version("sammen")
    except PackageNotFoundError:
        return ""


def user_agent() -> str:
    """The value of the `User-Agent` header."""
    return "/".join(filter(None, ("sammen-python", installed_version())))
