"""Every sample of the guides is typed as it stands there, against the demo."""

import json
import re
from pathlib import Path

import pytest

from api.core.problems import KINDS
from tests.house.operations import app
from tests.journeys.test_hours_of_the_readme import block, demo, runs, script_of

__all__ = ["demo"]
GUIDES = sorted((Path(__file__).parents[2] / "api" / "web" / "guides").glob("*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
# A municipality's own surroundings: the README's hour of who operates it types the same, and is run.
SEEN_ELSEWHERE = {"operations.md"}


def samples(guide: Path) -> list[tuple[str, str]]:
    return [(language, text) for language, text in FENCE.findall(guide.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("guide", [one for one in GUIDES if samples(one)], ids=lambda one: one.stem)
def test_the_samples_of_a_guide_work(guide: Path, demo: str, tmp_path: Path) -> None:
    found = samples(guide)
    assert {language for language, _ in found} <= {"console", "python", "json", "ts"}, "of these judges/run compiles ts"
    for language, text in found:
        if language == "json":
            json.loads(text)
    scripts = [script_of(text) for language, text in found if language == "console"]
    if guide.name in SEEN_ELSEWHERE:
        assert "\n".join(scripts).splitlines() == without_comments(block("operates it")).splitlines()
        return
    # Files that samples write go to a folder of their own; a folder of the repository is found from it.
    (tmp_path / "clients").symlink_to(guide.parents[3] / "clients")
    told = runs("\n".join([f"cd {tmp_path}", *scripts]), demo, tmp_path)
    assert [words for words in EXPECTED[guide.stem] if words not in told] == []
    for language, text in found:
        if language == "python":
            assert runs(f"python3 - <<'PROGRAM'\n{text}\nPROGRAM", demo, tmp_path)


def without_comments(script: str) -> str:
    return re.sub(r" +# .*$", "", script, flags=re.MULTILINE)


# What tells that it went as the guide says.
EXPECTED = {
    "first-call": ('"total":',),
    "sign-in": ('"access_token"',),
    "lists": ("304",),
    "concurrency": ("Nordvest",),
    "errors": ("looks-like-cpr-number",),
    "frontends": ("hold: ",),
    "imports": ("0 to create, 0 to update, 6 unchanged, 0 rejected", '"state":"applied"'),
}


def test_refusals_that_the_guides_name_are_there() -> None:
    app()
    for guide in GUIDES:
        text = guide.read_text(encoding="utf-8")
        named = set(re.findall(r"\b(?:4\d\d|is) `([a-z]+(?:-[a-z]+)+)`", text))
        assert named <= set(KINDS), guide.name
