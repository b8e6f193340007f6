"""Whether a change is statistically significant."""

import pytest

from api.indicators.models import Disclosure, MeasureUnit
from api.measurements.rules.significance import ShownValue, is_significant


@pytest.mark.parametrize("current, previous, unit, expected", [
    (ShownValue(80, 400, None), ShownValue(70, 400, None), MeasureUnit.percent, True),
    (ShownValue(80, 40, None), ShownValue(75, 40, None), MeasureUnit.percent, False),
    (ShownValue(0.8, 400, None), ShownValue(0.7, 400, None), MeasureUnit.share, True),
    (ShownValue(4.2, 40, 0.1), ShownValue(3.8, 40, 0.1), MeasureUnit.scale, True),
    (ShownValue(4.2, 40, 0.3), ShownValue(3.8, 40, 0.3), MeasureUnit.scale, False),
    (ShownValue(4.2, 40, None), ShownValue(3.8, 40, None), MeasureUnit.scale, None),
    (ShownValue(80, 400, None), None, MeasureUnit.percent, None),
    (ShownValue(80, 400, None), ShownValue(None, None, None), MeasureUnit.percent, None),
    (ShownValue(None, None, None), ShownValue(80, 400, None), MeasureUnit.percent, None),
    (ShownValue(100, 400, None), ShownValue(100, 400, None), MeasureUnit.percent, None),
    (ShownValue(90, 10, None), ShownValue(50, 10, None), MeasureUnit.percent, None),
    (ShownValue(80, None, None), ShownValue(70, None, None), MeasureUnit.percent, None),
    (ShownValue(2, 400, 0.1), ShownValue(1, 400, 0.1), MeasureUnit.level, None),
    (ShownValue(4, 40, 0), ShownValue(3, 40, 0), MeasureUnit.scale, None),
])  # fmt: skip
def test_a_change_is_tested_for_significance(
    current: ShownValue, previous: ShownValue | None, unit: MeasureUnit, expected: bool | None
) -> None:
    assert is_significant(current, previous, unit, Disclosure.persons) is expected


def test_a_percentage_of_no_persons_is_not_tested() -> None:
    current, previous = ShownValue(80, 400, None), ShownValue(60, 400, None)
    assert is_significant(current, previous, MeasureUnit.percent, Disclosure.none) is None
