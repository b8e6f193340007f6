"""The wheel has the command only, and works with the wheel of the client, without the server."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
_PROGRAM = (
    "import sys, sammen, sammen_cli; from sammen_cli.main import main; assert 'api' not in sys.modules; "
    "print(sammen_cli.__file__); print(sammen.__file__); sys.exit(main(['--version']))"
)
_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def build(project: Path, package: str, folder: Path) -> Path:
    """Build the wheel of a copy of a project, since the build leaves files in its source folder."""
    source = folder / f"{package}-source"
    shutil.copytree(project / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(project / name, source)
    command = [*_PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, cwd=folder)  # noqa: S603  # pip, a copy
    [wheel] = folder.glob(f"{package}-*.whl")
    return wheel


def test_the_wheel_has_the_command_alone_and_works_without_the_server(tmp_path: Path) -> None:
    wheel = build(PACKAGE, "sammen_cli", tmp_path)
    client_wheel = build(PACKAGE.parent / "python", "sammen", tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert {top for name in names if not (top := name.split("/")[0]).endswith(".dist-info")} == {"sammen_cli"}
    assert "sammen_cli/py.typed" in names
    installed = tmp_path / "installed"
    install = [*_PIP, "install", "--no-deps", "--no-index", "--target", str(installed), str(wheel), str(client_wheel)]
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
    assert all(line.startswith(str(installed)) for line in lines[:2]), result.stderr
    assert lines[2].startswith("sammen ")
    assert (installed / "bin" / "sammen").is_file()
