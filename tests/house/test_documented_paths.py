"""Every path that the documentation for developers names exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "tests/README.md",
    "clients/cli/README.md",
    "clients/python/README.md",
)
# The target of a link without its fragment; a code span with a slash or the extension of a file, and an optional test.
LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")
CODE_SPAN = re.compile(r"`([\w.-]+(?:/[\w.<>{}*-]+)*/?)(?:::\w+)?`")
EXTENSIONS = (".py", ".md", ".toml", ".json", ".csv", ".conf", ".lock", ".yml")


def named_paths(text: str) -> set[str]:
    """Return the paths that a text names, in links and in code spans."""
    spans = {span for span in CODE_SPAN.findall(text) if "/" in span or span.endswith(EXTENSIONS)}
    return spans | set(LINK.findall(text))


def missing_paths(root: Path, document: str) -> Iterator[str]:
    """Yield the paths that exist neither below the root nor beside the document; `<room>` stands for any name."""
    for path in sorted(named_paths((root / document).read_text(encoding="utf-8"))):
        folders = (root, (root / document).parent)
        pattern = re.sub(r"<\w+>|\{\w+\}", "*", path)
        if not any((folder / path).exists() or list(folder.glob(pattern)) for folder in folders):
            yield path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_named_path_exists(document: str) -> None:
    assert named_paths((ROOT / document).read_text(encoding="utf-8"))
    assert list(missing_paths(ROOT, document)) == []


def test_missing_path_is_detected(tmp_path: Path) -> None:
    (tmp_path / "api/themes").mkdir(parents=True)
    (tmp_path / "api/themes/rules.py").touch()
    (tmp_path / "README.md").write_text(
        "`api/themes/rules.py::check`, `api/<room>/rules.py`, [rules](api/themes/rules.py#top), `rules`, `GET /v1/x`; "
        "`api/themes/actions.py`, `app.py`, [guide](guide.md), `api/<room>/pages.py`"
    )
    assert list(missing_paths(tmp_path, "README.md")) == [
        "api/<room>/pages.py",
        "api/themes/actions.py",
        "app.py",
        "guide.md",
    ]
