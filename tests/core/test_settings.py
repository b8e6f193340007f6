"""Production takes no defaults where they would be dangerous, and says which and why, all at once."""

from typing import Any

import pytest

from api.core.settings import Settings, production_faults

STRONG, OTHER = "Zq3xW2mB7cT9vK1sR5yU8aE4oI6pL0dF", "hN4tG8rJ2kM6wQ0zX1cV5bS9fD3gA7eY"
GOOD: dict[str, Any] = {
    "environment": "production", "token_secret": STRONG, "audit_secret": OTHER, "municipality": "Egekommune",
    "database_url": "postgresql+psycopg://sammen@db/sammen", "issuer": "https://sammen.egekommune.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN_SECRET", "AUDIT_SECRET", "DATABASE_URL", "MUNICIPALITY", "ISSUER", "CLOCK_FILE"):
        monkeypatch.delenv(f"SAMMEN_{name}", raising=False)


def told(**changes: Any) -> list[str]:
    return list(production_faults(Settings(**{k: v for k, v in (GOOD | changes).items() if v is not None})))


def test_what_is_all_its_own_starts() -> None:
    assert told() == []


@pytest.mark.parametrize("name", ["token_secret", "audit_secret", "database_url", "municipality", "issuer"])
def test_each_default_is_refused_with_its_reason(name: str) -> None:
    [sentence] = told(**{name: None})
    assert sentence.startswith(f"SAMMEN_{name.upper()} is needed in production: ")
    assert len(sentence.split()) > 8


@pytest.mark.parametrize("name", ["database_url", "municipality", "issuer"])
def test_a_default_that_is_written_out_is_one_all_the_same(name: str) -> None:
    assert len(told(**{name: Settings.model_fields[name].default})) == 1


WEAK: dict[str, tuple[dict[str, Any], str]] = {
    "one letter": ({"token_secret": "x" * 40}, "SAMMEN_TOKEN_SECRET was not drawn at random"),
    "a word again and again": ({"audit_secret": "hemmelig" * 5}, "SAMMEN_AUDIT_SECRET was not drawn at random"),
    "the same twice": ({"audit_secret": STRONG}, "SAMMEN_AUDIT_SECRET is the same"),
    "a clock": ({"clock_file": "now"}, "SAMMEN_CLOCK_FILE is for tests"),
}


@pytest.mark.parametrize("changes, words", WEAK.values(), ids=WEAK)
def test_what_is_weak_is_refused(changes: dict[str, Any], words: str) -> None:
    [sentence] = told(**changes)
    assert sentence.startswith(words)
    assert STRONG not in sentence


def test_all_is_told_at_once() -> None:
    assert len(told(**dict.fromkeys(GOOD, None), clock_file="now")) == 6
