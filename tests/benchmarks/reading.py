"""Reading focus areas: Sammen compared with tutorial code and the limit, interleaved; medians over rounds."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from jose import jwt

from api.app import create_app
from api.core import clock
from api.core.settings import Settings
from tests.benchmarks import load
from tests.benchmarks.accounts import SECRET
from tests.benchmarks.municipality import Reader, build
from tests.support.postgres import Server, free_port

ROOT = Path(__file__).parents[2]
IMPLEMENTATIONS = ("sammen", "tutorial", "limit")
COUNTS = {"list of 50": 240, "one by id": 800}


@contextmanager
def served(implementation: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve an implementation in a process of its own for as long as the block runs; yield its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.serve", implementation, str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=None if "SAMMEN_BENCHMARK_LOUD" in os.environ else subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_ready(port: int) -> None:
    for _ in range(200):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):  # our own server
                return
        except URLError as error:
            if hasattr(error, "code"):
                return  # an error status: it answers
        asyncio.run(asyncio.sleep(0.1))
    raise RuntimeError("a server did not start")


def _requests(implementation: str, reader: Reader) -> dict[str, list[bytes]]:
    token = reader.token
    if implementation == "tutorial":
        ends = clock.now() + timedelta(hours=1)
        token = str(jwt.encode({"sub": reader.role.value, "exp": ends}, SECRET, "HS256"))
    by_id = [load.request(f"/v1/focus-areas/{id}", token) for id in reader.ids]
    return {"list of 50": [load.request("/v1/focus-areas?limit=50", token)], "one by id": by_id}


def measure(server: Server, rounds: int = 7) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield the median requests per second and Sammen's ratios for each reader and operation."""
    url = server.create_database("reading")
    settings = Settings(database_url=url, token_secret=SECRET, access_token_minutes=60)
    app = create_app(settings)

    async def fill_database() -> list[Reader]:
        readers = await build(app)
        await app.state.engine.dispose()
        return readers

    for reader in asyncio.run(fill_database()):
        claims = jwt.get_unverified_claims(reader.token)
        environment = {
            "SAMMEN_DATABASE_URL": url,
            "SAMMEN_TOKEN_SECRET": SECRET,
            "SAMMEN_ACCESS_TOKEN_MINUTES": "60",
            "SAMMEN_CALLER_REQUESTS": "1000000000",
            "SAMMEN_ADDRESS_REQUESTS": "1000000000",  # requests are counted all the same
            "BENCHMARK_DATABASE_URL": url,
            "BENCHMARK_CALLER": claims["sub"],
        }
        yield from _compare(reader, environment, rounds)


def _compare(
    reader: Reader, environment: Mapping[str, str], rounds: int
) -> Iterator[tuple[str, str, dict[str, float]]]:
    requests = {implementation: _requests(implementation, reader) for implementation in IMPLEMENTATIONS}
    with ExitStack() as servers:
        ports = {name: servers.enter_context(served(name, environment)) for name in IMPLEMENTATIONS}
        for operation, count in COUNTS.items():
            rates: dict[str, list[float]] = {implementation: [] for implementation in IMPLEMENTATIONS}
            for number in range(rounds + 1):  # the first one warms up
                for implementation, port in ports.items():
                    rate = asyncio.run(load.rate(port, requests[implementation][operation], count))
                    rates[implementation] += [rate] if number else []
            yield reader.role.value, operation, _medians(rates)


def _medians(rates: Mapping[str, list[float]]) -> dict[str, float]:
    medians = {implementation: median(values) for implementation, values in rates.items()}
    for other in ("tutorial", "limit"):
        ratios = [rate / other_rate for rate, other_rate in zip(rates["sammen"], rates[other], strict=True)]
        medians[f"of {other}"] = median(ratios)
    return medians
