"""Faults of the machine and invalid files: a message and an exit code, never a traceback."""

import os
import subprocess
from pathlib import Path

import pytest
import sammen
from fake_service import FakeService
from sammen_cli.files.dialects import detect
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.row_errors import RowErrors
from sammen_cli.files.tables import open_table
from sammen_cli.token_store import FileTokenStore

from tests.support.command import SITES, SITES_MAP, Run, run_process

DEEPLY_NESTED = "[" * 100_000 + "]" * 100_000


def test_a_configuration_folder_that_cannot_be_written_is_reported(
    signed_in: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
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
    "content", ["[1", "[]", '{"url": 5, "tokens": []}', '{"tokens": {"ADDRESS": {"access_token": 5}}}']
)
def test_an_invalid_token_file_asks_for_a_sign_in(
    run: Run, config_folder: Path, address: str, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    config_folder.mkdir(exist_ok=True)
    (config_folder / "tokens.json").write_text(content.replace("ADDRESS", address))
    code, _, err = run("me")
    assert (code, "sammen login" in err) == (4, True)
    monkeypatch.setenv("SAMMEN_PASSWORD", "secret")
    assert run("login", "--username", "anna")[0] == 0
    assert run("me")[0] == 0


def test_a_token_with_an_invalid_expiry_is_used(config_folder: Path) -> None:
    config_folder.mkdir(exist_ok=True)
    content = '{"tokens": {"u": {"access_token": "a", "refresh_token": 1, "expires_at": "x"}}}'
    (config_folder / "tokens.json").write_text(content)
    assert FileTokenStore("u").load() == sammen.Token("a", None, None)


@pytest.mark.parametrize("address", ["http://localhost:abc", "http://[::1", "http://æøå..dk", "https://"])
def test_an_invalid_address_is_reported(run: Run, address: str) -> None:
    code, _, err = run("me", "--url", address, "--insecure")
    assert (code, "sammen: " in err) == (2, True), err


def test_deeply_nested_json_is_reported(run: Run, tmp_path: Path) -> None:
    assert run("create", "districts", "--data", f'{{"a": {DEEPLY_NESTED}}}')[0] == 2
    path = tmp_path / "deep.ndjson"
    path.write_text(f'{{"name": {DEEPLY_NESTED}}}\n{{"name": "A"}}\n')
    code, _, err = run("import", "check", str(path))
    assert (code, "line 1: is not a JSON object" in err) == (3, True)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the device for a full disk is one of Linux")
@pytest.mark.parametrize("words", [("list", "districts"), ("list", "districts", "--json"), ("export", "districts")])
def test_a_full_disk_is_reported(signed_in: Run, address: str, service: FakeService, words: tuple[str, ...]) -> None:
    service.add("districts", name="North")
    with open("/dev/full", "w") as full:
        result = run_process(*words, "--url", address, stdout=full)
    assert result.returncode == 2
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_closed_pipe_ends_the_command_quietly(signed_in: Run, address: str, service: FakeService) -> None:
    for number in range(2000):
        service.add("districts", name=f"{number} " + "x" * 100)
    for words in (("list", "districts"), ("list", "districts", "--json"), ("export", "districts")):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            result = run_process(*words, "--url", address, stdout=pipe)
        assert (result.returncode, result.stderr) == (0, "")


def test_an_export_goes_into_a_pipe_but_not_over_a_folder(signed_in: Run, service: FakeService, tmp_path: Path) -> None:
    service.add("districts", name="North")
    for path in (tmp_path, tmp_path / "no" / "such"):
        code, _, err = signed_in("export", "districts", "--output", str(path))
        assert (code, err.startswith(f"sammen: {path}")) == (2, True), err
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert signed_in("export", "districts", "--output", str(pipe))[0] == 0
    assert b"North" in os.read(reader, 10_000)
    os.close(reader)
    assert pipe.is_fifo(), "it is not replaced by a file"


def test_a_file_is_read_from_standard_input(signed_in: Run, address: str, service: FakeService) -> None:
    content = Path(SITES).read_text(encoding="utf-8")
    for words in (("import", "check", "-", "--map", SITES_MAP), ("import", "map", "institutions", "-")):
        result = run_process(*words, input=content, stdout=subprocess.PIPE)
        assert result.returncode == 0, result.stderr
    upload = ("import", "institutions", "-", "--map", SITES_MAP, "--url", address)
    result = run_process(*upload, input=content, stdout=subprocess.PIPE)
    assert (result.returncode, "3 to create" in result.stdout) == (0, True), result.stderr
    [plan] = service.imports.values()
    assert plan["query"]["filename"] == "standard-input"
    result = run_process("import", "check", "/dev/stdin", "--map", SITES_MAP, input=content, stdout=subprocess.PIPE)
    assert result.returncode == 0, result.stderr
    result = run_process("import", "check", "-", input="", stdout=subprocess.PIPE)
    assert (result.returncode, result.stderr) == (2, "sammen: -: the file is empty.\n")


@pytest.mark.parametrize("second", ["a;b\n", "\ufeffa;b\n"])
def test_a_repeated_header_is_an_error(tmp_path: Path, second: str) -> None:
    path = tmp_path / "both.csv"
    path.write_text(f"a;b\n1;2\n{second}3;4\n", encoding="utf-8")
    errors = RowErrors()
    assert [line for line, _ in open_table(path, detect(path)).rows(errors)] == [2, 4]
    assert [(error.line, "repeats the header line" in error.detail) for error in errors] == [(3, True)]


def test_a_wrong_encoding_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a;b\nÆrø;1\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match="this is utf-8, not windows-1252"):
        detect(path, encoding="windows-1252")
    for text, encoding in (("a;b\nÆrø;1\n", "cp1252"), ("a;b\nx;1\n", "utf-8")):
        path.write_bytes(text.encode(encoding))
        assert detect(path, encoding="windows-1252").encoding == "cp1252"
