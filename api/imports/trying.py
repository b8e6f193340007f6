"""Resources whose rows are judged by carrying them out by their rooms' actions, in a transaction that is taken back."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.columns import new_id
from api.core.problems import Fault, Problem
from api.imports.cells import Flaw, flaws_of
from api.imports.importable import Importable, Row, Task, Verdict, rejected
from api.imports.models import Outcome

_Tried = Sequence[tuple[int, Task]]


class Trying(Importable):
    """All rows of a chunk are tried at once; only where one is refused are halves tried, down to the row that it is.

    So the rules and permissions are those of the routes, whatever becomes of them.
    """

    tries = True
    column_of: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def read(self, row: Row) -> Verdict:
        """What a row wishes, by itself; its `wish` is what `do` is given."""

    @abstractmethod
    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[Task]) -> None:
        """Do it by the actions of the room; things are loaded anew, since those of a trial are of the past."""

    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        await self.recognise(session, rows)
        self._verdicts = {row.line: self.read(row) for row in rows}
        tried = [
            (line, Task(verdict, verdict.thing_id or new_id()))
            for line, verdict in self._verdicts.items()
            if verdict.outcome in (Outcome.create, Outcome.update)
        ]
        if tried:
            await self._taken_back(session, tried)

    async def _taken_back(self, session: AsyncSession, tried: _Tried) -> None:
        # What the journal would seal, and all else that waits for the commit, is of the trial only.
        info, finish = dict(session.info), session.info["finish"]
        kept = list(finish)
        session.info.pop("sealing", None)
        trial = await session.begin_nested()
        try:
            await self._try(session, tried)
        finally:
            await trial.rollback()
            session.info.clear()
            session.info.update(info)
            finish[:] = kept

    async def _try(self, session: AsyncSession, tried: _Tried) -> None:
        try:
            async with session.begin_nested():
                await self.do(session, self.caller, [task for _, task in tried])
        except Problem as problem:
            if len(tried) == 1:
                self._verdicts[tried[0][0]] = rejected(self._flaws(problem))
                return
            half = len(tried) // 2
            await self._try(session, tried[:half])
            await self._try(session, tried[half:])

    def _flaws(self, problem: Problem) -> list[Flaw]:
        return flaws_of(problem.faults or [Fault(problem.kind)], self.column_of)

    def judge(self, row: Row) -> Verdict:
        return self._verdicts[row.line]

    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[Task]) -> None:
        if tasks:
            await self.do(session, caller, tasks)


def apart(tasks: Sequence[Task]) -> tuple[list[Task], list[Task]]:
    """What is to be made, and what is to be changed."""
    makes = [task for task in tasks if task.verdict.outcome == Outcome.create]
    return makes, [task for task in tasks if task.verdict.outcome == Outcome.update]
