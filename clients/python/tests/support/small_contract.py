"""A small contract in the style of the real one, for the tests of the generator."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 2000}
UUID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
NUMBER: Schema = {"type": "number"}
TRUTH: Schema = {"type": "boolean"}
ANYTHING: Schema = {"type": "object", "additionalProperties": True}


def enum(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


RESOURCES: dict[str, tuple[str, dict[str, Schema], tuple[str, ...]]] = {
    "districts": ("District", {"name": TEXT}, ()),
    "institutions": (
        "Institution",
        {
            "name": TEXT,
            "kind": enum("day_care", "school", "leisure"),
            "number": maybe({"type": "string", "pattern": r"^(\d{6}|[A-Z]\d{5})$"}),
            "active_from": maybe(DAY),
        },
        ("move",),
    ),
    "people": ("Person", {"name": TEXT, "username": TEXT}, ()),
    "clients": ("Machine", {"name": TEXT}, ()),
    "grants": ("Grant", {"role": TEXT, "unit_id": UUID, "person_id": maybe(UUID)}, ()),
    "cycles": ("Cycle", {"title": TEXT, "area": enum("age_0_6", "age_6_18"), "starts_on": DAY}, ()),
    "themes": ("Theme", {"title": TEXT, "cycle_id": UUID, "status": TEXT}, ("decide", "withdraw")),
    "focus-areas": ("FocusArea", {"title": TEXT, "institution_id": UUID, "theme_id": UUID, "goal": maybe(TEXT)}, ()),
    "indicators": ("Indicator", {"code": TEXT, "title": TEXT, "unit": TEXT}, ()),
    "data-packages": ("DataPackage", {"title": TEXT, "half_year": TEXT, "status": TEXT}, ("release", "withdraw")),
    "measurements": ("Measurement", {"institution_id": UUID, "period": TEXT, "value": maybe(NUMBER)}, ()),
    "stakeholder-input": ("StakeholderInput", {"institution_id": UUID, "voice": TEXT, "text": TEXT}, ()),
    "agreements": ("Agreement", {"text": TEXT, "due_on": maybe(DAY), "status": TEXT}, ("reopen",)),
    "dialogues": (
        "Dialogue",
        {"institution_id": UUID, "round": WHOLE, "planned_for": maybe(MOMENT), "status": enum("planned", "held")},
        ("hold", "cancel"),
    ),
}

PROBLEMS = {
    "bad-cursor": 400, "not-signed-in": 401, "not-allowed": 403, "not-found": 404, "cycle-overlaps": 409,
    "changed-meanwhile": 412, "invalid-input": 422, "condition-required": 428, "too-many-requests": 429, "busy": 503,
}  # fmt: skip


def document() -> dict[str, Any]:
    """The contract as an OpenAPI document."""
    schemas: dict[str, Schema] = {"Me": {"type": "object", "properties": {"username": TEXT}, "required": ["username"]}}
    paths: dict[str, Any] = {"/v1/me": {"get": _operation("read_me", ref("Me"))}, "/v1/token": {"post": {}}}
    for path, (name, fields, actions) in RESOURCES.items():
        schemas |= _schemas(name, fields)
        paths |= _paths(path, name, fields, actions)
    paths["/v1/themes/{id}/thread"] = {"get": _operation("get_thread", ANYTHING)}
    paths["/v1/dialogues/{id}/agenda"] = {"get": _operation("get_agenda", ANYTHING)}
    paths["/v1/dialogues/rounds"] = {"post": _operation("plan_rounds", ANYTHING, ANYTHING)}
    entry = _operation("change_entry", ref("DialoguePublic"), ANYTHING)
    paths["/v1/dialogues/{id}/entries/{entry_id}"] = {"patch": entry}
    schemas |= _schemas("Import", {"state": TEXT, "counts": ANYTHING})
    schemas["ImportRow"] = {"type": "object", "properties": {"line": WHOLE, "code": TEXT}, "required": ["line"]}
    paths |= _imports(schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1.0"},
        "paths": paths,
        "components": {"schemas": schemas},
        "x-problems": PROBLEMS,
    }


def _schemas(name: str, fields: dict[str, Schema]) -> dict[str, Schema]:
    known = {"id": UUID, "version": WHOLE, **fields}
    schema = {"type": "object", "properties": known, "required": list(known), "description": f"A {name}."}
    required = [field for field, schema in fields.items() if "anyOf" not in schema]
    return {
        f"{name}Public": schema,
        f"{name}Create": {"type": "object", "properties": fields, "required": required, "additionalProperties": False},
        f"{name}Update": {"type": "object", "properties": {field: maybe(kind) for field, kind in fields.items()}},
        f"Page_{name}Public_": _page(f"{name}Public"),
    }


def _page(name: str) -> Schema:
    members = {"items": {"type": "array", "items": ref(name)}, "next_cursor": maybe(TEXT), "total": maybe(WHOLE)}
    return {"type": "object", "properties": members, "required": list(members)}


def _operation(id: str, response: Schema | None, body: Schema | None = None, *params: Schema) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": response}}} if response is not None else {}
    operation: dict[str, Any] = {"operationId": id, "responses": {"200": content}, "parameters": list(params)}
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return operation


def _query(**schemas: Schema) -> list[Schema]:
    return [{"name": name.rstrip("_"), "in": "query", "schema": schema} for name, schema in schemas.items()]


def _paths(path: str, name: str, fields: dict[str, Schema], actions: tuple[str, ...]) -> dict[str, Any]:
    item, word = ref(f"{name}Public"), path.replace("-", "_")
    filters = _query(limit=WHOLE, cursor=TEXT, count=TRUTH, from_=maybe(DAY), q=TEXT)
    filters += _query(**{field: kind for field, kind in fields.items() if field.endswith("_id") or "enum" in kind})
    paths: dict[str, Any] = {
        f"/v1/{path}": {
            "get": _operation(f"list_{word}", ref(f"Page_{name}Public_"), None, *filters),
            "post": _operation(f"create_{word}", item, ref(f"{name}Create")),
        },
        f"/v1/{path}/{{id}}": {
            "get": _operation(f"get_{word}", item),
            "patch": _operation(f"change_{word}", item, ref(f"{name}Update")),
            "delete": _operation(f"delete_{word}", None),
        },
    }
    for action in actions:
        paths[f"/v1/{path}/{{id}}/{action}"] = {"post": _operation(f"{action}_{word}", item, ANYTHING)}
    return paths


def _imports(schemas: dict[str, Schema]) -> dict[str, Any]:
    schemas |= {"Page_ImportPublic_": _page("ImportPublic"), "Page_ImportRow_": _page("ImportRow")}
    upload = _operation("plan_import", ref("ImportPublic"))
    upload["requestBody"] = {"content": {"text/csv": {"schema": {"type": "string"}}}}
    paging = _query(limit=WHOLE, cursor=TEXT)
    rows = _operation("list_import_rows", ref("Page_ImportRow_"), None, *paging, *_query(outcome=TEXT))
    return {
        "/v1/imports": {"get": _operation("list_imports", ref("Page_ImportPublic_"), None, *paging), "post": upload},
        "/v1/imports/{id}": {"get": _operation("get_import", ref("ImportPublic")), "delete": _operation("drop", None)},
        "/v1/imports/{id}/rows": {"get": rows},
        "/v1/imports/{id}/apply": {"post": _operation("apply_import", ref("ImportPublic"))},
    }
