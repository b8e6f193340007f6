"""CPR numbers are recognized in every notation; other numbers, dates and telephone numbers are not."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.cpr_numbers import looks_like_cpr_number

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31))
last_four_digits = st.integers(0, 9999).map("{:04}".format)
eight_digits = st.integers(20_00_00_00, 99_99_99_99).map(str)
fast = settings(max_examples=300, deadline=None, database=None, derandomize=True)

NOTATIONS = [
    "{d}{m}{y}{f}", "{d}{m}{y}-{f}", "{d}{m}{y}+{f}", "{d}{m}{y} {f}", "{d}{m}{y} ({f})", "({d}{m}{y}) {f}",
    "{d}{m} {y} {f}", "{d}{m} {y}-{f}", "{d}{m}{y}-{g}-{h}", "{d}{m}{y}-{g} {h}", "{d}.{m}.{Y}-{f}",
    "{d}/{m}/{Y} - {f}", "{d}-{m}-{Y}/{f}", "{d}-{m}-{y}-{f}", "{d} {m} {y} {f}",
]  # fmt: skip
CONTEXTS = ["{}", "cpr {}", "({})", "Barnet, {}, trives.", "nr.{}!", "x{}y"]
PHONES = [
    "{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}{1} {2}{3}", "{0} {1}{2}{3}", "+45 {0} {1} {2} {3}", "+45{0}{1}{2}{3}",
    "0045 {0}{1} {2}{3}", "(+45) {0}{1}{2}{3}", "{0}-{1}-{2}-{3}",
]  # fmt: skip
DATES = [
    "{0:%d.%m.%Y}", "{0:%d-%m-%Y} kl. 12.30", "{0:%Y-%m-%d} 12:30", "{0:%d/%m} {0:%Y}", "{0:%d.%m.%Y}-{1:%d.%m.%Y}",
    "{0:%d.%m.%y} til {1:%d.%m.%y}", "{0:%d.%m.%Y} {0:%Y}", "uge 12 i {0:%Y}, {0:%d.%m.}",
    "{0:%d.%m.%Y}, 8000 Aarhus C",
    "{0:%d. %m. %Y}", "{0:%Y}/{1:%Y}", "{0:%Y%m%d}", "{0:%d.%m.%y}-{1:%d.%m.%y}", "{0:%Y-%m-%d}/{1:%Y-%m-%d}",
]  # fmt: skip


@fast
@given(dates, last_four_digits, st.sampled_from(NOTATIONS), st.sampled_from(CONTEXTS))
def test_cpr_number_is_recognized_in_every_notation(day: date, digits: str, notation: str, context: str) -> None:
    parts = {"f": digits, "g": digits[:2], "h": digits[2:], **{part: day.strftime(f"%{part}") for part in "dmyY"}}
    assert looks_like_cpr_number(context.format(notation.format(**parts)))


@fast
@given(eight_digits, st.sampled_from(PHONES), st.sampled_from(["Ring {}", "tlf. {}.", "({})", "{} (hverdage 9-14)"]))
def test_telephone_number_is_not_a_cpr_number(number: str, notation: str, context: str) -> None:
    phone = notation.format(number[:2], number[2:4], number[4:6], number[6:])
    assert not looks_like_cpr_number(context.format(phone))


@fast
@given(dates, dates, st.sampled_from(DATES))
def test_dates_are_not_cpr_numbers(first: date, second: date, notation: str) -> None:
    assert not looks_like_cpr_number(notation.format(first, second))


@fast
@given(eight_digits, st.sampled_from(["P-nummer {}", "CVR {}", "sag {}-2026", "EAN 5798{}0"]))
def test_numbers_of_eight_digits_are_not_cpr_numbers(number: str, context: str) -> None:
    assert not looks_like_cpr_number(context.format(number))


@fast
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ,.-()+/", max_size=200), st.integers(0, 99_999))
def test_prose_with_a_short_number_is_not_a_cpr_number(words: str, number: int) -> None:
    assert not looks_like_cpr_number(f"{words} {number} {words}")
