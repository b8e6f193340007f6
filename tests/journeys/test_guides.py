"""The samples of the guides run as they are written, against the demo."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core.problems import PROBLEM_TYPES
from tests.support.operations import app
from tests.support.samples import GUIDES, ROOT, run, run_guide, samples, served_demo, text_of

# Guides for operators of a server: tests/serving/test_operations.py runs their samples.
FOR_OPERATORS = {"municipal-sign-in", "operations", "privacy"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


# Texts in the output of samples that succeed, by guide.
EXPECTED = {
    "first-call": ('"roles"', '"total":'),
    "sign-in": ('"access_token"',),
    "lists": ("304",),
    "concurrency": ("Nordvest",),
    "errors": ("looks-like-cpr-number",),
    "frontends": ("hold: ",),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_samples_of_a_guide_succeed(name: str, demo: str, tmp_path: Path) -> None:
    output = "".join(run_guide(name, demo, tmp_path))
    assert [text for text in EXPECTED[name] if text not in output] == []


def test_leader_holds_a_dialogue_as_in_the_guide(demo: str, tmp_path: Path) -> None:
    *_, held, thread = run_guide("learning-dialogue", demo, tmp_path)
    assert re.search(r"^status +held$", held, re.MULTILINE)
    assert "Legeværter i hvert frikvarter" in thread
    assert "choose" in thread


def test_administration_imports_files_as_in_the_guide(demo: str, tmp_path: Path) -> None:
    sites, figures, over_http = run_guide("imports", demo, tmp_path)
    assert "update\taddress: Egestræde 14 -> Egestræde 16" in sites
    assert "0 to create, 0 to update, 6 unchanged, 0 rejected" in sites
    assert "89 to create, 0 to update, 0 unchanged, 0 rejected" in figures
    assert figures.rstrip().splitlines()[-1].split("\t")[1] == "grade-mean"
    assert '"state":"applied"' in over_http


@pytest.mark.parametrize("guide", [path.stem for path in GUIDES if samples(text_of(path.stem))])
def test_every_sample_is_run_or_parsed(guide: str, demo: str, tmp_path: Path) -> None:
    guide_samples = samples(text_of(guide))
    languages = {language for language, _ in guide_samples}
    assert languages <= {"console", "python", "json", "toml", "ts"}, "judges/run compiles samples in ts"
    assert "console" not in languages or guide in {*EXPECTED, *FOR_OPERATORS, "imports", "learning-dialogue"}
    assert "toml" not in languages or guide in FOR_OPERATORS
    for language, text in guide_samples:
        if language == "json":
            json.loads(text)
        if language == "python":
            assert run(f"python3 - <<'PROGRAM'\n{text}\nPROGRAM", demo, tmp_path)


def test_half_year_script_continues_an_existing_package(demo: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clients" / "cli" / "examples", tmp_path / "examples")
    script = f"""export SAMMEN_URL={demo} SAMMEN_USERNAME=forvaltning SAMMEN_PASSWORD=egekommune-viser-vej
        cd {tmp_path}/examples
        sammen create data-packages --data '{{"kind": "school", "half_year": "2028H1", "title": "TITLE"}}'
        cd ..
        python examples/half_year.py examples/sites.csv examples/schools.csv 2028H1
        python examples/half_year.py examples/sites.csv examples/schools.csv 2028H1
        sammen list data-packages --filter half_year=2028H1 --only title
        python examples/half_year.py examples/sites.csv nowhere.csv 2028H1 2>&1 || exit 0; exit 7"""
    output = run(script.replace("TITLE", "Schools, published figures"), demo, tmp_path / "home").splitlines()
    figures = [line for line in output if line.startswith("measurements: ")]
    assert [(line.count("'create': 89"), line.count("'unchanged': 89")) for line in figures] == [(1, 0), (0, 1)]
    assert [line for line in output if line in ("released", "released before")] == ["released", "released before"]
    assert output.count("Schools, published figures") == 1
    assert output[-1].endswith("nowhere.csv: No such file or directory"), output[-5:]


def test_problems_named_in_guides_exist() -> None:
    app()
    for guide in GUIDES:
        codes = set(re.findall(r"\b(?:4\d\d|503|is|refused with) `([a-z]+(?:-[a-z]+)+)`", text_of(guide.stem)))
        assert codes <= set(PROBLEM_TYPES), guide.stem
