"""The generated files of the command are up to date, and cover the contract."""

import pytest
from generate import CLIENTS, CONTRACT, generate
from generator.contract import Contract
from sammen_cli.contract.body_fields import BODY_FIELDS
from sammen_cli.contract.resources import ENUM_VALUES, RESOURCES

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside the command")


def test_generated_files_are_up_to_date() -> None:
    files = generate(Contract.load(CONTRACT), with_models=False)
    own = {path: text for path, text in files.items() if path.startswith("cli/")}
    assert len(own) == 2
    outdated = [path for path, text in own.items() if (CLIENTS / path).read_text(encoding="utf-8") != text]
    assert outdated == [], "run generate.py"


def test_every_resource_of_the_contract_is_known() -> None:
    resources = Contract.load(CONTRACT).resources()
    assert {resource.path for resource in resources if not resource.is_singleton} == {
        resource.path for resource in RESOURCES.values()
    }


def test_every_body_has_its_fields() -> None:
    schemas = {schema for resource in RESOURCES.values() for schema in resource.bodies.values()}
    assert schemas <= set(BODY_FIELDS)


def test_enumerations_have_their_values() -> None:
    assert ENUM_VALUES["institutions"]["kind"] == ("day_care", "school", "leisure")
