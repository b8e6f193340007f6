"""Whoever it is and however it is written, a personal number is known; what people write beside it is none."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from api.core.cpr_numbers import looks_like_cpr_number

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31))
fours = st.integers(0, 9999).map("{:04}".format)
eights = st.integers(20_00_00_00, 99_99_99_99).map(str)
quick = settings(max_examples=300, deadline=None, database=None, derandomize=True)

WRITTEN = [
    "{d}{m}{y}{f}", "{d}{m}{y}-{f}", "{d}{m}{y}+{f}", "{d}{m}{y} {f}", "{d}{m}{y} ({f})", "({d}{m}{y}) {f}",
    "{d}{m} {y} {f}", "{d}{m} {y}-{f}", "{d}{m}{y}-{g}-{h}", "{d}{m}{y}-{g} {h}", "{d}.{m}.{Y}-{f}",
    "{d}/{m}/{Y} - {f}", "{d}-{m}-{Y}/{f}", "{d}-{m}-{y}-{f}", "{d} {m} {y} {f}",
]  # fmt: skip
BESIDE = ["{}", "cpr {}", "({})", "Barnet, {}, trives.", "nr.{}!", "x{}y"]
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


@quick
@given(days, fours, st.sampled_from(WRITTEN), st.sampled_from(BESIDE))
def test_a_personal_number_is_known(day: date, four: str, way: str, beside: str) -> None:
    parts = {"f": four, "g": four[:2], "h": four[2:], **{part: day.strftime(f"%{part}") for part in "dmyY"}}
    assert looks_like_cpr_number(beside.format(way.format(**parts)))


@quick
@given(eights, st.sampled_from(PHONES), st.sampled_from(["Ring {}", "tlf. {}.", "({})", "{} (hverdage 9-14)"]))
def test_a_telephone_is_none(number: str, way: str, beside: str) -> None:
    assert not looks_like_cpr_number(beside.format(way.format(number[:2], number[2:4], number[4:6], number[6:])))


@quick
@given(days, days, st.sampled_from(DATES))
def test_dates_are_none(one: date, other: date, way: str) -> None:
    assert not looks_like_cpr_number(way.format(one, other))


@quick
@given(st.integers(0, 9).map(str), eights, st.sampled_from(["P-nummer {}", "CVR {}", "sag {}-2026", "EAN 5798{}0"]))
def test_numbers_of_eight_digits_are_none(first: str, number: str, way: str) -> None:
    assert not looks_like_cpr_number(way.format(number))


@quick
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ,.-()+/", max_size=200), st.integers(0, 99_999))
def test_prose_with_a_number_in_it_is_none(words: str, number: int) -> None:
    assert not looks_like_cpr_number(f"{words} {number} {words}")
