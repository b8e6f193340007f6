"""What is installed is the client and nothing of the server."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent.parent
_LOOK = (
    "import sys, sammen, sammen.command; assert 'api' not in sys.modules; "
    "print(sammen.__file__); sys.exit(sammen.command.main(['--version']))"
)


def test_a_wheel_holds_the_client_alone_and_runs_without_the_server(tmp_path: Path) -> None:
    source = tmp_path / "source"  # what is built leaves its traces elsewhere
    shutil.copytree(HERE / "sammen", source / "sammen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(HERE / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    made = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(tmp_path), str(source)]
    subprocess.run(made, check=True, capture_output=True, cwd=tmp_path)  # noqa: S603  # pip, on a copy of this folder
    [wheel] = tmp_path.glob("sammen-*.whl")
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"sammen"}
    assert "sammen/py.typed" in zipfile.ZipFile(wheel).namelist()
    place = tmp_path / "installed"
    install = [*pip, "install", "--no-deps", "--no-index", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)  # noqa: S603  # likewise
    environment = {**os.environ, "PYTHONPATH": str(place)}
    done = subprocess.run(  # noqa: S603  # this very Python
        [sys.executable, "-c", _LOOK], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    told = done.stdout.splitlines()
    assert told[0].startswith(str(place)), done.stderr
    assert told[1].startswith("sammen ")
