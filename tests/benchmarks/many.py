"""Ten thousand, a hundred thousand and a million figures by file to a service of its own process: time and memory."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import sammen  # type: ignore[import-not-found]  # installed from clients/python, and judged there

from api.app import create_app
from api.core.settings import Settings
from tests.benchmarks.imports import OF_A_SCHOOL, SECRET, file_of, prepare
from tests.support.postgres import free_port, start

SIZES = (10_000, 100_000, 1_000_000)
MEGABYTES, FLAT, SHARE = 400, 1.2, 0.15
"""What is asked for: memory above idle, time a row beside that of the smallest file, the client's share of the time."""
_STEP = 1 << 18


class Found(NamedTuple):
    """What one file cost: seconds to plan and to apply, and how many MB above idle the service needed at most."""

    rows: int
    plan: float
    apply: float
    megabytes: float

    @property
    def of_a_row(self) -> float:
        """Microseconds."""
        return (self.plan + self.apply) / self.rows * 1e6


async def _prepared(url: str, schools: int) -> tuple[Callable[[], str], str]:
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    made = await prepare(app, schools)
    await app.state.engine.dispose()
    return made


@contextmanager
def serving(url: str) -> Iterator[tuple[str, int]]:
    """The service in a process of its own: its address, and its process."""
    port = free_port()
    surroundings = {
        **os.environ,
        "SAMMEN_DATABASE_URL": url,
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-m", "uvicorn", "api.serve:make_app", "--factory", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=surroundings)
    try:
        for _ in range(600):
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/health/ready").raise_for_status()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.kill()
        server.wait()


def memory(process: int, which: str) -> float:
    """Megabytes that a process holds (`VmRSS`), or held at most (`VmHWM`)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    raise AssertionError(which)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _STEP] for start in range(0, len(content), _STEP))


def measure(server: Any, rows: int) -> Found:
    """What a file of so many rows costs, all of them new."""
    url = server.create_database(f"many_{rows}")
    token, package = asyncio.run(_prepared(url, rows // OF_A_SCHOOL))
    content = file_of(rows, package)

    def headers(**more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token()}", **{name.replace("_", "-"): one for name, one in more.items()}}

    with serving(url) as (address, process), httpx.Client(base_url=address, timeout=3600) as client:
        client.get("/v1/imports", headers=headers()).raise_for_status()
        idle, began = memory(process, "VmRSS"), time.perf_counter()
        plan = client.post(
            "/v1/imports?resource=measurements", content=_pieces(content), headers=headers(Content_Type="text/csv")
        )
        planned = time.perf_counter()
        assert plan.json()["counts"]["create"] == rows, plan.text
        applied = client.post(f"/v1/imports/{plan.json()['id']}/apply", headers=headers(If_Match=plan.headers["etag"]))
        ended = time.perf_counter()
        assert applied.json()["state"] == "applied", applied.text
        return Found(rows, planned - began, ended - planned, memory(process, "VmHWM") - idle)


def overhead(server: Any, rows: int = 100_000) -> tuple[float, float]:
    """Seconds of an import by the client, of a Danish file that it rewrites; and those for which it waited."""
    url = server.create_database("client")
    token, package = asyncio.run(_prepared(url, rows // OF_A_SCHOOL))
    text = file_of(rows, package).decode().replace(".", "\0").replace(",", ";").replace("\0", ",")
    waited = 0.0
    with serving(url) as (address, _), tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(text)
        file.flush()
        with sammen.Client(address, token=token()) as client:
            client.imports.list().first()
            send = client._transport.send

            def timed(context: Any) -> Any:
                nonlocal waited
                began = time.perf_counter()
                answer = send(context)
                waited += time.perf_counter() - began
                return answer

            client._transport.send = timed
            began = time.perf_counter()
            report = client.imports.run("measurements", file.name, apply=True)
            assert report.plan.state == "applied"
            return time.perf_counter() - began, waited


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print what each size costs, and what the client adds."""
    say = sys.stdout.write
    with start(durable=True) as server:
        say("figures by file, service and PostgreSQL in processes of their own:\n")
        files = []
        for rows in sizes:
            files.append(found := measure(server, rows // OF_A_SCHOOL * OF_A_SCHOOL))
            told = f"{found.plan:7.1f} s plan {found.apply:7.1f} s apply {found.of_a_row:6.0f} µs a row"
            say(f"  {found.rows:9,} {told} {found.megabytes:6.0f} MB above idle\n")
            sys.stdout.flush()
        whole, waited = overhead(server)
    say(f"  by the client, a Danish file of 100,000: {whole:.1f} s, of which it waited {waited:.1f} s\n")
    for about, found_at, most in (
        ("memory above idle, MB at most", max(file.megabytes for file in files), MEGABYTES),
        ("time a row, largest file beside smallest", files[-1].of_a_row / files[0].of_a_row, FLAT),
        ("the slowest row beside the fastest", _spread(files), FLAT),
        ("the client's own share of the time", 1 - waited / whole, SHARE),
    ):
        say(f"  {about:42} {found_at:8.2f}, asked for {most:g}: {'yes' if found_at <= most else 'NO'}\n")


def _spread(files: list[Found]) -> float:
    """How many times as long a row took in the slowest file as in the fastest."""
    times = [file.of_a_row for file in files]
    return max(times) / min(times)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
