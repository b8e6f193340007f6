"""What the command makes of a machine that is not as it should be, and of files that are none: words and a code."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
from sammen.command.tokens import FileStore
from sammen.files import FileRefused, RowFaults, detect, open_table

from tests.conftest import connected
from tests.service import Service
from tests.test_command import EXAMPLES, EXCERPTS, Run, run, signed_in  # noqa: F401  # fixtures

SITES = (str(EXCERPTS / "sites.csv"), "--map", str(EXAMPLES / "sites.toml"))
DEEP = "[" * 100_000 + "]" * 100_000


def started(*words: str, **given: Any) -> subprocess.CompletedProcess[str]:
    """The command as a program of its own."""
    command = [sys.executable, "-m", "sammen", *words]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, timeout=60, **given)  # noqa: S603  # this very program


def test_a_folder_in_which_nothing_can_be_kept_is_told(
    signed_in: Run,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "a file"
    file.write_text("x")
    monkeypatch.setenv("SAMMEN_CONFIG_DIR", str(file / "sammen"))
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    for words in (("login", "--username", "anna"), ("me",)):
        code, out, err = signed_in(*words)
        assert (code, out) == (2, "")
        assert err.startswith(f"sammen: {file}/sammen: Not a directory")


@pytest.mark.parametrize(
    "kept", ["[1", "[]", '{"url": 5, "tokens": []}', '{"tokens": {"ADDRESS": {"access_token": 5}}}']
)
def test_a_file_of_sign_ins_that_holds_none_asks_for_one(
    run: Run,  # noqa: F811  # the fixture
    home: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    kept: str,
) -> None:
    home.mkdir(exist_ok=True)
    (home / "tokens.json").write_text(kept.replace("ADDRESS", address))
    code, _, err = run("me")
    assert (code, "sammen login" in err) == (4, True)
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    assert run("login", "--username", "anna")[0] == 0
    assert run("me")[0] == 0


def test_a_sign_in_with_an_odd_end_is_used_while_it_works(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "tokens.json").write_text('{"tokens": {"u": {"access_token": "a", "refresh_token": 1, "expires_at": "x"}}}')
    assert FileStore("u").load() == sammen.Token("a", None, None)


@pytest.mark.parametrize("address", ["http://localhost:abc", "http://[::1", "http://æøå..dk", "https://"])
def test_an_address_that_is_none_is_told(run: Run, address: str) -> None:  # noqa: F811  # the fixture
    code, _, err = run("me", "--url", address, "--insecure")
    assert (code, "sammen: " in err) == (2, True), err


def test_an_answer_that_cannot_be_unpacked_is_told(service: Service) -> None:
    packed = {"headers": {"Content-Encoding": "gzip"}, "stream": httpx.ByteStream(b"hello")}
    with connected(service) as client:
        client.sign_in()
        service.script += [httpx.Response(200, **packed) for _ in range(6)]  # type: ignore[arg-type]  # both
        with pytest.raises(sammen.errors.UnexpectedAnswer, match="cannot be unpacked"):
            client.institutions.get("x")
        with pytest.raises(sammen.errors.UnexpectedAnswer, match="cannot be unpacked"):
            client.institutions.export(os.devnull)


def test_json_that_is_nested_without_end_is_no_json(
    run: Run,  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    assert run("create", "districts", "--data", f'{{"a": {DEEP}}}')[0] == 2
    path = tmp_path / "deep.ndjson"
    path.write_text(f'{{"name": {DEEP}}}\n{{"name": "A"}}\n')
    code, _, err = run("import", "check", str(path))
    assert (code, "line 1: is not one JSON object" in err) == (3, True)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="a disk that is full is a device of Linux")
@pytest.mark.parametrize("words", [("list", "districts"), ("list", "districts", "--json"), ("export", "districts")])
def test_a_full_disk_is_told(signed_in: Run, address: str, service: Service, words: tuple[str, ...]) -> None:  # noqa: F811  # the fixture
    service.add("districts", name="North")
    with open("/dev/full", "w") as full:
        done = started(*words, "--url", address, stdout=full)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_reads_no_further_ends_it_quietly(signed_in: Run, address: str, service: Service) -> None:  # noqa: F811  # the fixture
    for number in range(2000):
        service.add("districts", name=f"{number} " + "x" * 100)
    for words in (("list", "districts"), ("list", "districts", "--json"), ("export", "districts")):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            done = started(*words, "--url", address, stdout=pipe)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_list_is_not_exported_over_a_folder_and_goes_through_a_pipe(
    signed_in: Run,  # noqa: F811  # the fixture
    service: Service,
    tmp_path: Path,
) -> None:
    service.add("districts", name="North")
    for place in (tmp_path, tmp_path / "no" / "such"):
        code, _, err = signed_in("export", "districts", "--output", str(place))
        assert (code, err.startswith(f"sammen: {place}")) == (2, True), err
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert signed_in("export", "districts", "--output", str(pipe))[0] == 0
    assert b"North" in os.read(reading, 10_000)
    os.close(reading)
    assert pipe.is_fifo(), "it is not replaced by a file"


def test_a_file_comes_through_a_pipe(signed_in: Run, address: str, service: Service) -> None:  # noqa: F811  # the fixture
    content = (EXCERPTS / "sites.csv").read_text(encoding="utf-8")
    for words in (("import", "check", "-", *SITES[1:]), ("import", "map", "institutions", "-")):
        done = started(*words, input=content, stdout=subprocess.PIPE)
        assert done.returncode == 0, done.stderr
    done = started("import", "institutions", "-", *SITES[1:], "--url", address, input=content, stdout=subprocess.PIPE)
    assert (done.returncode, "3 to create" in done.stdout) == (0, True), done.stderr
    [plan] = service.imports.values()
    assert plan["params"]["filename"] == "standard-input"
    done = started("import", "check", "/dev/stdin", *SITES[1:], input=content, stdout=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    done = started("import", "check", "-", input="", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, "sammen: -: the file is empty.\n")


def test_so_many_are_one_or_more(run: Run) -> None:  # noqa: F811  # the fixture
    for limit in ("0", "-3", "x", "1.5"):
        assert run("list", "districts", "--limit", limit)[0] == 2


@pytest.mark.parametrize("second", ["a;b\n", "\ufeffa;b\n"])
def test_two_files_that_were_put_together_are_seen_by_their_headers(tmp_path: Path, second: str) -> None:
    path = tmp_path / "both.csv"
    path.write_text(f"a;b\n1;2\n{second}3;4\n", encoding="utf-8")
    faults = RowFaults()
    assert [line for line, _ in open_table(path, detect(path)).rows(faults)] == [2, 4]
    assert [(fault.line, "header line once more" in fault.detail) for fault in faults] == [(3, True)]


def test_a_file_that_is_said_to_be_of_another_encoding_is_not_read_as_that(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a;b\nÆrø;1\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="this is utf-8, not windows-1252"):
        detect(path, encoding="windows-1252")
    for text, encoding in (("a;b\nÆrø;1\n", "cp1252"), ("a;b\nx;1\n", "utf-8")):
        path.write_bytes(text.encode(encoding))
        assert detect(path, encoding="windows-1252").encoding == "cp1252"
