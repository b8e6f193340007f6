"""A release breaks nothing of the contract before it, and changes versions and changelog together with the contract."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.contract_changes import BREAKING, COMPATIBLE, edited, set_value
from tests.support.contract_diff import breaking_changes
from tests.support.contract_releases import missing_for_release, unreleased_section, without_texts
from tests.support.operations import contract

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "openapi" / "released"
NO_ENTRY, SAME, NEWER = "## [Unreleased]\n\n## [0.1.0]\n", "0.1.0", "0.2.0"
WITH_ENTRY = "## [Unreleased]\n\n* API version 1.1: colours.\n\n## [0.1.0]\n"
REMOVED, ADDED = BREAKING["a parameter is removed"], COMPATIBLE["a new parameter"]
# Compatible changes that are not seen by programs.
TEXT_CHANGES = {"nothing", "another order", "another description", "another summary", "another example"}


def package_version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def with_version(document: Any, version: str) -> Any:
    return {**document, "info": {**document["info"], "version": version}}


def released() -> dict[str, Any]:
    return {"0.1.0": with_version(contract(), "1.0")}


def test_current_contract_may_be_released() -> None:
    contracts = {file.stem: json.loads(file.read_text()) for file in RELEASED.glob("*.json")}
    assert missing_for_release(contracts, contract(), (ROOT / "CHANGELOG.md").read_text(), package_version()) == []


def test_breaking_change_requires_a_new_major_version() -> None:
    for edit in (REMOVED, BREAKING["a field becomes required"]):
        current = with_version(edited(edit), "1.1")
        changes = breaking_changes(contract(), edited(edit))
        assert changes
        assert set(changes) <= set(missing_for_release(released(), current, WITH_ENTRY, NEWER))
    next_major = with_version(edited(REMOVED), "2.0")
    assert missing_for_release(released(), next_major, WITH_ENTRY.replace("1.1", "2.0"), NEWER) == []


@pytest.mark.parametrize(
    ("version", "changelog", "package", "missing"),
    [
        ("1.1", WITH_ENTRY, NEWER, set()),
        ("1.1", NO_ENTRY.replace("## [0.1.0]", "## [0.2.0]\n\n## [0.1.0]"), NEWER, set()),
        ("1.0", WITH_ENTRY, NEWER, {"API_VERSION", "CHANGELOG"}),
        ("1.1", NO_ENTRY, NEWER, {"CHANGELOG"}),
        ("1.1", WITH_ENTRY, SAME, {"pyproject"}),
        ("1.0", NO_ENTRY, SAME, {"API_VERSION", "CHANGELOG", "pyproject"}),
        ("1.1", "## [Unreleased]\n\n* API version 1.1: colours.\n", NEWER, {"CHANGELOG"}),
        ("1.1", WITH_ENTRY, "0.0.9", {"pyproject"}),
    ],
)
def test_compatible_change_requires_new_versions_and_a_changelog_entry(
    version: str, changelog: str, package: str, missing: set[str]
) -> None:
    current = with_version(edited(ADDED), version)
    reports = missing_for_release(released(), current, changelog, package)
    assert {report.partition(":")[0] for report in reports} == missing


def test_contract_is_compared_with_the_newest_release() -> None:
    extended = with_version(edited(ADDED), "1.1")
    contracts = {**released(), "0.9.0": with_version(contract(), "1.0"), "0.10.0": extended}
    changelog = "## [Unreleased]\n\n* API version 1.2.\n\n## [0.10.0]\n\n## [0.9.0]\n\n## [0.1.0]\n"
    assert missing_for_release(contracts, extended, changelog, "0.10.0") == []
    reports = missing_for_release(contracts, with_version(contract(), "1.2"), changelog, "0.11.0")
    assert reports == ["GET /v1/institutions ?colour: gone"]


@pytest.mark.parametrize("name", COMPATIBLE)
def test_only_texts_are_ignored_by_the_comparison(name: str) -> None:
    assert (without_texts(edited(COMPATIBLE[name])) == without_texts(contract())) == (name in TEXT_CHANGES)


def test_field_named_description_is_not_ignored() -> None:
    with_field = edited(
        set_value("components", "schemas", "InstitutionPublic", "properties", "description", {"type": "null"})
    )
    assert without_texts(with_field) != without_texts(contract())


def test_first_release_meets_every_condition() -> None:
    assert missing_for_release({}, contract(), "", "0.1.0") == []
    assert unreleased_section((ROOT / "CHANGELOG.md").read_text())
