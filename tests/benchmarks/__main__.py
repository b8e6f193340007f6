"""Measure everything and print the tables of the guide to benchmarks."""

import sys

from tests.benchmarks import evidence, imports, reading, supervising, voices
from tests.support import postgres

_HEAD = """\
| who reads | what | Sammen /s | tutorial /s | limit /s | times the tutorial | share of the limit |
|---|---|---|---|---|---|---|
"""


def main() -> None:
    """One PostgreSQL that keeps its promises, for all of it."""
    with postgres.start(durable=True) as server:
        sys.stdout.write(_HEAD)
        for role, operation, found in reading.measure(server):
            figures = " | ".join(f"{found[which]:.0f}" for which in reading.THREE)
            ratios = f"{found['of tutorial']:.2f} | {found['of limit']:.2f}"
            sys.stdout.write(f"| {role} | {operation} | {figures} | {ratios} |\n")
            sys.stdout.flush()
    imports.main()
    evidence.main()
    voices.main()
    supervising.main()


if __name__ == "__main__":
    main()
