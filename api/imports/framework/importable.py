"""The interface of an importable resource: its columns, natural keys, planned changes, and how they are applied."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import reach
from api.access.caller import Caller
from api.access.roles import Permission
from api.core.problems import Fault
from api.db.columns import ResourceModel
from api.imports.framework.cell_parsers import CellParser
from api.imports.framework.input_faults import row_fault
from api.imports.framework.row_changes import FieldChange
from api.imports.models import Outcome, Strategy

HasKey = Callable[[str], bool]
"""A function that returns whether any row of the file has a natural key."""


class Row(NamedTuple):
    """A parsed row: its values by column, and the faults of its cells.

    `reported_line` is the line by which the user finds it.
    """

    line: int
    values: dict[str, Any]
    faults: list[Fault]
    reported_line: int = 0


class PlannedChange(NamedTuple):
    """What a row would do: to which thing, in which version.

    `payload` is the argument of the room's action, `effect` a digest of everything that it would set. `before` holds
    the values that reversing restores; `changes` are shown to the user, without the values of suppressed figures.
    `step` orders rows that need others: see `STEPS`.
    """

    outcome: Outcome
    thing_id: UUID | None = None
    version: int | None = None
    effect: str | None = None
    before: Mapping[str, Any] | None = None
    faults: Sequence[Fault] = ()
    step: int = 0
    payload: Any = None
    changes: Sequence[FieldChange] = ()


class AppliedRow(NamedTuple):
    """A row that was applied and is to be reversed; `before` is JSON, as it is stored with the import row."""

    thing_id: UUID
    created: bool
    before: str | None

    @property
    def previous_values(self) -> dict[str, Any]:
        """The values of the changed fields before the import, by field."""
        values: dict[str, Any] = orjson.loads(self.before or "{}")
        return values


class RowToApply(NamedTuple):
    """A planned change to apply, and the id of the thing that it creates or changes."""

    change: PlannedChange
    thing_id: UUID


def rejected(faults: Sequence[Fault]) -> PlannedChange:
    return PlannedChange(Outcome.rejected, faults=faults)


def effect_digest(effect: Any) -> str:
    """Return the digest by which two effects are compared."""
    return blake2b(orjson.dumps(effect, default=str), digest_size=16).hexdigest()


class Importable(ABC):
    """One resource, for one caller, while one file is planned, applied or reversed.

    The framework calls `load_keys` and `natural_keys` for all rows of a file; then, chunk by chunk, `load` and
    `plan_row`; and when the plan is applied, `load` and `plan_row` again, `apply`, and once `finish`.
    """

    resource: ClassVar[str]
    table: ClassVar[type[ResourceModel]]
    permission: ClassVar[Permission]
    parsers: ClassVar[Mapping[str, CellParser]]
    """The columns of its files, each with the parser of its cells."""
    required_columns: ClassVar[frozenset[str]]
    identifier_columns: ClassVar[frozenset[str]] = frozenset()
    """Columns of identifiers and numbers: digits alone are not taken for a CPR number there."""
    free_text_columns: ClassVar[frozenset[str]] = frozenset()
    """Columns of personal data and free text: stored with a plan only until it is applied."""
    key_columns: ClassVar[frozenset[str] | None] = None
    """The columns that `natural_keys` needs; None: all of them."""
    part_tables: ClassVar[frozenset[str]] = frozenset()
    """The tables whose rows are parts of a thing, and are deleted with it."""
    rows_are_complete: ClassVar[bool] = False
    """Whether a row holds all of its thing, so that an empty cell clears the field."""

    def __init__(
        self,
        caller: Caller,
        scope: Mapping[str, Any],
        strategy: Strategy,
        file_has_key: HasKey | None,
        only_new: Collection[str] = (),
    ) -> None:
        """`file_has_key` is None while a plan is applied: whatever its rows refer to exists then.

        The columns `only_new` are ignored for things that exist already.
        """
        self.caller, self.scope, self.strategy = caller, scope, strategy
        self.applying = file_has_key is None
        self.file_has_key: HasKey = file_has_key or (lambda key: False)
        self.only_new = frozenset(only_new)

    def applicable_values(self, values: dict[str, Any], exists: bool) -> dict[str, Any]:
        """Return the values of a row that apply: without the columns `only_new`, if its thing exists already."""
        if not exists or not self.only_new:
            return values
        return {name: value for name, value in values.items() if name not in self.only_new}

    async def reachable_units(self, session: AsyncSession, permission: Permission) -> frozenset[UUID]:
        """Return the units for which the caller has a permission."""
        return frozenset((await session.execute(reach.reachable_units(permission), self.scope)).scalars())

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what `natural_keys` needs for these rows."""
        await self.load(session, rows)

    @abstractmethod
    async def load(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what `plan_row` needs for these rows."""

    @abstractmethod
    def natural_keys(self, row: Row) -> list[str]:
        """Return the natural keys of a row; two rows of a file must not share one. `load_keys` comes before."""

    @abstractmethod
    def plan_row(self, row: Row) -> PlannedChange:
        """Validate a row and return what it would do. `load` comes before."""

    @abstractmethod
    async def apply(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        """Apply planned changes through the room's actions."""

    @abstractmethod
    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        """Reverse applied rows through the room's actions; raises `not-allowed` unless the caller may."""

    async def finish(self, session: AsyncSession, caller: Caller, import_id: UUID) -> None:  # noqa: B027  # optional
        """Do what is left to do once all rows have been applied."""

    def strategy_faults(self, exists: bool) -> list[Fault]:
        """Return a fault if the strategy forbids what the row would do."""
        if exists and self.strategy == Strategy.create:
            return [row_fault("exists-already")]
        if not exists and self.strategy == Strategy.update:
            return [row_fault("not-there")]
        return []


def split_by_outcome(tasks: Sequence[RowToApply]) -> tuple[list[RowToApply], list[RowToApply]]:
    """Return the tasks that create something, and those that update something."""
    creates = [task for task in tasks if task.change.outcome == Outcome.create]
    return creates, [task for task in tasks if task.change.outcome == Outcome.update]
