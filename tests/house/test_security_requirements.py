"""SECURITY.md lists every requirement of OWASP ASVS 5.0 level 1, and the tests that it names exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text()
NAMED_TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", SECURITY)))
# Number of level 1 requirements by chapter and section, counted in the standard.
LEVEL_1 = {
    "1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2, "3.5": 3, "4.1": 1,
    "4.4": 1, "5.2": 2, "5.3": 2, "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2, "7.2": 4, "7.4": 2, "8.1": 1, "8.2": 2,
    "8.3": 1, "9.1": 3, "9.2": 1, "10.4": 5, "11.3": 2, "11.4": 1, "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1,
    "14.3": 1, "15.1": 1, "15.2": 1, "15.3": 1,
}  # fmt: skip


def requirements() -> list[tuple[str, str, str]]:
    """Return number, text and answer of each requirement in SECURITY.md."""
    return re.findall(r"^\| V([\d.]+) \| ([^|]+) \| ([^|]+) \|$", SECURITY, re.MULTILINE)


@pytest.mark.parametrize("file, test", NAMED_TESTS)
def test_named_test_exists(file: str, test: str) -> None:
    path = ROOT / file
    assert path.is_file()
    functions = {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not test or test in functions


def test_every_level_1_requirement_is_listed() -> None:
    counts: dict[str, int] = {}
    for number, _, _ in requirements():
        section = number.rpartition(".")[0]
        counts[section] = counts.get(section, 0) + 1
    assert counts == LEVEL_1
    assert sum(counts.values()) == 70
    assert len({number for number, _, _ in requirements()}) == 70


def test_every_requirement_has_a_test_a_duty_of_the_operator_or_a_reason() -> None:
    substance = re.compile(r"`tests/|operator|frontends|does not apply: \S|\*\*not met\*\*|\(#components\)|image")
    assert [number for number, _, answer in requirements() if not substance.search(answer)] == []


def modules_matching(pattern: str) -> list[str]:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "api").rglob("*.py")}
    return [name for name, text in sources.items() if re.search(pattern, text)]


def test_service_executes_no_input() -> None:
    assert modules_matching(r"(?<![\w.])(eval|exec)\(|\bimport (pickle|marshal|shelve)\b|yaml\.load\(") == []
    assert modules_matching(r"os\.(system|popen)|shell=True") == []
    starting_processes = modules_matching(r"\bsubprocess\b|create_subprocess|multiprocessing\.Process\(")
    assert [name for name in starting_processes if name != "api/serve.py"] == []


def test_service_has_no_cookies_xml_or_websockets() -> None:
    assert modules_matching(r"set_cookie\(|request\.cookies|[Ss]et-[Cc]ookie") == []
    assert modules_matching(r"^\s*(import|from) (xml|lxml)|BeautifulSoup") == []
    assert modules_matching(r"\.websocket\(|add_websocket_route") == []


def test_service_has_no_weak_digest_and_no_cipher_of_its_own() -> None:
    assert modules_matching(r"\b(md5|sha1)\b|hashlib\.new\(") == []
    assert modules_matching(r"\bCipher\(|\bmodes\.ECB|\bRC4\b|PKCS1v15\(") == []
