"""Imports of 10,000, 100,000 and 1,000,000 measurements by a service in its own process: time and memory."""

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
import sammen  # type: ignore[import-not-found]  # installed from clients/python, and type-checked there
from sammen_cli.imports.file_import import import_file  # type: ignore[import-not-found]  # likewise, from clients/cli

from api.app import create_app
from api.core.settings import Settings
from tests.benchmarks.accounts import SECRET
from tests.benchmarks.imports import ROWS_PER_SCHOOL, measurements_file, prepare
from tests.support.postgres import free_port, start

SIZES = (10_000, 100_000, 1_000_000)
MAX_MEGABYTES, MAX_TIME_RATIO, MAX_CLIENT_SHARE = 400, 1.2, 0.15
"""Requirements: memory above idle, time per row compared with the smallest file, the client's share of the time."""
_CHUNK_SIZE = 1 << 18


class Cost(NamedTuple):
    """The cost of a file: seconds to plan and to apply, and the peak memory of the service in MB above idle."""

    rows: int
    plan: float
    apply: float
    megabytes: float

    @property
    def microseconds_per_row(self) -> float:
        return (self.plan + self.apply) / self.rows * 1e6


async def _prepare_database(url: str, schools: int) -> tuple[Callable[[], str], str]:
    app = create_app(Settings(database_url=url, environment="test", token_secret=SECRET))  # type: ignore[arg-type]
    token_and_package = await prepare(app, schools)
    await app.state.engine.dispose()
    return token_and_package


@contextmanager
def serving(url: str) -> Iterator[tuple[str, int]]:
    """Serve in a process of its own; yield address and process id."""
    port = free_port()
    environment = {
        **os.environ,
        "SAMMEN_DATABASE_URL": url,
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ENVIRONMENT": "test",
    }
    command = [sys.executable, "-m", "uvicorn", "api.serve:make_app", "--factory", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
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


def memory(process: int, field: str) -> float:
    """Return the resident memory of a process in MB: now (`VmRSS`) or at most (`VmHWM`)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise AssertionError(field)


def _chunks(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _CHUNK_SIZE] for start in range(0, len(content), _CHUNK_SIZE))


def measure(server: Any, rows: int) -> Cost:
    """Return the cost of a file with so many rows, all of them new."""
    url = server.create_database(f"large_imports_{rows}")
    token, package_id = asyncio.run(_prepare_database(url, rows // ROWS_PER_SCHOOL))
    content = measurements_file(rows, package_id)

    def headers(**more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token()}", **{name.replace("_", "-"): value for name, value in more.items()}}

    with serving(url) as (address, process), httpx.Client(base_url=address, timeout=3600) as client:
        client.get("/v1/imports", headers=headers()).raise_for_status()
        idle, start_time = memory(process, "VmRSS"), time.perf_counter()
        plan = client.post(
            "/v1/imports?resource=measurements", content=_chunks(content), headers=headers(Content_Type="text/csv")
        )
        planned = time.perf_counter()
        assert plan.json()["counts"]["create"] == rows, plan.text
        applied = client.post(f"/v1/imports/{plan.json()['id']}/apply", headers=headers(If_Match=plan.headers["etag"]))
        done = time.perf_counter()
        assert applied.json()["state"] == "applied", applied.text
        return Cost(rows, planned - start_time, done - planned, memory(process, "VmHWM") - idle)


def client_seconds(server: Any, rows: int = 100_000) -> tuple[float, float]:
    """Import a Danish file with the client, which rewrites it; return its seconds, and those of waiting."""
    url = server.create_database("client")
    token, package_id = asyncio.run(_prepare_database(url, rows // ROWS_PER_SCHOOL))
    text = measurements_file(rows, package_id).decode().replace(".", "\0").replace(",", ";").replace("\0", ",")
    waiting = 0.0
    with serving(url) as (address, _), tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(text)
        file.flush()
        with sammen.Client(address, token=token()) as client:
            client.imports.list().first()
            send = client._transport.send

            def timed(context: Any) -> Any:
                nonlocal waiting
                sent = time.perf_counter()
                response = send(context)
                waiting += time.perf_counter() - sent
                return response

            client._transport.send = timed
            start_time = time.perf_counter()
            result = import_file(client, "measurements", file.name, apply=True)
            assert result.report.plan.state == "applied"
            return time.perf_counter() - start_time, waiting


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the cost of each size, the client's share, and whether the requirements are met."""
    write = sys.stdout.write
    with start(durable=True) as server:
        write("measurements by import, service and PostgreSQL in processes of their own:\n")
        costs = []
        for rows in sizes:
            costs.append(cost := measure(server, rows // ROWS_PER_SCHOOL * ROWS_PER_SCHOOL))
            seconds = f"{cost.plan:7.1f} s plan {cost.apply:7.1f} s apply {cost.microseconds_per_row:6.0f} µs per row"
            write(f"  {cost.rows:9,} {seconds} {cost.megabytes:6.0f} MB above idle\n")
            sys.stdout.flush()
        total, waiting = client_seconds(server)
    write(f"  by the client, a Danish file of 100,000: {total:.1f} s, of which it waited {waiting:.1f} s\n")
    for label, value, limit in (
        ("memory above idle, MB at most", max(cost.megabytes for cost in costs), MAX_MEGABYTES),
        (
            "time per row, largest / smallest file",
            costs[-1].microseconds_per_row / costs[0].microseconds_per_row,
            MAX_TIME_RATIO,
        ),
        ("time per row, slowest / fastest file", _time_ratio(costs), MAX_TIME_RATIO),
        ("the client's own share of the time", 1 - waiting / total, MAX_CLIENT_SHARE),
    ):
        write(f"  {label:42} {value:8.2f}, at most {limit:g}: {'yes' if value <= limit else 'NO'}\n")


def _time_ratio(costs: list[Cost]) -> float:
    """Return the time per row of the slowest file, divided by that of the fastest."""
    times = [cost.microseconds_per_row for cost in costs]
    return max(times) / min(times)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
