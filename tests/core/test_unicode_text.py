"""Unicode normalization takes linear time, and runs of more combining marks than any letter has are refused."""

import sys
import time
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from api.core.cpr_numbers import looks_like_cpr_number
from api.core.danish_collation import danish_key
from api.core.field_types import FreeText
from api.core.unicode_text import MAX_COMBINING_MARKS, combining_marks, has_too_many_combining_marks, normalize
from api.redaction.schemas import CorrectedValue
from tests.support.world import World

# Alternating marks in the wrong order: the quadratic sort of normalization takes longest for them.
LONG_RUN = "a" + "\u0327\u0301" * 5_000 + "\u0323" * 100


def test_there_are_no_combining_marks_beyond_the_searched_range() -> None:
    assert list(combining_marks()) == list(combining_marks(sys.maxunicode + 1))
    assert [code for code in range(0x300) if all(map(has_too_many_combining_marks, [chr(code) * 40]))] == []
    assert {0x301, 0x0F73, 0xFF9E, 0x1E8D0} <= set(combining_marks())


def test_usual_text_is_normalized_as_by_unicodedata() -> None:
    for text in ("Åkjær", "A\u030ase", "ﬁn ½ ①", "e" + "\u0301" * MAX_COMBINING_MARKS, "한국어", ""):
        assert not has_too_many_combining_marks(text)
        for form in ("NFC", "NFKC", "NFD", "NFKD"):
            assert normalize(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert len(normalize("NFC", LONG_RUN)) <= 1 + MAX_COMBINING_MARKS
    assert has_too_many_combining_marks("a" + "\u0301" * (MAX_COMBINING_MARKS + 1))


@pytest.mark.parametrize("field_type", [FreeText, CorrectedValue])
def test_more_marks_than_any_letter_has_are_refused(field_type: object) -> None:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(field_type).validate_python(LONG_RUN[:9_000])
    assert [error["type"] for error in raised.value.errors()][:1] == ["too-many-accents"]


def _seconds(function: object, text: str) -> float:
    began = time.thread_time()
    function(text)  # type: ignore[operator]
    return time.thread_time() - began


@pytest.mark.parametrize(
    "function", [danish_key, looks_like_cpr_number, lambda text: normalize("NFC", text)], ids=["key", "cpr", "nfc"]
)
@pytest.mark.parametrize("marks", ["\u0327\u0301", "\ufdfa", "\uff9e\u0301"])
def test_time_grows_linearly_with_the_length_of_the_text(function: object, marks: str) -> None:
    _seconds(function, marks)
    short, long = (min(_seconds(function, "a" + marks * number) for _ in range(3)) for number in (20_000, 160_000))
    assert long < 24 * short + 0.05, "of a text eight times as long; quadratic would be sixty-four times"


async def test_text_of_combining_marks_does_not_occupy_the_service(world: World) -> None:
    """A third of a megabyte once took minutes, before the caller's permission was checked."""
    council = await world.actor("council_member")
    response = await council.post(
        f"/dialogues/{world.municipality}/corrections", {"field": "text", "becomes": LONG_RUN * 30, "reason": "x"}
    )
    assert response.status_code in (403, 404, 422)


def test_cpr_numbers_in_other_scripts_are_recognized() -> None:
    for text in ("０１０１９０-１２３４", "010190…1234", "01\u200b0190-1234", "٠١٠١٩٠-١٢٣٤"):
        assert looks_like_cpr_number(text), text
    assert not looks_like_cpr_number("\ufdfa" * 50 + "0101")
