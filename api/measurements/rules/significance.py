"""Whether the change of a value since the previous period is statistically significant."""

from math import sqrt
from typing import NamedTuple

from api.indicators.models import Disclosure, MeasureUnit

CRITICAL_Z = 1.959964
"""The critical value of the standard normal distribution, two-sided at 5 %."""
MIN_EXPECTED_COUNT = 5
"""The expected number of persons, with and without the property, from which the normal approximation is used."""


class ShownValue(NamedTuple):
    """What is shown of a measurement; None where it is missing or suppressed."""

    value: float | None
    n: int | None
    standard_error: float | None


def is_significant(current: ShownValue, previous: ShownValue | None, unit: str, disclosure: str) -> bool | None:
    """Test a change at the 5 % level, two-sided; None where no test applies.

    With a standard error on both values: z = difference / sqrt(se1^2 + se2^2), which takes the two for independent.
    Otherwise, for a percentage (0-100) or a share (0-1) of persons with n on both: the pooled two-proportion z-test,
    where at least five persons are expected on either side in both. Many of the persons are often the same in both
    periods; the change is then more certain than the test says, never less.

    No test applies to levels, which have no distances; to means, counts and hours without standard errors, since n
    alone does not determine their variance; where either value is missing or suppressed; to proportions that rest on no
    persons (n is then not a sample) or on too few; and where neither value has any variance. At 5 %, one test in twenty
    is significant by chance: among many indicators some will seem to change.
    """
    if previous is None or current.value is None or previous.value is None or unit == MeasureUnit.level:
        return None
    if current.standard_error is not None and previous.standard_error is not None:
        deviation = sqrt(current.standard_error**2 + previous.standard_error**2)
        return None if deviation == 0 else abs(current.value - previous.value) / deviation > CRITICAL_Z
    if unit not in (MeasureUnit.percent, MeasureUnit.share) or disclosure != Disclosure.persons:
        return None
    scale = 100 if unit == MeasureUnit.percent else 1
    return _test_proportions(current.value / scale, current.n or 0, previous.value / scale, previous.n or 0)


def _test_proportions(p1: float, n1: int, p2: float, n2: int) -> bool | None:
    """The pooled two-proportion z-test."""
    if not (n1 and n2 and 0 <= p1 <= 1 and 0 <= p2 <= 1):
        return None
    pooled = (p1 * n1 + p2 * n2) / (n1 + n2)
    if min(n1, n2) * min(pooled, 1 - pooled) < MIN_EXPECTED_COUNT:
        return None
    return abs(p1 - p2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)) > CRITICAL_Z
