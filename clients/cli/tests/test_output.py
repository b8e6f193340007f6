"""Control characters are not written to a terminal."""

import io

from rich.console import Console
from sammen.errors import SammenError
from sammen_cli.output import Output

ESCAPE_SEQUENCES = "990011\x1b]0;RENAMED\x07\x1b[31m\x9b2J"


def write_everything(*, terminal: bool) -> str:
    out, err = io.StringIO(), io.StringIO()
    output = Output(
        stdout=Console(file=out, force_terminal=terminal, no_color=True), stderr=Console(file=err, no_color=True)
    )
    output.line(ESCAPE_SEQUENCES)
    output.note(ESCAPE_SEQUENCES)
    output.rows(["number"], [[ESCAPE_SEQUENCES]])
    output.items([{"name": ESCAPE_SEQUENCES}])
    output.item({"name": ESCAPE_SEQUENCES, "more": [{"name": ESCAPE_SEQUENCES}]})
    output.error(SammenError(), f"{ESCAPE_SEQUENCES}\n{ESCAPE_SEQUENCES}", 1)
    return out.getvalue() + err.getvalue()


def test_escape_sequences_are_replaced() -> None:
    plain = write_everything(terminal=False)
    assert plain.count("RENAMED") >= 8
    assert not set(plain) & {"\x1b", "\x07", "\x9b"}
    assert "]0;" not in write_everything(terminal=True).replace("\N{REPLACEMENT CHARACTER}]0;", "")


def test_ids_are_not_shortened_on_a_narrow_terminal() -> None:
    id = "01a22df6-c000-7000-8000-000000000001"
    out = io.StringIO()
    output = Output(stdout=Console(file=out, force_terminal=True, no_color=True, width=80))
    output.items([{"id": id, "name": "A long name " * 10, "kind": "school"}])
    assert id in out.getvalue()
