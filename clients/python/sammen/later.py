"""Modules that are imported when something of them is asked for: those of the contract take longer than all others."""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until one of its names is needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
