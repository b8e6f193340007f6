# Import two registers and sixteen figures of each school: python half_year.py SITES SCHOOLS 2026H2
import os
import sys

import sammen
from sammen_cli.imports.file_import import import_file

(sites, schools), half_year, title = map(os.path.abspath, sys.argv[1:3]), sys.argv[3], "Schools, published figures"
os.chdir(os.path.dirname(os.path.abspath(__file__)))  # where the maps are
url, username, password = (os.environ[f"SAMMEN_{name}"] for name in ("URL", "USERNAME", "PASSWORD"))
files = [("institutions", sites, "sites.toml"), ("institutions", sites, "site-departments.toml")]
files += [("institutions", schools, "schools-institutions.toml"), ("indicators", "indicators.csv", "")]
try:
    with sammen.Client(url, username=username, password=password) as client:
        packages = client.data_packages.list(kind="school", half_year=half_year)
        used = (package for package in packages if package.title == title and package.status != "withdrawn")
        package = next(used, None) or client.data_packages.create(kind="school", half_year=half_year, title=title)
        for resource, file, map_file in [*files, ("measurements", schools, "school-figures.toml")]:
            constants = {"package": package.id} if resource == "measurements" else None
            report = import_file(client, resource, file, map=map_file or None, constants=constants, apply=True).report
            print(f"{resource}: {dict(report.counts)}")
            report.applied or sys.exit("\n".join(map(str, report.rejected)))
        print(client.data_packages.release(package).status if package.status == "draft" else "released before")
except sammen.SammenError as error:
    sys.exit(str(error))
