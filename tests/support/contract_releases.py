"""What a release owes those who have the one before it: nothing broken, a version and a word for what is new."""

import re
from typing import Any

from packaging.version import Version

from tests.support.contract_diff import Part, breaks

_WORDS = {"description", "summary", "examples", "example", "x-internal"}


def owed(released: dict[str, Part], present: Part, changelog: str, package: str) -> list[str]:
    """What is missing before the present contract may follow on those that were released, by the names of their files.

    `package` is the version of the package that is being made, `changelog` the text of CHANGELOG.md.
    """
    missing = [f"CHANGELOG: no section [{name}]" for name in released if f"## [{name}]" not in changelog]
    if not released:
        return missing
    newest = max(released, key=Version)
    was, now = (one["info"]["version"] for one in (released[newest], present))
    if Version(package) < Version(newest):
        missing.append(f"pyproject: {package} is before {newest}")
    broken = breaks(released[newest], present)
    if broken and Version(now).major <= Version(was).major:
        missing += broken
    if shape(released[newest]) == shape(present):
        return missing
    if Version(now) <= Version(was):
        missing.append(f"API_VERSION: {now} says something else since {newest}")
    if Version(package) <= Version(newest):
        missing.append(f"pyproject: {package} was released with another contract")
    being_made = Version(package) > Version(newest) and f"## [{package}]" in changelog
    if not being_made and f"API version {now}" not in unreleased(changelog):
        missing.append(f"CHANGELOG: nothing tells of API version {now}")
    return missing


def unreleased(changelog: str) -> str:
    """What the change log says of what is not released yet."""
    found = re.search(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def shape(part: Any) -> Any:
    """What programs go by: a contract without its words, and without its version."""
    if isinstance(part, list):
        return [shape(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: _members(name, value) for name, value in part.items() if name not in _WORDS | {"info", "tags"}}


def _members(name: str, value: Any) -> Any:
    # Below these are names that the contract gives, which may well be words such as `description`.
    if name in {"properties", "schemas", "headers", "parameters", "links", "paths"} and isinstance(value, dict):
        return {given: shape(part) for given, part in value.items()}
    return shape(value)
