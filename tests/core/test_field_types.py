"""Field types of requests, ids in order, CPR numbers in every notation, and names in Danish sort order."""

import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from api.core.cpr_numbers import looks_like_cpr_number
from api.core.danish_collation import danish_key
from api.core.field_types import CalendarDate, FreeText, Key, Line, Number, ResourceId, ShortLine, Timestamp
from api.core.identifiers import new_id, random_id

CPR_NUMBERS = {
    "plain": "0102031234",
    "with a hyphen": "010203-1234",
    "with a space": "010203 1234",
    "with spaces around the hyphen": "010203 - 1234",
    "with a no-break space": "010203\u00a01234",
    "with a narrow no-break space": "010203\u202f1234",
    "with an en dash": "010203\u20131234",
    "with an em dash": "010203\u20141234",
    "with a minus sign": "010203\u22121234",
    "with a no-break hyphen": "010203\u20111234",
    "with a full-width hyphen": "010203\uff0d1234",
    "with a small hyphen": "010203\ufe631234",
    "with a dot": "010203.1234",
    "with a soft hyphen": "010203\u00ad1234",
    "with a zero-width space": "0102\u200b03-12\u200b34",
    "with a zero-width joiner": "010203\u200d1234",
    "with a word joiner": "0\u20601\u206002031234",
    "with a byte order mark": "010203\ufeff1234",
    "with a bidi override": "\u202e010203-1234",
    "in full-width digits": "\uff10\uff11\uff10\uff12\uff10\uff13-\uff11\uff12\uff13\uff14",
    "in mathematical digits": "".join(chr(0x1D7CE + int(digit)) for digit in "0102031234"),
    "in circled digits": "010203-\u2460\u2461\u2462\u2463",
    "in Arabic digits": "\u0660\u0661\u0660\u0662\u0660\u0663-\u0661\u0662\u0663\u0664",
    "with a slash": "010203/1234",
    "on two lines": "010203\n1234",
    "with a tab": "010203\t1234",
    "that fits the checksum": "070761-4285",
    "that does not fit the checksum": "070761-4286",
    "of the last day of a month": "311299-4444",
    "of a leap day": "290200-0001",
    "of a replacement number": "610203-1234",
    "in a sentence": "Barnet (cpr 010203-1234) trives.",
    "after a letter": "cpr010203-1234",
    "in pairs": "01 02 03 1234",
    "in pairs with a hyphen": "01 02 03-1234",
    "as a date with dots": "01.02.03-1234",
    "as a date with slashes": "01/02/03 1234",
    "with an underscore": "010203_1234",
    "with a colon": "010203:1234",
    "with spaces around": "010203  -  1234",
    "with the last four split": "010203-12 34",
    "under combining marks": "010203-1\u03032\u030334",
    "before a letter": "010203-1234x",
    "beside a comma": "Nr. 5,010203-1234.",
    "with a plus": "010190+1234",
    "with its last four in brackets": "010190 (1234)",
    "with its first six in brackets": "(010190) 1234",
    "as a day and a year": "0101 90 1234",
    "with the last four apart": "010190-12-34",
    "with the whole year": "01.01.1990-1234",
    "with the whole year and slashes": "01/01/1990 - 1234",
}  # fmt: skip
OTHER_NUMBERS = {
    "a telephone of eight digits": "Ring 12 34 56 78",
    "a telephone in pairs": "31 12 20 26",
    "with the country": "+45 31 12 20 26",
    "a case number": "2026-001234",
    "a longer case number": "26/0102031234567",
    "an SBSYS number": "17.01.00-G01-5-26",
    "a P number with a day beyond all": "9912345678",
    "a P number that is no date": "1015265498",
    "a CVR number": "12345678",
    "an EAN number": "5798001234567",
    "a month beyond all": "011303-1234",
    "a day of no month": "000103-1234",
    "too few digits": "010203-123",
    "too many digits": "010203-12345",
    "digits before it": "1010203-1234",
    "a school year": "2024/2025",
    "two dates": "01.02.2026-03.04.2026",
    "a postal code and a number": "8000 Aarhus 1234",
    "an amount": "1.020.312,34",
    "a date and a time": "2026-02-01 12:34",
    "a Danish date and a time": "01-02-2026 12:34",
    "a date and a place": "01.02.2026 8000 Aarhus",
    "a date and hours": "01.02.2026 kl. 12-14",
    "a day and hours": "010226 12:30-14:00",
    "a year in brackets": "pr. 31.12.25 (2024)",
    "a school year in full": "01.08.2025-31.07.2026",
    "a telephone in fours": "3112 2026",
    "two telephones": "31 12 20 26 / 86 12 34 56",
}


@pytest.mark.parametrize("text", CPR_NUMBERS.values(), ids=CPR_NUMBERS.keys())
def test_cpr_number_is_recognized_in_every_notation(text: str) -> None:
    assert looks_like_cpr_number(text)


@pytest.mark.parametrize("text", OTHER_NUMBERS.values(), ids=OTHER_NUMBERS.keys())
def test_other_number_is_not_a_cpr_number(text: str) -> None:
    assert not looks_like_cpr_number(text)


def validated(field_type: Any, value: Any) -> Any:
    return TypeAdapter(field_type).validate_python(value)


def error_code(field_type: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as error:
        validated(field_type, value)
    return str(error.value.errors()[0]["type"])


def test_p_number_that_begins_with_a_date_is_taken_for_a_cpr_number() -> None:
    assert looks_like_cpr_number("1003265498")


def test_text_that_grows_when_normalized_is_too_long_for_its_column() -> None:
    assert error_code(Line, "\u0958" * 200) == "too-long"


def test_text_is_normalized_and_a_line_is_trimmed() -> None:
    assert validated(Line, "  A\u030arhus ") == "Århus"
    assert validated(FreeText, " A\u030arhus\n\tbys ") == " Århus\n\tbys "


CONTROL_CHARACTERS = [chr(n) for n in range(32) if chr(n) not in "\n\t"] + ["\x7f", "\x80", "\x9f"]


@pytest.mark.parametrize("letter", CONTROL_CHARACTERS, ids=[f"U+{ord(c):04X}" for c in CONTROL_CHARACTERS])
def test_control_character_is_refused(letter: str) -> None:
    assert error_code(FreeText, f"a{letter}b") == "control-characters"


@pytest.mark.parametrize("letter", ["\n", "\t", "\u2028", "\u2029"])
def test_line_break_in_a_line_is_refused(letter: str) -> None:
    assert error_code(Line, f"a{letter}b") == "control-characters"


@pytest.mark.parametrize("text", [" ", "\u00a0", "\u3000 \u2003", "\u200b", "\u200b\u2060 \ufeff", "\u00ad"])
def test_text_without_visible_characters_is_blank(text: str) -> None:
    assert error_code(Line, text) == "blank"


def test_ids_are_in_the_order_of_their_creation() -> None:
    first = new_id()
    time.sleep(0.002)
    later = [new_id() for _ in range(100)]
    assert first.version == later[0].version == 7
    assert all(first < id for id in later)
    assert len(set(later)) == 100
    assert later == sorted(later)
    moment = datetime.fromtimestamp((first.int >> 80) / 1000, UTC)
    assert abs(moment - datetime.now(UTC)) < timedelta(seconds=5)


def test_random_id_does_not_reveal_its_creation_time() -> None:
    assert random_id().version == 4
    assert random_id() != random_id()


@pytest.mark.parametrize(
    ("field_type", "text", "value"),
    [
        (CalendarDate, "2024-02-29", date(2024, 2, 29)),
        (Timestamp, "2026-01-01T00:00:00+01:00", datetime(2025, 12, 31, 23, tzinfo=UTC)),
        (Timestamp, "2026-01-01t00:00:00.123456z", datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)),
        (Number, 12, 12.0),
        (Number, -0.5, -0.5),
    ],
)
def test_dates_timestamps_and_numbers_are_parsed(field_type: Any, text: Any, value: Any) -> None:
    assert validated(field_type, text) == value


@pytest.mark.parametrize(
    ("field_type", "value"),
    [
        (CalendarDate, "2023-02-29"),
        (CalendarDate, "20240229"),
        (CalendarDate, " 2024-02-29"),
        (CalendarDate, "2024-02-29\n"),
        (CalendarDate, "\uff12024-02-29"),
        (CalendarDate, 19000),
        (CalendarDate, 1.5),
        (CalendarDate, True),
        (CalendarDate, "2200-01-01"),
        (CalendarDate, ""),
        (Timestamp, "2026-01-01 00:00:00Z"),
        (Timestamp, "2026-01-01T24:00:00Z"),
        (Timestamp, "2026-01-01T00:00:00"),
        (Timestamp, 1767225600),
        (Timestamp, "2026-01-01T00:00Z"),
        (Timestamp, "2026-01-01T00:00:00+25:00"),
        (ResourceId, "0198F3A07B8C7D3E9A510C2B6F1D4E77"),
        (ResourceId, 5),
        (ResourceId, ""),
        (Number, "1"),
        (Number, True),
        (Number, 1e13),
        (Number, float("nan")),
        (Number, float("inf")),
        (Number, None),
    ],
)
def test_other_notations_are_refused(field_type: Any, value: Any) -> None:
    error_code(field_type, value)


def test_names_are_sorted_in_danish_order() -> None:
    names = [
        "Abe",
        "Adler",
        "Éclair",
        "Edda",
        "Mylle",
        "Müller",
        "Zebra",
        "Ærø",
        "Ästetik",
        "Økær",
        "Ørsted",
        "Östersund",
        "Åby",
        "Aalborg",
        "Århus",
    ]
    assert sorted(random.sample(names, len(names)), key=danish_key) == names


@pytest.mark.parametrize(
    ("text", "equivalent"),
    [
        ("Århus", "aarhus"),
        ("ÅRHUS", "århus"),
        ("A\u030arhus", "Århus"),
        ("Aa", "å"),
        ("AA", "Å"),
        ("aA", "å"),
        ("André", "andre"),
        ("Ægir", "ægir"),
        ("Ö", "ø"),
        ("Ä", "æ"),
        ("STRASSE", "straße"),
        ("ﬁn", "fin"),
    ],
)
def test_equivalent_spellings_have_the_same_sort_key(text: str, equivalent: str) -> None:
    assert danish_key(text) == danish_key(equivalent)


def test_sort_key_fits_its_column() -> None:
    assert len(danish_key("\ufdfa" * 200)) <= 400


@pytest.mark.parametrize("control", [*"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"])
@pytest.mark.parametrize("field_type", [Line, ShortLine, FreeText])
def test_bidirectional_control_character_is_refused(field_type: Any, control: str) -> None:
    assert error_code(field_type, f"Lone {control}Leder") == "control-characters"


def test_cpr_number_in_a_key_is_refused() -> None:
    assert validated(Key, "first_point") == "first_point"
    assert error_code(Key, "c010203-1234") == "looks-like-cpr-number"
