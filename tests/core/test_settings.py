"""In production, missing, default and weak settings are refused, all in one message."""

from typing import Any

import pytest

from api.core.settings import Settings, production_faults

STRONG, OTHER = "Zq3xW2mB7cT9vK1sR5yU8aE4oI6pL0dF", "hN4tG8rJ2kM6wQ0zX1cV5bS9fD3gA7eY"
GOOD: dict[str, Any] = {
    "environment": "production", "token_secret": STRONG, "audit_secret": OTHER, "municipality": "Egekommune",
    "database_url": "postgresql+psycopg://sammen@db/sammen", "issuer": "https://sammen.egekommune.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN_SECRET", "AUDIT_SECRET", "DATABASE_URL", "MUNICIPALITY", "ISSUER", "CLOCK_FILE"):
        monkeypatch.delenv(f"SAMMEN_{name}", raising=False)


def faults(**changes: Any) -> list[str]:
    """Return the faults of good settings with changes; None removes a setting."""
    values = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return list(production_faults(Settings(**values)))


def test_good_settings_have_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize("name", ["token_secret", "audit_secret", "database_url", "municipality", "issuer"])
def test_missing_setting_is_refused_with_the_reason(name: str) -> None:
    [sentence] = faults(**{name: None})
    assert sentence.startswith(f"SAMMEN_{name.upper()} is needed in production: ")
    assert len(sentence.split()) > 8


@pytest.mark.parametrize("name", ["database_url", "municipality", "issuer"])
def test_default_value_is_refused_even_if_it_is_set(name: str) -> None:
    assert len(faults(**{name: Settings.model_fields[name].default})) == 1


WEAK: dict[str, tuple[dict[str, Any], str]] = {
    "a repeated letter": ({"token_secret": "x" * 40}, "SAMMEN_TOKEN_SECRET is too weak"),
    "a repeated word": ({"audit_secret": "hemmelig" * 5}, "SAMMEN_AUDIT_SECRET is too weak"),
    "the same secret twice": ({"audit_secret": STRONG}, "SAMMEN_AUDIT_SECRET is the same"),
    "a moved clock": ({"clock_file": "now"}, "SAMMEN_CLOCK_FILE is for tests"),
}


@pytest.mark.parametrize("changes, beginning", WEAK.values(), ids=WEAK)
def test_weak_setting_is_refused_without_repeating_it(changes: dict[str, Any], beginning: str) -> None:
    [sentence] = faults(**changes)
    assert sentence.startswith(beginning)
    assert STRONG not in sentence


def test_all_faults_are_listed_at_once() -> None:
    assert len(faults(**dict.fromkeys(GOOD, None), clock_file="now")) == 6
