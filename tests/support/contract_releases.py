"""Conditions of a release: no breaking change without a major version, new versions, and entries in the changelog."""

import re
from typing import Any

from packaging.version import Version

from tests.support.contract_diff import Part, breaking_changes

_TEXTS = {"description", "summary", "examples", "example", "x-internal"}


def missing_for_release(released: dict[str, Part], current: Part, changelog: str, package_version: str) -> list[str]:
    """Return what is missing before the current contract may be released.

    `released` has the earlier contracts by version of the package; `changelog` is the text of CHANGELOG.md.
    """
    missing = [f"CHANGELOG: no section [{version}]" for version in released if f"## [{version}]" not in changelog]
    if not released:
        return missing
    newest = max(released, key=Version)
    before, now = (contract["info"]["version"] for contract in (released[newest], current))
    if Version(package_version) < Version(newest):
        missing.append(f"pyproject: {package_version} is before {newest}")
    changes = breaking_changes(released[newest], current)
    if changes and Version(now).major <= Version(before).major:
        missing += changes
    if without_texts(released[newest]) == without_texts(current):
        return missing
    if Version(now) <= Version(before):
        missing.append(f"API_VERSION: {now} has changed since {newest}")
    if Version(package_version) <= Version(newest):
        missing.append(f"pyproject: {package_version} was released with another contract")
    has_section = Version(package_version) > Version(newest) and f"## [{package_version}]" in changelog
    if not has_section and f"API version {now}" not in unreleased_section(changelog):
        missing.append(f"CHANGELOG: no entry for API version {now}")
    return missing


def unreleased_section(changelog: str) -> str:
    """Return the section [Unreleased] of the changelog."""
    match = re.search(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def without_texts(part: Any) -> Any:
    """Return a contract without texts for people and without its version."""
    if isinstance(part, list):
        return [without_texts(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {name: _members(name, value) for name, value in part.items() if name not in _TEXTS | {"info", "tags"}}


def _members(name: str, value: Any) -> Any:
    # Keys below these are names of the contract, and may be `description` too.
    if name in {"properties", "schemas", "headers", "parameters", "links", "paths"} and isinstance(value, dict):
        return {key: without_texts(part) for key, part in value.items()}
    return without_texts(value)
