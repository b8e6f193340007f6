"""The progress of the import of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sammen.import_reports import ImportProgress, ImportStage

Stage = ImportStage | Literal["reading"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The stage, and how much of it is done: rows while reading, bytes while sending. `total` is None if unknown."""

    stage: Stage
    done: int = 0
    total: int | None = None
    import_id: str | None = None


OnProgress = Callable[[Progress], None]


def upload_progress(on_progress: OnProgress) -> Callable[[ImportProgress], None]:
    """A callback for the client, which knows the stages from `sending` on."""
    return lambda step: on_progress(Progress(step.stage, step.done, step.total, step.import_id))
