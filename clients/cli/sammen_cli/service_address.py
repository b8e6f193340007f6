"""The address of the service."""

import os
from urllib.parse import urlsplit

from sammen_cli.errors import UsageError

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


def service_url(given: str | None, *, insecure: bool = False) -> str:
    """The given address, else SAMMEN_URL, else that of the last sign-in.

    Raises UsageError for http:// to another machine, unless `insecure` or SAMMEN_INSECURE=1 allows it.
    """
    from sammen_cli.token_store import last_url  # noqa: PLC0415  # imports httpx

    url = given or os.environ.get("SAMMEN_URL") or last_url()
    if not url:
        raise UsageError("Give the address of the service: --url https://..., or SAMMEN_URL.")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{url} is not a valid service address: it must begin with https:// (or http://).")
    insecure = insecure or os.environ.get("SAMMEN_INSECURE") == "1"
    if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS and not insecure:
        raise UsageError(f"{url} is not encrypted. Use https://, or --insecure on a network that you trust.")
    return url.rstrip("/")
