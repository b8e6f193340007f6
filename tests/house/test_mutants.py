"""Each mutant that `make torture` plants can be planted in the code as it is, and its tests exist."""

import ast
import shlex
from pathlib import Path

import pytest

from tests.support.mutation import Mutant, NoSingleMatchError, locate, mutate
from tests.torture.mutants import MUTANTS

ROOT = Path(__file__).parents[2]
AT_LEAST = 85


def test_there_are_enough_and_no_two_are_the_same() -> None:
    assert len(MUTANTS) >= AT_LEAST
    assert len({mutant._replace(tests="") for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_mutant_can_be_planted(mutant: Mutant) -> None:
    file, name = locate(ROOT, mutant.function)
    source = file.read_text()
    mutated = mutate(source, name, mutant)
    compile(mutated, str(file), "exec")
    assert mutated != ast.unparse(ast.parse(source))
    # The arguments before the first option are files and folders.
    arguments = shlex.split(mutant.tests)
    paths = arguments[: arguments.index("-k")] if "-k" in arguments else arguments
    assert paths
    assert all((ROOT / path).exists() for path in paths)


SOURCE = '''
LIMIT = 1
TABLE = """
name    r
other   w
"""

def outer(a, b):
    # a comment
    if a and (b
              or LIMIT):
        raise ValueError
    call(a, b, key=LIMIT)
    return a & b & LIMIT

class Thing:
    def method(self):
        return a
'''
REPLACEMENTS = [
    ("outer", "b or LIMIT", "True", "code", "if a and True:"),
    ("outer", "b or LIMIT", "", "code", "if a:"),
    ("outer", "call(a, b, key=LIMIT)", "pass", "code", "    pass\n"),
    ("outer", "call(a, b, key=LIMIT)", "other(a)", "code", "    other(a)\n"),
    ("outer", "raise ValueError", "", "code", "        pass\n"),
    ("outer", "if a and (b or LIMIT):\n    raise ValueError\ncall(a, b, key=LIMIT)", "", "code", "b):\n    return a"),
    ("outer", "key=LIMIT", "", "keyword", "call(a, b)"),
    ("outer", "key=LIMIT", "key=2, more=3", "keyword", "call(a, b, key=2, more=3)"),
    ("outer", "a & b", "a", "code", "return a & LIMIT"),
    ("Thing.method", "a", "b", "code", "return b"),
    ("LIMIT", "1", "2", "code", "LIMIT = 2"),
    ("", "LIMIT = 1", "LIMIT = 3", "code", "LIMIT = 3"),
    ("TABLE", "name r", "name rw", "text", r"\nname rw\nother   w"),
]


@pytest.mark.parametrize(("name", "pattern", "replacement", "kind", "expected"), REPLACEMENTS)
def test_pattern_is_replaced(name: str, pattern: str, replacement: str, kind: str, expected: str) -> None:
    mutant = Mutant(name, pattern, replacement, "")._replace(kind=kind)
    assert expected in mutate(SOURCE, name, mutant)


@pytest.mark.parametrize(
    ("name", "pattern", "kind"),
    [("outer", "a", "code"), ("outer", "c", "code"), ("Thing.method", "LIMIT", "code"), ("TABLE", "x", "text"),
     ("TABLE", "r", "text"), ("outer", "key=1", "keyword")],
)  # fmt: skip
def test_pattern_that_does_not_occur_exactly_once_is_refused(name: str, pattern: str, kind: str) -> None:
    with pytest.raises(NoSingleMatchError):
        mutate(SOURCE, name, Mutant(name, pattern, "", "")._replace(kind=kind))


def test_unknown_definition_is_refused() -> None:
    with pytest.raises(LookupError):
        mutate(SOURCE, "inner", Mutant("inner", "a", "b", ""))
    with pytest.raises(LookupError):
        locate(ROOT, "nowhere.at_all")
