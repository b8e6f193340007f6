"""Modules that are imported on first use: importing the generated models takes longer than everything else."""

from importlib import import_module
from typing import Any


class LazyModule:
    """A proxy that imports a module when one of its attributes is first read."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
