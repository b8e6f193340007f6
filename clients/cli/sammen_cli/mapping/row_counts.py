"""How many rows of a file are read, and how many of them the map leaves out."""

from dataclasses import dataclass


@dataclass
class RowCounts:
    """Rows read, and rows left out by each section of the map."""

    read: int = 0
    rows: int = 0
    group: int = 0
    empty: int = 0

    def __str__(self) -> str:
        reasons = {"by [[rows]]": self.rows, "by [group]": self.group, "empty figures": self.empty}
        left_out = [f"{count:,} {reason}" for reason, count in reasons.items() if count]
        return f"{self.read:,} rows read" + (f"; left out: {', '.join(left_out)}" if left_out else "")
