"""The service's plan for a file, read loosely: what it would do, and the rows that it will not take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sammen.files.faults import quoted
from sammen.mapping.rows import Tally
from sammen.thing import Model


class Plan(Model):
    """What an import would do, or has done: `counts` holds create, update, unchanged and rejected."""

    id: str
    state: str
    counts: Mapping[str, int]

    @property
    def rejected(self) -> int:
        """How many rows cannot be carried out."""
        return self.counts.get("rejected", 0)

    @property
    def some(self) -> int:
        """How many rows make or change something."""
        return self.counts.get("create", 0) + self.counts.get("update", 0)


class RejectedRow(Model):
    """A row that was not taken. `line` is that of the file as it was given, where that is known.

    `text` is what stands in `column`, and `of` tells the row by what it names, where the service says them.
    """

    line: int | None = None
    column: str | None = None
    code: str | None = None
    detail: str | None = None
    text: str = ""
    of: str = ""

    def __str__(self) -> str:
        line = " ".join(text for text in (f"line {self.line}" if self.line else "", self.of and f"({self.of})") if text)
        column = f"{self.column} {quoted(self.text)}".strip() if self.column else ""
        place = ", ".join(text for text in (line, column) if text)
        words = self.detail or self.code or "rejected"
        return f"{place}: {words}" if place else words

    @property
    def alike(self) -> tuple[str | None, str | None]:
        """What it has in common with others that are told together with it."""
        return self.column, self.detail or self.code


class Change(Model):
    """What becomes of one column. `before` is None where there was nothing, or where it is withheld."""

    column: str
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        after = self.after if self.after is not None else "(nothing)"
        return f"{self.column}: {after}" if self.before is None else f"{self.column}: {self.before} -> {after}"


class ChangedRow(Model):
    """A row that would make or change something. `line` is that of the file as it was given, where that is known."""

    line: int | None = None
    outcome: str
    changes: list[Change] = []

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line else ""
        return f"{place}{self.outcome}: " + "; ".join(map(str, self.changes))


Stage = Literal["reading", "sending", "planning", "applying", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is. `total` is None where it is not known; `done` counts rows (reading) or bytes (sending).

    `import_id` is the plan's, once it is there.
    """

    stage: Stage
    done: int = 0
    total: int | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import. `rejected` holds the first rows that were not taken, `changed` the first that change or
    make something. `tally` is how many rows the file has, and how many of them the map leaves out."""

    plan: Plan
    rejected: tuple[RejectedRow, ...]
    applied: bool
    changed: tuple[ChangedRow, ...] = ()
    tally: Tally = field(default_factory=Tally)

    @property
    def id(self) -> str:
        """The id of the import."""
        return self.plan.id

    @property
    def some(self) -> int:
        """How many rows make or change something."""
        return self.plan.some

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows create, update, are unchanged, or are rejected."""
        return self.plan.counts


def in_words(counts: Mapping[str, int]) -> str:
    """`3 to create, 1 to update, 40 unchanged, 0 rejected`."""
    to = {"create": "to create", "update": "to update"}
    return ", ".join(f"{count:,} {to.get(name, name)}" for name, count in counts.items())


def own_line(item: Mapping[str, Any]) -> dict[str, Any]:
    """One row of `/rows` with the line of the file as it was given: people look into that, not into what was sent."""
    return {**item, "line": item.get("source_line") or item.get("line")}


def rejected_rows(item: Mapping[str, Any]) -> list[RejectedRow]:
    """One row of `/rows` as its faults, each with the row's line."""
    item = own_line(item)
    cells = {str(one.get("column")): str(one.get("text")) for one in item.get("cells") or ()}
    faults = item.get("faults")
    if not isinstance(faults, list) or not faults:
        return [RejectedRow.model_validate(_plain(item, cells))]
    return [RejectedRow.model_validate(_plain({"line": item.get("line"), **fault}, cells)) for fault in faults]


_NAMING = ("number", "code", "username", "institution", "indicator", "name", "role", "unit", "planned_for")
"""What rows are known by, where they say it; two of these are told."""


def _plain(item: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    words = item.get("detail") or item.get("words")
    column = item["column"] if isinstance(item.get("column"), str) else None
    naming = [f"{name} {cells[name]}" for name in _NAMING if name in cells and name != column]
    known = {"text": cells.get(column or "", ""), "of": ", ".join(naming[:2])}
    return {**item, **known, "detail": words, "column": column}
