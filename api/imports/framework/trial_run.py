"""Planning by trial: rows are applied through their room's actions inside savepoints, and then rolled back."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.identifiers import new_id
from api.core.problems import Fault, Problem
from api.db.transactions import BEFORE_COMMIT_KEY
from api.imports.framework.importable import Importable, PlannedChange, Row, RowToApply, rejected
from api.imports.framework.input_faults import in_columns
from api.imports.models import Outcome
from api.journal.hash_chain import CHAIN_WRITER_KEY

MAX_BISECTED_ROWS = 16
"""Within one write transaction, rejected rows are searched for among at most this many."""
MAX_REJECTED_WHEN_APPLYING = 100
"""Applying does nothing if a single row is rejected, and keeps other writers waiting: no more than these are found."""
_Trial = Sequence[tuple[int, RowToApply]]
"""Tasks, each with the line of its row."""


class TrialRun(Importable):
    """An importable resource whose rows are validated by applying them in a savepoint that is rolled back.

    So the rules and permissions are exactly those of the routes. All rows are tried together; only if one is rejected
    are they bisected, until the rejected rows are found.
    """

    column_of: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._planned: dict[int, PlannedChange] = {}
        self._rejected_count = 0

    @abstractmethod
    def validate_row(self, row: Row) -> PlannedChange:
        """Validate a row by itself and return what it would do, before it is tried."""

    @abstractmethod
    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        """Apply planned changes through the room's actions.

        Things must be loaded anew: those in memory may be from a trial that was rolled back.
        """

    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        await self._try_rows(session, rows, bisect=True)

    async def try_rows(self, session: AsyncSession, rows: Sequence[Row]) -> bool:
        """Try rows within one write transaction.

        Returns False if one is rejected and there are too many to search for it: then try fewer at a time.
        """
        return await self._try_rows(session, rows, bisect=len(rows) <= MAX_BISECTED_ROWS)

    async def _try_rows(self, session: AsyncSession, rows: Sequence[Row], *, bisect: bool) -> bool:
        await self.load_keys(session, rows)
        changes = {row.line: self.validate_row(row) for row in rows}
        self._planned |= changes
        trial = [
            (line, RowToApply(change, change.thing_id or new_id()))
            for line, change in changes.items()
            if change.outcome in (Outcome.create, Outcome.update)
        ]
        return not trial or await self._execute_and_roll_back(session, trial, bisect=bisect)

    async def _execute_and_roll_back(self, session: AsyncSession, trial: _Trial, *, bisect: bool) -> bool:
        # What the trial leaves in `session.info` (journal entries to seal, work at commit) must not outlive it.
        info, callbacks = dict(session.info), session.info[BEFORE_COMMIT_KEY]
        callbacks_before = list(callbacks)
        session.info.pop(CHAIN_WRITER_KEY, None)
        savepoint = await session.begin_nested()
        try:
            return await self._execute_trial(session, trial, bisect=bisect)
        finally:
            await savepoint.rollback()
            session.info.clear()
            session.info.update(info)
            callbacks[:] = callbacks_before

    async def _execute_trial(self, session: AsyncSession, trial: _Trial, *, bisect: bool) -> bool:
        if self.applying and self._rejected_count >= MAX_REJECTED_WHEN_APPLYING:
            return True
        try:
            async with session.begin_nested():
                await self.execute(session, self.caller, [task for _, task in trial])
        except Problem as problem:
            if len(trial) == 1:
                line = trial[0][0]
                self._planned[line] = rejected(self._faults(problem))
                self._rejected_count += 1
                return True
            if not bisect:
                return False
            half = len(trial) // 2
            await self._execute_trial(session, trial[:half], bisect=True)
            await self._execute_trial(session, trial[half:], bisect=True)
        return True

    def _faults(self, problem: Problem) -> list[Fault]:
        return in_columns(problem.faults or [Fault(problem.kind)], self.column_of)

    def plan_row(self, row: Row) -> PlannedChange:
        return self._planned.pop(row.line)

    async def apply(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        if tasks:
            await self.execute(session, caller, tasks)
