"""Which version of the client this is."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The version that was installed; empty in a checkout that was not."""
    try:
        return version("sammen")
    except PackageNotFoundError:
        return ""


def user_agent() -> str:
    """What the client calls itself to the service."""
    return "/".join(filter(None, ("sammen-python", own_version())))
