# Made from sammen/aio/imports.py by generate.py; do not edit.
"""Imports: a file becomes a plan, and the plan, if wanted, becomes rows."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sammen.answers import read as read_answer
from sammen.calls import Call, Target, new_key, query
from sammen.importing import ImportReport, Plan, Prepared, Progress, RejectedRow, Source, prepare, read
from sammen.importing.plans import ChangedRow, own_line, rejected_rows
from sammen.mapping import Map
from sammen.sync.pager import Pager
from sammen.sync.resource import Resource
from sammen.sync.waiting import aside

Tell = Callable[[Progress], None]

_PATH = "/v1/imports"


class Importing(Resource):
    """What is done by hand: reading files, and the steps of an import in their order."""

    patience = 900.0

    def run(
        self,
        resource: str,
        file: Path | str,
        *,
        map: Map | Path | str | None = None,  # the word of the command, too
        strategy: str = "upsert",
        apply: bool = False,
        progress: Tell | None = None,
        dialect: str | None = None,
        encoding: str | None = None,
        constants: Mapping[str, Any] | None = None,
        first_rejected: int = 100,
        first_changed: int = 0,
        idempotency_key: str | None = None,
    ) -> ImportReport:
        """Send a file and answer the plan made of it; with `apply`, carry it out if no row was rejected.

        Raises FileRefused, MapRefused or RowsRefused before anything is sent, and a Problem when the service refuses.
        The same file sent again changes nothing.
        """
        resource = resource.replace("-", "_")
        source = Source(Path(file), map, dialect, encoding, constants=constants)
        reading = aside(read, resource, source)
        prepared = aside(prepare, reading, _rows_told(progress))
        try:
            plan = self.plan(resource, prepared, strategy=strategy, progress=progress, idempotency_key=idempotency_key)
            rejected = self._first_rejected(plan, first_rejected)
            changed = self._first_changed(plan, first_changed)
        finally:
            aside(prepared.close)
        applied = apply and plan.rejected == 0
        if applied:
            _tell(progress, Progress("applying", import_id=plan.id))
            plan = self._post(f"{_PATH}/{{id}}/apply", Plan, None, {}, plan)
        _tell(progress, Progress("done", import_id=plan.id))
        return ImportReport(plan, rejected, applied, changed, prepared.tally)

    def plan(
        self,
        resource: str,
        prepared: Prepared,
        *,
        strategy: str = "upsert",
        progress: Tell | None = None,
        idempotency_key: str | None = None,
    ) -> Plan:
        """Send what `prepare` has made; nothing is changed by it."""

        def sent(count: int) -> None:
            _tell(progress, Progress("sending" if count < prepared.size else "planning", count, prepared.size))

        call = Call(
            "POST",
            _PATH,
            query(
                {
                    "resource": resource.replace("_", "-"),
                    "strategy": strategy,
                    "filename": prepared.name[-200:],
                    **prepared.said,
                }
            ),
            {"Content-Type": prepared.content_type},
            prepared.upload(sent),
            key=idempotency_key or new_key(),
            timeout=self.patience,
        )
        found: Plan = read_answer(self._transport.send(call), Plan)
        return found

    def rejected(self, id: Target, *, limit: int | None = None) -> Iterator[RejectedRow]:
        """Every row that was not taken, with each reason; lines are those of the file."""
        left = limit
        rows: Pager[Any] = self._list(
            f"{_PATH}/{{id}}/rows", dict, {"outcome": "rejected"}, id, limit=limit, page_size=None
        )
        for item in rows:
            for row in rejected_rows(item):
                yield row
                if left is not None:
                    left -= 1
                    if left == 0:
                        return

    def _first_rejected(self, plan: Plan, limit: int) -> tuple[RejectedRow, ...]:
        if plan.rejected == 0 or limit < 1:
            return ()
        rows = []
        for row in self.rejected(plan, limit=limit):
            rows.append(row)  # one source for both clients, of which one is not asynchronous
        return tuple(rows)

    def _first_changed(self, plan: Plan, limit: int) -> tuple[ChangedRow, ...]:
        found: list[ChangedRow] = []
        for outcome in ("update", "create"):
            left = min(limit - len(found), plan.counts.get(outcome, 0))
            if left > 0:
                rows: Pager[Any] = self._list(
                    f"{_PATH}/{{id}}/rows", dict, {"outcome": outcome}, plan, limit=left, page_size=None
                )
                for item in rows:
                    found.append(ChangedRow.model_validate(own_line(item)))
        return tuple(found)


def _tell(progress: Tell | None, step: Progress) -> None:
    if progress is not None:
        progress(step)


def _rows_told(progress: Tell | None) -> Callable[[int], None] | None:
    return (lambda rows: progress(Progress("reading", rows))) if progress is not None else None
