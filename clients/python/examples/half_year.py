"""Both registers and a package of all sixteen figures: python half_year.py SITES SCHOOLS 2026H2 (see README)."""

import os
import sys

import sammen

(sites, schools), half_year, title = map(os.path.abspath, sys.argv[1:3]), sys.argv[3], "Schools, published figures"
os.chdir(os.path.dirname(os.path.abspath(__file__)))  # where the maps are
who = {"username": os.environ["SAMMEN_USERNAME"], "password": os.environ["SAMMEN_PASSWORD"]}
work = [("institutions", sites, "sites.toml"), ("institutions", sites, "site-departments.toml")]
work += [("institutions", schools, "schools-institutions.toml"), ("indicators", "indicators.csv", None)]
try:
    with sammen.Client(os.environ["SAMMEN_URL"], **who) as client:
        made = client.data_packages.list(kind="school", half_year=half_year)  # by an earlier run, perhaps
        there = next((one for one in made if one.title == title and one.status != "withdrawn"), None)
        package = there or client.data_packages.create(kind="school", half_year=half_year, title=title)
        for what, file, map_ in [*work, ("measurements", schools, "school-figures.toml")]:
            constants = {"package": package.id} if what == "measurements" else None
            report = client.imports.run(what, file, map=map_, constants=constants, apply=True)
            print(f"{what}: {dict(report.counts)}")
            report.applied or sys.exit("\n".join(map(str, report.rejected)))
        print(client.data_packages.release(package).status if package.status == "draft" else "released before")
except sammen.SammenError as error:
    sys.exit(str(error))
