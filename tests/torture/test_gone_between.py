"""The service is killed between a plan and its carrying out, and somebody goes on at the command line."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.import_kills import Place, prepare, serve


def types(at: Place, *words: str) -> tuple[int, str]:
    """Run `sammen` as somebody who is signed in; its exit code and what it wrote."""
    surroundings = {**os.environ, "SAMMEN_URL": at.address, "SAMMEN_CONFIG_DIR": str(at.file.parent / "home")}
    program = (
        "import sys; from sammen import Token; from sammen_cli.main import main;"
        "from sammen_cli.token_store import FileTokenStore; "
        "FileTokenStore(sys.argv[1]).save(Token(sys.argv[2])); sys.exit(main(sys.argv[3:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, at.address, at.token(), *words],
        capture_output=True,
        text=True,
        env=surroundings,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


async def test_a_plan_outlives_the_service_and_is_carried_out_once(tmp_path: Path) -> None:
    place = await prepare(f"sqlite+aiosqlite:///{tmp_path}/sammen.db", tmp_path)
    server = serve(place)
    code, id = types(place, "import", "measurements", str(place.file), "--only", "id")
    assert code == 0, id
    server.kill()
    server.wait()
    assert types(place, "list", "imports", "--limit", "1")[0] == 5
    anew = serve(place)
    try:
        for expected in ("Applied: 600 created", "Already applied before; nothing was done now"):
            code, told = types(place, "import", "apply", id.strip().splitlines()[0])
            assert (code, expected in told) == (0, True), told
        assert place.asks("SELECT count(*) FROM measurement")[0][0] == 600
    finally:
        anew.kill()
        anew.wait()
