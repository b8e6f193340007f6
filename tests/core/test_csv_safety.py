"""Cells that a spreadsheet could run as a formula are escaped, whatever precedes the sign; others are unchanged."""

import pytest

from api.core.csv_safety import escape_formula

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1+1", " =1+1", "\u00a0=1", "\u2003 =1", "\u200b=1", "\ufeff=1",
    "\u00ad=1", "\x00=1", "\x1f=1", "＝1+1", "＋1", "－1", "＠SUM", " ＝1", "﹦1", "﹣1", "﹢1", "﹫x", "\n\n \t-1",
    "\u2028=1", "\u202e=1", "\u0301=1", "\tplain",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_formula_is_escaped(text: str) -> None:
    assert escape_formula(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "a", "Æblehaven", " =".strip("="), "1=1", "x-1", "'=1", "(-1)", "12", "«=»", "  ord", "é=1", "\n"]
)
def test_other_text_is_unchanged(text: str) -> None:
    assert escape_formula(text) == text
