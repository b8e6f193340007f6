"""The operator's settings of the municipal sign-in are checked at the start: a sentence for each fault."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.core.settings import InvalidSettings, Settings
from api.municipal_sign_in.actions.read_mapping import read_mapping
from api.municipal_sign_in.actions.sign_in import create_municipal_sign_in
from tests.support.application import SECRET

RULE = {"claim": "roles", "value": "leder", "role": "leader", "unit_claim": "units"}
GOOD: dict[str, Any] = {
    "oidc_issuer": "https://login.egekommune.example/realms/ege",
    "oidc_audience": "sammen-api",
    "oidc_mapping": json.dumps({"grants": [RULE]}),
}


def settings(**values: Any) -> Settings:
    url = "sqlite+aiosqlite:///unused.db"
    return Settings(database_url=url, environment=values.pop("environment", "test"), token_secret=SECRET, **values)


def reported_faults(app: FastAPI, **values: Any) -> list[str]:
    with pytest.raises(InvalidSettings) as error:
        create_municipal_sign_in(settings(**values), app.state.engine)
    return str(error.value).splitlines()


@pytest.fixture(scope="module")
def application() -> FastAPI:
    return create_app(settings())


def test_sign_in_is_created_only_with_an_issuer(application: FastAPI) -> None:
    assert create_municipal_sign_in(settings(), application.state.engine) is None
    assert create_municipal_sign_in(settings(**GOOD), application.state.engine) is not None


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no audience": ({"oidc_audience": ""}, "SAMMEN_OIDC_AUDIENCE is needed"),
    "no mapping": ({"oidc_mapping": ""}, "SAMMEN_OIDC_MAPPING is needed"),
    "http": ({"oidc_issuer": "http://login.egekommune.example"}, "SAMMEN_OIDC_ISSUER begins with https://"),
    "loopback in production": ({"oidc_issuer": "http://127.0.0.1:9000", "environment": "production"},
                               "SAMMEN_OIDC_ISSUER begins with https:// in production"),
    "a query": ({"oidc_issuer": "https://login.egekommune.example?x=1"}, "no query"),
    "keys unguarded": ({"oidc_jwks_url": "http://login.egekommune.example/jwks"}, "SAMMEN_OIDC_JWKS_URL begins"),
    "our own issuer": ({"oidc_issuer": "https://sammen.example"}, "need a name of their own"),
    "nobody could sign in": ({"oidc_issuer": "", "oidc_audience": "", "oidc_mapping": "", "password_sign_in": False,
                              "client_sign_in": False}, "nobody could sign in"),
    "an audience without an issuer": ({"oidc_issuer": "", "oidc_mapping": ""}, "SAMMEN_OIDC_AUDIENCE has no effect"),
}  # fmt: skip


@pytest.mark.parametrize("values, words", FAULTS.values(), ids=FAULTS)
def test_each_fault_of_the_settings_is_reported(application: FastAPI, values: dict[str, Any], words: str) -> None:
    [sentence] = reported_faults(application, **(GOOD | values))
    assert words in sentence
    assert sentence.endswith(".")


def test_all_faults_of_the_settings_are_reported_together(application: FastAPI) -> None:
    values = GOOD | {"oidc_audience": "", "oidc_issuer": "http://x.example", "oidc_jwks_url": "ftp://x"}
    assert len(reported_faults(application, **values)) == 3


RULES: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown role": ({"role": "rektor"}, "grants.1.role: input should be"),
    "a misspelt field": ({"unit_clam": "x"}, "grants.1.unit_clam: extra inputs"),
    "no unit": ({"unit_claim": None}, "grants.1: states its unit once"),
    "two units": ({"value": "leder:{unit}"}, "states its unit once"),
    "a unit twice in the value": ({"unit_claim": None, "value": "{unit}{unit}"}, "states its unit once"),
    "a unit by name": ({"unit_claim": None, "unit": "Birkeskolen"}, "unit is 'municipality'"),
    "a leader of the city": ({"unit_claim": None, "unit": "municipality"}, "leader is not held at the municipality"),
    "an admin of a school": ({"role": "admin"}, "admin is held at the municipality"),
    "a board without its body": ({"role": "board_member"}, "body is required"),
    "a body without its board": ({"body": "parent_board"}, "body is required"),
    "a network without its role": ({"network": "school"}, "network is required"),
    "a member of nothing": ({"unit_claim": None, "unit_member": "x"}, "unit_member requires member"),
    "units by an unknown key": ({"unit_by": "name"}, "grants.1.unit_by: string should match"),
    "an empty claim": ({"claim": ""}, "grants.1.claim"),
    "an empty value": ({"value": ""}, "grants.1.value"),
}


@pytest.mark.parametrize("change, words", RULES.values(), ids=RULES)
def test_each_fault_of_the_mapping_is_reported(change: dict[str, Any], words: str) -> None:
    rule = {name: value for name, value in (RULE | change).items() if value is not None}
    with pytest.raises(InvalidSettings) as error:
        read_mapping(json.dumps({"grants": [rule]}))
    assert words in str(error.value)
    assert "SAMMEN_OIDC_MAPPING" in str(error.value)


@pytest.mark.parametrize("setting", ["{", "nowhere.toml", '{"grants": 7}', '{"grant": []}', "{" * 100_000])
def test_unreadable_mapping_is_reported(setting: str) -> None:
    with pytest.raises(InvalidSettings, match="SAMMEN_OIDC_MAPPING"):
        read_mapping(setting)


def test_mapping_can_be_a_toml_file(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    file.write_text('link_by_username = true\n[[grants]]\nclaim = "r"\nvalue = "l:{unit}"\nrole = "leader"\n')
    mapping = read_mapping(str(file))
    assert (mapping.link_by_username, mapping.grants[0].role) == (True, "leader")
    file.write_text("= nonsense")
    with pytest.raises(InvalidSettings, match="cannot be read"):
        read_mapping(str(file))


def test_openapi_document_contains_the_configured_provider(application: FastAPI) -> None:
    assert "municipality" not in application.openapi()["components"]["securitySchemes"]
    document = create_app(settings(**GOOD)).openapi()
    scheme = document["components"]["securitySchemes"]["municipality"]
    assert scheme["openIdConnectUrl"] == f"{GOOD['oidc_issuer']}/.well-known/openid-configuration"
    assert {"municipality": []} in document["paths"]["/v1/me"]["get"]["security"]
