"""Makes the parts of the client that follow from the contract, or with --check says whether they still do.

    python generate.py                       # from ../../openapi/openapi.json
    python generate.py --contract FILE --check
    python generate.py --check --without-models   # needs no datamodel-code-generator

Needs the tools of the extra `generate`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from generator import members, models, rooms, sync, tables
from generator.contract import Contract

HERE = Path(__file__).resolve().parent
BY_HAND = {"waiting.py", "__init__.py"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the client's generated files from the contract.")
    parser.add_argument("--contract", type=Path, default=HERE.parent.parent / "openapi" / "openapi.json")
    parser.add_argument("--to", type=Path, default=HERE / "sammen", help="the package to write (default: this one)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    parser.add_argument("--without-models", action="store_true", help="leave models.py as it is")
    given = parser.parse_args()
    made = generated(Contract.load(given.contract), with_models=not given.without_models)
    changed = [name for name, text in made.items() if _held(given.to / name) != text]
    for name in changed:
        if not given.check:
            (given.to / name).parent.mkdir(parents=True, exist_ok=True)
            (given.to / name).write_text(made[name], encoding="utf-8")
        sys.stdout.write(f"{'differs' if given.check else 'written'}: {name}\n")
    return 1 if given.check and changed else 0


def generated(contract: Contract, *, with_models: bool = True) -> dict[str, str]:
    """Every generated file of the package: its path below `sammen`, and its text."""
    made = {
        "filters.py": formatted(tables.filters(contract)),
        "problems.py": formatted(tables.problems(contract)),
        "contract.py": formatted(tables.resources(contract)),
        "members.py": formatted(members.source(contract)),
        "aio/rooms.py": formatted(rooms.source(contract)),
    }
    if with_models:
        made["models.py"] = formatted(models.source(contract))
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "sammen" / "aio").glob("*.py"))}
    sources["rooms.py"] = made["aio/rooms.py"]
    for name, text in sources.items():
        if name not in BY_HAND:
            made[f"sync/{name}"] = formatted(sync.source(text, name))
    return made


def formatted(text: str) -> str:
    """Without imports that the change has left unused, in order, and laid out."""
    style = ["--isolated", "--line-length=120", "--target-version=py311", "-"]
    ours = ["--config", "lint.isort.known-first-party=['sammen']"]
    text = _ruff(["check", "--fix", "--exit-zero", "--quiet", "--select=F401,I001", *ours, *style], text)
    return _ruff(["format", "--quiet", *style], text)


def _ruff(arguments: list[str], text: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    return done.stdout


def _held(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
