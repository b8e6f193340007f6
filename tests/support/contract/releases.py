"""What a release of the contract requires: compatibility, new versions, and an entry in the change log."""

import re
from typing import Any

from packaging.version import Version

from tests.support.contract.diff import Part, breaks

_TEXT_KEYWORDS = {"description", "summary", "examples", "example", "x-internal"}


def owed(released: dict[str, Part], present: Part, changelog: str, package: str) -> list[str]:
    """Return what is missing before the present contract may be released after the earlier ones.

    `released` are the earlier contracts by package version, `changelog` is the text of CHANGELOG.md, and `package` the
    version of the package that is to be released.
    """
    missing = [f"CHANGELOG: no section [{name}]" for name in released if f"## [{name}]" not in changelog]
    if not released:
        return missing
    newest = max(released, key=Version)
    old_version, new_version = (document["info"]["version"] for document in (released[newest], present))
    if Version(package) < Version(newest):
        missing.append(f"pyproject: {package} is before {newest}")
    breaking = breaks(released[newest], present)
    if breaking and Version(new_version).major <= Version(old_version).major:
        missing += breaking
    if shape(released[newest]) == shape(present):
        return missing
    if Version(new_version) <= Version(old_version):
        missing.append(f"API_VERSION: {new_version} differs from the contract of {newest}")
    if Version(package) <= Version(newest):
        missing.append(f"pyproject: {package} was released with another contract")
    is_next_release = Version(package) > Version(newest) and f"## [{package}]" in changelog
    if not is_next_release and f"API version {new_version}" not in unreleased(changelog):
        missing.append(f"CHANGELOG: no entry for API version {new_version}")
    return missing


def unreleased(changelog: str) -> str:
    """Return the section of the change log with unreleased changes."""
    match = re.search(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def shape(part: Any) -> Any:
    """Return what programs depend on: a contract without its texts and its version."""
    if isinstance(part, list):
        return [shape(element) for element in part]
    if not isinstance(part, dict):
        return part
    ignored = _TEXT_KEYWORDS | {"info", "tags"}
    return {name: _shape_of_value(name, value) for name, value in part.items() if name not in ignored}


def _shape_of_value(name: str, value: Any) -> Any:
    # The keys below these are names of the contract, such as a field that is called `description`.
    if name in {"properties", "schemas", "headers", "parameters", "links", "paths"} and isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    return shape(value)
