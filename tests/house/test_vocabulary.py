"""The vocabulary has labels in both languages for every value of every enumeration of the contract."""

import tomllib
from pathlib import Path

from api.demo.seed_data import DISTRICTS
from api.http.conditional_requests import etag
from api.institutions.models import InstitutionType
from api.vocabulary.labels import ENUMERATION_LABELS
from tests.support.operations import app, contract, resolve_reference
from tests.support.world import in_process_client


def enumerations_in_contract() -> dict[str, list[str]]:
    schemas = contract()["components"]["schemas"]
    return {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema}


def test_every_enumeration_of_the_contract_has_labels() -> None:
    labelled = {enumeration.__name__: list(labels) for enumeration, labels in ENUMERATION_LABELS.items()}
    unlabelled = {name: values for name, values in enumerations_in_contract().items() if labelled.get(name) != values}
    assert unlabelled == {}, "add it to api/vocabulary/labels.py"


def test_every_value_has_labels_in_both_languages_and_no_label_is_unused() -> None:
    for enumeration, labels in ENUMERATION_LABELS.items():
        assert [str(member) for member in enumeration] == list(labels), enumeration
        assert all(da.strip() and en.strip() for da, en in labels.values()), enumeration


async def test_frontend_reads_and_caches_all_labels() -> None:
    async with in_process_client(app()) as client:
        response = await client.get("/v1/vocabulary")
        cached = await client.get("/v1/vocabulary", headers={"If-None-Match": response.headers["etag"]})
    enumerations = {enumeration["name"]: enumeration["values"] for enumeration in response.json()["enumerations"]}
    assert enumerations["Kind"][0] == {"value": "day_care", "da": "Dagtilbud", "en": "Day care"}
    assert list(enumerations) == sorted(enumerations)
    assert response.headers["etag"] == etag(response.content)
    assert (cached.status_code, cached.content) == (304, b"")
    assert "Vocabulary" in resolve_reference(contract()["components"]["schemas"])


async def test_institution_types_of_demo_and_mapping_files_have_labels() -> None:
    # A register may have other types, which are shown without a label.
    maps = Path(__file__).parents[2] / "clients" / "cli" / "examples"
    columns = [tomllib.loads(file.read_text())["columns"].get("type", {}) for file in maps.glob("*.toml")]
    in_maps = {type for column in columns for type in [*column.get("values", {}).values(), column.get("value")] if type}
    in_demo = {seed.type for seeds in DISTRICTS.values() for seed in seeds}
    assert (in_maps | in_demo) - set(ENUMERATION_LABELS[InstitutionType]) == set()
    assert "private_school" in in_maps
    assert "nursery" in in_demo


def test_register_numbers_have_the_same_pattern_in_requests_and_responses() -> None:
    schemas = contract()["components"]["schemas"]
    for name in ("number", "p_number", "cvr_number", "postal_code"):
        patterns = {
            schemas[f"Institution{suffix}"]["properties"][name]["pattern"] for suffix in ("Create", "Update", "Public")
        }
        assert len(patterns) == 1, name
        assert "0-9" in patterns.pop()
