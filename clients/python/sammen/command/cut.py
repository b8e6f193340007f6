"""An import that is cut off, by Ctrl-C or by a connection that is lost: what is so then, and what can be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from sammen.command.bars import Tell
from sammen.errors import ConnectionFailed
from sammen.importing import Progress

_NOT_YET = "Nothing is changed. The same command can be given again"
_LEFT = (
    "; a plan that was made all the same changes nothing and ends by itself "
    "(sammen list imports --filter state=planned)."
)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with the words for it."""


@contextmanager
def unharmed(tell: Tell, id: str | None = None) -> Iterator[Tell]:
    """Listens to how far an import is, and says so when it is cut off."""
    last = Progress("reading")

    def heard(step: Progress) -> None:
        nonlocal last
        last = step
        tell(step)

    try:
        yield heard
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted. {_so_far(last, id)}") from None
    except ConnectionFailed as error:
        first = str(error).split(". ")[0].rstrip(".")
        typed = error.typed if last.stage == "reading" else f"{first}. {_so_far(last, id)}"
        raise type(error)(str(error), typed=typed) from error


def _so_far(last: Progress, id: str | None) -> str:
    id = id or last.import_id
    if last.stage == "applying" and id:
        return (
            f"It is carried out whole, or not at all: sammen get imports {id} --only state tells which. The same "
            "command can be given again, and doubles nothing."
        )
    if last.stage == "reading":
        return f"{_NOT_YET}."
    return f"{_NOT_YET}{_LEFT}"
