"""What is written to a terminal is nothing that it obeys."""

import io

from rich.console import Console
from sammen.command.output import Output
from sammen.errors import SammenError

EVIL = "990011\x1b]0;OVERTAGET\x07\x1b[31m\x9b2J"


def written(*, terminal: bool) -> str:
    out, err = io.StringIO(), io.StringIO()
    output = Output(out=Console(file=out, force_terminal=terminal, no_color=True), err=Console(file=err, no_color=True))
    output.line(EVIL)
    output.note(EVIL)
    output.rows(["number"], [[EVIL]])
    output.things([{"name": EVIL}])
    output.thing({"name": EVIL, "more": [{"name": EVIL}]})
    output.refused(SammenError(f"{EVIL}\n{EVIL}"), 1)
    return out.getvalue() + err.getvalue()


def test_escape_sequences_of_a_file_are_not_obeyed() -> None:
    plain = written(terminal=False)
    assert plain.count("OVERTAGET") >= 8
    assert not set(plain) & {"\x1b", "\x07", "\x9b"}
    assert "]0;" not in written(terminal=True).replace("\N{REPLACEMENT CHARACTER}]0;", "")
