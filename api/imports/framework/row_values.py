"""What a row says: its cells, or the members of its object, made into values by column."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from api.core.cpr_numbers import looks_like_cpr_number
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, Reader, UnreadableCell, cell_fault
from api.imports.framework.file_reader import ABSENT, Record
from api.imports.models import Dialect

Cells = Callable[[Record], tuple[dict[str, Any], list[CellFault]]]


def reading(
    columns: Sequence[str],
    readers: Mapping[str, Reader],
    dialect: Dialect | None,
    stays: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Cells:
    """What makes the values of a row by column, and its flaws, of its cells; of the columns `only` where that is said.

    Absent members of NDJSON are absent from the values; so are empty cells of the columns `stays`.
    """
    wanted = [
        (place, name, readers[name], name in stays)
        for place, name in enumerate(columns)
        if only is None or name in only
    ]

    def read(record: Record) -> tuple[dict[str, Any], list[CellFault]]:
        values: dict[str, Any] = {}
        if record.fault:
            return values, [cell_fault(None, record.fault)]
        flaws, said = [], record.cells
        for place, name, reader, stay in wanted:
            try:
                if dialect is not None:
                    value = reader(said[place], dialect)
                    if not (stay and value in (None, [])):
                        values[name] = value
                elif said[place] != ABSENT:
                    values[name] = _member(said[place], reader)
            except UnreadableCell as misread:
                flaws.append(cell_fault(name, str(misread)))
        return values, flaws

    return read


def _member(value: Any, reader: Reader) -> Any:
    """A member of NDJSON: of its own type already, but for external ids, which may be written short."""
    part = _PARTS.get(reader)
    if value is None:
        return None if part is None else []
    if not _is_text(value):
        raise UnreadableCell("control-characters")
    if reader is cells.pairs and isinstance(value, list):
        value = [cells.pair(one) if isinstance(one, str) else one for one in value]
    if part is None:
        fits = isinstance(value, _TYPES.get(reader, object))
    else:
        fits = isinstance(value, list) and all(isinstance(one, part) for one in value)
    if not fits:
        raise UnreadableCell("wrong-type")
    if reader is cells.moment:
        cells.moment(value, Dialect.comma)
    return value


_TYPES: Mapping[Reader, type | tuple[type, ...]] = {
    cells.text: str, cells.day: str, cells.moment: str, cells.truth: bool, cells.number: (int, float),
    cells.whole: (int, float),
}  # fmt: skip
_PARTS: Mapping[Reader, type] = {cells.many: str, cells.pairs: dict, cells.said_points: dict}


def _is_text(value: Any) -> bool:
    """Whether all that is said in a member is text that databases take: only JSON can say a NUL or half a character."""
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or not _HALF.search(value))
    if isinstance(value, dict):
        return all(_is_text(part) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(map(_is_text, value))


_HALF = re.compile("[\ud800-\udfff]")


def without_cpr(record: Record, columns: Sequence[str], digits: frozenset[str]) -> list[Any]:
    """The cells of a row that is refused, to be kept for its report: what looks like a CPR number is not kept.

    In a column of numbers (`digits`) ten digits by themselves are taken for what the column is for.
    """
    return [
        None
        if cell is not None and looks_like_cpr_number(str(cell)) and not (name in digits and str(cell).isdigit())
        else cell
        for name, cell in zip(columns, record.cells, strict=True)
    ]
