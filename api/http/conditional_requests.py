"""ETag, If-Match and If-None-Match: nobody overwrites what they have not seen, nobody fetches twice."""

import re
from hashlib import blake2b

from starlette.requests import Request

from api.core.problems import CONDITION_REQUIRED, CONDITION_UNREADABLE, VERSION_MISMATCH, LocalizedText, Problem

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_WEAK = LocalizedText(
    "A weak ETag (W/) is never taken for a change: send the strong one that the thing was answered with. A proxy that "
    "compresses answers makes weak ones of them.",
    "Et svagt ETag (W/) tages aldrig for en ændring: send det stærke, som tingen blev besvaret med. En proxy, som "
    "komprimerer svar, gør dem svage.",
)
MAX_TAGS = 2000  # characters
_TAGS = re.compile(r'\s*(W/)?"[^"]*"\s*(,\s*(W/)?"[^"]*"\s*)*')


def etag(body: bytes, version: int | None = None) -> str:
    """`"<version>-<hash of the answer's bytes>"`; a list has the hash alone."""
    digest = blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def require_version(request: Request, version: int) -> None:
    """Compare If-Match with the thing's version: 428 without it, 400 if it is no ETag, 412 when it is stale.

    RFC 9110 lets a star stand for any version. Here that would be to overwrite what one has not seen, so it is refused.
    """
    given = request.headers.get("if-match")
    if given is None:
        raise Problem(CONDITION_REQUIRED)
    if len(given) > MAX_TAGS or not _TAGS.fullmatch(given):
        raise Problem(CONDITION_UNREADABLE)
    tags = [tag.strip() for tag in given.split(",")]
    # A weak tag never matches here (RFC 9110, 13.1.1).
    if any(re.fullmatch(rf'"{version}(-[0-9a-f]*)?"', tag) for tag in tags):
        return
    weak = any(tag.startswith("W/") for tag in tags)
    raise Problem(VERSION_MISMATCH, members={"current_version": version}, detail=_WEAK if weak else None)


def require_one_of(request: Request, *versions: int) -> None:
    """As require_version, where more than one version is as good: the last one named tells what is wrong."""
    for version in versions[:-1]:
        try:
            return require_version(request, version)
        except Problem as problem:
            if problem.kind is not VERSION_MISMATCH:
                raise
    return require_version(request, versions[-1])


def matches_if_none_match(request: Request, tag: str) -> bool:
    """Whether If-None-Match holds this very answer, so that 304 will do."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    return given.strip() == "*" or tag in _TAG.findall(given[:8000])
