"""Comparison of contracts: breaking changes are found, harmless ones are not reported."""

import pytest

from tests.support.contract.breaking import BREAKING, HARMLESS, PART, edited, without
from tests.support.contract.diff import breaks
from tests.support.operations import contract


@pytest.mark.parametrize("name", BREAKING)
def test_breaking_change_is_found(name: str) -> None:
    assert breaks(contract(), edited(BREAKING[name])) != []


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_change_is_not_reported(name: str) -> None:
    assert breaks(contract(), edited(HARMLESS[name])) == []


def test_there_are_enough_changes_of_both_kinds() -> None:
    assert len(BREAKING) >= 50
    assert len(HARMLESS) >= 30


@pytest.mark.parametrize("name", BREAKING)
def test_every_change_changes_the_contract(name: str) -> None:
    assert edited(BREAKING[name]) != contract()


def test_refusing_additional_fields_is_a_breaking_change() -> None:
    lenient = edited(without(*PART, "additionalProperties"))
    assert breaks(lenient, contract()) == ["ExternalIdShape: no additional properties"]
    assert breaks(contract(), lenient) == []


def test_reported_change_names_its_place() -> None:
    assert breaks(contract(), edited(BREAKING["a field of a request is gone"])) == ["InstitutionCreate.address: gone"]
