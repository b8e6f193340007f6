"""Both registers and a package of all sixteen figures: python half_year.py SITES SCHOOLS 2026H2 (see README)."""

import os
import sys
from pathlib import Path

import sammen

sites, schools, half_year = sys.argv[1:]
who = {"username": os.environ["SAMMEN_USERNAME"], "password": os.environ["SAMMEN_PASSWORD"]}
with sammen.Client(os.environ["SAMMEN_URL"], **who) as client:

    def bring(resource: str, file: str, map: str | None = None, **constants: str) -> None:
        report = client.imports.run(resource, file, map=map, constants=constants, apply=True)
        print(f"{resource}: {dict(report.counts)}")  # noqa: T201  # a program
        report.applied or sys.exit("\n".join(f"line {row.line}: {row.detail}" for row in report.rejected))

    os.chdir(Path(__file__).parent)  # where the maps are
    bring("institutions", sites, "sites.toml")
    bring("institutions", sites, "site-departments.toml")
    bring("institutions", schools, "schools-institutions.toml")
    bring("indicators", "indicators.csv")
    package = client.data_packages.create(kind="school", half_year=half_year, title="Schools, published figures")
    bring("measurements", schools, "school-figures.toml", package=str(package.id))
    print(client.data_packages.release(package).status)  # noqa: T201
