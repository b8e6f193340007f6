"""Where an answer leads: the operations that follow on it, as OpenAPI's links."""

import re
from collections.abc import Mapping
from typing import Any

Operation = dict[str, Any]
Leads = Mapping[str, Mapping[str, tuple[str, dict[str, str]]]]
"""What follows on operations that are about no thing with an id: name, operation, and what that is given."""

_THING = re.compile(r"^(/v1/[a-z\-]+)/\{id\}(/[a-z\-]+)?$")
_ASKED, _MADE, _FIRST = "$request.path.id", "$response.body#/id", "$response.body#/items/0/id"


def add_links(made: dict[str, Any], leads: Leads) -> None:
    """Let what answers a thing link to what can be done with it, and a list to its first thing and its next page."""
    follow: dict[str, dict[str, str]] = {}
    for path, methods in made["paths"].items():
        found = _THING.match(path)
        if found:
            names = follow.setdefault(found[1], {})
            names |= {_name(method, found[2]): operation["operationId"] for method, operation in methods.items()}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _link(path, method, operation, follow)
            if operation["operationId"] in leads:
                _lead(operation, leads[operation["operationId"]])


def _name(method: str, below: str | None) -> str:
    plain = {"get": "read", "patch": "change", "delete": "delete", "put": "write"}
    verb = (below or "").removeprefix("/")
    return verb if method == "post" else f"{plain[method]}-{verb}".rstrip("-")


def _link(path: str, method: str, operation: Operation, follow: dict[str, dict[str, str]]) -> None:
    answers, found = operation["responses"], _THING.match(path)
    if found and method in {"get", "post", "patch", "put"} and _is_thing(answers.get("200", {}), found, method):
        others = {name: to for name, to in follow[found[1]].items() if to != operation["operationId"]}
        answers["200"]["links"] = {name: _to(to, _ASKED) for name, to in others.items()}
    elif (found or path in follow) and method == "post" and "201" in answers:
        made = follow[found[1] if found else path]
        answers["201"]["links"] = {name: _to(to, _MADE) for name, to in made.items()}
    elif method == "get" and "text/csv" in answers.get("200", {}).get("content", {}) and "{" not in path:
        more = {"operationId": operation["operationId"], "parameters": {"cursor": "$response.body#/next_cursor"}}
        links = {"next-page": {**more, "description": "The next page, with the same filters and sort."}}
        if "read" in follow.get(path, {}):
            links["read-first"] = _to(follow[path]["read"], _FIRST)
        answers["200"]["links"] = links
    elif found and "200" in answers and "read" in follow[found[1]]:
        answers["200"]["links"] = {"read": _to(follow[found[1]]["read"], _ASKED)}
    elif path.endswith("/rounds") and "200" in answers:
        answers["200"]["links"] = {"read-first": _to(follow[path.removesuffix("/rounds")]["read"], _FIRST)}


def _lead(operation: Operation, leads: Mapping[str, tuple[str, dict[str, str]]]) -> None:
    links = {
        name: {"operationId": to} | ({"parameters": given} if given else {}) for name, (to, given) in leads.items()
    }
    operation["responses"][min(operation["responses"])].setdefault("links", {}).update(links)


def _is_thing(answer: Operation, found: re.Match[str], method: str) -> bool:
    """Whether it is the thing itself that is answered; what hangs below it leads to the thing as well."""
    return bool(answer) and (found[2] is None or method != "get" or found[2] == "/transitions")


def _to(operation: str, id: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"id": id}}
