"""The samples of the README and of `examples` run."""

import re
import runpy
import sys
from pathlib import Path

import pytest
from fake_service import FakeService
from fake_service.http_server import serve

PACKAGE = Path(__file__).parent.parent
SAMPLES = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def ids(service: FakeService) -> dict[str, str]:
    """The ids of the items that the samples name, by placeholder."""
    resources = ("institutions", "themes", "dialogues", "cycles", "districts")
    items = {resource: service.add(resource) for resource in resources}
    items["institutions"]["kind"] = "school"
    return {f"{resource[:-1].upper()}_ID": item["id"] for resource, item in items.items()}


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 4


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_of_the_readme_runs(
    sample: str, service: FakeService, ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("figures.csv").write_text("institution,indicator,period,value\n999001,grades,2026H1,3.5\n")
    with serve(service) as address:
        for placeholder, value in {"https://sammen.example.dk": address, **ids}.items():
            sample = sample.replace(placeholder, value)
        exec(compile(sample, "README.md", "exec"), {"__name__": "__main__"})  # noqa: S102  # our own text


def test_the_example_imports_an_institution_list(
    service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "institutions.csv"
    file.write_text("number,name,kind\n999001,Birkeskolen,school\n999002,Fjordskolen,school\n")
    with serve(service) as address:
        monkeypatch.setenv("SAMMEN_URL", address)
        monkeypatch.setenv("SAMMEN_USERNAME", "anna")
        monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
        monkeypatch.setattr(sys, "argv", ["import_institutions.py", str(file)])
        runpy.run_path(str(PACKAGE / "examples" / "import_institutions.py"), run_name="__main__")
        output = capsys.readouterr().out
        assert "line 2, create: number: 999001; name: Birkeskolen; kind: school" in output
        assert output.splitlines()[-1] == "2 created, 0 updated, 0 unchanged"
        service.reject = lambda row: "is unknown"
        with pytest.raises(SystemExit, match="number '999001': is unknown"):
            runpy.run_path(str(PACKAGE / "examples" / "import_institutions.py"), run_name="__main__")
