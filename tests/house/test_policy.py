"""The policy in the code equals the decided table, and every row is required by an operation."""

import pytest

from api.access.models import Role
from api.access.roles import OWN_ACCOUNT, POLICY
from tests.support.operations import operations
from tests.support.policy_table import POLICY_TABLE, ROWS, read

# Rows that no operation requires, each with its reason.
WITHOUT_OPERATION: dict[str, str] = {}


def test_decided_table_has_every_role_and_known_actions() -> None:
    assert list(read(POLICY_TABLE)[0])[2:] == [str(role) for role in Role]
    assert all(set(line[role]) <= set("rwt") for line in read(POLICY_TABLE) for role in Role)


def test_code_has_the_rows_of_the_decided_table() -> None:
    assert set(POLICY) - {OWN_ACCOUNT} == set(ROWS)


@pytest.mark.parametrize("row", sorted(ROWS))
def test_row_in_the_code_gives_the_decided_actions(row: str) -> None:
    in_code = {str(role): {action.value for action in actions} for role, actions in POLICY[row].items()}
    assert in_code == {role: set(actions) for role, actions in ROWS[row].items()}


def test_every_row_is_required_by_an_operation() -> None:
    policies = [operation.definition["x-policy"] for operation in operations() if operation.signed_in]
    required_rows = {row for policy in policies for row in (policy["row"], *policy.get("also", []))}
    assert set(ROWS) - required_rows <= set(WITHOUT_OPERATION)
    assert all(len(reason) > 10 for reason in WITHOUT_OPERATION.values())
