"""Nothing in the repository knows where it was made: no host that packages are fetched from, no path of one machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In two pieces each, since this file is read too.
HOSTS = [
    f"{name}.{end}"
    for name, end in [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("crates", "io")]
] + [f"{name}.debian.{end}" for name, end in [("deb", "org"), ("security", "org"), ("snapshot", "org")]]
FOLDERS = ["tmp", "home", "root", "work", "Users", "var/tmp", "usr/local/src"]

HOST = re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, HOSTS))})\b")
# A folder of a machine with something in it; not the tail of a relative path, an address or a variable.
PATH = re.compile(rf"(?<![\w.}}~$)*-])/(?:{'|'.join(FOLDERS)})/[\w.~-]+")

NOT_OURS = {".git", ".venv", "build", "dist", "node_modules", "__pycache__"}


def revealing(text: str) -> list[str]:
    return HOST.findall(text) + PATH.findall(text)


def our_files() -> list[Path]:
    """What git tracks or would; without git (an unpacked archive), everything that is not installed or generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if listed.returncode == 0:
            return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return [path for path in found if path.is_file()]


def test_no_file_says_where_it_was_made() -> None:
    files = our_files()
    assert ROOT / "pyproject.toml" in files
    found = {str(path.relative_to(ROOT)): revealing(path.read_bytes().decode(errors="ignore")) for path in files}
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_of_packages_is_found(host: str) -> None:
    assert revealing(f"resolved: https://{host}/simple/") == [host]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("before", ["", '"', "sqlite:///", "cd ", "FROM=", "file://"])
def test_a_path_of_a_machine_is_found(folder: str, before: str) -> None:
    assert revealing(f"{before}/{folder}/somebody") == [f"/{folder}/somebody"]


RELATIVE = ["../shared/work/x", "$HOME/tmp/x", "${TMPDIR}/tmp/x", "/v1/themes", "a/home/b", "home/b"]


@pytest.mark.parametrize("text", RELATIVE)
def test_other_paths_are_left_alone(text: str) -> None:
    assert revealing(text) == []
