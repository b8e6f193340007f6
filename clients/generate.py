"""Generate the parts of the clients that follow from the contract, or check with --check that they are up to date.

    python generate.py                            # from ../openapi/openapi.json
    python generate.py --contract FILE --check
    python generate.py --check --without-models   # does not need datamodel-code-generator

Needs the tools of the extra `generate` of clients/python.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from generator import (
    cli_body_fields,
    cli_resources,
    contract_version,
    filters,
    models,
    problems,
    resource_classes,
    sync_client,
)
from generator.contract import Contract

CLIENTS = Path(__file__).resolve().parent
CONTRACT = CLIENTS.parent / "openapi" / "openapi.json"
AIO = CLIENTS / "python" / "sammen" / "aio"


def main() -> int:
    """Write the generated files, or report those that differ; returns the exit code."""
    parser = argparse.ArgumentParser(description="Generate the clients' files from the contract.")
    parser.add_argument("--contract", type=Path, default=CONTRACT)
    parser.add_argument("--output", type=Path, default=CLIENTS, help="where to write (default: the folder clients)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file differs")
    parser.add_argument("--without-models", action="store_true", help="do not generate models.py")
    options = parser.parse_args()
    files = generate(Contract.load(options.contract), with_models=not options.without_models)
    outdated = [path for path, text in files.items() if _read(options.output / path) != text]
    for path in outdated:
        if not options.check:
            (options.output / path).parent.mkdir(parents=True, exist_ok=True)
            (options.output / path).write_text(files[path], encoding="utf-8")
        sys.stdout.write(f"{'differs' if options.check else 'written'}: {path}\n")
    return 1 if options.check and outdated else 0


def generate(contract: Contract, *, with_models: bool = True) -> dict[str, str]:
    """The text of every generated file, by its path below `clients`."""
    files = {
        "python/sammen/filters.py": filters.source(contract),
        "python/sammen/problems.py": problems.source(contract),
        "python/sammen/contract_version.py": contract_version.source(contract),
        "python/sammen/aio/resources.py": resource_classes.source(contract),
        "cli/sammen_cli/contract/resources.py": cli_resources.source(contract),
        "cli/sammen_cli/contract/body_fields.py": cli_body_fields.source(contract),
    }
    if with_models:
        files["python/sammen/models.py"] = models.source(contract)
    files = {path: format_source(text) for path, text in files.items()}
    aio = {path.name: path.read_text(encoding="utf-8") for path in sorted(AIO.glob("*.py"))}
    aio["resources.py"] = files["python/sammen/aio/resources.py"]
    for name, text in sync_client.sources(aio).items():
        files[f"python/sammen/sync/{name}"] = format_source(text)
    return files


def format_source(text: str) -> str:
    """Source code without unused imports, with sorted imports, formatted."""
    style = ["--isolated", "--line-length=120", "--target-version=py311", "-"]
    first_party = ["--config", "lint.isort.known-first-party=['sammen', 'sammen_cli']"]
    text = _ruff(["check", "--fix", "--exit-zero", "--quiet", "--select=F401,I001", *first_party, *style], text)
    return _ruff(["format", "--quiet", *style], text)


def _ruff(arguments: list[str], text: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments]
    result = subprocess.run(command, input=text, capture_output=True, text=True, check=True)  # noqa: S603  # constants
    return result.stdout


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
