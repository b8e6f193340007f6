"""A thin client for Sammen: quality in day care, schools and leisure, followed up through dialogue.

import sammen

with sammen.Client("https://sammen.example.dk", username="...", password="...") as client:
    for institution in client.institutions.list(kind="school"):
        print(institution.name)
"""

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
