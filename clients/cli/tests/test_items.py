"""`list`, `get`, `create`, `update`, `put`, `delete`, `act` and `export`."""

import io
import json
import sys
from pathlib import Path

import pytest
import sammen
from fake_service import FakeService, problem
from sammen_cli.token_store import FileTokenStore

from tests.support.command import IMPORT_SITES, Run


def test_a_list_is_lines_or_json_lines(signed_in: Run, service: FakeService) -> None:
    for name in ("North\tend", "South"):
        service.add("districts", name=name)
    code, out, _ = signed_in("list", "districts", "--limit", "5")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "North end" in out
    code, out, _ = signed_in("list", "districts", "--json", "--filter", "name=South")
    assert [json.loads(line)["name"] for line in out.splitlines()] == ["South"]


def test_several_filters_may_follow_one_option(signed_in: Run, service: FakeService) -> None:
    for name, version in (("North", 1), ("North", 2), ("South", 2)):
        service.add("districts", name=name, version=version)
    for words in (("--filter", "name=North", "version=2"), ("--filter", "name=North", "--filter", "version=2")):
        out = signed_in("list", "districts", "--json", *words)[1]
        assert [json.loads(line)["version"] for line in out.splitlines()] == [2]
    theme = service.add("themes")
    assert signed_in("get", "themes", theme["id"], "--filter", "a=1", "b=2")[0] == 0
    assert dict(service.requests[-1].url.params) == {"a": "1", "b": "2"}
    assert signed_in("get", "themes", theme["id"], "thread", "--filter", "a=1", "b=2")[0] == 0
    assert service.requests[-1].url.path.endswith("/thread")
    assert dict(service.requests[-1].url.params) == {"a": "1", "b": "2"}


def test_an_item_is_created_changed_and_deleted(signed_in: Run, service: FakeService) -> None:
    _, out, _ = signed_in("create", "themes", "--json", "--data", '{"title": "Calm"}')
    theme = json.loads(out)
    assert theme["title"] == "Calm"
    code, out, _ = signed_in("act", "themes", theme["id"], "decide", "--json", "--data", '{"decided_on": "2026-08-01"}')
    assert (code, json.loads(out)["status"]) == (0, "decide done")
    code, out, _ = signed_in("update", "themes", theme["id"], "--data", '{"title": "Peace"}')
    assert (code, "Peace" in out) == (0, True)
    assert "Peace" in signed_in("get", "themes", theme["id"])[1]
    assert json.loads(signed_in("get", "themes", theme["id"], "thread", "--json")[1])["part"] == "thread"
    assert signed_in("update", "themes", theme["id"], "--data", "{}", "--if-match", '"1"')[0] == 1
    assert signed_in("delete", "themes", theme["id"])[0] == 0
    assert signed_in("get", "themes", theme["id"])[0] == 1


def test_data_is_read_from_a_file_or_standard_input(
    signed_in: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "theme.json"
    path.write_text('{"title": "Æ"}', encoding="utf-8")
    assert "Æ" in signed_in("create", "themes", "--data", f"@{path}")[1]
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"title": "Ø"}'))
    assert "Ø" in signed_in("create", "themes", "--data", "-")[1]
    for invalid in ("{", "[]", "@/no/such/file"):
        assert signed_in("create", "themes", "--data", invalid)[0] == 2


def test_the_fields_of_a_body_are_listed_without_data(signed_in: Run, service: FakeService) -> None:
    dialogue = service.add("dialogues")
    code, _, err = signed_in("act", "dialogues", dialogue["id"], "cancel")
    assert (code, "--data" in err, "reason (required)" in err) == (2, True, True)
    code, _, err = signed_in("create", "focus-areas")
    assert (code, "theme_id (required): an id" in err) == (2, True)
    err = signed_in("create", "data-packages")[2]
    assert "kind (required): one of day_care, school, leisure." in err
    assert "half_year (required): text such as 2026H1." in err
    err = signed_in("act", "dialogues", dialogue["id"], "hold")[2]
    assert "held_on: a date, YYYY-MM-DD." in err
    assert "a list, each {agreement_id, outcome: continued|done|dropped, [note]}" in err
    code, _, err = signed_in("update", "themes", "x")
    assert (code, "  title" in err) == (2, True)
    assert service.requests == []


def test_a_dialogue_is_not_held_without_data(signed_in: Run, service: FakeService) -> None:
    dialogue = service.add("dialogues", place="Here")
    before = len(service.requests)
    code, _, err = signed_in("act", "dialogues", dialogue["id"], "hold")
    assert (code, "--data '{}'" in err, "decisions" in err, "taken_up" in err) == (2, True, True, True), err
    assert [request.method for request in service.requests[before:] if request.method == "POST"] == []
    assert signed_in("act", "dialogues", dialogue["id"], "hold", "--data", "{}")[0] == 0


@pytest.mark.parametrize("words, known", [
    (("act", "dialogues", "x", "held"), "cancel, corrections, hold"),
    (("put", "dialogues", "x", "cirkel", "--data", "{}"), "only circle"),
    (("get", "themes", "x", "thred"), "only thread"),
    (("act", "dialogues", "-", "round"), "- rounds"),
])  # fmt: skip
def test_a_mistyped_transition_or_part_gets_a_suggestion(
    signed_in: Run, service: FakeService, words: tuple[str, ...], known: str
) -> None:
    code, _, err = signed_in(*words)
    assert (code, known in err, "did you mean" in err) == (2, True, True), err
    assert service.requests == []


def test_an_empty_id_does_not_address_the_collection(signed_in: Run, service: FakeService) -> None:
    for words in (("get", "themes", ""), ("delete", "themes", ".."), ("act", "themes", "", "decide", "--data", "{}")):
        code, _, err = signed_in(*words)
        assert (code, "ID is empty" in err) == (2, True)
    assert service.requests == []


def test_nested_values_of_an_item_are_indented(signed_in: Run, service: FakeService) -> None:
    theme = service.add("themes", title="Calm", kinds=["school", "leisure"])
    theme["turns"] = [{"who": "Anna", "said": [{"text": "yes"}]}, {"who": "Bo", "said": []}]
    out = signed_in("get", "themes", theme["id"])[1]
    assert "kinds  " in out
    assert "  school, leisure" in out
    assert out.endswith("turns\n  - who  Anna\n    said\n      - text  yes\n  - who   Bo\n    said\n")


def test_a_list_is_exported(signed_in: Run, service: FakeService, tmp_path: Path) -> None:
    for name in ("Nord", "Syd"):
        service.add("districts", name=name)
    path = tmp_path / "districts.csv"
    assert signed_in("export", "districts", "--output", str(path), "--danish", "--filter", "name=Nord")[0] == 0
    assert path.read_text().splitlines()[1].endswith(";Nord")
    assert len(path.read_text().splitlines()) == 2
    assert list(tmp_path.glob("*.part")) == []
    service.revoke_access_tokens()
    assert signed_in("export", "districts", "--output", str(path))[0] == 0
    assert len(path.read_text().splitlines()) == 3
    service.script.append(problem(403, "not-allowed"))
    assert signed_in("export", "districts", "--output", str(path))[0] == 1
    assert len(path.read_text().splitlines()) == 3, "the file is not changed"


def test_a_script_reads_one_field(signed_in: Run, service: FakeService) -> None:
    theme = service.add("themes", title="Calm")
    assert signed_in("get", "themes", theme["id"], "--only", "title")[1] == "Calm\n"
    assert signed_in("list", "themes", "--only", "id")[1] == f"{theme['id']}\n"
    assert signed_in("get", "themes", theme["id"], "--only", "titel")[0] == 1
    assert signed_in(*IMPORT_SITES, "--set", "district=Nord", "--only", "id")[1].strip() in service.imports
    [plan] = service.imports.values()
    assert plan["rows"][0]["district"] == "Nord"
    assert signed_in(*IMPORT_SITES, "--set", "district")[0] == 2


def test_a_list_shows_the_titles(signed_in: Run, service: FakeService) -> None:
    service.add("focus-areas", title="Calm breaks")
    out = signed_in("list", "focus-areas")[1]
    assert "Calm breaks" in out
    assert out.split("\t")[:2] == ["id", "title"]


def test_a_problem_is_shown_completely(signed_in: Run, service: FakeService) -> None:
    response = problem(422, "invalid-input", "Something is not valid", detail="Correct it.",
                       errors=[{"pointer": "/title", "code": "too-long", "detail": "It is too long."}])  # fmt: skip
    service.script.extend([response, response])
    code, out, err = signed_in("create", "themes", "--data", "{}")
    assert (code, out) == (1, "")
    for text in ("Something is not valid", "Correct it.", "/title: It is too long.", "req-1"):
        assert text in err
    code, _, err = signed_in("create", "themes", "--data", "{}", "--json")
    assert json.loads(err)["problem"]["errors"][0]["pointer"] == "/title"


def test_the_next_step_names_the_options_of_the_command(signed_in: Run, service: FakeService) -> None:
    service.script.append(problem(409, "one-sided-evidence", overridable=True))
    err = signed_in("create", "themes", "--data", "{}")[2]
    assert '"because": {"one-sided-evidence": "the reason"} in --data' in err
    assert "because={" not in err
    service.script.append(problem(428, "condition-required"))
    assert "--if-match" in signed_in("create", "themes", "--data", "{}")[2]


def test_an_unreachable_service_has_its_own_exit_code(run: Run) -> None:
    FileTokenStore("http://127.0.0.1:9").save(sammen.Token("t"))
    code, _, err = run("list", "districts", "--url", "http://127.0.0.1:9")
    assert (code, "could not be reached" in err) == (5, True)


def test_global_options_may_precede_the_command(signed_in: Run, service: FakeService) -> None:
    service.add("themes", title="Calm")
    assert json.loads(signed_in("--language", "da", "--json", "list", "themes")[1])["title"] == "Calm"
    assert service.requests[-1].headers["accept-language"] == "da"
    assert signed_in("--only=title", "list", "themes")[1] == "Calm\n"
    assert signed_in("--language", "en", "list", "themes", "--language", "da")[0] == 0
    assert service.requests[-1].headers["accept-language"] == "da", "the later one counts"


@pytest.mark.parametrize("value, language", [("da", "da"), ("en", "en"), ("fr", "en"), ("", "en")])
def test_the_language_of_problems_is_set_in_the_environment(
    signed_in: Run, service: FakeService, monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv("SAMMEN_LANGUAGE", value)
    assert signed_in("me")[0] == 0
    assert service.requests[-1].headers["accept-language"] == language
    assert signed_in("me", "--language", "da")[0] == 0
    assert service.requests[-1].headers["accept-language"] == "da", "the option has precedence"
