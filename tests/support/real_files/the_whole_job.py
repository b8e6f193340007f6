"""Helpers shared by tests."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[3]
MAPS = ROOT / "clients" / "cli" / "examples"
DATA = Path(os.environ.get("SAMMEN_REAL_DATA", ROOT.parent / "shared" / "data"))
SITES, SCHOOLS = DATA / "aarhus_skolematrikler.csv", DATA / "aarhus_skoler_2024_2025.csv"
