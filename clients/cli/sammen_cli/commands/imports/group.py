"""The group `sammen import`, whose default step is `plan`."""

from typing import Any

from typer.core import TyperGroup

_DEFAULT = "plan"


class ImportGroup(TyperGroup):
    """Runs `plan` when the first argument is not the name of a step: `sammen import RESOURCE FILE`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The step and its arguments."""
        return super().resolve_command(ctx, args if args[0] in self.commands else [_DEFAULT, *args])

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The steps, and the resources that `plan` imports."""
        resource_argument = self.commands[_DEFAULT].params[0]
        return [*super().shell_complete(ctx, incomplete), *resource_argument.shell_complete(ctx, incomplete)]
