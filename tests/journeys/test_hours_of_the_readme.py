"""The hours of the README, typed as they stand there, against the demo."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Egekommune, served; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = tmp_path_factory.mktemp("demo")
    log = (place / "log").open("w")
    running = subprocess.Popen(
        [str(BIN / "sammen-api"), "demo", "--port", str(port), "--json"],
        env={**os.environ, "TMPDIR": str(place)}, stdout=subprocess.PIPE, stderr=log, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    yield str(json.loads(running.stdout.readline())["url"])
    running.terminate()
    running.communicate(timeout=30)
    log.close()


def block(who: str, number: int = 0) -> str:
    """What the README says that one types, as a script."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [hour] = re.findall(rf"### \.\.\. who {who}\n(.*?)\n###? ", readme, re.DOTALL)
    return script_of(re.findall(r"```console\n(.*?)```", hour, re.DOTALL)[number])


def script_of(console: str) -> str:
    """The lines after the dollar signs; what installs the client is left out, since it is there."""
    lines = [line.removeprefix("$ ") for line in console.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("pip install", "python3 -m venv")))


def runs(script: str, demo: str, home: Path, **more: str) -> str:
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(home), "SAMMEN_CONFIG_DIR": str(home), **more}
    if "SAMMEN_PASSWORD" not in more:
        script = script.replace("http://127.0.0.1:8000", demo)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_integrators_hour(demo: str, tmp_path: Path) -> None:
    told = runs(block("integrates it"), demo, tmp_path)
    assert '"roles"' in told
    assert '"total":' in told


def test_the_leaders_hour(demo: str, tmp_path: Path) -> None:
    told = runs(block("leads a school"), demo, tmp_path)
    assert re.search(r"^status +held$", told, re.MULTILINE)
    thread = told[told.rindex("\ntheme\n") :]
    assert "Legeværter i hvert frikvarter" in thread
    assert "choose" in thread


def test_the_importers_hour(demo: str, tmp_path: Path) -> None:
    told = runs(block("imports"), demo, tmp_path)
    assert "update\taddress: Egestræde 14 -> Egestræde 16" in told
    assert "0 to create, 0 to update, 6 unchanged, 0 rejected" in told
    assert "89 to create, 0 to update, 0 unchanged, 0 rejected" in told
    assert told.rstrip().splitlines()[-1].split("\t")[1] == "grade-mean"


def test_the_script_of_a_half_year_goes_on_with_the_package_that_is_there(demo: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clients" / "cli" / "examples", tmp_path / "examples")
    script = f"""export SAMMEN_URL={demo} SAMMEN_USERNAME=forvaltning SAMMEN_PASSWORD=egekommune-viser-vej
        cd {tmp_path}/examples
        sammen create data-packages --data '{{"kind": "school", "half_year": "2028H1", "title": "TITLE"}}'
        cd ..
        python examples/half_year.py examples/sites.csv examples/schools.csv 2028H1
        python examples/half_year.py examples/sites.csv examples/schools.csv 2028H1
        sammen list data-packages --filter half_year=2028H1 --only title
        python examples/half_year.py examples/sites.csv nowhere.csv 2028H1 2>&1 || exit 0; exit 7"""
    told = runs(script.replace("TITLE", "Schools, published figures"), demo, tmp_path / "home").splitlines()
    figures = [line for line in told if line.startswith("measurements: ")]
    assert [(line.count("'create': 89"), line.count("'unchanged': 89")) for line in figures] == [(1, 0), (0, 1)]
    assert [line for line in told if line in ("released", "released before")] == ["released", "released before"]
    assert told.count("Schools, published figures") == 1
    assert told[-1].endswith("nowhere.csv: No such file or directory"), told[-5:]


ANNAS = "Egetræer falmer kl. 4"


def test_the_operators_hour(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    script = block("operates it")
    for written, here in (
        ("postgresql+psycopg://sammen:...@db.internal/sammen", f"sqlite+aiosqlite:///{tmp_path}/sammen.db"),
        ("--host 0.0.0.0 --workers 4 --behind 10.0.0.2", f"--port {url.rpartition(':')[2]} --behind 10.0.0.2 &"),
    ):
        assert written in script
        script = script.replace(written, here)
    begins = [line for line in script.splitlines() if "sammen-api serve" in line]
    assert begins == script.splitlines()[-1:]
    ready = f"for turn in $(seq 60); do curl -sf {url}/health/ready && break || sleep 1; done"
    later = f"{block('operates it', 1)}\nsammen list grants\n{block('operates it', 3)}"
    whole = f"{script}\nserving=$!\ntrap 'kill $serving' EXIT\n{ready}\n{later}"
    passwords = {"SAMMEN_ADMIN_PASSWORD": ANNAS, "SAMMEN_PASSWORD": ANNAS, "SAMMEN_URL": url}
    told = runs(whole, "", tmp_path, **passwords)
    assert "Bo Lund" in told
    assert "administration" in told


DEPLOY = ROOT / "deploy"


def started(unit: str) -> list[str]:
    """What a unit of systemd starts, in its order."""
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    return re.findall(r"^ExecStart(?:Pre)?=(.*)$", text, re.MULTILINE)


def test_a_machine_is_installed_as_the_image_is() -> None:
    typed, image = block("operates it", 2), (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for step in ("--require-hashes --no-deps --requirement requirements.lock", "--no-deps --no-build-isolation ."):
        assert f"/opt/sammen/bin/pip install {step}" in typed
        assert f"/opt/sammen/bin/pip install {step}" in image
    for file in re.findall(r"deploy/\S+", typed):
        assert (ROOT / file).is_file()
    begun = re.findall(r"enable --now (.*)", typed)[0].split()
    assert all((DEPLOY / unit).is_file() for unit in begun)


def test_the_night_does_its_work_with_the_settings_of_the_file_and_nothing_else(tmp_path: Path) -> None:
    settings = (DEPLOY / "sammen.env").read_text(encoding="utf-8")
    refused = subprocess.run(
        [str(BIN / "sammen-api"), "purge"], env=dict(re.findall(r"^(\w+)=(.*)$", settings, re.MULTILINE)),
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 2
    assert "SAMMEN_TOKEN_SECRET" in refused.stderr, "as it is shipped, nothing runs with it"
    url = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    settings = re.sub(r"(?m)^(SAMMEN_DATABASE_URL=).*$", rf"\g<1>{url}", settings)
    for name in ("TOKEN", "AUDIT"):
        secret = f"{name}+/0123456789abcdefghijklmnopqrstuvwxyz="
        settings = settings.replace(f"SAMMEN_{name}_SECRET=\n", f"SAMMEN_{name}_SECRET={secret}\n")
    environment = {"PATH": "/usr/bin:/bin", **dict(re.findall(r"^(\w+)=(.*)$", settings, re.MULTILINE))}
    done = []
    environment["SAMMEN_ADMIN_PASSWORD"] = ANNAS
    begun = ("/opt/sammen/bin/sammen-api migrate", "/opt/sammen/bin/sammen-api create-admin anna")
    for command in (*begun, *started("sammen-nightly.service")):
        words = command.replace("/opt/sammen/bin", str(BIN)).replace("/var/lib/sammen", str(tmp_path)).split()
        ran = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
        done.append(words[1])
    assert done == ["migrate", "create-admin", "audit", "purge"]
    assert (tmp_path / "head").is_file()


def test_the_unit_migrates_and_serves() -> None:
    migrate, serve = started("sammen.service")
    assert migrate.endswith("/sammen-api migrate")
    taken = subprocess.run([str(BIN / "sammen-api"), "serve", "--help"], capture_output=True, text=True, check=True)
    assert set(re.findall(r"--\w+", serve)) <= set(re.findall(r"--\w+", taken.stdout))


def test_the_municipalitys_own_sign_in_is_set_up_as_it_says(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [mapping] = re.findall(r"```toml\n(# roles.toml.*?)```", readme, re.DOTALL)
    (tmp_path / "roles.toml").write_text(mapping, encoding="utf-8")
    script = block("operates it", 4)
    assert "/etc/sammen/roles.toml" in script
    script = script.replace("/etc/sammen/roles.toml", str(tmp_path / "roles.toml"))
    surroundings = f"export SAMMEN_DATABASE_URL=sqlite+aiosqlite:///{tmp_path}/sammen.db SAMMEN_TOKEN_SECRET={'x' * 40}"
    begins = "from api.app import create_app; print('begins', create_app().state.municipal is not None)"
    assert "begins True" in runs(f'{surroundings}\n{script}\npython3 -c "{begins}"', "", tmp_path)


def test_every_sample_of_the_readme_is_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name: len(re.findall(rf"^```{name}$", readme, re.MULTILINE)) for name in ("console", "toml", "python")} == {
        "console": 8, "toml": 1, "python": 0,
    }  # fmt: skip
    assert readme.count("\n```") == 2 * 9
