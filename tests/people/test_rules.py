"""Rules of people, without a database."""

from datetime import date
from uuid import uuid4

from api.access.models import LAST_DAY, Grant, Role
from api.people.rules import LAST_ADMIN, check_admin_left


def test_another_admin_has_to_remain_at_least_as_long() -> None:
    def admin(until: date) -> Grant:
        return Grant(unit_id=uuid4(), role=Role.admin, since_on=date(2020, 1, 1), until_on=until)

    day = date(2026, 3, 1)
    later = date(2026, 6, 1)
    assert [f.kind for f in check_admin_left([], LAST_DAY, day)] == [LAST_ADMIN]
    assert [f.kind for f in check_admin_left([admin(later)], LAST_DAY, day)] == [LAST_ADMIN], (
        "the other one ends earlier"
    )
    assert check_admin_left([admin(later), admin(LAST_DAY)], LAST_DAY, day) == []
    assert check_admin_left([admin(later)], later, day) == []
    assert [f.kind for f in check_admin_left([admin(later)], date(2026, 6, 2), day)] == [LAST_ADMIN]
    assert check_admin_left([], day, day) == [], "the end is not earlier"
