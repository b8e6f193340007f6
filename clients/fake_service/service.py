"""An implementation of the contract in memory: sign-in, lists, conditional requests, idempotency and imports."""

import csv
import io
import json
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import httpx
from sammen import models

from fake_service.example_data import example, example_item

ScriptedResponse = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

RESOURCES = {"institutions", "cycles", "themes", "dialogues", "focus-areas", "districts"}


def problem(
    status: int, code: str, title: str = "No", headers: dict[str, str] | None = None, **more: Any
) -> httpx.Response:
    """A problem document."""
    fields = {"code": code, "title": title, "status": status, "request_id": "req-1", "retryable": False, **more}
    return httpx.Response(status, json=fields, headers={"Content-Type": "application/problem+json", **(headers or {})})


class FakeService:
    """Call it with a request. `script` has responses that are returned first, to requests other than sign-ins.

    `requests` records requests other than sign-ins, `sign_ins` the forms of these. `reject` returns why a row of an
    import is rejected. With `all_unchanged` the rows of an import change nothing.
    """

    def __init__(self) -> None:
        self.items: dict[str, dict[str, dict[str, Any]]] = {resource: {} for resource in RESOURCES}
        self.imports: dict[str, dict[str, Any]] = {}
        self.requests: list[httpx.Request] = []
        self.sign_ins: list[dict[str, str]] = []
        self.script: deque[ScriptedResponse] = deque()
        self.token_lifetime = 900
        self.all_unchanged = False
        self.reject: Callable[[dict[str, str]], str | None] = lambda row: None
        self._access_tokens: set[str] = set()
        self._refresh_tokens: set[str] = set()
        self._responses_by_key: dict[str, httpx.Response] = {}

    def add(self, resource: str, **fields: Any) -> dict[str, Any]:
        """Add an item."""
        item = example_item(resource.replace("-", "_"), **fields)
        self.items[resource][item["id"]] = item
        return item

    def revoke_access_tokens(self) -> None:
        """Make all access tokens invalid."""
        self._access_tokens.clear()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.url.path == "/v1/token":
            return self._sign_in(request)
        self.requests.append(request)
        if request.url.path == "/v1/first-password":
            if len(json.loads(request.content)["new"]) < 12:
                return problem(422, "invalid-input", "A password has at least 12 characters")
            return httpx.Response(204)
        if self.script:
            scripted = self.script.popleft()
            if isinstance(scripted, Exception):
                raise scripted
            return scripted(request) if callable(scripted) else scripted
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._access_tokens:
            return problem(401, "not-signed-in")
        return self.process(request)

    def _sign_in(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.sign_ins.append(form)
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self._refresh_tokens:
                return problem(400, "invalid-grant", error="invalid_grant")
            self._refresh_tokens.remove(form["refresh_token"])
        elif form.get("password") == "first":
            return problem(400, "first-password", error="invalid_grant")
        elif "wrong" in (form.get("password"), form.get("client_secret")):
            return problem(401, "invalid-grant", "Wrong name or password", error="invalid_grant")
        access_token, refresh_token = str(uuid.uuid4()), str(uuid.uuid4())
        self._access_tokens.add(access_token)
        self._refresh_tokens.add(refresh_token)
        body = {
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": self.token_lifetime,
            "refresh_token": refresh_token,
        }
        return httpx.Response(200, json=body)

    def process(self, request: httpx.Request) -> httpx.Response:
        """The response to an authenticated request; the replayed one for a known idempotency key."""
        key = request.headers.get("idempotency-key")
        if key and key in self._responses_by_key:
            stored = self._responses_by_key[key]
            headers = {**stored.headers, "Idempotency-Replayed": "true"}
            return httpx.Response(stored.status_code, content=stored.content, headers=headers)
        response = self._route(request)
        if key and response.is_success:
            self._responses_by_key[key] = response
        return response

    def _route(self, request: httpx.Request) -> httpx.Response:
        _, version, resource, *parts = request.url.path.split("/")
        if version != "v1":
            return problem(404, "not-found")
        if resource == "me":
            return httpx.Response(200, json={**example(models.MePublic), "username": "anna", "name": "Anna"})
        if resource == "imports":
            return self._import(request, parts)
        if resource not in self.items:
            return problem(404, "not-found")
        return self._item(request, resource, parts) if parts else self._collection(request, resource)

    def _collection(self, request: httpx.Request, resource: str) -> httpx.Response:
        if request.method == "POST":
            return _item_response(self.add(resource, **json.loads(request.content)), 201)
        query = request.url.params
        filters = {name: text for name, text in query.items() if name not in {"limit", "cursor", "count"}}
        items = [
            item
            for item in self.items[resource].values()
            if all(str(item.get(name)) == text for name, text in filters.items())
        ]
        if "text/csv" in request.headers.get("accept", ""):
            delimiter = ";" if "danish" in request.headers["accept"] else ","
            lines = [delimiter.join(("id", "name")), *(f"{item['id']}{delimiter}{item.get('name')}" for item in items)]
            return httpx.Response(200, text="\r\n".join(lines) + "\r\n", headers={"Content-Type": "text/csv"})
        return _page_response(items, query)

    def _item(self, request: httpx.Request, resource: str, parts: list[str]) -> httpx.Response:
        item = self.items[resource].get(parts[0])
        if item is None:
            return problem(404, "not-found", "There is no such item")
        if request.method == "GET":
            if len(parts) == 1:
                return _item_response(item)
            return httpx.Response(200, json={"of": parts[0], "part": parts[1]})
        etag = request.headers.get("if-match")
        if etag is None:
            return problem(428, "condition-required")
        if etag.strip('"').split("-")[0] != str(item["version"]):
            return problem(412, "changed-meanwhile", current_version=item["version"])
        if request.method == "DELETE":
            del self.items[resource][parts[0]]
            return httpx.Response(204)
        changes = json.loads(request.content or b"{}") if len(parts) == 1 else {"status": f"{parts[1]} done"}
        item.update(changes, version=item["version"] + 1)
        return _item_response(item)

    def _import(self, request: httpx.Request, parts: list[str]) -> httpx.Response:
        if request.method == "POST" and not parts:
            return self._plan(request)
        plan = self.imports.get(parts[0]) if parts else None
        if plan is None:
            return problem(404, "not-found")
        if parts[1:] == ["rows"]:
            outcome = request.url.params.get("outcome")
            rows = [row for row in plan["listed_rows"] if outcome in (None, row["outcome"])]
            return _page_response(rows, request.url.params)
        if request.method == "DELETE":
            plan["state"] = "discarded"
            return httpx.Response(204)
        if parts[1:] == ["reverse"]:
            plan["state"] = "reversed"
        if parts[1:] == ["apply"]:
            if request.headers.get("if-match") != plan["etag"]:
                return problem(412, "plan-outdated", "The data has changed since the plan was made")
            plan["state"] = "applied"
        return _plan_response(plan)

    def _plan(self, request: httpx.Request) -> httpx.Response:
        text = request.content.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        lines = [{"line": line, "source_line": _pop_source_line(row)} for line, row in enumerate(rows, 2)]
        rejected = [
            {
                **example(models.ImportRowPublic),
                **line,
                "outcome": "rejected",
                "faults": [{"column": "number", "code": "bad", "words": reason}],
                "cells": [{"column": name, "text": cell} for name, cell in row.items() if cell],
            }
            for line, row in zip(lines, rows, strict=True)
            if (reason := self.reject(row))
        ]
        counts = {"create": len(rows) - len(rejected), "update": 0, "unchanged": 0, "rejected": len(rejected)}
        if self.all_unchanged:
            counts |= {"create": 0, "unchanged": counts["create"]}
        id = str(uuid.uuid4())
        self.imports[id] = {
            "id": id, "state": "planned", "counts": counts, "etag": f'"1-{id}"', "rows": rows,
            "listed_rows": rejected + _created_rows(rows, lines, rejected), "query": dict(request.url.params),
            "content_type": request.headers["content-type"], "text": text,
        }  # fmt: skip
        return _plan_response(self.imports[id], 201)


def _pop_source_line(row: dict[str, str]) -> int | None:
    """The value of `source_line`, which is not a column of an import."""
    text = row.pop("source_line", None)
    return None if text is None else int(text)


def _created_rows(
    rows: list[dict[str, str]], lines: list[dict[str, int | None]], rejected: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    rejected_lines = {row["line"] for row in rejected}
    return [
        {
            **example(models.ImportRowPublic),
            **line,
            "outcome": "create",
            "faults": [],
            "changes": [{"column": name, "before": None, "after": cell} for name, cell in row.items() if cell],
        }
        for line, row in zip(lines, rows, strict=True)
        if line["line"] not in rejected_lines
    ]


def _page_response(items: list[dict[str, Any]], query: httpx.QueryParams) -> httpx.Response:
    start, limit = int(query.get("cursor", 0)), int(query.get("limit", 50))
    next_cursor = str(start + limit) if start + limit < len(items) else None
    total = len(items) if query.get("count") == "true" else None
    body = {"items": items[start : start + limit], "next_cursor": next_cursor, "total": total}
    return httpx.Response(200, json=body)


def _item_response(item: dict[str, Any], status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=item, headers={"ETag": f'"{item["version"]}-abc"'})


def _plan_response(plan: dict[str, Any], status: int = 200) -> httpx.Response:
    body = {name: plan[name] for name in ("id", "state", "counts")}
    return httpx.Response(status, json=body, headers={"ETag": plan["etag"]})
