"""Python client for Sammen, the service for quality dialogue in day care, schools and leisure services.

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
    from sammen.base_model import Model
    from sammen.error_details import ErrorDetail
    from sammen.errors import (
        ConnectionFailed,
        Problem,
        RequestTimeout,
        SammenError,
        SignInRequired,
        UnexpectedResponse,
    )
    from sammen.import_reports import ImportPlan, ImportProgress, ImportReport, RejectedRow
    from sammen.responses import Page, RawResponse
    from sammen.retries import NO_RETRIES, RetryPolicy
    from sammen.sync.client import Client
    from sammen.tokens import MemoryTokenStore, Token, TokenStore

__all__ = [
    "NO_RETRIES",
    "AsyncClient",
    "Client",
    "ConnectionFailed",
    "ErrorDetail",
    "ImportPlan",
    "ImportProgress",
    "ImportReport",
    "MemoryTokenStore",
    "Model",
    "Page",
    "Problem",
    "RawResponse",
    "RejectedRow",
    "RequestTimeout",
    "RetryPolicy",
    "SammenError",
    "SignInRequired",
    "Token",
    "TokenStore",
    "UnexpectedResponse",
    "errors",
    "models",
    "problems",
]

# Names are imported on first use (PEP 562): a program that needs one of them does not import the whole package.
_SUBMODULES = {"errors", "models", "problems"}
_NAMES_BY_MODULE = {
    "sammen.aio.client": ("AsyncClient",),
    "sammen.base_model": ("Model",),
    "sammen.error_details": ("ErrorDetail",),
    "sammen.errors": (
        "ConnectionFailed",
        "Problem",
        "RequestTimeout",
        "SammenError",
        "SignInRequired",
        "UnexpectedResponse",
    ),
    "sammen.import_reports": ("ImportPlan", "ImportProgress", "ImportReport", "RejectedRow"),
    "sammen.responses": ("Page", "RawResponse"),
    "sammen.retries": ("NO_RETRIES", "RetryPolicy"),
    "sammen.sync.client": ("Client",),
    "sammen.tokens": ("MemoryTokenStore", "Token", "TokenStore"),
}
_MODULE_OF = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return import_module(f"sammen.{name}")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'sammen' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
