"""How far an import is: a bar on a terminal, a line for each stage elsewhere, nothing for scripts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from sammen.command.output import Output
from sammen.importing import plans

_WORDS = {
    "reading": "Reading the file",
    "sending": "Sending",
    "planning": "The service is planning",
    "applying": "The service is carrying it out",
    "done": "Done",
}

Tell = Callable[[plans.Progress], None]


@contextmanager
def progress(output: Output) -> Iterator[Tell]:
    """A function that is told of each step."""
    if output.as_json:
        yield lambda step: None
    elif output.err.is_terminal:
        with _bars(output) as bars:
            yield Bar(bars).tell
    else:
        yield Lines(output).tell


def _bars(output: Output) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=output.err, transient=True)


class Bar:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID = bars.add_task(_WORDS["reading"], total=None)

    def tell(self, step: plans.Progress) -> None:
        self._bars.update(self._task, description=_WORDS[step.stage], completed=step.done, total=step.total)


class Lines:
    def __init__(self, output: Output) -> None:
        self._output = output
        self._stage = ""

    def tell(self, step: plans.Progress) -> None:
        if step.stage != self._stage:
            self._stage = step.stage
            self._output.note(_WORDS[step.stage])
