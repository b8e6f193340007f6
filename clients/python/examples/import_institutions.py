"""Import a list of institutions, and show what changes: python import_institutions.py INSTITUTIONS.csv

Set SAMMEN_URL, SAMMEN_USERNAME and SAMMEN_PASSWORD. The columns of the file are those of the import (number, name,
kind, ...); files in another layout need the map files of the package sammen-cli.
"""

import os
import sys

import sammen

[file] = sys.argv[1:]
url, username, password = (os.environ[f"SAMMEN_{name}"] for name in ("URL", "USERNAME", "PASSWORD"))
try:
    with sammen.Client(url, username=username, password=password) as client:
        report = client.imports.run("institutions", file, apply=True, first_changed=5)
except (sammen.SammenError, OSError) as error:
    sys.exit(str(error))
if not report.applied:
    sys.exit("\n".join(map(str, report.rejected)))
for row in report.changed:
    print(row)
counts = report.counts
print(f"{counts['create']} created, {counts['update']} updated, {counts['unchanged']} unchanged")
