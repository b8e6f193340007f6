"""A thin client for Sammen: quality in day care, schools and leisure, followed up through dialogue.

import sammen

with sammen.Client("https://sammen.example.dk", username="...", password="...") as client:
    for institution in client.institutions.list(kind="school"):
        print(institution.name)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sammen import errors, models, problems
    from sammen.aio.client import AsyncClient
    from sammen.errors import (
        ConnectionFailed,
        Problem,
        SammenError,
        SignInNeeded,
        TimedOut,
        UnexpectedAnswer,
    )
    from sammen.fault import Fault
    from sammen.files import FileRefused
    from sammen.files.faults import RowFault, RowsRefused
    from sammen.importing import ImportReport, Plan, Progress, RejectedRow
    from sammen.mapping import Map, MapRefused
    from sammen.mapping import load as load_map
    from sammen.retries import NO_RETRIES, Retries
    from sammen.sync.client import Client
    from sammen.thing import Model, Page, Raw
    from sammen.tokens import MemoryStore, Token, TokenStore

__all__ = [
    "NO_RETRIES",
    "AsyncClient",
    "Client",
    "ConnectionFailed",
    "Fault",
    "FileRefused",
    "ImportReport",
    "Map",
    "MapRefused",
    "MemoryStore",
    "Model",
    "Page",
    "Plan",
    "Problem",
    "Progress",
    "Raw",
    "RejectedRow",
    "Retries",
    "RowFault",
    "RowsRefused",
    "SammenError",
    "SignInNeeded",
    "TimedOut",
    "Token",
    "TokenStore",
    "UnexpectedAnswer",
    "errors",
    "load_map",
    "models",
    "problems",
]

# Where each name is found when it is first asked for: whoever needs one of them does not wait for all.
_PLACES = {
    "sammen.aio.client": "AsyncClient",
    "sammen.errors": "ConnectionFailed Problem SammenError SignInNeeded TimedOut UnexpectedAnswer",
    "sammen.fault": "Fault",
    "sammen.files.dialects": "FileRefused",
    "sammen.files.faults": "RowFault RowsRefused",
    "sammen.importing.plans": "ImportReport Plan Progress RejectedRow",
    "sammen.mapping.faults": "MapRefused",
    "sammen.mapping.maps": "Map",
    "sammen.retries": "NO_RETRIES Retries",
    "sammen.sync.client": "Client",
    "sammen.thing": "Model Page Raw",
    "sammen.tokens": "MemoryStore Token TokenStore",
}
_PLACE = {name: place for place, names in _PLACES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name in {"errors", "models", "problems"}:
        return import_module(f"sammen.{name}")
    if name == "load_map":
        found = import_module("sammen.mapping.maps").load
    elif name in _PLACE:
        found = getattr(import_module(_PLACE[name]), name)
    else:
        raise AttributeError(f"module 'sammen' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
