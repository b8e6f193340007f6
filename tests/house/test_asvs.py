"""SECURITY.md names tests that there are, for every requirement of OWASP ASVS 5.0 level 1; and some of these tests."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = (ROOT / "SECURITY.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", WORDS)))
# Chapter.section and how many requirements of level 1 each has, counted in the standard.
LEVEL_1 = {
    "1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2, "3.5": 3, "4.1": 1,
    "4.4": 1, "5.2": 2, "5.3": 2, "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2, "7.2": 4, "7.4": 2, "8.1": 1, "8.2": 2,
    "8.3": 1, "9.1": 3, "9.2": 1, "10.4": 5, "11.3": 2, "11.4": 1, "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1,
    "14.3": 1, "15.1": 1, "15.2": 1, "15.3": 1,
}  # fmt: skip


def lines() -> list[tuple[str, str, str]]:
    return re.findall(r"^\| V([\d.]+) \| ([^|]+) \| ([^|]+) \|$", WORDS, re.MULTILINE)


@pytest.mark.parametrize("file, test", NAMED)
def test_a_test_that_is_named_is_there(file: str, test: str) -> None:
    path = ROOT / file
    assert path.is_file()
    named = {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not test or test in named


def test_every_requirement_of_the_level_is_answered() -> None:
    found: dict[str, int] = {}
    for number, _, _ in lines():
        section = number.rpartition(".")[0]
        found[section] = found.get(section, 0) + 1
    assert found == LEVEL_1
    assert sum(found.values()) == 70
    assert len({number for number, _, _ in lines()}) == 70


def test_each_has_a_test_a_duty_or_a_reason() -> None:
    told = re.compile(r"`tests/|operator|frontends|does not apply: \S|\*\*not met\*\*|below|image")
    assert [number for number, _, how in lines() if not told.search(how)] == []


def sources() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "api").rglob("*.py")}


def holding(pattern: str) -> list[str]:
    return [name for name, text in sources().items() if re.search(pattern, text)]


def test_nothing_that_is_sent_is_run() -> None:
    assert holding(r"(?<![\w.])(eval|exec)\(|\bimport (pickle|marshal|shelve)\b|yaml\.load\(") == []
    assert holding(r"os\.(system|popen)|shell=True") == []
    running = holding(r"\bsubprocess\b|create_subprocess|multiprocessing\.Process\(")
    assert [name for name in running if name != "api/serve.py"] == []


def test_there_are_no_cookies_no_xml_and_no_websockets() -> None:
    assert holding(r"set_cookie\(|request\.cookies|[Ss]et-[Cc]ookie") == []
    assert holding(r"^\s*(import|from) (xml|lxml)|BeautifulSoup") == []
    assert holding(r"\.websocket\(|add_websocket_route") == []


def test_no_weak_digest_and_no_cipher_of_our_own() -> None:
    assert holding(r"\b(md5|sha1)\b|hashlib\.new\(") == []
    assert holding(r"\bCipher\(|\bmodes\.ECB|\bRC4\b|PKCS1v15\(") == []
