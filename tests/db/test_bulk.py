"""What is done thousands at a time is as what is done once."""

from api.core.identifiers import new_id
from api.db.bulk import new_ids


def test_many_ids_are_as_one_by_one() -> None:
    before, made, after = new_id(), new_ids(1000), new_id()
    assert len(set(made)) == 1000
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {before.variant}
    assert all(before.int >> 64 <= one.int >> 64 <= after.int >> 64 for one in made)
