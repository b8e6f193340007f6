"""Run the benchmarks of the guide, and print its tables."""

import sys

from tests.benchmarks import evidence, imports, input_statistics, reading, supervision
from tests.support import postgres

_HEAD = """\
| who reads | what | Sammen /s | tutorial /s | limit /s | times the tutorial | share of the limit |
|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Measure reading on one durable PostgreSQL, and run the other benchmarks."""
    with postgres.start(durable=True) as server:
        sys.stdout.write(_HEAD)
        for role, operation, result in reading.measure(server):
            rates = " | ".join(f"{result[implementation]:.0f}" for implementation in reading.IMPLEMENTATIONS)
            ratios = f"{result['of tutorial']:.2f} | {result['of limit']:.2f}"
            sys.stdout.write(f"| {role} | {operation} | {rates} | {ratios} |\n")
            sys.stdout.flush()
    imports.main()
    evidence.main()
    input_statistics.main()
    supervision.main()


if __name__ == "__main__":
    main()
