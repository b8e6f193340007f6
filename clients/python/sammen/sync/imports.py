# Generated from sammen/aio/imports.py by generate.py; do not edit.
"""Imports: upload a file, read its plan, apply it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sammen.import_reports import (
    ChangedRow,
    ImportPlan,
    ImportProgress,
    ImportReport,
    ImportStage,
    RejectedRow,
    parse_rejected_row,
    with_source_line,
)
from sammen.requests import Request, Target, Upload, encode_query, new_idempotency_key
from sammen.response_parsing import parse_response
from sammen.sync.base_resource import Resource
from sammen.sync.concurrency import run_blocking

OnProgress = Callable[[ImportProgress], None]

_PATH = "/v1/imports"
_MEDIA_TYPES = {".ndjson": "application/x-ndjson", ".jsonl": "application/x-ndjson"}
_MAX_FILENAME = 200


class ImportUploads(Resource):
    """The operations of imports that are not generated."""

    post_timeout = 900.0

    def run(
        self,
        resource: str,
        file: Path | str,
        *,
        strategy: str = "upsert",
        apply: bool = False,
        filename: str | None = None,
        content_type: str | None = None,
        only_new: Iterable[str] = (),
        empty_clears: Iterable[str] = (),
        progress: OnProgress | None = None,
        first_rejected: int = 100,
        first_changed: int = 0,
        idempotency_key: str | None = None,
    ) -> ImportReport:
        """Upload a file and return its plan; with `apply`, apply the plan if no row is rejected.

        `file` is CSV, or one JSON object per line (.ndjson); its columns are those of the import. `only_new` are
        columns that are written for new resources only, `empty_clears` those whose empty cells clear a value. The
        report has the first `first_rejected` errors and the first `first_changed` changes. Uploading the same file
        again changes nothing.
        """
        plan = self.plan(
            resource,
            file,
            strategy=strategy,
            filename=filename,
            content_type=content_type,
            only_new=only_new,
            empty_clears=empty_clears,
            progress=progress,
            idempotency_key=idempotency_key,
        )
        rejected = self._first_rejected(plan, first_rejected)
        changed = self._first_changed(plan, first_changed)
        applied = apply and plan.rejected_count == 0
        if applied:
            _report(progress, ImportProgress("applying", import_id=plan.id))
            plan = self._post(f"{_PATH}/{{id}}/apply", ImportPlan, None, {}, plan)
        _report(progress, ImportProgress("done", import_id=plan.id))
        return ImportReport(plan, rejected, applied, changed)

    def plan(
        self,
        resource: str,
        file: Path | str,
        *,
        strategy: str = "upsert",
        filename: str | None = None,
        content_type: str | None = None,
        only_new: Iterable[str] = (),
        empty_clears: Iterable[str] = (),
        progress: OnProgress | None = None,
        idempotency_key: str | None = None,
    ) -> ImportPlan:
        """Upload a file and return its plan; nothing is changed."""
        path = Path(file)

        def sent(count: int) -> None:
            stage: ImportStage = "sending" if count < upload.size else "planning"
            _report(progress, ImportProgress(stage, count, upload.size))

        upload = run_blocking(Upload.from_path, path, sent)
        query = {
            "resource": resource.replace("_", "-"),
            "strategy": strategy,
            "filename": (filename or path.name)[-_MAX_FILENAME:],
            "only_new": ",".join(only_new) or None,
            "empty_clears": ",".join(empty_clears) or None,
        }
        request = Request(
            "POST",
            _PATH,
            encode_query(query),
            {"Content-Type": content_type or _MEDIA_TYPES.get(path.suffix.lower(), "text/csv")},
            upload,
            idempotency_key=idempotency_key or new_idempotency_key(),
            timeout=self.post_timeout,
        )
        plan: ImportPlan = parse_response(self._transport.send(request), ImportPlan)
        return plan

    def rejected(self, id: Target, *, limit: int | None = None) -> Iterator[RejectedRow]:
        """The errors of all rejected rows; lines are those of the original file."""
        count = 0
        rows = self._list(f"{_PATH}/{{id}}/rows", dict, {"outcome": "rejected"}, id, limit=limit, page_size=None)
        for row in rows:
            for error in parse_rejected_row(row):
                yield error
                count += 1
                if count == limit:
                    return

    def _first_rejected(self, plan: ImportPlan, limit: int) -> tuple[RejectedRow, ...]:
        if plan.rejected_count == 0 or limit < 1:
            return ()
        return tuple([error for error in self.rejected(plan, limit=limit)])

    def _first_changed(self, plan: ImportPlan, limit: int) -> tuple[ChangedRow, ...]:
        changed: list[ChangedRow] = []
        for outcome in ("update", "create"):
            missing = min(limit - len(changed), plan.counts.get(outcome, 0))
            if missing > 0:
                rows = self._list(
                    f"{_PATH}/{{id}}/rows", dict, {"outcome": outcome}, plan, limit=missing, page_size=None
                )
                changed += [ChangedRow.model_validate(with_source_line(row)) for row in rows]
        return tuple(changed)


def _report(progress: OnProgress | None, step: ImportProgress) -> None:
    if progress is not None:
        progress(step)
