"""No file refers to a host of packages or to a path of one machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In two parts each, since this file is checked too.
HOSTS = [
    f"{name}.{end}"
    for name, end in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("crates", "io")]
] + [f"{name}.debian.{end}" for name, end in [("deb", "org"), ("security", "org"), ("snapshot", "org")]]
FOLDERS = ["tmp", "home", "root", "work", "Users", "var/tmp", "usr/local/src"]

HOST = re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, HOSTS))})\b")
# An absolute path to something in such a folder; not the end of a relative path, of an address or of a variable.
PATH = re.compile(rf"(?<![\w.}}~$)*-])/(?:{'|'.join(FOLDERS)})/[\w.~-]+")

GENERATED = {".git", ".venv", "build", "dist", "node_modules", "__pycache__"}


def local_references(text: str) -> list[str]:
    return HOST.findall(text) + PATH.findall(text)


def repository_files() -> list[Path]:
    """Return the files that git tracks or would track; without git, all that are not installed or generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    files = (path for path in ROOT.rglob("*") if not GENERATED & set(path.relative_to(ROOT).parts))
    return [path for path in files if path.is_file()]


def test_no_file_has_a_local_reference() -> None:
    files = repository_files()
    assert ROOT / "pyproject.toml" in files
    by_file = {
        str(path.relative_to(ROOT)): local_references(path.read_bytes().decode(errors="ignore")) for path in files
    }
    assert {file: references for file, references in by_file.items() if references} == {}


@pytest.mark.parametrize("host", HOSTS)
def test_package_host_is_detected(host: str) -> None:
    assert local_references(f"resolved: https://{host}/simple/") == [host]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("prefix", ["", '"', "sqlite:///", "cd ", "FROM=", "file://"])
def test_local_path_is_detected(folder: str, prefix: str) -> None:
    assert local_references(f"{prefix}/{folder}/somebody") == [f"/{folder}/somebody"]


RELATIVE = ["../shared/work/x", "$HOME/tmp/x", "${TMPDIR}/tmp/x", "/v1/themes", "a/home/b", "home/b"]


@pytest.mark.parametrize("text", RELATIVE)
def test_other_paths_are_allowed(text: str) -> None:
    assert local_references(text) == []
