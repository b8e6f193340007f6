"""Resources whose rows are judged by carrying them out by their rooms' actions, in a transaction that is taken back."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.identifiers import new_id
from api.core.problems import Fault, Problem
from api.imports.framework.cells import CellFault, flaws_of
from api.imports.framework.importable import Importable, PlannedChange, Row, RowToApply, rejected
from api.imports.models import Outcome

AT_ONCE = 16
"""Among so many rows the refused ones are looked for in one turn to write."""
ENOUGH = 100
"""Where a plan is carried out, nothing is done if one row is refused, and others wait: so many are looked for."""
_Tried = Sequence[tuple[int, RowToApply]]


class TrialRun(Importable):
    """All rows are tried at once; only where one is refused are halves tried, down to the row that it is.

    So the rules and permissions are those of the routes, whatever becomes of them.
    """

    column_of: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._verdicts: dict[int, PlannedChange] = {}
        self._refused = 0

    @abstractmethod
    def read(self, row: Row) -> PlannedChange:
        """What a row wishes, by itself; its `wish` is what `do` is given."""

    @abstractmethod
    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        """Do it by the actions of the room; things are loaded anew, since those of a trial are of the past."""

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        await self._try_rows(session, rows, halving=True)

    async def try_together(self, session: AsyncSession, rows: Sequence[Row]) -> bool:
        """Judge rows in one turn to write; False if one is refused and they are too many to look for it meanwhile."""
        return await self._try_rows(session, rows, halving=len(rows) <= AT_ONCE)

    async def _try_rows(self, session: AsyncSession, rows: Sequence[Row], *, halving: bool) -> bool:
        await self.recognise(session, rows)
        found = {row.line: self.read(row) for row in rows}
        self._verdicts |= found
        tried = [
            (line, RowToApply(verdict, verdict.thing_id or new_id()))
            for line, verdict in found.items()
            if verdict.outcome in (Outcome.create, Outcome.update)
        ]
        return not tried or await self._taken_back(session, tried, halving=halving)

    async def _taken_back(self, session: AsyncSession, tried: _Tried, *, halving: bool) -> bool:
        # What the journal would seal, and all else that waits for the commit, is of the trial only.
        info, finish = dict(session.info), session.info["finish"]
        kept = list(finish)
        session.info.pop("sealing", None)
        trial = await session.begin_nested()
        try:
            return await self._try(session, tried, halving=halving)
        finally:
            await trial.rollback()
            session.info.clear()
            session.info.update(info)
            finish[:] = kept

    async def _try(self, session: AsyncSession, tried: _Tried, *, halving: bool) -> bool:
        if self.carrying_out and self._refused >= ENOUGH:
            return True
        try:
            async with session.begin_nested():
                await self.do(session, self.caller, [task for _, task in tried])
        except Problem as problem:
            if len(tried) == 1:
                self._verdicts[tried[0][0]] = rejected(self._flaws(problem))
                self._refused += 1
                return True
            if not halving:
                return False
            half = len(tried) // 2
            await self._try(session, tried[:half], halving=True)
            await self._try(session, tried[half:], halving=True)
        return True

    def _flaws(self, problem: Problem) -> list[CellFault]:
        return flaws_of(problem.faults or [Fault(problem.kind)], self.column_of)

    def judge(self, row: Row) -> PlannedChange:
        return self._verdicts.pop(row.line)

    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        if tasks:
            await self.do(session, caller, tasks)


def apart(tasks: Sequence[RowToApply]) -> tuple[list[RowToApply], list[RowToApply]]:
    """What is to be made, and what is to be changed."""
    makes = [task for task in tasks if task.verdict.outcome == Outcome.create]
    return makes, [task for task in tasks if task.verdict.outcome == Outcome.update]
