"""An import that is interrupted by Ctrl-C or a lost connection: report what has been done, and how to go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sammen.errors import ConnectionFailed

from sammen_cli.imports.import_progress import OnProgress, Progress

_NOTHING_CHANGED = "Nothing is changed. The same command can be run again"
_UNUSED_PLAN = (
    "; a plan that was made nevertheless changes nothing and expires (sammen list imports --filter state=planned)."
)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with a message."""


@contextmanager
def explain_interruption(on_progress: OnProgress, import_id: str | None = None) -> Iterator[OnProgress]:
    """A callback that remembers the last step, for the message of an interruption."""
    last_step = Progress("reading")

    def remember(step: Progress) -> None:
        nonlocal last_step
        last_step = step
        on_progress(step)

    try:
        yield remember
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted. {_outcome(last_step, import_id)}") from None
    except ConnectionFailed as error:
        if last_step.stage == "reading":
            raise
        raise type(error)(f"{error.cause}. {_outcome(last_step, import_id)}") from error


def _outcome(last_step: Progress, import_id: str | None) -> str:
    import_id = import_id or last_step.import_id
    if last_step.stage == "applying" and import_id:
        return (
            f"The plan is applied completely or not at all: sammen get imports {import_id} --only state says which. "
            "The same command can be run again without creating duplicates."
        )
    return f"{_NOTHING_CHANGED}." if last_step.stage == "reading" else f"{_NOTHING_CHANGED}{_UNUSED_PLAN}"
