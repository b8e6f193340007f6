"""OpenAPI links: from a response to the operations that can follow it."""

import re
from collections.abc import Mapping
from typing import Any

Operation = dict[str, Any]
ExtraLinks = Mapping[str, Mapping[str, tuple[str, dict[str, str]]]]
"""Links that do not follow from the paths: by operation and name of the link, the target operation and its
parameters."""

_RESOURCE_PATH = re.compile(r"^(/v1/[a-z\-]+)/\{id\}(/[a-z\-]+)?$")
# Runtime expressions (OpenAPI 3.1, section 4.8.20.4) for the id of a resource.
_ID_IN_PATH, _ID_IN_BODY, _ID_OF_FIRST_ITEM = "$request.path.id", "$response.body#/id", "$response.body#/items/0/id"


def add_links(document: dict[str, Any], extra_links: ExtraLinks) -> None:
    """Add links from a resource to its other operations, and from a list to its first item and its next page."""
    operations_of: dict[str, dict[str, str]] = {}
    for path, methods in document["paths"].items():
        match = _RESOURCE_PATH.match(path)
        if match:
            names = operations_of.setdefault(match[1], {})
            names |= {_link_name(method, match[2]): operation["operationId"] for method, operation in methods.items()}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _add_path_links(path, method, operation, operations_of)
            if operation["operationId"] in extra_links:
                _add_extra_links(operation, extra_links[operation["operationId"]])


def _link_name(method: str, subpath: str | None) -> str:
    verbs = {"get": "read", "patch": "change", "delete": "delete", "put": "write"}
    name = (subpath or "").removeprefix("/")
    return name if method == "post" else f"{verbs[method]}-{name}".rstrip("-")


def _add_path_links(path: str, method: str, operation: Operation, operations_of: dict[str, dict[str, str]]) -> None:
    responses, match = operation["responses"], _RESOURCE_PATH.match(path)
    if match and method in {"get", "post", "patch", "put"} and _is_resource(responses.get("200", {}), match, method):
        targets = operations_of[match[1]].items()
        responses["200"]["links"] = {
            name: _link(target, _ID_IN_PATH) for name, target in targets if target != operation["operationId"]
        }
    elif (match or path in operations_of) and method == "post" and "201" in responses:
        targets = operations_of[match[1] if match else path].items()
        responses["201"]["links"] = {name: _link(target, _ID_IN_BODY) for name, target in targets}
    elif method == "get" and "text/csv" in responses.get("200", {}).get("content", {}) and "{" not in path:
        next_page = {"operationId": operation["operationId"], "parameters": {"cursor": "$response.body#/next_cursor"}}
        links = {"next-page": {**next_page, "description": "The next page, with the same filters and sort order."}}
        if "read" in operations_of.get(path, {}):
            links["read-first"] = _link(operations_of[path]["read"], _ID_OF_FIRST_ITEM)
        responses["200"]["links"] = links
    elif match and "200" in responses and "read" in operations_of[match[1]]:
        responses["200"]["links"] = {"read": _link(operations_of[match[1]]["read"], _ID_IN_PATH)}
    elif path.endswith("/rounds") and "200" in responses:
        read = operations_of[path.removesuffix("/rounds")]["read"]
        responses["200"]["links"] = {"read-first": _link(read, _ID_OF_FIRST_ITEM)}


def _add_extra_links(operation: Operation, links: Mapping[str, tuple[str, dict[str, str]]]) -> None:
    by_name = {
        name: {"operationId": target} | ({"parameters": parameters} if parameters else {})
        for name, (target, parameters) in links.items()
    }
    operation["responses"][min(operation["responses"])].setdefault("links", {}).update(by_name)


def _is_resource(response: Operation, match: re.Match[str], method: str) -> bool:
    """Return whether the response is the resource itself, or its transitions, and not a part of it."""
    return bool(response) and (match[2] is None or method != "get" or match[2] == "/transitions")


def _link(operation: str, id: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"id": id}}
