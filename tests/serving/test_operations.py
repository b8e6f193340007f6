"""The guides for operators are run as they are written: first start, systemd, nightly jobs, municipal sign-in."""

import re
import socket
import subprocess
from pathlib import Path

from tests.support.samples import BIN, ROOT, run, samples, scripts, text_of

PASSWORD = "Egetræer falmer kl. 4"
DEPLOY = ROOT / "deploy"


def test_operator_starts_a_new_installation_with_its_first_people(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    [start] = scripts("operations", "First start")
    for written, here in (
        ("postgresql+psycopg://sammen:...@db.internal/sammen", f"sqlite+aiosqlite:///{tmp_path}/sammen.db"),
        ("--host 0.0.0.0 --workers 4 --behind 10.0.0.2", f"--port {url.rpartition(':')[2]} --behind 10.0.0.2 &"),
    ):
        assert written in start
        start = start.replace(written, here)
    serving = [line for line in start.splitlines() if "sammen-api serve" in line]
    assert serving == start.splitlines()[-1:]
    ready = f"for attempt in $(seq 60); do curl -sf {url}/health/ready && break || sleep 1; done"
    [people] = scripts("operations", "The first people")
    [purge] = scripts("operations", "Every night")
    assert [purge] == scripts("privacy")
    script = f"{start}\nserving=$!\ntrap 'kill $serving' EXIT\n{ready}\n{people}\nsammen list grants\n{purge}"
    passwords = {"SAMMEN_ADMIN_PASSWORD": PASSWORD, "SAMMEN_PASSWORD": PASSWORD, "SAMMEN_URL": url}
    output = run(script, "", tmp_path, **passwords)
    assert "Bo Lund" in output
    assert "administration" in output


def commands_of(unit: str) -> list[str]:
    """Return what a systemd unit starts, in its order."""
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    return re.findall(r"^ExecStart(?:Pre)?=(.*)$", text, re.MULTILINE)


def test_systemd_and_the_image_are_installed_the_same_way() -> None:
    [install] = scripts("operations", "Install with systemd")
    # `scripts` leaves out lines that install the client; this one is read as it is written.
    [written] = [text for _, text in samples(text_of("operations")) if "requirements.lock" in text]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for step in ("--require-hashes --no-deps --requirement requirements.lock", "--no-deps --no-build-isolation ."):
        assert f"/opt/sammen/bin/pip install {step}" in written
        assert f"/opt/sammen/bin/pip install {step}" in image
    for file in re.findall(r"deploy/\S+", install):
        assert (ROOT / file).is_file()
    units = re.findall(r"enable --now (.*)", install)[0].split()
    assert all((DEPLOY / unit).is_file() for unit in units)


def test_nightly_jobs_run_with_the_settings_file_alone(tmp_path: Path) -> None:
    settings = (DEPLOY / "sammen.env").read_text(encoding="utf-8")
    refused = subprocess.run(
        [str(BIN / "sammen-api"), "purge"],
        env=dict(re.findall(r"^(\w+)=(.*)$", settings, re.MULTILINE)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "SAMMEN_TOKEN_SECRET" in refused.stderr, "the shipped file has no secrets"
    url = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    settings = re.sub(r"(?m)^(SAMMEN_DATABASE_URL=).*$", rf"\g<1>{url}", settings)
    for name in ("TOKEN", "AUDIT"):
        secret = f"{name}+/0123456789abcdefghijklmnopqrstuvwxyz="
        settings = settings.replace(f"SAMMEN_{name}_SECRET=\n", f"SAMMEN_{name}_SECRET={secret}\n")
    environment = {"PATH": "/usr/bin:/bin", **dict(re.findall(r"^(\w+)=(.*)$", settings, re.MULTILINE))}
    environment["SAMMEN_ADMIN_PASSWORD"] = PASSWORD
    prepare = ("/opt/sammen/bin/sammen-api migrate", "/opt/sammen/bin/sammen-api create-admin anna")
    ran = []
    for command in (*prepare, *commands_of("sammen-nightly.service")):
        words = command.replace("/opt/sammen/bin", str(BIN)).replace("/var/lib/sammen", str(tmp_path)).split()
        process = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert process.returncode == 0, f"{command}: {process.stdout}{process.stderr}"
        ran.append(words[1])
    assert ran == ["migrate", "create-admin", "audit", "purge"]
    assert (tmp_path / "head").is_file()


def test_systemd_unit_migrates_and_serves() -> None:
    migrate, serve = commands_of("sammen.service")
    assert migrate.endswith("/sammen-api migrate")
    usage = subprocess.run([str(BIN / "sammen-api"), "serve", "--help"], capture_output=True, text=True, check=True)
    assert set(re.findall(r"--\w+", serve)) <= set(re.findall(r"--\w+", usage.stdout))


def test_operator_sets_up_municipal_sign_in_by_the_guide(tmp_path: Path) -> None:
    [mapping] = [text for language, text in samples(text_of("municipal-sign-in")) if language == "toml"]
    (tmp_path / "roles.toml").write_text(mapping, encoding="utf-8")
    [script] = scripts("municipal-sign-in")
    assert "/etc/sammen/roles.toml" in script
    script = script.replace("/etc/sammen/roles.toml", str(tmp_path / "roles.toml"))
    variables = f"export SAMMEN_DATABASE_URL=sqlite+aiosqlite:///{tmp_path}/sammen.db SAMMEN_TOKEN_SECRET={'x' * 40}"
    program = (
        "from api.app import create_app; from api.core.settings import Settings; "
        "print('municipal sign-in', create_app(Settings()).state.municipal is not None)"
    )
    assert "municipal sign-in True" in run(f'{variables}\n{script}\npython3 -c "{program}"', "", tmp_path)
