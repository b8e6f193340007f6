"""Releases of the contract: compatible with earlier ones, and with a new version and an entry in the change log."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.contract.breaking import BREAKING, HARMLESS, edited, setting
from tests.support.contract.diff import breaks
from tests.support.contract.releases import owed, shape, unreleased
from tests.support.operations import contract

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "openapi" / "released"
EMPTY_CHANGELOG, SAME, NEWER = "## [Unreleased]\n\n## [0.1.0]\n", "0.1.0", "0.2.0"
CHANGELOG = "## [Unreleased]\n\n* API version 1.1: colours.\n\n## [0.1.0]\n"
BROKEN, ADDED = BREAKING["a parameter is gone"], HARMLESS["a new parameter"]
# Changes that no program depends on.
TEXT_CHANGES = {"nothing", "another order", "another description", "another summary", "another example"}


def package() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def versioned(document: Any, version: str) -> Any:
    return {**document, "info": {**document["info"], "version": version}}


def released() -> dict[str, Any]:
    return {"0.1.0": versioned(contract(), "1.0")}


def test_contract_is_compatible_with_all_released_ones() -> None:
    released_documents = {file.stem: json.loads(file.read_text()) for file in RELEASED.glob("*.json")}
    assert owed(released_documents, contract(), (ROOT / "CHANGELOG.md").read_text(), package()) == []


def test_breaking_change_requires_a_new_major_version() -> None:
    for edit in (BROKEN, BREAKING["a field is newly required"]):
        present = versioned(edited(edit), "1.1")
        breaking = breaks(contract(), edited(edit))
        assert breaking
        assert set(breaking) <= set(owed(released(), present, CHANGELOG, NEWER))
    new_major = versioned(edited(BROKEN), "2.0")
    assert owed(released(), new_major, CHANGELOG.replace("1.1", "2.0"), NEWER) == [], "at other addresses"


@pytest.mark.parametrize(
    ("version", "changelog", "package_version", "missing"),
    [
        ("1.1", CHANGELOG, NEWER, set()),
        ("1.1", EMPTY_CHANGELOG.replace("## [0.1.0]", "## [0.2.0]\n\n## [0.1.0]"), NEWER, set()),
        ("1.0", CHANGELOG, NEWER, {"API_VERSION", "CHANGELOG"}),
        ("1.1", EMPTY_CHANGELOG, NEWER, {"CHANGELOG"}),
        ("1.1", CHANGELOG, SAME, {"pyproject"}),
        ("1.0", EMPTY_CHANGELOG, SAME, {"API_VERSION", "CHANGELOG", "pyproject"}),
        ("1.1", "## [Unreleased]\n\n* API version 1.1: colours.\n", NEWER, {"CHANGELOG"}),
        ("1.1", CHANGELOG, "0.0.9", {"pyproject"}),
    ],
)
def test_addition_requires_new_versions_and_a_change_log_entry(
    version: str, changelog: str, package_version: str, missing: set[str]
) -> None:
    requirements = owed(released(), versioned(edited(ADDED), version), changelog, package_version)
    assert {requirement.partition(":")[0] for requirement in requirements} == missing


def test_contract_is_compared_with_the_newest_release() -> None:
    extended = versioned(edited(ADDED), "1.1")
    releases = {**released(), "0.9.0": versioned(contract(), "1.0"), "0.10.0": extended}
    changelog = "## [Unreleased]\n\n* API version 1.2.\n\n## [0.10.0]\n\n## [0.9.0]\n\n## [0.1.0]\n"
    assert owed(releases, extended, changelog, "0.10.0") == []
    assert owed(releases, versioned(contract(), "1.2"), changelog, "0.11.0") == ["GET /v1/institutions ?colour: gone"]


@pytest.mark.parametrize("name", HARMLESS)
def test_only_changes_of_text_are_ignored(name: str) -> None:
    assert (shape(edited(HARMLESS[name])) == shape(contract())) == (name in TEXT_CHANGES)


def test_field_named_description_is_not_ignored() -> None:
    with_field = edited(
        setting("components", "schemas", "InstitutionPublic", "properties", "description", {"type": "null"})
    )
    assert shape(with_field) != shape(contract())


def test_nothing_is_required_before_the_first_release() -> None:
    assert owed({}, contract(), "", "0.1.0") == []
    assert unreleased((ROOT / "CHANGELOG.md").read_text())
