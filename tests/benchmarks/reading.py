"""Reading focus areas: Sammen beside the tutorials' way and the limit, interleaved; ratios are medians over rounds."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
from tests.benchmarks.municipality import Reader, build
from tests.support.postgres import Server, free_port

ROOT = Path(__file__).parents[2]
SECRET = "a secret of the benchmark only, forty characters"
THREE = ("sammen", "tutorial", "limit")
COUNTS = {"list of 50": 240, "one by id": 800}


@contextmanager
def served(which: str, surroundings: Mapping[str, str]) -> Iterator[int]:
    """One of the three in a process of its own, for as long as the block runs; answers its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.served", which, str(port)],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        stdout=subprocess.DEVNULL,
        stderr=None if "SAMMEN_BENCHMARK_LOUD" in os.environ else subprocess.DEVNULL,
    )
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _await(port: int) -> None:
    for _ in range(200):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):  # our own server
                return
        except URLError as error:
            if hasattr(error, "code"):
                return  # it answers, if only that there is no such page
        asyncio.run(asyncio.sleep(0.1))
    raise RuntimeError("a server did not start")


def _requests(which: str, reader: Reader) -> dict[str, list[bytes]]:
    token = reader.token
    if which == "tutorial":
        ends = clock.now() + timedelta(hours=1)
        token = str(jwt.encode({"sub": reader.name, "exp": ends}, SECRET, "HS256"))
    one = [load.request(f"/v1/focus-areas/{id}", token) for id in reader.ids]
    return {"list of 50": [load.request("/v1/focus-areas?limit=50", token)], "one by id": one}


def measure(server: Server, rounds: int = 7) -> Iterator[tuple[str, str, dict[str, float]]]:
    """For each reader and operation the medians: requests a second of the three, and Sammen's ratios."""
    url = server.create_database("reading")
    settings = Settings(database_url=url, token_secret=SECRET, access_token_minutes=60)
    app = create_app(settings)

    async def filled() -> list[Reader]:
        readers = await build(app)
        await app.state.engine.dispose()
        return readers

    for reader in asyncio.run(filled()):
        claims = jwt.get_unverified_claims(reader.token)
        surroundings = {
            "SAMMEN_DATABASE_URL": url,
            "SAMMEN_TOKEN_SECRET": SECRET,
            "SAMMEN_ACCESS_TOKEN_MINUTES": "60",
            "SAMMEN_CALLER_REQUESTS": "1000000000",
            "SAMMEN_ADDRESS_REQUESTS": "1000000000",  # counted all the same
            "BENCHMARK_DATABASE_URL": url,
            "BENCHMARK_CALLER": claims["sub"],
        }
        yield from _beside(reader, surroundings, rounds)


def _beside(
    reader: Reader, surroundings: Mapping[str, str], rounds: int
) -> Iterator[tuple[str, str, dict[str, float]]]:
    asked = {which: _requests(which, reader) for which in THREE}
    with served("sammen", surroundings) as a, served("tutorial", surroundings) as b, served("limit", surroundings) as c:
        ports = dict(zip(THREE, (a, b, c), strict=True))
        for operation, count in COUNTS.items():
            rates: dict[str, list[float]] = {which: [] for which in THREE}
            for number in range(rounds + 1):  # the first one warms up
                for which, port in ports.items():
                    found = asyncio.run(load.rate(port, asked[which][operation], count))
                    rates[which] += [found] if number else []
            yield reader.role.value, operation, _medians(rates)


def _medians(rates: Mapping[str, list[float]]) -> dict[str, float]:
    found = {which: median(values) for which, values in rates.items()}
    for other in ("tutorial", "limit"):
        ratios = [ours / theirs for ours, theirs in zip(rates["sammen"], rates[other], strict=True)]
        found[f"of {other}"] = median(ratios)
    return found
