"""The output of `apply` and `reverse`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sammen_cli.session import Session

if TYPE_CHECKING:
    from sammen import ImportPlan


def write_result(session: Session, plan: "ImportPlan", summary: str, labels: Mapping[str, str], note: str) -> None:
    """Write the plan as JSON, or the number of rows for each outcome that has a label."""
    if session.options.json:
        session.output.json(plan)
        return
    counts = [f"{plan.counts[outcome]:,} {label}" for outcome, label in labels.items() if plan.counts.get(outcome)]
    session.output.line(f"{summary}: {', '.join(counts) or 'nothing'}.")
    if note:
        session.output.note(note)
