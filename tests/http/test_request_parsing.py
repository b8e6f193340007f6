"""Parsing of requests: strict JSON, media types, bodies, query parameters, and limits."""

import json
import math
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from pydantic import Field

from api.core.problems import UNREADABLE_REQUEST, Fault, Problem
from api.core.schemas import RequestSchema, max_values
from api.http.request_parsing import read_json
from api.http.validation_errors import pointer
from tests.support.world import Actor, World


class _TwoFields(RequestSchema):
    number: int
    text: str


class _Lists(RequestSchema):
    """Three fields, two of them lists."""

    objects: Annotated[list[_TwoFields], Field(max_length=5)]
    other: Annotated[list[int], Field(max_length=1)] | None
    name: str


UNREADABLE = {
    "nothing": b"",
    "spaces": b"  \n",
    "duplicate members": b'{"name": "a", "name": "b"}',
    "duplicate members deep inside": b'{"a": [{"b": 1, "b": 2}]}',
    "duplicate members spelled differently": b'{"name": "a", "n\\u0061me": "b"}',
    "NaN": b'{"n": NaN}',
    "Infinity": b'{"n": Infinity}',
    "minus Infinity": b'{"n": -Infinity}',
    "more than a double": b'{"n": 1e400}',
    "a whole number beyond all": b'{"n": ' + b"9" * 400 + b"}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "Latin-1": '{"name": "Æblehaven"}'.encode("latin-1"),
    "UTF-16": '{"name": "a"}'.encode("utf-16"),
    "an overlong NUL": b'{"name": "\xc0\x80"}',
    "an encoded surrogate": b'{"name": "\xed\xa0\x80"}',
    "trailing junk": b"{} {}",
    "a trailing comma": b'{"a": 1,}',
    "a comment": b"{} // done",
    "single quotes": b"{'a': 1}",
    "a raw newline in text": b'{"a": "x\ny"}',
    "a number with a leading zero": b'{"a": 012}',
    "half of it": b'{"a": "x',
    "33 levels": b"[" * 33 + b"]" * 33,
    "33 levels of objects": b'{"a":' * 33 + b"1" + b"}" * 33,
    "a hundred thousand levels": b"[" * 100_000 + b"]" * 100_000,
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_json_that_parsers_disagree_about_is_refused(raw: bytes) -> None:
    with pytest.raises(Problem) as raised:
        read_json(raw)
    assert raised.value.kind.code == "unreadable-request"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"name": "\xc3\x86blehaven"}', {"name": "Æblehaven"}),
        (b"[" * 32 + b"]" * 32, json.loads("[" * 32 + "]" * 32)),
        (b'{"a": {"b": 1}, "c": {"b": 2}}', {"a": {"b": 1}, "c": {"b": 2}}),
        (b"9223372036854775807", 2**63 - 1),
        (b"1" + b"0" * 30, 1e30),
        (b"12.5", 12.5),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
    ],
)
def test_valid_json_is_parsed(raw: bytes, value: Any) -> None:
    assert read_json(raw) == value


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("external_ids", 3, "id"), "/external_ids/3/id"),
        ((), ""),
        (("010203-1234",), "/?"),
        (("cpr0102031234",), "/?"),
        (("a/b",), "/?"),
        (("<script>",), "/?"),
        (("x" * 65,), "/?"),
    ],
)
def test_json_pointer_contains_safe_names_only(path: tuple[str | int, ...], expected: str) -> None:
    assert pointer(path) == expected


# --- requests to the service ---


async def post(actor: Actor, content: bytes, **headers: str) -> Any:
    media_type = {"Content-Type": "application/json"}
    return await actor.call("POST", "/institutions", content=content, headers={**media_type, **headers})


async def test_unreadable_body_is_answered_400(world: World) -> None:
    office = await world.actor("administration")
    for description, raw in UNREADABLE.items():
        if raw:
            response = await post(office, raw)
            assert (response.status_code, response.json()["code"]) == (400, "unreadable-request"), description


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'{"name": "Ny",\n  "kind": skole}', "Line 2, column 11: "),
        (b'{"a": 1 "b": 2}', "Line 1, column 9: "),
        (b"{} {}", "Line 1, column 4: "),
        (b'{"a": 1, "a": 2}', ""),
        (b'{"n": NaN}', ""),
    ],
)
async def test_place_of_a_json_error_is_reported_without_its_content(world: World, raw: bytes, place: str) -> None:
    office = await world.actor("administration")
    response = await post(office, raw)
    beginning = f"{place}this is not JSON. " if place else ""
    assert response.json()["detail"] == f"{beginning}{UNREADABLE_REQUEST.mend.en}"
    assert "skole" not in response.text
    danish = await post(office, raw, **{"Accept-Language": "da"})
    assert danish.json()["detail"].endswith(UNREADABLE_REQUEST.mend.da)
    assert danish.json()["detail"].startswith("Linje " if place else "Send ")


async def test_missing_body_is_required(world: World) -> None:
    office = await world.actor("administration")
    response = await office.call("POST", "/institutions")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "required")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/jsonp", "", "application/json-seq"]
)
async def test_body_of_another_media_type_is_answered_415(world: World, media_type: str) -> None:
    office = await world.actor("administration")
    response = await office.call("POST", "/institutions", content=b"{}", headers={"Content-Type": media_type})
    assert (response.status_code, response.json()["code"]) == (415, "wrong-media-type")
    assert response.headers["accept"] == "application/json"
    assert response.json()["detail"] == "Send it as Content-Type: application/json."
    patched = await office.call(
        "PATCH",
        f"/institutions/{world.birk}",
        content=b"{}",
        headers={"Content-Type": media_type, "If-Match": '"1"', "Accept-Language": "da"},
    )
    assert patched.json()["detail"] == "Send det som Content-Type: application/merge-patch+json eller application/json."


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-8",
        "APPLICATION/JSON; CHARSET=UTF-8",
        "application/json ;x=y",
        'application/json;charset="utf8"',
    ],
)
async def test_parameters_and_case_of_the_media_type_do_not_matter(world: World, media_type: str) -> None:
    office = await world.actor("administration")
    created = await post(office, b'{"name": "Ny skole", "kind": "school"}', **{"Content-Type": media_type})
    assert created.status_code == 201, created.text


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "", "utf-8;charset=latin-1", "windows-1252"])
async def test_body_in_another_charset_is_answered_415(world: World, charset: str) -> None:
    office = await world.actor("administration")
    response = await post(office, b"{}", **{"Content-Type": f"application/json; charset={charset}"})
    assert (response.status_code, response.json()["code"]) == (415, "wrong-media-type")
    form = "application/x-www-form-urlencoded; charset=latin-1"
    response = await world.client.post("/v1/token", content="grant_type=x", headers={"Content-Type": form})
    assert (response.status_code, response.json()["code"]) == (415, "wrong-media-type")


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip", "x"])
async def test_compressed_body_is_answered_415(world: World, encoding: str) -> None:
    office = await world.actor("administration")
    response = await post(office, b"{}", **{"Content-Encoding": encoding})
    assert (response.status_code, response.json()["code"]) == (415, "wrong-content-encoding")
    assert response.headers["accept-encoding"] == "identity"
    uncompressed = await post(office, b'{"name": "Ny skole", "kind": "school"}', **{"Content-Encoding": "Identity"})
    assert uncompressed.status_code == 201, uncompressed.text


UNACCEPTED_BODIES = [
    (b'{"because": {}}', "application/json"),
    (b"{}", "text/plain"),
    (b"x", ""),
    (b"[]", "application/json"),
]


@pytest.mark.parametrize(("content", "media_type"), UNACCEPTED_BODIES)
async def test_body_is_refused_where_none_is_accepted(world: World, content: bytes, media_type: str) -> None:
    office = await world.actor("administration")
    for method, path in (("POST", f"/themes/{world.birk}/withdraw"), ("GET", "/institutions")):
        response = await office.call(method, path, content=content, headers={"Content-Type": media_type})
        assert (response.status_code, response.json()["code"]) == (422, "body-not-taken")


async def test_empty_object_is_accepted_as_no_body(world: World) -> None:
    office = await world.actor("administration")
    assert (await office.post(f"/themes/{world.birk}/withdraw", {})).status_code == 404
    assert (await office.call("POST", f"/themes/{world.birk}/withdraw")).status_code == 404


async def test_merge_patch_media_type_is_accepted(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    headers = {"Content-Type": "application/merge-patch+json", "If-Match": (await office.get(path)).headers["etag"]}
    assert (await office.call("PATCH", path, content=b'{"city": "Egeby"}', headers=headers)).status_code == 200


async def test_body_with_a_too_large_content_length_is_refused(world: World) -> None:
    office = await world.actor("administration")
    response = await post(office, b"{}", **{"Content-Length": "1000001"})
    assert (response.status_code, response.json()["code"]) == (413, "too-large")
    assert response.json()["detail"] == "Send at most 1,000,000 bytes at a time; use imports for large files."
    danish = await post(office, b"{}", **{"Content-Length": "1000001", "Accept-Language": "da"})
    assert danish.json()["detail"] == "Send højst 1.000.000 bytes ad gangen; brug import til store filer."


async def test_body_that_grows_too_large_is_refused(world: World) -> None:
    office, sent = await world.actor("administration"), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 100_000
            yield b" " * 100_000

    response = await office.call(
        "POST", "/institutions", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


async def test_long_body_is_refused_where_none_is_accepted(world: World) -> None:
    office = await world.actor("administration")
    for content in (b"x" * 101, b" " * 99 + b"{}", b"{}x", b"[]"):
        response = await office.call("GET", "/me", content=content, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.json()["code"]) == (422, "body-not-taken"), content
    long = {"Content-Length": "9000000"}
    assert (await office.call("GET", "/me", content=b"{}", headers=long)).json()["code"] == "body-not-taken"
    empty_object = await office.call("GET", "/me", content=b" {}\n", headers={"Content-Type": "application/json"})
    assert empty_object.status_code == 200


async def test_anonymous_caller_is_refused_before_the_body_is_parsed(world: World) -> None:
    response = await world.client.post("/v1/institutions", content=b"{nonsense", headers={"Content-Type": "text/plain"})
    assert response.status_code == 401


HOSTILE_NAMES = ["0102031234", "<b>", "a" * 5000, "\u0000", "å", "a/b~c", "\\ud800"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
async def test_unknown_field_with_a_hostile_name_is_refused_and_not_repeated(world: World, name: str) -> None:
    office = await world.actor("administration")
    member = f'"{name}"' if name == "\\ud800" else json.dumps(name)
    response = await post(office, f'{{"name": "X", "kind": "school", {member}: 1}}'.encode())
    assert response.status_code == 422, response.text
    places = {"\\ud800": [("", "control-characters")]}.get(name, [("/?", "unknown-field")])
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == places


UNKNOWN_ID = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"


def unknown_fields(number: int) -> dict[str, int]:
    return {f"f{chr(97 + n % 26)}{n}x": 1 for n in range(number)}


async def test_at_most_a_thousand_errors_are_reported(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, codes, original = await world.actor("administration"), list[str](), Fault.__init__

    def counting(self: Fault, *args: Any, **kwargs: Any) -> None:
        codes.append(kwargs["code"])
        original(self, *args, **kwargs)

    monkeypatch.setattr(Fault, "__init__", counting)
    path = f"/dialogues/{UNKNOWN_ID}/circle"  # the operation with the largest body
    response = await office.call("PUT", path, json={"entries": [unknown_fields(5000)]}, headers={"If-Match": '"1"'})
    assert (response.status_code, len(response.json()["errors"])) == (422, 1000)
    assert len(codes) == 1000, "no more faults are created than are reported"


async def test_more_values_than_an_operation_accepts_are_refused_unread(world: World) -> None:
    office = await world.actor("administration")
    at_the_limit = await office.post("/institutions", unknown_fields(1000))
    assert (at_the_limit.status_code, len(at_the_limit.json()["errors"])) == (422, 1000)
    bodies: list[Any] = [
        unknown_fields(5000),
        {"x": [1] * 5000},
        {"x": [{"y": 1}] * 900},
        [[[]] * 5000],
        [unknown_fields(400)] * 20,
    ]
    for body in bodies:
        response = await office.post("/institutions", body)
        assert (response.status_code, response.json()["code"]) == (400, "too-many-values")
        assert response.json()["audience"] == "developer"
        assert response.json()["errors"] == []
    many = "&".join(f"p{n}=1" for n in range(1001))
    response = await office.get(f"/institutions?{many}")
    assert (response.status_code, response.json()["code"]) == (400, "too-many-values")


async def test_largest_body_of_the_contract_is_parsed(world: World) -> None:
    office = await world.actor("administration")
    entry = {"step": "x", "text": "t", "focus_area_id": None, "cited": [{"kind": "x", "id": "y"}] * 100}
    path = f"/dialogues/{UNKNOWN_ID}/circle"
    response = await office.call("PUT", path, json={"entries": [entry] * 200}, headers={"If-Match": '"1"'})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-input")


@pytest.mark.parametrize(
    ("schema", "most"),
    [
        (int, 0),
        (_TwoFields, 2),
        (_Lists, 3 + 5 * 3 + 1),
        (_Lists | None, 3 + 5 * 3 + 1),
        (dict[str, int], math.inf),
        (Annotated[dict[str, _TwoFields], Field(max_length=4)], 4 * 3),
    ],
)
def test_largest_number_of_values_of_a_schema_follows_from_its_bounds(schema: Any, most: float) -> None:
    assert max_values(schema) == most


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "NUL\u0000", "control-characters"),
        ("name", "\ud800", "control-characters"),
        ("name", "two\nlines", "control-characters"),
        ("name", "\u202e\u0007", "control-characters"),
        ("name", " \u00a0\u2003 ", "blank"),
        ("name", "x" * 133, "too-long"),
        ("name", 12, "wrong-type"),
        ("name", None, "wrong-type"),
        ("name", ["x"], "wrong-type"),
        ("active_from", 20260101, "wrong-type"),
        ("active_from", "2026-02-30", "not-a-date"),
        ("active_from", "2026-1-1", "not-a-date"),
        ("active_from", "2026-01-01T00:00:00Z", "not-a-date"),
        ("active_from", "1899-12-31", "out-of-bounds"),
        ("active_from", "1767225600", "not-a-date"),
        ("active_from", True, "wrong-type"),
        ("district_id", "x", "not-an-id"),
        ("district_id", "urn:uuid:0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", "not-an-id"),
        ("district_id", 1, "wrong-type"),
        ("kind", "SCHOOL", "not-one-of"),
        ("kind", 1, "not-one-of"),
        ("p_number", "\u0661" * 10, "not-matching"),
        ("p_number", "1234567890\n", "not-matching"),
        ("external_ids", {}, "wrong-type"),
        ("external_ids", [{"system": "stil", "id": "1"}] * 21, "too-long"),
        ("colour", 10**30, "unknown-field"),
    ],
)
async def test_field_of_a_wrong_type_is_reported_with_its_place(
    world: World, field: str, value: Any, code: str
) -> None:
    office = await world.actor("administration")
    body = json.dumps({"name": "X", "kind": "school", field: value}).encode()
    response = await post(office, body)
    assert response.status_code == 422, response.text
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [(f"/{field}", code)]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("colour=red", [("colour", "unknown-parameter")]),
        ("limit=1&limit=2", [("limit", "repeated-parameter")]),
        ("0102031234=x&limit=0", [("?", "unknown-parameter"), ("limit", "out-of-bounds")]),
        ("a=1&kind=school&kind=leisure", [("a", "unknown-parameter"), ("kind", "repeated-parameter")]),
        ("limit=0", [("limit", "out-of-bounds")]),
        ("limit=201", [("limit", "out-of-bounds")]),
        ("limit=-1", [("limit", "wrong-type")]),
        ("limit=1.0", [("limit", "wrong-type")]),
        ("limit=+5", [("limit", "wrong-type")]),
        ("limit=%D9%A3", [("limit", "wrong-type")]),
        ("limit=1e1", [("limit", "wrong-type")]),
        ("limit=", [("limit", "wrong-type")]),
        ("count=1", [("count", "wrong-type")]),
        ("count=yes", [("count", "wrong-type")]),
        ("departments=True", [("departments", "wrong-type")]),
        ("kind=castle", [("kind", "not-one-of")]),
        ("district_id=7", [("district_id", "not-an-id")]),
        ("updated_since=2026-01-01", [("updated_since", "not-a-moment")]),
        ("updated_since=2026-01-01T00:00:00", [("updated_since", "not-a-moment")]),
        ("q=010203-1234", [("q", "looks-like-cpr-number")]),
        ("q=", [("q", "too-short")]),
        ("sort=colour", [("sort", "not-one-of")]),
        ("sort=--name", [("sort", "not-one-of")]),
        ("limit=0&count=maybe&kind=x", [("limit", "out-of-bounds"), ("count", "wrong-type"), ("kind", "not-one-of")]),
    ],
)  # fmt: skip
async def test_invalid_parameter_is_reported_by_name(world: World, query: str, errors: list[tuple[str, str]]) -> None:
    office = await world.actor("administration")
    response = await office.get(f"/institutions?{query}")
    assert response.status_code == 422, response.text
    assert [(error["parameter"], error["code"]) for error in response.json()["errors"]] == errors


async def test_malformed_id_in_the_path_is_not_found(world: World) -> None:
    office = await world.actor("administration")
    for id in ("7", "0198f3a0", str(world.birk).replace("-", ""), f"{{{world.birk}}}", "%00", "..%2f"):
        response = await office.get(f"/institutions/{id}")
        assert (response.status_code, response.json()["code"]) == (404, "not-found"), id
