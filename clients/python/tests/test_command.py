"""The command, over HTTP."""

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sammen.command import main
from sammen.command.tokens import FileStore
from sammen.tokens import Token

from tests.service import Service, problem

EXAMPLES = Path(__file__).parent.parent / "examples"
EXCERPTS = Path(__file__).parent / "excerpts"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(address: str, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command and answer exit code, standard output and standard error."""
    monkeypatch.setenv("SAMMEN_URL", address)
    monkeypatch.setattr("sammen.sync.transport.pause", lambda seconds: None)

    def ran(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as stop:
            code = int(str(stop.code))
        found = capsys.readouterr()
        return code, found.out, found.err

    return ran


@pytest.fixture
def signed_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    assert run("login", "--username", "anna")[0] == 0
    monkeypatch.delenv("SAMMEN_PASSWORD")
    return run


def test_a_sign_in_is_kept_for_its_owner_only(signed_in: Run, home: Path, service: Service) -> None:
    tokens = home / "tokens.json"
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert signed_in("me", "--json")[0] == 0
    assert [form["grant_type"] for form in service.sign_ins] == ["password"]
    assert signed_in("logout")[0] == 0
    assert signed_in("me")[0] == 4


def test_a_password_comes_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("from-stdin\n"))
    assert run("login", "--username", "anna", "--password-stdin")[0] == 0
    assert service.sign_ins[0]["password"] == "from-stdin"


def test_a_first_password_is_replaced_at_once(run: Run, monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("first\nof one's own\n"))
    assert run("login", "--username", "anna", "--password-stdin")[0] == 0
    [chosen] = service.calls
    assert json.loads(chosen.content) == {"username": "anna", "first": "first", "new": "of one's own"}
    assert "authorization" not in chosen.headers
    assert [form["password"] for form in service.sign_ins] == ["first", "of one's own"]
    assert run("me")[0] == 0


def test_a_password_that_is_too_short_is_asked_for_again_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, service: Service
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["first", "short", "short", "of one's own", "of one's own"])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("sammen.command.signing.getpass", lambda prompt: next(typed))
    code, out, err = run("login", "--username", "anna")
    assert (code, out.startswith("Signed in"), "at least 12 characters" in err) == (0, True, True)
    assert service.sign_ins[-1]["password"] == "of one's own"


def test_a_first_password_alone_lets_nobody_in(run: Run, monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("first\n"))
    code, _, err = run("login", "--username", "anna", "--password-stdin")
    assert (code, "first password" in err, service.calls) == (2, True, [])


def test_a_machine_signs_in_from_its_surroundings(run: Run, monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    monkeypatch.setenv("SAMMEN_CLIENT_ID", "lis")
    monkeypatch.setenv("SAMMEN_CLIENT_SECRET", "s")
    assert run("list", "districts")[0] == 0
    assert run("list", "districts")[0] == 0
    assert [form["grant_type"] for form in service.sign_ins] == ["client_credentials"]


def test_a_password_is_never_taken_from_the_command_line(run: Run) -> None:
    assert run("login", "--username", "anna", "--password", "secret")[0] == 2


def test_a_wrong_password_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMMEN_PASSWORD", "wrong")
    code, _, err = run("login", "--username", "anna")
    assert code == 4
    assert "Wrong name or password" in err


def test_without_a_sign_in_the_code_says_so(run: Run) -> None:
    code, _, err = run("list", "districts")
    assert (code, "sammen login" in err) == (4, True)


def test_nothing_is_sent_in_the_open_to_another_machine(run: Run) -> None:
    code, _, err = run("me", "--url", "http://sammen.example")
    assert (code, "--insecure" in err) == (2, True)
    assert run("me", "--url", "sammen.example")[0] == 2


def test_lists_are_lines_and_json_lines(signed_in: Run, service: Service) -> None:
    for name in ("North\tend", "South"):
        service.add("districts", name=name)
    code, out, _ = signed_in("list", "districts", "--limit", "5")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "North end" in out
    code, out, _ = signed_in("list", "districts", "--json", "--filter", "name=South")
    assert [json.loads(line)["name"] for line in out.splitlines()] == ["South"]


def test_a_whole_journey_runs_through_the_command(signed_in: Run, service: Service) -> None:
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


def test_data_comes_from_a_file_or_standard_input(
    signed_in: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "theme.json"
    path.write_text('{"title": "Æ"}', encoding="utf-8")
    assert "Æ" in signed_in("create", "themes", "--data", f"@{path}")[1]
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"title": "Ø"}'))
    assert "Ø" in signed_in("create", "themes", "--data", "-")[1]
    for wrong in ("{", "[]", "@/no/such/file"):
        assert signed_in("create", "themes", "--data", wrong)[0] == 2


def test_what_is_needed_is_told_without_data(signed_in: Run, service: Service) -> None:
    dialogue = service.add("dialogues")
    code, _, err = signed_in("act", "dialogues", dialogue["id"], "cancel")
    assert (code, "--data" in err, "reason (needed)" in err) == (2, True, True)
    code, _, err = signed_in("create", "focus-areas")
    assert (code, "theme_id (needed): an id" in err) == (2, True)
    err = signed_in("create", "data-packages")[2]
    assert "kind (needed): one of day_care, school, leisure." in err
    assert "half_year (needed): text such as 2026H1." in err
    err = signed_in("act", "dialogues", dialogue["id"], "hold")[2]
    assert "held_on: a date, YYYY-MM-DD." in err
    assert "a list, each {agreement_id, outcome: continued|done|dropped, [note]}" in err
    code, _, err = signed_in("update", "themes", "x")
    assert (code, "  title" in err) == (2, True)
    assert service.calls == []


@pytest.mark.parametrize("words, told", [
    (("act", "dialogues", "x", "held"), "cancel, corrections, hold"),
    (("put", "dialogues", "x", "cirkel", "--data", "{}"), "only circle"),
    (("get", "themes", "x", "thred"), "only thread"),
    (("act", "dialogues", "-", "round"), "- rounds"),
])  # fmt: skip
def test_a_mistyped_step_is_told_which_there_are(
    signed_in: Run, service: Service, words: tuple[str, ...], told: str
) -> None:
    code, _, err = signed_in(*words)
    assert (code, told in err, "did you mean" in err) == (2, True, True), err
    assert service.calls == []


def test_help_offers_only_what_can_be_done(run: Run) -> None:
    offered = {verb: run(verb, "--help")[1] for verb in ("list", "delete", "act", "put", "get")}
    assert "focus-areas" in offered["list"]
    assert "me," not in offered["list"]
    assert "people" not in offered["delete"]
    assert "cancel (reason)" in offered["act"]
    assert "dialogues: circle" in offered["put"]
    assert "themes: thread" in offered["get"]
    assert "evidence (--filter cycle_id=... round=...)" in offered["get"]
    assert run("delete", "people", "x")[0] == 2


def test_a_thing_is_told_with_what_is_in_it_below(signed_in: Run, service: Service) -> None:
    theme = service.add("themes", title="Calm", kinds=["school", "leisure"])
    theme["turns"] = [{"who": "Anna", "said": [{"text": "yes"}]}, {"who": "Bo", "said": []}]
    out = signed_in("get", "themes", theme["id"])[1]
    assert "kinds  " in out
    assert "  school, leisure" in out
    assert out.endswith("turns\n  - who  Anna\n    said\n      - text  yes\n  - who   Bo\n    said\n")


def test_a_whole_list_is_exported(signed_in: Run, service: Service, tmp_path: Path) -> None:
    for name in ("Nord", "Syd"):
        service.add("districts", name=name)
    path = tmp_path / "districts.csv"
    assert signed_in("export", "districts", "--output", str(path), "--danish", "--filter", "name=Nord")[0] == 0
    assert path.read_text().splitlines()[1].endswith(";Nord")
    assert len(path.read_text().splitlines()) == 2
    assert list(tmp_path.glob("*.part")) == []
    service.forget_tokens()
    assert signed_in("export", "districts", "--output", str(path))[0] == 0
    assert len(path.read_text().splitlines()) == 3
    service.script.append(problem(403, "not-allowed"))
    assert signed_in("export", "districts", "--output", str(path))[0] == 1
    assert len(path.read_text().splitlines()) == 3, "what was there stays"


def test_a_script_asks_for_one_member(signed_in: Run, service: Service) -> None:
    theme = service.add("themes", title="Calm")
    assert signed_in("get", "themes", theme["id"], "--only", "title")[1] == "Calm\n"
    assert signed_in("list", "themes", "--only", "id")[1] == f"{theme['id']}\n"
    assert signed_in("get", "themes", theme["id"], "--only", "titel")[0] == 1
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    assert signed_in(*words, "--set", "district=Nord", "--only", "id")[1].strip() in service.imports
    [plan] = service.imports.values()
    assert plan["rows"][0]["district"] == "Nord"
    assert signed_in(*words, "--set", "district")[0] == 2


def test_lists_show_the_texts(signed_in: Run, service: Service) -> None:
    service.add("focus-areas", title="Calm breaks")
    out = signed_in("list", "focus-areas")[1]
    assert "Calm breaks" in out
    assert out.split("\t")[:2] == ["id", "title"]


def test_a_refusal_tells_all_of_it(signed_in: Run, service: Service) -> None:
    refusal = problem(422, "invalid-input", "Something is not valid", detail="Mend it.",
                      errors=[{"pointer": "/title", "code": "too-long", "detail": "It is too long."}])  # fmt: skip
    service.script.extend([refusal, refusal])
    code, out, err = signed_in("create", "themes", "--data", "{}")
    assert (code, out) == (1, "")
    for words in ("Something is not valid", "Mend it.", "/title: It is too long.", "req-1"):
        assert words in err
    code, _, err = signed_in("create", "themes", "--data", "{}", "--json")
    assert json.loads(err)["problem"]["errors"][0]["pointer"] == "/title"


def test_what_may_succeed_later_has_a_code_of_its_own(run: Run) -> None:
    FileStore("http://127.0.0.1:9").save(Token("t"))
    code, _, err = run("list", "districts", "--url", "http://127.0.0.1:9")
    assert (code, "could not be reached" in err) == (5, True)


@pytest.mark.parametrize("words", [
    (), ("list",), ("list", "nothing"), ("list", "districts", "--filter", "x"), ("fly",),
])  # fmt: skip
def test_wrong_use_is_told(signed_in: Run, words: tuple[str, ...]) -> None:
    assert signed_in(*words)[0] == 2


@pytest.mark.parametrize("words", [("--help",), ("list", "--help"), ("import", "--help"), ("import", "check", "-h")])
def test_help_tells_the_exit_codes(run: Run, words: tuple[str, ...]) -> None:
    code, out, _ = run(*words)
    assert (code, "exit codes:" in out) == (0, True)


def test_a_file_is_imported_in_one_go(signed_in: Run, service: Service) -> None:
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    code, out, err = signed_in(*words, "--apply")
    assert (code, "3 to create" in out, "Sending" in err or "planning" in err) == (0, True, True)
    assert "Carried out" in err
    code, out, _ = signed_in(*words, "--json")
    plan = json.loads(out)
    assert (plan["state"], plan["applied"], plan["counts"]["create"]) == ("planned", False, 3)
    code, out, err = signed_in("import", "apply", plan["id"])
    assert (code, out, f"sammen import reverse {plan['id']}" in err) == (0, "Carried out: 3 created.\n", True)
    assert service.imports[plan["id"]]["state"] == "applied"
    again = "Carried out before, and nothing was done now: 3 created.\n"
    assert signed_in("import", "apply", plan["id"])[:2] == (0, again)
    assert signed_in("import", "reverse", plan["id"])[:2] == (0, "Undone: 3 removed again.\n")
    assert service.imports[plan["id"]]["state"] == "reversed"
    again = "Undone before, and nothing was done now: 3 removed again.\n"
    assert signed_in("import", "reverse", plan["id"])[:2] == (0, again)


def test_a_file_of_another_make_is_told_what_it_needs(
    signed_in: Run, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = EXCERPTS / "sites.csv"
    code, out, err = signed_in("import", "institutions", str(sites))
    assert (code, out, service.imports) == (2, "", {})
    for words in ("matrikel_navn", "postal_code", "--map", f"sammen import map institutions {sites} > map.toml"):
        assert words in err
    code, begun, _ = signed_in("import", "map", "institutions", str(sites))
    assert (code, "# number = \n" in begun, "#   skolekode\n" in begun) == (0, True, True)
    map = tmp_path / "map.toml"
    map.write_text(begun.replace("# number = ", 'number = "skolekode"').replace("# name = ", 'name = "matrikel_navn"'))
    assert signed_in("import", "check", str(sites), "--map", str(map))[0] == 0
    assert signed_in("import", "map", "castles", str(sites))[0] == 2


def test_the_command_tells_its_version_and_what_a_strategy_does(run: Run) -> None:
    code, out, _ = run("--version")
    assert (code, out.split()[0]) == (0, "sammen")
    assert out.split()[1][0].isdigit()
    told = " ".join(run("import", "plan", "--help")[1].split())
    assert "sammen import RESOURCE FILE [--map MAP]" in told
    assert "create makes only, and rejects what is there" in told


def test_a_plan_tells_what_would_change_and_what_to_do_next(signed_in: Run, service: Service) -> None:
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    code, out, err = signed_in(*words)
    [id] = service.imports
    assert code == 0
    assert out.splitlines()[0].endswith("sites.csv: 5 rows read; left out: 2 by [group].")
    assert out.splitlines()[1].endswith("for institutions: 3 to create, 0 to update, 0 unchanged, 0 rejected.")
    # Line 4 of the file, though the second row of what was sent.
    assert "  line 4, create: number: 999002; name: Fjordskolen; kind: school" in out
    assert signed_in("import", "rows", id)[1].splitlines()[2].startswith("4\tcreate\tnumber: 999002")
    for step in ("rows", "apply", "discard"):
        assert f"sammen import {step} {id}" in err
    code, out, _ = signed_in("import", "rows", id)
    assert out.splitlines()[1].startswith("2\tcreate\tnumber: 999001; name: Birkeskolen")
    assert signed_in("import", "rows", id, "--outcome", "rejected")[1] == "line\toutcome\twhat\n"
    assert signed_in("import", "discard", id)[:2] == (0, "Discarded; nothing was changed.\n")
    assert service.imports[id]["state"] == "discarded"


def test_rejected_rows_are_told_with_a_code_for_cron(signed_in: Run, service: Service) -> None:
    service.refused = lambda row: "is not known" if row["number"] == "999002" else None
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    code, out, err = signed_in(*words, "--apply")
    assert code == 3
    # Line 4 of the file, though the second row of what was sent.
    assert "line 4 (name Fjordskolen), number '999002': is not known" in err
    [id] = service.imports
    assert f"sammen import rows {id}" in err
    code, out, _ = signed_in("import", "rows", id, "--json")
    assert (json.loads(out)["line"], json.loads(out)["source_line"]) == (3, 4)
    [_, told] = signed_in("import", "rows", id)[1].splitlines()
    assert told == "4\trejected\t(name Fjordskolen), number '999002': is not known"


def test_nothing_is_carried_out_where_all_is_so_already(signed_in: Run, service: Service) -> None:
    service.so_already = True
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    told = "Everything is so already: there is nothing to carry out."
    assert signed_in(*words, "--apply")[2].splitlines()[-1] == told
    assert signed_in(*words)[2].splitlines()[-1] == told
    *_, id = service.imports
    code, out, err = signed_in("import", "apply", id)
    assert (code, out) == (0, "There was nothing to carry out: 3 unchanged.\n")
    assert "reverse" not in err


def test_an_import_that_is_cut_off_says_what_is_so(
    signed_in: Run, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    sends = httpx.HTTPTransport.handle_request

    def sent(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(ends):
            assert isinstance(request.stream, httpx.SyncByteStream)
            list(request.stream)
            raise fault
        return sends(self, request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", sent)
    ends = "/imports"
    fault: BaseException = KeyboardInterrupt()
    code, _, err = signed_in(*words, "--apply")
    assert (code, "Interrupted. Nothing is changed. The same command can be given again; a plan" in err) == (130, True)
    ends = "/apply"
    code, _, err = signed_in(*words, "--apply")
    [id] = service.imports
    assert (code, f"whole, or not at all: sammen get imports {id} --only state tells which." in err) == (130, True)
    ends, fault = "/imports", httpx.ReadError("gone")
    code, _, err = signed_in(*words)
    assert (code, "Nothing is changed. The same command can be given again" in err) == (5, True)
    assert "idempotency" not in err


def test_rows_that_one_line_made_are_counted_each(signed_in: Run, service: Service, tmp_path: Path) -> None:
    service.refused = lambda row: "is not known" if row["institution"] == "1" else None
    path, map = tmp_path / "f.csv", tmp_path / "m.toml"
    path.write_text("no;a;b\n1;2;3\n2;4;5\n1;6;7\n")
    map.write_text(
        '[columns_to_rows]\nname = "k"\nvalue = "v"\n[columns_to_rows.columns]\na = "x"\nb = "y"\n'
        '[columns]\ninstitution = "no"\nindicator = "k"\nperiod = { value = "2026H1" }\nvalue = "v"\n'
    )
    err = signed_in("import", "measurements", str(path), "--map", str(map))[2]
    assert "line 2 (institution 1, indicator x), number: is not known (and 3 more like it, line 4)\n" in err
    assert "more\n" not in err


def test_a_column_that_is_set_to_nothing_is_a_slip(signed_in: Run, service: Service) -> None:
    words = ("import", "institutions", str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
    code, _, err = signed_in(*words, "--set", "kind=")
    assert (code, "--set kind= is set to nothing" in err) == (2, True)
    code, _, err = signed_in(*words, "--set", "kindd=school")
    assert (code, "- kindd (set beside the map): the import has no column 'kindd'; did you mean 'kind'?" in err) == (
        2,
        True,
    )


def test_options_of_every_command_may_stand_before_its_word(signed_in: Run, service: Service) -> None:
    service.add("themes", title="Calm")
    assert json.loads(signed_in("--language", "da", "--json", "list", "themes")[1])["title"] == "Calm"
    assert service.calls[-1].headers["accept-language"] == "da"
    assert signed_in("--only=title", "list", "themes")[1] == "Calm\n"


def test_rows_that_are_rejected_for_the_same_are_told_once(signed_in: Run, service: Service, tmp_path: Path) -> None:
    service.refused = lambda row: "is not known" if row["number"] < "1200" else None
    path = tmp_path / "s.csv"
    path.write_text("number,name\n" + "".join(f"{number},x\n" for number in range(1000, 1300)))
    err = signed_in("import", "institutions", str(path))[2]
    assert "line 2 (name x), number '1000': is not known (and 199 more like it, lines 3, 4, 5, 6, 7, ...)" in err
    assert err.count("is not known") == 1


def test_check_needs_no_service(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "check", str(EXCERPTS / "schools.csv"), "--map", str(EXAMPLES / "school-figures.toml")]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["delimiter"], told["decimal"], told["resource"], told["rows"]) == (";", "point", "measurements", 23)
    assert told["sample"][0]["indicator"] == "pupils"
    assert main(words) == 0
    assert "semicolon" in capsys.readouterr().out


def test_check_tells_the_faults_of_rows_and_of_the_map(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("value;n\nx;1\n", encoding="utf-8")
    assert main(["import", "check", str(path), "--resource", "measurements"]) == 3
    assert "line 2, value: 'x' is not a number" in capsys.readouterr().err
    map = tmp_path / "map.toml"
    map.write_text('[columns]\nvalue = "valeu"\n', encoding="utf-8")
    assert main(["import", "check", str(path), "--map", str(map)]) == 2
    assert "line 2, columns.value: the file has no column 'valeu'; did you mean 'value'?" in capsys.readouterr().err


def test_the_command_starts_as_a_program(home: Path) -> None:
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-m", "sammen", "import", "check", str(EXCERPTS / "sites.csv"), "--sample", "1"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONWARNINGS": "error"},
    )  # fmt: skip
    assert "Birkeskolen" in done.stdout


def test_two_commands_do_not_spend_the_same_refresh_token(address: str, home: Path, service: Service) -> None:
    service.lifetime = 1
    started = "import sys; from sammen.command import main; sys.exit(main(['list', 'districts']))"
    environment = {**os.environ, "SAMMEN_URL": address}
    environment["SAMMEN_PASSWORD"] = "secret"
    login = [sys.executable, "-m", "sammen", "login", "--username", "anna"]
    subprocess.run(login, env=environment, check=True)  # noqa: S603  # this very program
    del environment["SAMMEN_PASSWORD"]
    many = [
        subprocess.Popen([sys.executable, "-c", started], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # likewise
        for _ in range(3)
    ]
    assert [one.wait() for one in many] == [0, 0, 0]
    assert [form["grant_type"] for form in service.sign_ins] == ["password"] + ["refresh_token"] * 3


def test_nothing_is_held_by_leaving_out_what_to_say(signed_in: Run, service: Service) -> None:
    dialogue = service.add("dialogues", place="Here")
    before = len(service.calls)
    code, _, err = signed_in("act", "dialogues", dialogue["id"], "hold")
    assert (code, "--data '{}'" in err, "decisions" in err, "taken_up" in err) == (2, True, True, True), err
    assert [call.method for call in service.calls[before:] if call.method == "POST"] == []
    assert signed_in("act", "dialogues", dialogue["id"], "hold", "--data", "{}")[0] == 0
