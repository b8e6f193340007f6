"""Helpers shared by tests."""

import os

from tests.support.hostile_payloads import TEXTS, VALUES

PAYLOADS = {**{f"text, {name}": text for name, text in TEXTS.items()}, **VALUES}
# SAMMEN_ONE_OF=8 sends an eighth of it: every payload, to every place, and each of them with others.
ONE_OF = int(os.environ.get("SAMMEN_ONE_OF", "1"))
