"""From a file and a map to what is sent, and from the service's plan to what is told."""

from sammen.imported import COLUMNS
from sammen.importing.columns import kinds, targets
from sammen.importing.plans import ImportReport, Plan, Progress, RejectedRow
from sammen.importing.prepared import Prepared, prepare
from sammen.importing.reading import Reading, Source, read

__all__ = [
    "COLUMNS",
    "ImportReport",
    "Plan",
    "Prepared",
    "Progress",
    "Reading",
    "RejectedRow",
    "Source",
    "kinds",
    "prepare",
    "read",
    "targets",
]
