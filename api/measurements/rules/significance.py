"""Whether a figure's change since the period before is more than chance."""

from math import sqrt
from typing import NamedTuple

from api.indicators.models import Disclosure, MeasureUnit

CRITICAL = 1.959964
"""The two-sided 5 % point of the normal distribution."""
EXPECTED = 5
"""How many persons must be expected on either side for a proportion to be near enough to normal."""


class Known(NamedTuple):
    """What is shown of a figure; None where it is missing or withheld."""

    value: float | None
    n: int | None
    standard_error: float | None


def is_significant(now: Known, before: Known | None, unit: str, disclosure: str) -> bool | None:
    """True or false at the 5 % level, two-sided; None where it can't be said.

    With a standard error on both figures: z = difference / sqrt(se1^2 + se2^2), which takes the two for independent.
    Else, for a percentage (0-100) or a share (0-1) of persons with n on both: the pooled two-proportion z-test, where
    at least five persons are expected on either side in both. Many of the persons are often the same in both
    periods; the change is then more certain than is said here, never less.

    Not said: for levels, which have no distances; for means, counts and hours without standard errors, since n alone
    does not tell how they vary; where either figure is missing or withheld; for proportions that rest on no persons
    (n is then not a sample) or on too few; where both figures have no spread at all. A single test at 5 % finds
    chance in one of twenty: among many indicators some will seem to change.
    """
    if before is None or now.value is None or before.value is None or unit == MeasureUnit.level:
        return None
    if now.standard_error is not None and before.standard_error is not None:
        spread = sqrt(now.standard_error**2 + before.standard_error**2)
        return None if spread == 0 else abs(now.value - before.value) / spread > CRITICAL
    if unit not in (MeasureUnit.percent, MeasureUnit.share) or disclosure != Disclosure.persons:
        return None
    whole = 100 if unit == MeasureUnit.percent else 1
    return _proportions(now.value / whole, now.n or 0, before.value / whole, before.n or 0)


def _proportions(p1: float, n1: int, p2: float, n2: int) -> bool | None:
    if not (n1 and n2 and 0 <= p1 <= 1 and 0 <= p2 <= 1):
        return None
    pooled = (p1 * n1 + p2 * n2) / (n1 + n2)
    if min(n1, n2) * min(pooled, 1 - pooled) < EXPECTED:
        return None
    return abs(p1 - p2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2)) > CRITICAL
