"""Read and change the state of an import."""

from typing import TYPE_CHECKING, Literal

from sammen.import_reports import ImportPlan
from sammen.requests import expand_path

if TYPE_CHECKING:
    from sammen import Client

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
