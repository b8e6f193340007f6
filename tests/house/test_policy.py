"""The policy in the code is the decided one, and each of its rows has an operation; what these do is in test_reach."""

import pytest

from api.access.models import Role
from api.access.roles import OWN, POLICY
from tests.support.operations import operations
from tests.support.policy_table import BUILT, POLICY_TABLE, read

# Rows that no operation is for, each with its reason.
WITHOUT_OPERATION: dict[str, str] = {}


def test_the_table_names_every_role() -> None:
    assert list(read(POLICY_TABLE)[0])[2:] == [str(role) for role in Role]
    assert all(set(line[role]) <= set("rwt") for line in read(POLICY_TABLE) for role in Role)


def test_the_code_knows_the_rows_that_are_built() -> None:
    assert set(POLICY) - {OWN} == set(BUILT)


@pytest.mark.parametrize("row", sorted(BUILT))
def test_a_row_says_what_was_decided(row: str) -> None:
    coded = {str(role): {action.value for action in actions} for role, actions in POLICY[row].items()}
    assert coded == {role: set(cell) for role, cell in BUILT[row].items()}


def test_every_row_has_an_operation() -> None:
    policies = [operation.written["x-policy"] for operation in operations() if operation.signed_in]
    used = {row for policy in policies for row in (policy["row"], *policy.get("also", []))}
    assert set(BUILT) - used <= set(WITHOUT_OPERATION)
    assert all(len(reason) > 10 for reason in WITHOUT_OPERATION.values())
