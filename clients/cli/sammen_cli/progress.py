"""Display the progress of an import: a bar on a terminal, a line for each stage elsewhere, nothing with --json."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from sammen_cli.imports.import_progress import OnProgress, Progress
from sammen_cli.output import Output

_LABELS = {
    "reading": "Reading the file",
    "sending": "Sending",
    "planning": "The service is planning",
    "applying": "The service is applying the plan",
    "done": "Done",
}


@contextmanager
def display_progress(output: Output) -> Iterator[OnProgress]:
    """A callback that displays each step."""
    if output.as_json:
        yield lambda step: None
    elif output.stderr.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with RichProgress(*columns, console=output.stderr, transient=True) as bars:
            yield ProgressBar(bars).update
    else:
        yield ProgressLines(output).update


class ProgressBar:
    """A bar on a terminal."""

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._task: TaskID = bars.add_task(_LABELS["reading"], total=None)

    def update(self, step: Progress) -> None:
        """Display a step."""
        self._bars.update(self._task, description=_LABELS[step.stage], completed=step.done, total=step.total)


class ProgressLines:
    """A line for each stage."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._stage = ""

    def update(self, step: Progress) -> None:
        """Write a line when the stage changes."""
        if step.stage != self._stage:
            self._stage = step.stage
            self._output.note(_LABELS[step.stage])
