"""The service is killed between planning and applying an import, and the command-line client continues."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.imports.kills import ServedDatabase, prepare_database, start_server


def run_client(place: ServedDatabase, *arguments: str) -> tuple[int, str]:
    """Run `sammen` with a stored token; return its exit code and its output."""
    environment = {**os.environ, "SAMMEN_URL": place.address, "SAMMEN_CONFIG_DIR": str(place.file.parent / "home")}
    program = (
        "import sys; from sammen import Token; from sammen_cli.main import main;"
        "from sammen_cli.token_store import FileTokenStore; "
        "FileTokenStore(sys.argv[1]).save(Token(sys.argv[2])); sys.exit(main(sys.argv[3:]))"
    )
    process = subprocess.run(
        [sys.executable, "-c", program, place.address, place.token(), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return process.returncode, process.stdout + process.stderr


async def test_planned_import_survives_a_restart_and_is_applied_once(tmp_path: Path) -> None:
    place = await prepare_database(f"sqlite+aiosqlite:///{tmp_path}/sammen.db", tmp_path)
    server = start_server(place)
    code, output = run_client(place, "import", "measurements", str(place.file), "--only", "id")
    assert code == 0, output
    import_id = output.strip().splitlines()[0]
    server.kill()
    server.wait()
    assert run_client(place, "list", "imports", "--limit", "1")[0] == 5
    restarted = start_server(place)
    try:
        for message in ("Applied: 600 created", "Already applied before; nothing was done now"):
            code, output = run_client(place, "import", "apply", import_id)
            assert (code, message in output) == (0, True), output
        assert place.query("SELECT count(*) FROM measurement")[0][0] == 600
    finally:
        restarted.kill()
        restarted.wait()
