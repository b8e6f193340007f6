"""Links of responses: each names an operation that takes its parameters, and every resource links to its actions."""

from typing import Any

from api.openapi.tags import EXTRA_LINKS
from tests.support.operations import Operation, contract, operations, resolve_reference

BY_NAME = {operation.name: operation for operation in operations()}


def links() -> list[tuple[Operation, str, dict[str, Any]]]:
    return [
        (operation, name, link)
        for operation in operations()
        for response in operation.definition["responses"].values()
        for name, link in resolve_reference(response).get("links", {}).items()
    ]


def test_every_link_names_an_operation_that_takes_its_parameters() -> None:
    assert len(links()) > 200
    for operation, name, link in links():
        target = BY_NAME[link["operationId"]]
        parameters = {parameter["name"] for parameter in target.parameters if parameter["in"] in ("path", "query")}
        assert set(link.get("parameters", {})) <= parameters, (str(operation), name)


def test_values_of_a_link_come_from_the_request_or_the_response() -> None:
    for operation, _, link in links():
        for value in link.get("parameters", {}).values():
            if value.startswith("$request.path."):
                assert f"{{{value.rpartition('.')[2]}}}" in operation.path
                continue
            status = "201" if value == "$response.body#/id" else "200"
            content = resolve_reference(operation.definition["responses"][status])["content"]["application/json"][
                "schema"
            ]
            assert value.split("/")[1] in resolve_reference(content)["properties"]


def test_reading_a_resource_links_to_its_transitions() -> None:
    missing = []
    for path, methods in contract()["paths"].items():
        collection, _, verb = path.partition("/{id}/")
        if "post" not in methods or not verb or "get" not in contract()["paths"].get(f"{collection}/{{id}}", {}):
            continue
        links_of_get = contract()["paths"][f"{collection}/{{id}}"]["get"]["responses"]["200"]["links"]
        if verb not in links_of_get or "read-transitions" not in links_of_get:
            missing.append(path)
    assert missing == []


def test_creating_and_listing_link_to_reading() -> None:
    for path, methods in contract()["paths"].items():
        resource = contract()["paths"].get(f"{path}/{{id}}", {})
        if "get" in resource and "post" in methods and "201" in methods["post"]["responses"]:
            created = methods["post"]["responses"]["201"]
            assert created["links"]["read"]["operationId"] == resource["get"]["operationId"]
        if "get" in resource and "get" in methods:
            assert set(methods["get"]["responses"]["200"]["links"]) == {"next-page", "read-first"}


# Operations without links, by the beginning of their name, each with its reason.
WITHOUT_LINKS = {
    "delete_": "the resource is deleted", "discard_import": "the resource is deleted",
    "revoke_token": "the caller is signed out", "end_": "the caller is signed out",
    "change_my_password": "the caller continues as before",
    "answer_consultation": "the respondent is anonymous and reads nothing",
    "get_input_statistics": "counts do not lead to what was counted", "read_calendar": "it is not JSON",
    "read_my_data": "it has everything", "redact_by_order": "the auditor does not read the redacted resource",
    "read_vocabulary": "labels belong to no resource", "is_ready": "a monitor only repeats it",
}  # fmt: skip


def test_every_operation_has_links_or_a_reason_for_none() -> None:
    with_links = {str(operation) for operation, _, _ in links()}
    without_links = [operation.name for operation in operations() if str(operation) not in with_links]
    assert [name for name in without_links if not name.startswith(tuple(WITHOUT_LINKS))] == []
    assert all(any(name.startswith(beginning) for name in without_links) for beginning in WITHOUT_LINKS)


def test_declared_links_are_in_the_contract() -> None:
    assert {name for name in EXTRA_LINKS if name not in BY_NAME} == set()
    for name, links_by_name in EXTRA_LINKS.items():
        responses = BY_NAME[name].definition["responses"].values()
        in_contract = {key for response in responses for key in response.get("links", {})}
        assert set(links_by_name) <= in_contract, name
