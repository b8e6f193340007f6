"""Answers lead on: what follows on an operation is linked to, and every link leads to an operation that takes it."""

from typing import Any

from api.openapi.tags import LEADS
from tests.support.operations import Operation, contract, operations, resolved

BY_NAME = {operation.name: operation for operation in operations()}


def links() -> list[tuple[Operation, str, dict[str, Any]]]:
    return [
        (operation, name, link)
        for operation in operations()
        for answer in operation.written["responses"].values()
        for name, link in resolved(answer).get("links", {}).items()
    ]


def test_every_link_leads_to_an_operation_that_takes_it() -> None:
    assert len(links()) > 200
    for operation, name, link in links():
        to = BY_NAME[link["operationId"]]
        taken = {part["name"] for part in to.parameters if part["in"] in ("path", "query")}
        assert set(link.get("parameters", {})) <= taken, (str(operation), name)


def test_what_a_link_takes_is_in_the_answer() -> None:
    for operation, _, link in links():
        for value in link.get("parameters", {}).values():
            if value.startswith("$request.path."):
                assert f"{{{value.rpartition('.')[2]}}}" in operation.path
                continue
            code = "201" if value == "$response.body#/id" else "200"
            content = resolved(operation.written["responses"][code])["content"]["application/json"]["schema"]
            assert value.split("/")[1] in resolved(content)["properties"]


def test_everything_that_is_done_to_a_thing_follows_on_reading_it() -> None:
    missing = []
    for path, methods in contract()["paths"].items():
        thing, _, verb = path.partition("/{id}/")
        if "post" not in methods or not verb or "get" not in contract()["paths"].get(f"{thing}/{{id}}", {}):
            continue
        offered = contract()["paths"][f"{thing}/{{id}}"]["get"]["responses"]["200"]["links"]
        if verb not in offered or "read-transitions" not in offered:
            missing.append(path)
    assert missing == []


def test_what_is_made_and_what_is_listed_is_read_next() -> None:
    for path, methods in contract()["paths"].items():
        one = contract()["paths"].get(f"{path}/{{id}}", {})
        if "get" in one and "post" in methods and "201" in methods["post"]["responses"]:
            assert methods["post"]["responses"]["201"]["links"]["read"]["operationId"] == one["get"]["operationId"]
        if "get" in one and "get" in methods:
            assert set(methods["get"]["responses"]["200"]["links"]) == {"next-page", "read-first"}


# What nothing follows on, each with its reason.
ENDS = {
    "delete_": "it is gone", "discard_import": "it is gone", "revoke_token": "nobody is signed in any more",
    "end_": "nobody is signed in any more", "change_my_password": "one goes on as one was",
    "answer_consultation": "whoever answers is not known, and nothing of it is told",
    "get_input_statistics": "counts, from which nothing leads to what was counted", "read_calendar": "no JSON",
    "read_my_data": "all of it", "redact_by_order": "the auditor does not read what was redacted",
    "read_vocabulary": "words", "is_ready": "a monitor asks again",
}  # fmt: skip


def test_every_answer_leads_on_or_is_an_end() -> None:
    leading = {str(operation) for operation, _, _ in links()}
    bare = [operation.name for operation in operations() if str(operation) not in leading]
    assert [name for name in bare if not name.startswith(tuple(ENDS))] == []
    assert all(any(name.startswith(end) for name in bare) for end in ENDS)


def test_what_is_told_of_where_operations_lead_is_of_operations_that_there_are() -> None:
    assert {name for name in LEADS if name not in BY_NAME} == set()
    for name, leads in LEADS.items():
        told = {key for answer in BY_NAME[name].written["responses"].values() for key in answer.get("links", {})}
        assert set(leads) <= told, name
