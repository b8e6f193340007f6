"""Each defect that `make torture` plants is still one of the code as it stands: a piece that is there, once."""

from pathlib import Path

import pytest

from tests.torture.defects import DEFECTS, Defect

ROOT = Path(__file__).parents[2]
AT_LEAST = 50


def test_there_are_enough_and_no_two_are_the_same() -> None:
    assert len(set(DEFECTS)) == len(DEFECTS) >= AT_LEAST


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{DEFECTS.index(defect):02} {Path(defect.file).stem}")
def test_it_can_be_planted(defect: Defect) -> None:
    assert (ROOT / defect.file).read_text().count(defect.was) == 1
    assert defect.was != defect.becomes
    file = defect.tests.split()[0]
    assert (ROOT / file).exists()
