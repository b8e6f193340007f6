"""The plan of an import, its rows, its progress and its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sammen.base_model import Model

_MAX_QUOTED = 40


class ImportPlan(Model):
    """What an import would do, or has done. `counts` has the keys create, update, unchanged and rejected."""

    id: str
    state: str
    counts: Mapping[str, int]

    @property
    def rejected_count(self) -> int:
        """The number of rejected rows."""
        return self.counts.get("rejected", 0)

    @property
    def change_count(self) -> int:
        """The number of rows that create or update a resource."""
        return self.counts.get("create", 0) + self.counts.get("update", 0)


class RejectedRow(Model):
    """One error of a rejected row. `line` is the line of the original file, where it is known.

    `text` is the cell in `column`. `label` identifies the row by its first cells, where the service returns them.
    """

    line: int | None = None
    column: str | None = None
    code: str | None = None
    detail: str | None = None
    text: str = ""
    label: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        row = " ".join(part for part in (line, self.label and f"({self.label})") if part)
        column = f"{self.column} {quote_cell(self.text)}".strip() if self.column else ""
        location = ", ".join(part for part in (row, column) if part)
        message = self.detail or self.code or "rejected"
        return f"{location}: {message}" if location else message


class ColumnChange(Model):
    """The change of one column. `before` is None when there was no value, or when it is suppressed."""

    column: str
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        after = self.after if self.after is not None else "(nothing)"
        return f"{self.column}: {after}" if self.before is None else f"{self.column}: {self.before} -> {after}"


class ChangedRow(Model):
    """A row that creates or updates a resource. `line` is the line of the original file, where it is known."""

    line: int | None = None
    outcome: str
    changes: list[ColumnChange] = []

    def __str__(self) -> str:
        location = f"line {self.line}, " if self.line else ""
        return f"{location}{self.outcome}: " + "; ".join(map(str, self.changes))


ImportStage = Literal["sending", "planning", "applying", "done"]


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """The progress of an import. `done` and `total` are bytes, while sending; `import_id` is set once it is known."""

    stage: ImportStage
    done: int = 0
    total: int | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of an import. `rejected` and `changed` have the first rows, as many as were requested."""

    plan: ImportPlan
    rejected: tuple[RejectedRow, ...]
    applied: bool
    changed: tuple[ChangedRow, ...] = ()

    @property
    def id(self) -> str:
        """The id of the import."""
        return self.plan.id

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of rows by outcome: create, update, unchanged, rejected."""
        return self.plan.counts


def quote_cell(text: str) -> str:
    """A cell for an error message: quoted, shortened, followed by a space; empty for an empty cell."""
    shortened = text if len(text) <= _MAX_QUOTED else text[: _MAX_QUOTED - 1] + "…"
    return f"{shortened!r} " if text else ""


def with_source_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `/rows` whose `line` is that of the original file, when the file was rewritten before it was sent."""
    return {**row, "line": row.get("source_line") or row.get("line")}


def parse_rejected_row(row: Mapping[str, Any]) -> list[RejectedRow]:
    """A row of `/rows` as its errors, one object for each."""
    row = with_source_line(row)
    cells = {str(cell.get("column")): str(cell.get("text")) for cell in row.get("cells") or ()}
    errors = row.get("faults")
    if not isinstance(errors, list) or not errors:
        return [RejectedRow.model_validate(_error_fields(row, cells))]
    return [RejectedRow.model_validate(_error_fields({"line": row.get("line"), **error}, cells)) for error in errors]


_LABEL_COLUMNS = ("number", "code", "username", "institution", "indicator", "name", "role", "unit", "planned_for")
"""The columns that identify a row; the first two that it has make its label."""


def _error_fields(error: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    detail = error.get("detail") or error.get("words")
    column = error["column"] if isinstance(error.get("column"), str) else None
    labels = [f"{name} {cells[name]}" for name in _LABEL_COLUMNS if name in cells and name != column]
    return {
        **error,
        "text": cells.get(column or "", ""),
        "label": ", ".join(labels[:2]),
        "detail": detail,
        "column": column,
    }
