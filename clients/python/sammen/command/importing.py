"""`import`: plan, rows, apply, discard, reverse."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from sammen.command.bars import progress
from sammen.command.cut import unharmed
from sammen.command.exits import Exit
from sammen.command.offered import constants
from sammen.command.output import Output
from sammen.command.piped import kept
from sammen.command.signing import opened
from sammen.files.faults import in_short
from sammen.importing import ImportReport, Plan, Progress
from sammen.importing.plans import ChangedRow, in_words, own_line, rejected_rows
from sammen.sync.client import Client

_REJECTED = 1000  # looked at, so that equal faults are told once
_CHANGED = 5


def plan(given: Namespace, output: Output) -> Exit:
    """Send a file; with --apply carry it out when no row is rejected."""
    with kept(given.file) as file, opened(given) as client, progress(output) as tell, unharmed(tell) as tell:
        report = client.imports.run(
            given.resource.replace("-", "_"),
            file,
            map=given.map,
            strategy=given.strategy,
            apply=given.apply,
            progress=tell,
            dialect=given.dialect,
            encoding=given.encoding,
            constants=constants(given.set),
            first_rejected=_REJECTED,
            first_changed=_CHANGED,
            idempotency_key=given.idempotency_key,
        )
    _tell_report(report, given, output)
    return Exit.REJECTED if report.plan.rejected else Exit.OK


def _tell_report(report: ImportReport, given: Namespace, output: Output) -> None:
    if given.json or given.only:
        rows = [row.model_dump(exclude_none=True) for row in report.rejected]
        changed = [row.model_dump(exclude_none=True) for row in report.changed]
        told = {**report.plan.model_dump(mode="json"), "applied": report.applied, "rejected": rows, "changed": changed}
        output.thing({**told, "rows_read": report.tally.read})
        return
    output.line(f"{given.file}: {report.tally}.")
    output.line(f"{given.file} for {given.resource}: {in_words(report.counts)}.")
    # One line of the file may have made many rows, and one row may have many faults.
    known = len(report.rejected)
    for line in in_short(report.rejected, known if known < _REJECTED else max(known, report.plan.rejected)):
        output.err.print(f"  {line}", markup=False)
    for change in report.changed:
        output.line(f"  {change}")
    left = report.some - len(report.changed)
    if report.changed and left > 0:
        output.line(f"  and {left:,} more")
    for line in _next(report, given):
        output.note(line)


def _next(report: ImportReport, given: Namespace) -> list[str]:
    """What is so now, and what can be done next."""
    id = report.id
    if report.plan.rejected:
        return [
            "Nothing was changed. Mend the rejected rows and send the file again; all of them, with the reasons:",
            f"  sammen import rows {id}",
        ]
    if report.applied and report.some:
        return [f"Carried out. To undo it, while nothing of it was changed since: sammen import reverse {id}"]
    if not report.some:
        return ["Everything is so already: there is nothing to carry out."]
    return [
        "Nothing is changed yet. What to do next:",
        f"  sammen import rows {id}      every row, and what it would change",
        f"  sammen import apply {id}     carry it out, all of it or nothing",
        f"  sammen import discard {id}   give it up",
    ]


def apply(given: Namespace, output: Output) -> Exit:
    """Carry out a plan, all of it or nothing."""
    with opened(given) as client, progress(output) as tell, unharmed(tell, given.id) as tell:
        tell(Progress("applying"))
        before, found = _act(client, given, "apply")
    what = "Carried out" if before.state != "applied" else "Carried out before, and nothing was done now"
    note = f"To undo it, while nothing of it was changed since: sammen import reverse {given.id}"
    if not found.some:
        what, note = "There was nothing to carry out", ""
    _tell_done(found, given, output, what, _DONE, note)
    return Exit.OK


def reverse(given: Namespace, output: Output) -> Exit:
    """Put back what an import did, all of it or nothing."""
    with opened(given) as client:
        before, found = _act(client, given, "reverse")
    what = "Undone" if before.state != "reversed" else "Undone before, and nothing was done now"
    _tell_done(found, given, output, what, _UNDONE, "To carry it out again, send the file again.")
    return Exit.OK


def discard(given: Namespace, output: Output) -> Exit:
    """Give a plan up."""
    with opened(given) as client:
        client.imports.delete(given.id, if_match=given.if_match or _plan(client, given.id).etag)
    if given.json:
        output.json({"id": given.id, "state": "discarded"})
    else:
        output.line("Discarded; nothing was changed.")
    return Exit.OK


def _plan(client: Client, id: str) -> Plan:
    found: Plan = client.imports._get(f"{client.imports.path}/{{id}}", Plan, id=id)
    return found


def _act(client: Client, given: Namespace, step: str) -> tuple[Plan, Plan]:
    """An import as it was, and as it is after this step."""
    imports, before = client.imports, _plan(client, given.id)
    tag = given.if_match or before.etag
    found: Plan = imports._post(f"{imports.path}/{{id}}/{step}", Plan, None, {}, given.id, if_match=tag)
    return before, found


def _tell_done(found: Plan, given: Namespace, output: Output, what: str, words: Mapping[str, str], note: str) -> None:
    if given.json:
        output.json(found)
        return
    counts = {name: count for name, count in found.counts.items() if count and name in words}
    told = ", ".join(f"{count:,} {words[name]}" for name, count in counts.items())
    output.line(f"{what}: {told or 'nothing'}.")
    if note:
        output.note(note)


_DONE = {"create": "created", "update": "updated", "unchanged": "unchanged"}
_UNDONE = {"create": "removed again", "update": "as they were before"}


def rows(given: Namespace, output: Output) -> Exit:
    """Rows of a plan; lines are those of the file as it was given."""
    with opened(given) as client:
        imports = client.imports
        path = f"{imports.path}/{{id}}/rows"
        asked = _outcomes(client, given)
        lists = (imports._list(path, dict, one, given.id, limit=given.limit, page_size=None) for one in asked)
        found: Iterator[dict[str, Any]] = (row for some in lists for row in some)
        if given.json:
            output.things(found)
        else:
            output.rows(("line", "outcome", "what"), map(_flat, found))
    return Exit.OK


def _outcomes(client: Client, given: Namespace) -> list[dict[str, Any]]:
    """What is asked for; by itself what is rejected, or else what would be changed."""
    if given.outcome is None:
        rejected = _plan(client, given.id).rejected
        return [{"outcome": "rejected"}] if rejected else [{"outcome": "update"}, {"outcome": "create"}]
    return [{} if given.outcome == "all" else {"outcome": given.outcome}]


def _flat(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """A row as a line: where, what, and in words."""
    faults = [str(one.model_copy(update={"line": None})) for one in rejected_rows(row)]
    changes = [str(one) for one in ChangedRow.model_validate(row).changes]
    words = faults if row["outcome"] == "rejected" else changes
    return str(own_line(row).get("line", "")), str(row["outcome"]), "; ".join(words)
