"""A change that would break somebody's program is found, and one that would not is let pass."""

import pytest

from tests.support.contract_changes import BREAKING, HARMLESS, PART, edited, without
from tests.support.contract_diff import breaks
from tests.support.operations import contract


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_is_found(name: str) -> None:
    assert breaks(contract(), edited(BREAKING[name])) != []


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_let_pass(name: str) -> None:
    assert breaks(contract(), edited(HARMLESS[name])) == []


def test_enough_is_planted() -> None:
    assert len(BREAKING) >= 50
    assert len(HARMLESS) >= 30


@pytest.mark.parametrize("name", BREAKING)
def test_what_is_planted_changes_the_contract(name: str) -> None:
    assert edited(BREAKING[name]) != contract()


def test_members_that_were_let_pass_and_are_refused_are_found() -> None:
    was = edited(without(*PART, "additionalProperties"))
    assert breaks(was, contract()) == ["ExternalIdShape: no other members"]
    assert breaks(contract(), was) == []


def test_what_is_told_names_the_place() -> None:
    assert breaks(contract(), edited(BREAKING["a field is gone from what is sent"])) == [
        "InstitutionCreate.address: gone"
    ]
