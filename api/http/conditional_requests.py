"""Conditional requests (RFC 9110, section 13): ETag, If-Match and If-None-Match.

If-Match prevents lost updates: a change must name the version that the caller has seen. If-None-Match saves sending a
response that the caller already has.
"""

import re
from hashlib import blake2b

from starlette.requests import Request

from api.core.problems import CONDITION_REQUIRED, CONDITION_UNREADABLE, VERSION_MISMATCH, LocalizedText, Problem

MAX_IF_MATCH = 2000  # characters
_MAX_IF_NONE_MATCH = 8000  # characters; the rest is ignored
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_TAG_LIST = re.compile(r'\s*(W/)?"[^"]*"\s*(,\s*(W/)?"[^"]*"\s*)*')
_WEAK_TAG = LocalizedText(
    "A weak ETag (W/) cannot be used for a change: send the strong ETag of the original response. A proxy that "
    "compresses responses makes their ETags weak.",
    "Et svagt ETag (W/) kan ikke bruges til en ændring: send det stærke ETag fra det oprindelige svar. En proxy, der "
    "komprimerer svar, gør deres ETag svagt.",
)


def etag(body: bytes, version: int | None = None) -> str:
    """Return `"<version>-<hash of the response body>"`; a list, which has no version, has the hash alone."""
    digest = blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def require_version(request: Request, version: int) -> None:
    """Compare If-Match with the current version: raise 428 without it, 400 if it is no ETag, 412 on a mismatch.

    RFC 9110 lets `*` match any version. Here it is refused, because it would overwrite a version that the caller has
    not seen.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise Problem(CONDITION_REQUIRED)
    if len(header) > MAX_IF_MATCH or not _TAG_LIST.fullmatch(header):
        raise Problem(CONDITION_UNREADABLE)
    tags = [tag.strip() for tag in header.split(",")]
    # A weak tag never matches here (RFC 9110, section 13.1.1).
    if any(re.fullmatch(rf'"{version}(-[0-9a-f]*)?"', tag) for tag in tags):
        return
    has_weak_tag = any(tag.startswith("W/") for tag in tags)
    raise Problem(VERSION_MISMATCH, members={"current_version": version}, detail=_WEAK_TAG if has_weak_tag else None)


def require_one_of(request: Request, *versions: int) -> None:
    """Compare as `require_version`, where each of several versions is accepted; report a mismatch with the last."""
    for version in versions[:-1]:
        try:
            return require_version(request, version)
        except Problem as problem:
            if problem.kind is not VERSION_MISMATCH:
                raise
    return require_version(request, versions[-1])


def matches_if_none_match(request: Request, tag: str) -> bool:
    """Return whether If-None-Match contains the ETag of the response, so that it is answered 304."""
    header = request.headers.get("if-none-match")
    if header is None:
        return False
    return header.strip() == "*" or tag in _TAG.findall(header[:_MAX_IF_NONE_MATCH])
