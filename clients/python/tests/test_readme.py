"""The samples of the README do what they say."""

import re
import shlex
from pathlib import Path

import pytest
from sammen.command import main
from sammen.mapping.maps import read

from tests.service import Service

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
EXCERPTS = Path(__file__).parent / "excerpts"


def samples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def surroundings(
    service: Service, address: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What the README takes for granted: a service, a sign-in, some things, two files."""
    ids = {name: service.add(name)["id"] for name in ("institutions", "themes", "dialogues", "cycles", "districts")}
    service.things["institutions"][ids["institutions"]]["kind"] = "school"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_URL", address)
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    (tmp_path / "sites.csv").write_bytes((EXCERPTS / "sites.csv").read_bytes())
    (tmp_path / "sites.toml").write_text((EXCERPTS.parent.parent / "examples" / "sites.toml").read_text())
    (tmp_path / "lis.csv").write_text("institution;indicator;period;value\n999001;grades;2026H1;3,5\n")
    words = {f"{name[:-1].upper()}_ID": id for name, id in ids.items()}
    return {"https://sammen.example.dk": address, **words}


def filled(sample: str, surroundings: dict[str, str]) -> str:
    for word, meant in surroundings.items():
        sample = sample.replace(word, meant)
    return sample


@pytest.mark.parametrize("sample", samples("python"))
def test_python_samples_run(sample: str, surroundings: dict[str, str]) -> None:
    exec(compile(filled(sample, surroundings), "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102  # our own text


def test_command_samples_run(
    surroundings: dict[str, str], service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line for sample in samples("console") for line in sample.splitlines() if line.startswith("$ sammen ")]
    assert len(lines) >= 8
    for line in lines:
        words = shlex.split(filled(line, surroundings).removeprefix("$ sammen "), comments=True)
        words = [next(iter(service.imports), word) if word == "IMPORT_ID" else word for word in words]
        assert main(words) == 0, f"{line}\n{capsys.readouterr().err}"


@pytest.mark.parametrize("sample", samples("toml"))
def test_map_samples_are_maps(sample: str) -> None:
    read(sample)
