"""The samples of the README work."""

import re
import shlex
from pathlib import Path

import pytest
from fake_service import FakeService
from sammen_cli.main import main
from sammen_cli.mapping.map_file import parse_map

from tests.support.command import PACKAGE, SITES, SITES_MAP

README = (PACKAGE / "README.md").read_text(encoding="utf-8")


def samples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def placeholders(
    service: FakeService, address: str, config_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The service, items and files that the samples presuppose; the values of their placeholders."""
    resources = ("institutions", "themes", "dialogues", "cycles", "districts")
    ids = {resource: service.add(resource)["id"] for resource in resources}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMMEN_URL", address)
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    (tmp_path / "sites.csv").write_bytes(Path(SITES).read_bytes())
    (tmp_path / "sites.toml").write_text(Path(SITES_MAP).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "lis.csv").write_text("institution;indicator;period;value\n999001;grades;2026H1;3,5\n")
    return {"https://sammen.example.dk": address, **{f"{name[:-1].upper()}_ID": id for name, id in ids.items()}}


def test_the_commands_of_the_readme_work(
    placeholders: dict[str, str], service: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line for sample in samples("console") for line in sample.splitlines() if line.startswith("$ sammen ")]
    assert len(lines) >= 15
    for line in lines:
        if "--install-completion" in line:
            continue  # changes the configuration of the shell
        command = line.removeprefix("$ sammen ")
        for placeholder, value in {**placeholders, "IMPORT_ID": next(iter(service.imports), "")}.items():
            command = command.replace(placeholder, value)
        words = shlex.split(command, comments=True)
        assert main(words) == 0, f"{line}\n{capsys.readouterr().err}"


@pytest.mark.parametrize("sample", samples("python"))
def test_the_python_samples_of_the_readme_work(sample: str, placeholders: dict[str, str]) -> None:
    for placeholder, value in placeholders.items():
        sample = sample.replace(placeholder, value)
    exec(compile(sample, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102  # our own text


@pytest.mark.parametrize("sample", samples("toml"))
def test_the_maps_of_the_readme_are_valid(sample: str) -> None:
    parse_map(sample)


def test_there_are_samples_of_each_kind() -> None:
    assert [len(samples(language)) >= 1 for language in ("console", "python", "toml")] == [True] * 3
