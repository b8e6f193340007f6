"""Where an answer leads: the operations that follow on it, as OpenAPI's links."""

import re
from typing import Any

Operation = dict[str, Any]
_THING = re.compile(r"^(/v1/[a-z\-]+)/\{id\}(/[a-z\-]+)?$")
_ASKED, _MADE, _FIRST = "$request.path.id", "$response.body#/id", "$response.body#/items/0/id"


def add_links(made: dict[str, Any]) -> None:
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


def _name(method: str, below: str | None) -> str:
    plain = {"get": "read", "patch": "change", "delete": "delete", "put": "write"}
    verb = (below or "").removeprefix("/")
    return verb if method == "post" else f"{plain[method]}-{verb}".rstrip("-")


def _link(path: str, method: str, operation: Operation, follow: dict[str, dict[str, str]]) -> None:
    answers, found = operation["responses"], _THING.match(path)
    if found and method in {"get", "post", "patch", "put"} and _is_thing(answers.get("200", {}), found, method):
        others = {name: to for name, to in follow[found[1]].items() if to != operation["operationId"]}
        answers["200"]["links"] = {name: _to(to, _ASKED) for name, to in others.items()}
    elif path in follow and method == "post" and "201" in answers:
        answers["201"]["links"] = {name: _to(to, _MADE) for name, to in follow[path].items()}
    elif method == "get" and "text/csv" in answers.get("200", {}).get("content", {}) and "{" not in path:
        more = {"operationId": operation["operationId"], "parameters": {"cursor": "$response.body#/next_cursor"}}
        links = {"next-page": {**more, "description": "The next page, with the same filters and sort."}}
        if "read" in follow.get(path, {}):
            links["read-first"] = _to(follow[path]["read"], _FIRST)
        answers["200"]["links"] = links


def _is_thing(answer: Operation, found: re.Match[str], method: str) -> bool:
    """Whether it is the thing itself that is answered; what hangs below it leads to the thing as well."""
    return bool(answer) and (found[2] is None or method != "get" or found[2] == "/transitions")


def _to(operation: str, id: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"id": id}}
