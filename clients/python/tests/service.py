"""A service small enough to read: what the contract says of signing in, lists, conditions, repetition and imports."""

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

from tests.things import example, thing

Answer = httpx.Response
Scripted = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

ROOMS = {"institutions", "cycles", "themes", "dialogues", "focus-areas", "districts"}


def problem(status: int, code: str, title: str = "No", headers: dict[str, str] | None = None, **more: Any) -> Answer:
    members = {"code": code, "title": title, "status": status, "request_id": "req-1", "retryable": False, **more}
    return Answer(status, json=members, headers={"Content-Type": "application/problem+json", **(headers or {})})


class Service:
    """Call it with a request. `script` is answered first, one entry for each call that is not a sign-in."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, dict[str, Any]]] = {room: {} for room in ROOMS}
        self.imports: dict[str, dict[str, Any]] = {}
        self.calls: list[httpx.Request] = []
        self.sign_ins: list[dict[str, str]] = []
        self.script: deque[Scripted] = deque()
        self.lifetime = 900
        self.so_already = False
        self.refused: Callable[[dict[str, str]], str | None] = lambda row: None
        self._tokens: set[str] = set()
        self._refreshes: set[str] = set()
        self._replays: dict[str, Answer] = {}

    def add(self, room: str, **members: Any) -> dict[str, Any]:
        made = thing(room.replace("-", "_"), **members)
        self.things[room][made["id"]] = made
        return made

    def forget_tokens(self) -> None:
        self._tokens.clear()

    def __call__(self, request: httpx.Request) -> Answer:
        request.read()
        if request.url.path == "/v1/token":
            return self._sign_in(request)
        self.calls.append(request)
        if request.url.path == "/v1/first-password":
            if len(json.loads(request.content)["new"]) < 12:
                return problem(422, "invalid-input", "A password has at least 12 characters")
            return Answer(204)
        if self.script:
            entry = self.script.popleft()
            if isinstance(entry, Exception):
                raise entry
            return entry(request) if callable(entry) else entry
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return problem(401, "not-signed-in")
        return self._replayed(request)

    # --- signing in ---

    def _sign_in(self, request: httpx.Request) -> Answer:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        self.sign_ins.append(form)
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self._refreshes:
                return problem(400, "invalid-grant", error="invalid_grant")
            self._refreshes.remove(form["refresh_token"])
        elif form.get("password") == "first":
            return problem(400, "first-password", error="invalid_grant")
        elif "wrong" in (form.get("password"), form.get("client_secret")):
            return problem(401, "invalid-grant", "Wrong name or password", error="invalid_grant")
        access, refresh = str(uuid.uuid4()), str(uuid.uuid4())
        self._tokens.add(access)
        self._refreshes.add(refresh)
        body = {"access_token": access, "token_type": "bearer", "expires_in": self.lifetime, "refresh_token": refresh}
        return Answer(200, json=body)

    # --- repetition ---

    def _replayed(self, request: httpx.Request) -> Answer:
        key = request.headers.get("idempotency-key")
        if key and key in self._replays:
            kept = self._replays[key]
            headers = {**kept.headers, "Idempotency-Replayed": "true"}
            return Answer(kept.status_code, content=kept.content, headers=headers)
        answer = self._answer(request)
        if key and answer.is_success:
            self._replays[key] = answer
        return answer

    def _answer(self, request: httpx.Request) -> Answer:
        _, version, room, *parts = request.url.path.split("/")
        if version != "v1":
            return problem(404, "not-found")
        if room == "me":
            return Answer(200, json={**_me(), "username": "anna", "name": "Anna"})
        if room == "imports":
            return self._import(request, parts)
        if room not in self.things:
            return problem(404, "not-found")
        return self._collection(request, room) if not parts else self._thing(request, room, parts)

    # --- things ---

    def _collection(self, request: httpx.Request, room: str) -> Answer:
        if request.method == "POST":
            return _shown(self.add(room, **json.loads(request.content)), 201)
        params = request.url.params
        filters = {name: text for name, text in params.items() if name not in {"limit", "cursor", "count"}}
        things = self.things[room].values()
        found = [one for one in things if all(str(one.get(name)) == text for name, text in filters.items())]
        if "text/csv" in request.headers.get("accept", ""):
            separator = ";" if "danish" in request.headers["accept"] else ","
            lines = [separator.join(("id", "name")), *(f"{one['id']}{separator}{one.get('name')}" for one in found)]
            return Answer(200, text="\r\n".join(lines) + "\r\n", headers={"Content-Type": "text/csv"})
        return _page(found, params)

    def _thing(self, request: httpx.Request, room: str, parts: list[str]) -> Answer:
        found = self.things[room].get(parts[0])
        if found is None:
            return problem(404, "not-found", "There is no such thing")
        if request.method == "GET":
            return _shown(found) if len(parts) == 1 else Answer(200, json={"of": parts[0], "part": parts[1]})
        tag = request.headers.get("if-match")
        if tag is None:
            return problem(428, "condition-required")
        if tag.strip('"').split("-")[0] != str(found["version"]):
            return problem(412, "changed-meanwhile", current_version=found["version"])
        if request.method == "DELETE":
            del self.things[room][parts[0]]
            return Answer(204)
        changes = json.loads(request.content or b"{}") if len(parts) == 1 else {"status": f"{parts[1]} done"}
        found.update(changes, version=found["version"] + 1)
        return _shown(found)

    # --- imports ---

    def _import(self, request: httpx.Request, parts: list[str]) -> Answer:
        if request.method == "POST" and not parts:
            return self._plan(request)
        found = self.imports.get(parts[0]) if parts else None
        if found is None:
            return problem(404, "not-found")
        if parts[1:] == ["rows"]:
            wanted = request.url.params.get("outcome")
            shown = [row for row in found["shown_rows"] if wanted in (None, row["outcome"])]
            return _page(shown, request.url.params)
        if request.method == "DELETE":
            found["state"] = "discarded"
            return Answer(204)
        if parts[1:] == ["reverse"]:
            found["state"] = "reversed"
        if parts[1:] == ["apply"]:
            if request.headers.get("if-match") != found["etag"]:
                return problem(412, "plan-outdated", "What the plan saw has changed meanwhile")
            found["state"] = "applied"
        return _shown_plan(found)

    def _plan(self, request: httpx.Request) -> Answer:
        text = request.content.decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        told = [{"line": line, "source_line": _source(row)} for line, row in enumerate(rows, 2)]
        rejected = [
            {
                **lines, "outcome": "rejected", "faults": [{"column": "number", "code": "bad", "words": words}],
                "cells": [{"column": name, "text": cell} for name, cell in row.items() if cell],
            }
            for lines, row in zip(told, rows, strict=True)
            if (words := self.refused(row))
        ]  # fmt: skip
        counts = {"create": len(rows) - len(rejected), "update": 0, "unchanged": 0, "rejected": len(rejected)}
        if self.so_already:
            counts |= {"create": 0, "unchanged": counts["create"]}
        id = str(uuid.uuid4())
        self.imports[id] = {
            "id": id, "state": "planned", "counts": counts, "etag": f'"1-{id}"',
            "rows": rows, "shown_rows": rejected + _made(rows, told, rejected),
            "params": dict(request.url.params), "content_type": request.headers["content-type"], "text": text,
        }  # fmt: skip
        return _shown_plan(self.imports[id], 201)


def _source(row: dict[str, str]) -> int | None:
    """The line that a row says it was made from; no column of its own."""
    said = row.pop("source_line", None)
    return None if said is None else int(said)


def _made(
    rows: list[dict[str, str]], told: list[dict[str, int | None]], rejected: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    lines = {row["line"] for row in rejected}
    return [
        {
            **place, "outcome": "create", "faults": [],
            "changes": [{"column": name, "before": None, "after": cell} for name, cell in row.items() if cell],
        }
        for place, row in zip(told, rows, strict=True)
        if place["line"] not in lines
    ]  # fmt: skip


def _me() -> dict[str, Any]:
    known = getattr(models, "MePublic", None)
    return example(known) if known is not None else {}


def _page(found: list[dict[str, Any]], params: httpx.QueryParams) -> Answer:
    start, limit = int(params.get("cursor", 0)), int(params.get("limit", 50))
    following = str(start + limit) if start + limit < len(found) else None
    total = len(found) if params.get("count") == "true" else None
    return Answer(200, json={"items": found[start : start + limit], "next_cursor": following, "total": total})


def _shown(found: dict[str, Any], status: int = 200) -> Answer:
    return Answer(status, json=found, headers={"ETag": f'"{found["version"]}-abc"'})


def _shown_plan(found: dict[str, Any], status: int = 200) -> Answer:
    shown = {name: found[name] for name in ("id", "state", "counts")}
    return Answer(status, json=shown, headers={"ETag": found["etag"]})
