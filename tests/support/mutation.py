"""Mutation of source code: apply a defect to a module, found by its syntax tree and not by its text."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Literal, NamedTuple


class Mutant(NamedTuple):
    """A defect to plant in the code, and the tests of which at least one then fails.

    `function` is a module and the qualified name of a function, class or variable in it; or only a module, for all
    code in it. `pattern` occurs there exactly once; `replacement` takes its place. An empty replacement removes the
    pattern: a statement, an argument, an element, or an operand of `and`, `or`, `&` or `|`. Their form follows `kind`:

    * `code`: an expression, or one or more consecutive statements, compared as syntax trees. An expression that is a
      statement can be replaced by other statements.
    * `keyword`: consecutive keyword arguments of a call, compared as syntax trees.
    * `text`: a part of one string literal. Any white space matches any other.

    `tests` are arguments of pytest.
    """

    function: str
    pattern: str
    replacement: str
    tests: str
    kind: Literal["code", "keyword", "text"] = "code"

    def __str__(self) -> str:
        return self.function


class NoSingleMatchError(LookupError):
    """The pattern of a mutant occurs nowhere in its function, or more than once."""


@dataclass
class _Match:
    """A field of a node that holds the matched nodes: a list from `index` on, or a single node if that is None."""

    parent: ast.AST
    field: str
    index: int | None
    count: int = 1

    def replace(self, nodes: list[ast.AST]) -> None:
        if self.index is None:
            (node,) = nodes
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index : self.index + self.count] = nodes


def locate(root: Path, function: str) -> tuple[Path, str]:
    """Return the file of the module below `root` that a dotted name begins with, and the rest of the name."""
    parts = function.split(".")
    for length in range(len(parts), 0, -1):
        path = root.joinpath(*parts[:length])
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file, ".".join(parts[length:])
    raise LookupError(f"no module: {function}")


def mutate(source: str, name: str, mutant: Mutant) -> str:
    """Return the source of a module with the mutant applied to the definition `name`; empty: to the whole module.

    Comments and formatting are lost. Raises NoSingleMatchError, and LookupError if there is no such definition.
    """
    tree = ast.parse(source)
    scope = _definition(tree, name)
    _APPLY[mutant.kind](scope, mutant)
    _fill_empty_bodies(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


# --- definitions ---


def _definition(tree: ast.Module, name: str) -> ast.AST:
    scope: ast.AST = tree
    for part in name.split(".") if name else ():
        definitions = [node for node in _statements_of(scope) if part in _defined_names(node)]
        if len(definitions) != 1:
            raise LookupError(f"{len(definitions)} definitions of {name}")
        scope = definitions[0]
    return scope


def _statements_of(scope: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a scope, also those in its `if`, `with` and `try` blocks, but not in nested scopes."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            yield from _statements_of(node)


def _defined_names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return set()


# --- comparison ---

_IGNORED_FIELDS = {"ctx", "kind", "type_comment"}


def _equal(left: object, right: object) -> bool:
    """Compare two syntax trees without positions, and without whether an expression is loaded or stored."""
    if isinstance(left, ast.AST):
        return type(left) is type(right) and all(
            _equal(getattr(left, field, None), getattr(right, field, None))
            for field in left._fields
            if field not in _IGNORED_FIELDS
        )
    if isinstance(left, list):
        return (
            isinstance(right, list)
            and len(left) == len(right)
            and all(_equal(*pair) for pair in zip(left, right, strict=True))
        )
    return type(left) is type(right) and left == right


def _matches(scope: ast.AST, pattern: list[ast.AST]) -> Iterator[_Match]:
    """Yield each place in a scope that holds the nodes of the pattern, consecutively if there are several."""
    for parent in ast.walk(scope):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, list):
                for index in range(len(value) - len(pattern) + 1):
                    if _equal(value[index : index + len(pattern)], pattern):
                        yield _Match(parent, field, index, len(pattern))
            elif len(pattern) == 1 and _equal(value, pattern[0]):
                yield _Match(parent, field, None)


def _single_match(scope: ast.AST, pattern: list[ast.AST], mutant: Mutant) -> _Match:
    matches = list(_matches(scope, pattern))
    if len(matches) != 1:
        raise NoSingleMatchError(f"{mutant.function}: {len(matches)} matches of {mutant.pattern}")
    return matches[0]


# --- replacement ---


def _parse(code: str) -> list[ast.AST]:
    """Return the nodes of an expression, or of statements."""
    statements = ast.parse(dedent(code).strip("\n")).body
    if len(statements) == 1 and isinstance(statements[0], ast.Expr):
        return [statements[0].value]
    return list(statements)


def _apply_code(scope: ast.AST, mutant: Mutant) -> None:
    pattern, replacement = _parse(mutant.pattern), _parse(mutant.replacement)
    match = _single_match(scope, pattern, mutant)
    becomes_expression = len(replacement) == 1 and isinstance(replacement[0], ast.expr)
    if isinstance(match.parent, ast.Expr) and not becomes_expression:
        match = next(_places_of(scope, match.parent))  # the statement that consists of the expression
    elif match.index is None and not replacement:
        _remove_operand(scope, match)
        return
    match.replace(replacement)
    _collapse(scope, match.parent)


def _remove_operand(scope: ast.AST, match: _Match) -> None:
    """Remove an operand of `&` or `|`, or the value of a keyword argument together with its name."""
    parent = match.parent
    outer = next(_places_of(scope, parent))
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.BitAnd | ast.BitOr):
        outer.replace([parent.right if match.field == "left" else parent.left])
    elif isinstance(parent, ast.keyword):
        outer.replace([])
    else:
        raise ValueError(f"cannot remove the {match.field} of {ast.unparse(parent)}")


def _collapse(scope: ast.AST, node: ast.AST) -> None:
    """Replace an `and` or `or` of which one operand is left by that operand."""
    if isinstance(node, ast.BoolOp) and len(node.values) == 1:
        next(_places_of(scope, node)).replace([node.values[0]])


def _places_of(scope: ast.AST, node: ast.AST) -> Iterator[_Match]:
    """Yield the place in a scope that holds this very node."""
    for parent in ast.walk(scope):
        for field, value in ast.iter_fields(parent):
            if value is node:
                yield _Match(parent, field, None)
            elif isinstance(value, list):
                yield from (_Match(parent, field, index) for index, item in enumerate(value) if item is node)


def _apply_keyword(scope: ast.AST, mutant: Mutant) -> None:
    pattern, replacement = (_parse_keywords(code) for code in (mutant.pattern, mutant.replacement))
    _single_match(scope, pattern, mutant).replace(replacement)


def _parse_keywords(code: str) -> list[ast.AST]:
    call = ast.parse(f"_({code})", mode="eval").body
    if not isinstance(call, ast.Call) or call.args:
        raise ValueError(f"not keyword arguments: {code}")
    return list(call.keywords)


def _apply_text(scope: ast.AST, mutant: Mutant) -> None:
    pattern = re.compile(r"\s+".join(re.escape(word) for word in mutant.pattern.split()))
    literals = [node for node in ast.walk(scope) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    counts = [len(pattern.findall(str(node.value))) for node in literals]
    if sum(counts) != 1:
        raise NoSingleMatchError(f"{mutant.function}: {sum(counts)} matches of {mutant.pattern}")
    literal = literals[counts.index(1)]
    literal.value = pattern.sub(lambda _: mutant.replacement, str(literal.value))


_APPLY: dict[str, Callable[[ast.AST, Mutant], None]] = {
    "code": _apply_code,
    "keyword": _apply_keyword,
    "text": _apply_text,
}


def _fill_empty_bodies(tree: ast.Module) -> None:
    """Put `pass` into each block from which the only statement was removed."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module) and getattr(node, "body", None) == []:
            setattr(node, "body", [ast.Pass()])  # noqa: B010  # only some nodes declare it
