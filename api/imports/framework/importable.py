"""What every resource that files can hold has to say: its columns, its keys, its verdict on a row, its actions."""

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
from api.db.columns import ResourceModel
from api.imports.framework.cells import CellFault, Reader, cell_fault
from api.imports.framework.row_changes import FieldChange
from api.imports.models import Outcome, Strategy

Claimed = Callable[[str], bool]


class Row(NamedTuple):
    """A row that was read: its values by column, and what was wrong in its cells; `told` is the line to be told."""

    line: int
    values: dict[str, Any]
    flaws: list[CellFault]
    told: int = 0


class PlannedChange(NamedTuple):
    """What a row would do: to which thing, in which version; `wish` is what the room's action is given.

    `before` is what putting it back needs, `changes` what is told of it: withheld figures are in the first only.
    """

    outcome: Outcome
    thing_id: UUID | None = None
    version: int | None = None
    effect: str | None = None
    before: Mapping[str, Any] | None = None
    flaws: Sequence[CellFault] = ()
    step: int = 0
    wish: Any = None
    changes: Sequence[FieldChange] = ()


class AppliedRow(NamedTuple):
    """A row that was carried out and is to be put back: the thing that it made, or the fields that it changed."""

    thing_id: UUID
    made: bool
    before: str | None

    @property
    def was(self) -> dict[str, Any]:
        """How the changed fields were."""
        found: dict[str, Any] = orjson.loads(self.before or "{}")
        return found


class RowToApply(NamedTuple):
    """A row that is to be carried out: its verdict, and the id of the thing that it makes or changes."""

    verdict: PlannedChange
    thing_id: UUID


def rejected(flaws: Sequence[CellFault]) -> PlannedChange:
    return PlannedChange(Outcome.rejected, flaws=flaws)


def digest(effect: Any) -> str:
    """What tells two effects apart."""
    return blake2b(orjson.dumps(effect, default=str), digest_size=16).hexdigest()


class Importable(ABC):
    """One resource, seen by one caller, while one file is judged or carried out."""

    resource: ClassVar[str]
    table: ClassVar[type[ResourceModel]]
    may: ClassVar[Permission]
    readers: ClassVar[Mapping[str, Reader]]
    required: ClassVar[frozenset[str]]
    digits: ClassVar[frozenset[str]] = frozenset()
    """Columns that hold numbers of things: what looks like a CPR number there is none."""

    words: ClassVar[frozenset[str]] = frozenset()
    """Columns of what people said: kept with a plan, and no longer than it waits."""
    named_by: ClassVar[frozenset[str] | None] = None
    """The columns that its natural keys are made of, where no others are needed to know them."""
    parts: ClassVar[frozenset[str]] = frozenset()
    """The tables whose rows are parts of a thing, and go with it."""
    whole: ClassVar[bool] = False
    """Whether a row tells all of its thing, so that an empty cell says that there is nothing."""

    def __init__(
        self,
        caller: Caller,
        scope: Mapping[str, Any],
        strategy: Strategy,
        claimed: Claimed | None,
        only_new: Collection[str] = (),
    ) -> None:
        """`claimed` tells whether the file speaks of a key; None when it is carried out, and all is in place.

        What stands in the columns `only_new` is for things that are made; those that are there keep what they have.
        """
        self.caller, self.scope, self.strategy = caller, scope, strategy
        self.carrying_out = claimed is None
        self.claimed: Claimed = claimed or (lambda key: False)
        self.only_new = frozenset(only_new)

    def said(self, values: dict[str, Any], there: bool) -> dict[str, Any]:
        """What a row says of a thing that is there, or is not yet."""
        if not there or not self.only_new:
            return values
        return {name: value for name, value in values.items() if name not in self.only_new}

    async def units(self, session: AsyncSession, may: Permission) -> frozenset[UUID]:
        """The units that the caller reaches for this."""
        return frozenset((await session.execute(reach.reached(may), self.scope)).scalars())

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what is needed to know the keys of these rows."""
        await self.look_up(session, rows)

    @abstractmethod
    async def look_up(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load what these rows speak of."""

    @abstractmethod
    def keys(self, row: Row) -> list[str]:
        """The natural keys that a row claims, after it was recognised."""

    @abstractmethod
    def judge(self, row: Row) -> PlannedChange:
        """What a row would do, after it was looked up."""

    @abstractmethod
    async def carry_out(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        """Do it, by the actions of the room."""

    @abstractmethod
    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        """Undo it, by the actions of the room; who may not raises `not-allowed`."""

    async def finish(self, session: AsyncSession, caller: Caller, import_id: UUID) -> None:  # noqa: B027  # may be
        """Do what can be done only when all rows have been carried out."""

    def against_strategy(self, found: bool) -> list[CellFault]:
        """A flaw where the strategy does not want what this row would do."""
        if found and self.strategy == Strategy.create:
            return [cell_fault(None, "exists-already")]
        if not found and self.strategy == Strategy.update:
            return [cell_fault(None, "not-there")]
        return []
