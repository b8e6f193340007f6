"""The wheel has the client only, and works in an environment without anything else of this repository."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
_PROGRAM = (
    "import sys, sammen; client = sammen.Client('https://sammen.test'); print(sammen.__file__); "
    "print(client.url); assert not {'api', 'sammen_cli', 'rich', 'typer'} & set(sys.modules)"
)


def test_the_wheel_has_the_client_alone_and_works_without_the_server(tmp_path: Path) -> None:
    source = tmp_path / "source"  # the build leaves files in its source folder
    shutil.copytree(PACKAGE / "sammen", source / "sammen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(PACKAGE / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(tmp_path)]
    subprocess.run([*build, str(source)], check=True, capture_output=True, cwd=tmp_path)  # noqa: S603  # pip, a copy
    [wheel] = tmp_path.glob("sammen-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {top for name in names if not (top := name.split("/")[0]).endswith(".dist-info")} == {"sammen"}
    assert "sammen/py.typed" in names
    installed = tmp_path / "installed"
    install = [*pip, "install", "--no-deps", "--no-index", "--target", str(installed), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)  # noqa: S603  # likewise
    result = subprocess.run(  # noqa: S603  # this Python
        [sys.executable, "-c", _PROGRAM],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=False,
    )
    lines = result.stdout.splitlines()
    assert lines[0].startswith(str(installed)), result.stderr
    assert lines[1] == "https://sammen.test"
