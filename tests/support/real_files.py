"""The municipality's own files, and the mapping files of the command-line client that read them."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "clients" / "cli" / "examples"
DATA = Path(os.environ.get("SAMMEN_REAL_DATA", ROOT.parent / "shared" / "data"))
SITES, SCHOOLS = DATA / "aarhus_skolematrikler.csv", DATA / "aarhus_skoler_2024_2025.csv"
