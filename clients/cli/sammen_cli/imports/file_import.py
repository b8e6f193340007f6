"""Import a file in any layout: read, map, upload, and optionally apply."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sammen import Client
from sammen.import_reports import ImportReport

from sammen_cli.imports.import_progress import OnProgress, Progress, upload_progress
from sammen_cli.imports.source_file import FileOptions, open_source
from sammen_cli.imports.upload_file import prepare
from sammen_cli.mapping.map_file import Map
from sammen_cli.mapping.row_counts import RowCounts


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The report of the service, and the rows of the file that were read and left out by the map."""

    report: ImportReport
    counts: RowCounts


def import_file(
    client: Client,
    resource: str,
    file: Path | str,
    *,
    map: Map | Path | str | None = None,
    dialect: str | None = None,
    encoding: str | None = None,
    constants: Mapping[str, Any] | None = None,
    strategy: str = "upsert",
    apply: bool = False,
    progress: OnProgress | None = None,
    first_rejected: int = 100,
    first_changed: int = 0,
    idempotency_key: str | None = None,
) -> ImportResult:
    """Upload a file and return its plan; with `apply`, apply the plan if no row is rejected.

    `map` is a map file; without it the file has the columns of the import, or is an exported list. `constants` are
    columns with the same value in each row. Raises InvalidFile, InvalidMap or InvalidRows before anything is sent, and
    a Problem for an error response.
    """
    on_progress = progress or _ignore
    options = FileOptions(map=map, dialect=dialect, encoding=encoding, constants=constants)
    source = open_source(resource.replace("-", "_"), Path(file), options)
    with prepare(source, lambda rows: on_progress(Progress("reading", rows))) as prepared:
        report = client.imports.run(
            resource,
            prepared.path,
            strategy=strategy,
            apply=apply,
            filename=prepared.filename,
            content_type=prepared.content_type,
            only_new=prepared.only_new,
            empty_clears=prepared.empty_clears,
            progress=upload_progress(on_progress),
            first_rejected=first_rejected,
            first_changed=first_changed,
            idempotency_key=idempotency_key,
        )
        return ImportResult(report, prepared.counts)


def _ignore(progress: Progress) -> None:
    pass
