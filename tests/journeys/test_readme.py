"""The samples of the README run as they are written, against the demo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.samples import run_guide, samples, served_demo, text_of


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


def test_first_call_and_first_import_succeed(demo: str, tmp_path: Path) -> None:
    first_call, first_import = run_guide("README", demo, tmp_path)
    assert '"roles"' in first_call
    assert '"total":' in first_call
    assert "update\taddress: Egestræde 14 -> Egestræde 16" in first_import


def test_readme_has_no_other_samples() -> None:
    assert [language for language, _ in samples(text_of("README"))] == ["mermaid", "console", "console"]
    assert text_of("README").count("\n```") == 2 * 3
