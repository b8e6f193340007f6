"""Accents in any number and order take no longer than the text is long, and more than any letter has are refused."""

import sys
import time
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from api.core.cpr_numbers import looks_like_cpr_number
from api.core.danish_collation import danish_key
from api.core.field_types import FreeText
from api.core.unicode_text import MAX_COMBINING_MARKS, combining_mark_runs, has_too_many_combining_marks, normalize
from api.redaction.schemas import Said
from tests.support.world import World

# Two accents by turns, in the order that has to be undone: a sort that compares neighbours never ends.
TANGLE = "a" + "\u0327\u0301" * 5_000 + "\u0323" * 100


def test_no_accent_lies_beyond_those_that_are_looked_for() -> None:
    assert list(combining_mark_runs()) == list(combining_mark_runs(sys.maxunicode + 1))
    assert [code for code in range(0x300) if all(map(has_too_many_combining_marks, [chr(code) * 40]))] == []
    assert {0x301, 0x0F73, 0xFF9E, 0x1E8D0} <= set(combining_mark_runs())


def test_what_people_write_is_formed_as_ever() -> None:
    for text in ("Åkjær", "A\u030ase", "ﬁn ½ ①", "e" + "\u0301" * MAX_COMBINING_MARKS, "한국어", ""):
        assert not has_too_many_combining_marks(text)
        for form in ("NFC", "NFKC", "NFD", "NFKD"):
            assert normalize(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert len(normalize("NFC", TANGLE)) <= 1 + MAX_COMBINING_MARKS
    assert has_too_many_combining_marks("a" + "\u0301" * (MAX_COMBINING_MARKS + 1))


@pytest.mark.parametrize("kind", [FreeText, Said])
def test_more_than_any_letter_has_are_refused(kind: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(TANGLE[:9_000])
    assert [error["type"] for error in refused.value.errors()][:1] == ["too-many-accents"]


def _seconds(of: object, text: str) -> float:
    began = time.perf_counter()
    of(text)  # type: ignore[operator]
    return time.perf_counter() - began


@pytest.mark.parametrize(
    "of", [danish_key, looks_like_cpr_number, lambda text: normalize("NFC", text)], ids=["key", "cpr", "nfc"]
)
@pytest.mark.parametrize("letters", ["\u0327\u0301", "\ufdfa", "\uff9e\u0301"])
def test_eight_times_the_text_takes_eight_times_as_long(of: object, letters: str) -> None:
    _seconds(of, letters)
    short, long = (min(_seconds(of, "a" + letters * number) for _ in range(3)) for number in (20_000, 160_000))
    assert long < 24 * short + 0.05, "its square would be sixty-four times"


async def test_who_sends_them_keeps_nobody_waiting(world: World) -> None:
    """A third of a megabyte took minutes before anything was asked."""
    council = await world.actor("council_member")
    answer = await council.post(
        f"/dialogues/{world.municipality}/corrections", {"field": "text", "becomes": TANGLE * 30, "reason": "x"}
    )
    assert answer.status_code in (403, 404, 422)


def test_numbers_are_seen_in_other_dresses_as_before() -> None:
    for text in ("０１０１９０-１２３４", "010190…1234", "01\u200b0190-1234", "٠١٠١٩٠-١٢٣٤"):
        assert looks_like_cpr_number(text), text
    assert not looks_like_cpr_number("\ufdfa" * 50 + "0101")
