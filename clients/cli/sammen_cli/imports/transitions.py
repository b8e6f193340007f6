"""Read and change the state of an import."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from sammen.import_reports import ImportPlan
from sammen.requests import expand_path

if TYPE_CHECKING:
    from sammen import Client

    from sammen_cli.session import Session

PATH = "/v1/imports/{id}"


def read_plan(client: "Client", id: str) -> ImportPlan:
    """The plan of an import."""
    plan: ImportPlan = client.request("GET", expand_path(PATH, id=id), response_type=ImportPlan)
    return plan


def change_state(
    client: "Client", id: str, transition: Literal["apply", "reverse"], if_match: str | None
) -> tuple[ImportPlan, ImportPlan]:
    """The plan before and after a transition."""
    before = read_plan(client, id)
    path = expand_path(f"{PATH}/{transition}", id=id)
    after = client.request("POST", path, response_type=ImportPlan, if_match=if_match or before.etag)
    return before, after


def write_result(session: "Session", plan: ImportPlan, summary: str, labels: Mapping[str, str], note: str) -> None:
    """Write the plan as JSON, or the number of rows for each outcome that has a label."""
    if session.options.json:
        session.output.json(plan)
        return
    counts = [f"{plan.counts[outcome]:,} {label}" for outcome, label in labels.items() if plan.counts.get(outcome)]
    session.output.line(f"{summary}: {', '.join(counts) or 'nothing'}.")
    if note:
        session.output.note(note)
