"""`sammen import` and its steps."""

import json
import os
import subprocess
from pathlib import Path

import httpx
import pytest
from fake_service import FakeService
from sammen_cli.main import main

from tests.support.command import EXAMPLES, EXCERPTS, IMPORT_SITES, SITES, SITES_MAP, Run, run_process


def test_a_file_is_imported_and_reversed(signed_in: Run, service: FakeService) -> None:
    code, out, err = signed_in(*IMPORT_SITES, "--apply")
    assert (code, "3 to create" in out, "Sending" in err or "planning" in err) == (0, True, True)
    assert "Applied" in err
    code, out, _ = signed_in(*IMPORT_SITES, "--json")
    plan = json.loads(out)
    assert (plan["state"], plan["applied"], plan["counts"]["create"]) == ("planned", False, 3)
    code, out, err = signed_in("import", "apply", plan["id"])
    assert (code, out, f"sammen import reverse {plan['id']}" in err) == (0, "Applied: 3 created.\n", True)
    assert service.imports[plan["id"]]["state"] == "applied"
    again = "Already applied before; nothing was done now: 3 created.\n"
    assert signed_in("import", "apply", plan["id"])[:2] == (0, again)
    assert signed_in("import", "reverse", plan["id"])[:2] == (0, "Reversed: 3 removed again.\n")
    assert service.imports[plan["id"]]["state"] == "reversed"
    again = "Already reversed before; nothing was done now: 3 removed again.\n"
    assert signed_in("import", "reverse", plan["id"])[:2] == (0, again)


def test_options_may_precede_the_resource(signed_in: Run, service: FakeService) -> None:
    code, out, _ = signed_in("import", "--json", "--map", SITES_MAP, "institutions", SITES)
    assert (code, json.loads(out)["counts"]["create"]) == (0, 3)
    code, out, _ = signed_in("import", "institutions", SITES, "--map", SITES_MAP, "--set", "phone=1", "email=a@b")
    assert code == 0
    assert [list(service.imports.values())[1]["rows"][0][name] for name in ("phone", "email")] == ["1", "a@b"]


def test_a_file_in_another_layout_needs_a_map(signed_in: Run, service: FakeService, tmp_path: Path) -> None:
    code, out, err = signed_in("import", "institutions", SITES)
    assert (code, out, service.imports) == (2, "", {})
    for text in ("matrikel_navn", "postal_code", "--map", f"sammen import map institutions {SITES} > map.toml"):
        assert text in err
    code, template, _ = signed_in("import", "map", "institutions", SITES)
    assert (code, "# number = \n" in template, "#   skolekode\n" in template) == (0, True, True)
    map = tmp_path / "map.toml"
    filled = template.replace("# number = ", 'number = "skolekode"').replace("# name = ", 'name = "matrikel_navn"')
    map.write_text(filled)
    assert signed_in("import", "check", SITES, "--map", str(map))[0] == 0
    assert signed_in("import", "map", "castles", SITES)[0] == 2


def test_a_plan_shows_what_would_change_and_the_next_steps(signed_in: Run, service: FakeService) -> None:
    code, out, err = signed_in(*IMPORT_SITES)
    [id] = service.imports
    assert code == 0
    assert out.splitlines()[0].endswith("sites.csv: 5 rows read; left out: 2 by [group].")
    assert out.splitlines()[1].endswith("for institutions: 3 to create, 0 to update, 0 unchanged, 0 rejected.")
    # Line 4 of the file, though the second row of the upload.
    assert "  line 4, create: number: 999002; name: Fjordskolen; kind: school" in out
    assert signed_in("import", "rows", id)[1].splitlines()[2].startswith("4\tcreate\tnumber: 999002")
    for step in ("rows", "apply", "discard"):
        assert f"sammen import {step} {id}" in err
    code, out, _ = signed_in("import", "rows", id)
    assert out.splitlines()[1].startswith("2\tcreate\tnumber: 999001; name: Birkeskolen")
    assert signed_in("import", "rows", id, "--outcome", "rejected")[1] == "line\toutcome\twhat\n"
    assert signed_in("import", "discard", id)[:2] == (0, "Discarded; nothing was changed.\n")
    assert service.imports[id]["state"] == "discarded"


def test_rejected_rows_have_their_own_exit_code(signed_in: Run, service: FakeService) -> None:
    service.reject = lambda row: "is not known" if row["number"] == "999002" else None
    code, out, err = signed_in(*IMPORT_SITES, "--apply")
    assert code == 3
    # Line 4 of the file, though the second row of the upload.
    assert "line 4 (name Fjordskolen), number '999002': is not known" in err
    [id] = service.imports
    assert f"sammen import rows {id}" in err
    code, out, _ = signed_in("import", "rows", id, "--json")
    assert (json.loads(out)["line"], json.loads(out)["source_line"]) == (3, 4)
    [_, row] = signed_in("import", "rows", id)[1].splitlines()
    assert row == "4\trejected\t(name Fjordskolen), number '999002': is not known"


def test_an_import_without_changes_has_nothing_to_apply(signed_in: Run, service: FakeService) -> None:
    service.all_unchanged = True
    message = "Everything is up to date: there is nothing to apply."
    assert signed_in(*IMPORT_SITES, "--apply")[2].splitlines()[-1] == message
    assert signed_in(*IMPORT_SITES)[2].splitlines()[-1] == message
    *_, id = service.imports
    code, out, err = signed_in("import", "apply", id)
    assert (code, out) == (0, "There was nothing to apply: 3 unchanged.\n")
    assert "reverse" not in err


def test_an_interrupted_import_says_what_has_been_done(
    signed_in: Run, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle_request = httpx.HTTPTransport.handle_request

    def handle_or_fail(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(failing_path):
            assert isinstance(request.stream, httpx.SyncByteStream)
            list(request.stream)
            raise failure
        return handle_request(self, request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_or_fail)
    failing_path = "/imports"
    failure: BaseException = KeyboardInterrupt()
    code, _, err = signed_in(*IMPORT_SITES, "--apply")
    message = "Interrupted. Nothing is changed. The same command can be run again; a plan"
    assert (code, message in err) == (130, True)
    failing_path = "/apply"
    code, _, err = signed_in(*IMPORT_SITES, "--apply")
    [id] = service.imports
    message = f"completely or not at all: sammen get imports {id} --only state says which."
    assert (code, message in err) == (130, True)
    failing_path, failure = "/imports", httpx.ReadError("gone")
    code, _, err = signed_in(*IMPORT_SITES)
    assert (code, "Nothing is changed. The same command can be run again" in err) == (5, True)
    assert "idempotency" not in err


def test_several_rows_of_one_line_are_counted(signed_in: Run, service: FakeService, tmp_path: Path) -> None:
    service.reject = lambda row: "is not known" if row["institution"] == "1" else None
    path, map = tmp_path / "f.csv", tmp_path / "m.toml"
    path.write_text("no;a;b\n1;2;3\n2;4;5\n1;6;7\n")
    map.write_text(
        '[columns_to_rows]\nname = "k"\nvalue = "v"\n[columns_to_rows.columns]\na = "x"\nb = "y"\n'
        '[columns]\ninstitution = "no"\nindicator = "k"\nperiod = { value = "2026H1" }\nvalue = "v"\n'
    )
    err = signed_in("import", "measurements", str(path), "--map", str(map))[2]
    assert "line 2 (institution 1, indicator x), number: is not known (and 3 more like it, line 4)\n" in err
    assert "more\n" not in err


def test_an_empty_constant_is_an_error(signed_in: Run, service: FakeService) -> None:
    code, _, err = signed_in(*IMPORT_SITES, "--set", "kind=")
    assert (code, "--set kind= has no value" in err) == (2, True)
    code, _, err = signed_in(*IMPORT_SITES, "--set", "kindd=school")
    message = "- kindd (set outside the map): the import has no column 'kindd'; did you mean 'kind'?"
    assert (code, message in err) == (2, True)


def test_rows_that_are_rejected_for_the_same_reason_are_shown_once(
    signed_in: Run, service: FakeService, tmp_path: Path
) -> None:
    service.reject = lambda row: "is not known" if row["number"] < "1200" else None
    path = tmp_path / "s.csv"
    path.write_text("number,name\n" + "".join(f"{number},x\n" for number in range(1000, 1300)))
    err = signed_in("import", "institutions", str(path))[2]
    assert "line 2 (name x), number '1000': is not known (and 199 more like it, lines 3, 4, 5, 6, 7, ...)" in err
    assert err.count("is not known") == 1


def test_check_needs_no_service(config_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "check", str(EXCERPTS / "schools.csv"), "--map", str(EXAMPLES / "school-figures.toml")]
    assert main([*words, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [result[name] for name in ("delimiter", "decimal", "resource", "rows")] == [";", "point", "measurements", 23]
    assert result["sample"][0]["indicator"] == "pupils"
    assert main(words) == 0
    assert "semicolon" in capsys.readouterr().out


def test_check_shows_the_errors_of_rows_and_of_the_map(
    config_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("value;n\nx;1\n", encoding="utf-8")
    assert main(["import", "check", str(path), "--resource", "measurements"]) == 3
    assert "line 2, value: 'x' is not a number" in capsys.readouterr().err
    map = tmp_path / "map.toml"
    map.write_text('[columns]\nvalue = "valeu"\n', encoding="utf-8")
    assert main(["import", "check", str(path), "--map", str(map)]) == 2
    assert "line 2, columns.value: the file has no column 'valeu'; did you mean 'value'?" in capsys.readouterr().err


def test_the_command_runs_as_a_module(config_folder: Path) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    result = run_process("import", "check", SITES, "--sample", "1", env=environment, stdout=subprocess.PIPE)
    assert (result.returncode, "Birkeskolen" in result.stdout) == (0, True), result.stderr
