"""There is one source of settings: what `create_app(settings)` received; only entry points read the environment."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from tests.support.world import Actor, World, in_process_client

ROOT = Path(__file__).parents[2]
# The modules that construct settings: the definition, the commands, and the workers of the server.
ENTRY_POINTS = {"api/core/settings.py", "api/commands.py", "api/serve.py"}
CONSTRUCTORS = {"Settings", "load_settings"}


def is_access(node: ast.AST) -> bool:
    """Return whether a node reads settings from the environment, or an environment variable itself."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).split(".")[-1] in CONSTRUCTORS
    return isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in {"os.environ", "environ", "os.getenv"}


def accesses(tree: ast.Module) -> list[str]:
    """Return each access to the settings of the process."""
    return [ast.unparse(node) for node in ast.walk(tree) if is_access(node)]


def settings_functions(tree: ast.Module) -> Iterator[str]:
    """Yield the functions that return settings without having received any."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.args.args and ast.unparse(node.returns or node) == "Settings":
            yield node.name


def undeclared_accesses(root: Path) -> list[str]:
    """Return `module: access` for each access outside of the entry points."""
    return [
        f"{place}: {access}"
        for path in sorted((root / "api").rglob("*.py"))
        if (place := str(path.relative_to(root))) not in ENTRY_POINTS
        for access in accesses(ast.parse(path.read_text()))
    ]


def test_only_entry_points_construct_settings() -> None:
    assert undeclared_accesses(ROOT) == []
    for place in ENTRY_POINTS:
        assert accesses(ast.parse((ROOT / place).read_text())), f"{place} is no entry point any more"


def test_no_function_returns_settings_of_the_process() -> None:
    assert list(settings_functions(ast.parse((ROOT / "api/core/settings.py").read_text()))) == ["load_settings"]


@pytest.mark.parametrize(
    "line",
    [
        "threshold = Settings().small_group",
        "from api.core import settings\nminutes = settings.Settings().dialogue_minutes",
        "def days() -> int:\n    return load_settings().action_plan_days",
        "import os\nmunicipality = os.environ['SAMMEN_MUNICIPALITY']",
    ],
)
def test_settings_of_the_process_are_detected(tmp_path: Path, line: str) -> None:
    module = tmp_path / "api" / "themes" / "rules.py"
    module.parent.mkdir(parents=True)
    module.write_text("from api.core.settings import Settings\n\ndef rule(settings: Settings) -> None: ...\n")
    assert undeclared_accesses(tmp_path) == []
    module.write_text(line)
    assert len(undeclared_accesses(tmp_path)) == 1


async def test_rooms_apply_the_settings_of_their_application(world: World) -> None:
    changed = {"words_from_people": 8, "follow_up_minutes": 45}
    other = create_app(world.app.state.settings.model_copy(update=changed))
    leader, office = await world.actor("leader", world.birk), await world.actor("administration")
    chief = await world.actor("chief", world.north)
    contribution = {
        "institution_id": str(world.birk),
        "voice": "child",
        "method": "workshop",
        "form": "perspective",
        "text": "Der er for meget larm",
        "people_count": 9,
        "collected_on": "2026-03-02",
    }
    created = await leader.post("/stakeholder-input", contribution)
    assert created.status_code == 201, created.text
    path = f"/stakeholder-input/{created.json()['id']}"
    plan = {"institution_id": str(world.birk), "planned_for": "2026-03-16T13:00:00+01:00"}
    assert (await office.get(path)).json()["text"] is None
    assert (await chief.post("/follow-ups", plan)).json()["planned_until"] == "2026-03-16T13:00:00Z"
    async with in_process_client(other) as client:
        office, chief = (Actor(client, actor.id, actor.token) for actor in (office, chief))
        assert (await office.get(path)).json()["text"] == contribution["text"]
        assert (await chief.post("/follow-ups", plan)).json()["planned_until"] == "2026-03-16T12:45:00Z"
    await other.state.engine.dispose()
