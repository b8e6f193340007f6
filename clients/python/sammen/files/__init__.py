"""Files as they come: which encoding, which separator, which decimal sign; and their rows."""

from sammen.files.dialects import Dialect, FileRefused, detect
from sammen.files.faults import RowFault, RowFaults
from sammen.files.numbers import Numbers
from sammen.files.tables import Table, open_table

__all__ = ["Dialect", "FileRefused", "Numbers", "RowFault", "RowFaults", "Table", "detect", "open_table"]
