"""Breaking changes of the contract are detected, and compatible ones are not reported."""

import pytest

from tests.support.contract_changes import BREAKING, COMPATIBLE, NESTED, delete, edited
from tests.support.contract_diff import breaking_changes
from tests.support.operations import contract


@pytest.mark.parametrize("name", BREAKING)
def test_breaking_change_is_detected(name: str) -> None:
    assert breaking_changes(contract(), edited(BREAKING[name])) != []


@pytest.mark.parametrize("name", COMPATIBLE)
def test_compatible_change_is_not_reported(name: str) -> None:
    assert breaking_changes(contract(), edited(COMPATIBLE[name])) == []


def test_there_are_enough_changes() -> None:
    assert len(BREAKING) >= 50
    assert len(COMPATIBLE) >= 30


@pytest.mark.parametrize("name", BREAKING)
def test_breaking_change_edits_the_contract(name: str) -> None:
    assert edited(BREAKING[name]) != contract()


def test_forbidding_additional_properties_is_detected() -> None:
    permissive = edited(delete(*NESTED, "additionalProperties"))
    assert breaking_changes(permissive, contract()) == ["ExternalIdShape: no other members"]
    assert breaking_changes(contract(), permissive) == []


def test_report_has_the_place_and_the_kind_of_the_change() -> None:
    assert breaking_changes(contract(), edited(BREAKING["a field of a request is removed"])) == [
        "InstitutionCreate.address: gone"
    ]
