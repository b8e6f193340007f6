"""The faults of a problem response."""

import httpx


def faults_of(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the JSON pointer and code of each fault in a problem response."""
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]
