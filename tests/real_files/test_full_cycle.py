"""A municipality runs a cycle on its own files with the command-line client, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.core import clock
from api.core.half_years import first_day, half_year_of
from tests.support.cli_runner import FIRST_PASSWORD, PASSWORD, User, service
from tests.support.real_files import MAPS, SCHOOLS, SITES


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a started service on an empty database."""
    if request.param == "sqlite":
        database = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    else:
        database = request.getfixturevalue("postgres_server").create_database("real_files")
    with service(database, tmp_path) as address:
        yield address


Resource = dict[str, Any]


class Municipality:
    """The service's administrator, who creates users with roles."""

    def __init__(self, url: str, homes: Path) -> None:
        self.url, self.homes = url, homes
        self.admin = self.sign_in("admin")
        self.unit_id = self.admin.get("me")["roles"][0]["unit_id"]

    def sign_in(self, username: str) -> User:
        user = User(self.url, self.homes / username)
        user.get("login", "--username", username)
        return user

    def create_user(self, username: str, role: str, unit_id: str | None = None) -> User:
        """Create a person with a role, and sign them in."""
        body = {"username": username, "name": username.title(), "password": FIRST_PASSWORD}
        person = self.admin.get("create", "people", data=body)
        replacement = {"username": username, "first": FIRST_PASSWORD, "new": PASSWORD}
        httpx.post(f"{self.url}/v1/first-password", json=replacement).raise_for_status()
        grant = {"person_id": person["id"], "role": role, "unit_id": unit_id or self.unit_id, "since_on": "2024-01-01"}
        self.admin.get("create", "grants", data=grant)
        user = self.sign_in(username)
        user.id = person["id"]
        return user


def counts(**outcomes: int) -> dict[str, int]:
    """Return the counts of an import, with zero for outcomes that are not named."""
    return {"create": 0, "update": 0, "unchanged": 0, "rejected": 0} | outcomes


def test_municipality_runs_a_cycle_on_its_own_files(url: str, tmp_path: Path) -> None:
    municipality = Municipality(url, tmp_path / "homes")
    office = municipality.create_user("forvaltning", "administration")
    import_institutions(office)
    import_figures(office, tmp_path)
    school = institution_by_number(office, "751002")
    other = institution_by_number(office, "751006")
    leader = municipality.create_user("leder", "leader", school["id"])
    district = office.get("create", "districts", data={"name": "Distrikt Nord"})
    moved = office.get(
        "act", "institutions", school["id"], "move", data={"district_id": district["id"], "on": str(clock.today())}
    )
    assert moved["district_name"] == "Distrikt Nord"
    chief = municipality.create_user("chef", "chief", district["id"])
    assert chief.run("get", "institutions", other["id"]).problem == "not-found"
    assert leader.run("get", "institutions", other["id"]).problem == "not-found"
    theme, other_theme = decide_themes(office)
    focus_area = propose_focus_area(leader, school, other, theme, other_theme)
    inputs = add_input(leader, school, theme)
    dialogue = plan_dialogue(chief, leader, school, other, theme)
    hold_dialogue(office, leader, dialogue, focus_area, inputs)
    check_threads(office, leader, theme, focus_area)


def import_institutions(office: User) -> None:
    """Import the sites (one for each number, the others as its departments) and the register, each twice."""
    for file, map, expected in (
        (SITES, "sites.toml", 50),
        (SITES, "site-departments.toml", 6),
    ):
        assert office.get("import", "institutions", file, "--map", MAPS / map, "--apply")["counts"] == counts(
            create=expected
        )
        again = office.get("import", "institutions", file, "--map", MAPS / map, "--apply")
        assert again["counts"] == counts(unchanged=expected)
    first = office.get("import", "institutions", SCHOOLS, "--map", MAPS / "schools-institutions.toml", "--apply")[
        "counts"
    ]
    assert (first["rejected"], first["create"] + first["update"] + first["unchanged"]) == (0, 77)
    assert first["create"] == 77 - 46  # four of the fifty numbers are in the list of sites only
    again = office.get("import", "institutions", SCHOOLS, "--map", MAPS / "schools-institutions.toml", "--apply")
    assert again["counts"] == counts(unchanged=77)


def institution_by_number(office: User, number: str) -> Resource:
    institutions: list[Resource] = office.run("list", "institutions", "--filter", f"number={number}").lines
    assert len(institutions) == 1
    return institutions[0]


def import_figures(office: User, folder: Path) -> None:
    """Import all sixteen figures into a package of the half-year, and release it."""
    assert office.get("import", "indicators", MAPS / "indicators.csv", "--apply")["counts"] == counts(create=16)
    body = {"kind": "school", "half_year": half_year_of(clock.today()), "title": "Skoler, offentliggjorte tal"}
    package = office.get("create", "data-packages", data=body)
    map = folder / "figures.toml"
    text = (MAPS / "school-figures.toml").read_text()
    map.write_text(text.replace("[columns]\n", f'[columns]\npackage = {{ value = "{package["id"]}" }}\n', 1))
    first = office.get("import", "measurements", SCHOOLS, "--map", map, "--apply")["counts"]
    assert first["rejected"] == 0
    assert first["create"] > 800
    again = office.get("import", "measurements", SCHOOLS, "--map", map, "--apply")["counts"]
    assert again == counts(unchanged=first["create"])
    released = office.get("act", "data-packages", package["id"], "release")
    assert released["status"] == "released"
    refused = office.run("import", "measurements", SCHOOLS, "--map", map, "--strategy", "create", "--apply")
    assert refused.code == 3  # every row exists already


def decide_themes(office: User) -> tuple[Resource, Resource]:
    """Create and decide a theme for schools, and one of the other area."""
    this_half_year = first_day(half_year_of(clock.today()))
    themes = []
    for area, kind, years_ago in (("age_6_18", "school", 0), ("age_0_6", "day_care", 1)):
        starts_on = this_half_year.replace(year=this_half_year.year - years_ago)
        cycle = office.get(
            "create",
            "cycles",
            data={
                "area": area,
                "title": area,
                "discussion_on": str(starts_on - timedelta(days=14)),
                "starts_on": str(starts_on),
            },
        )
        theme = office.get(
            "create", "themes", data={"cycle_id": cycle["id"], "title": f"Fællesskab {area}", "kinds": [kind]}
        )
        themes.append(office.get("act", "themes", theme["id"], "decide", data={"decided_on": str(starts_on)}))
    return themes[0], themes[1]


def propose_focus_area(
    leader: User, school: Resource, other: Resource, theme: Resource, other_theme: Resource
) -> Resource:
    """Propose a focus area; it is refused with a theme of another area and for another school."""
    body = {
        "institution_id": school["id"],
        "theme_id": theme["id"],
        "title": "Frikvarterer, hvor alle er med",
        "challenge": "Nogle går alene.",
        "goal": "Ingen går alene.",
        "signs": "Børnene siger det selv.",
    }
    refused = leader.run("create", "focus-areas", data={**body, "theme_id": other_theme["id"]})
    assert (refused.code, refused.problem) == (1, "theme-of-another-area")
    out_of_reach = leader.run("create", "focus-areas", data={**body, "institution_id": other["id"]})
    assert (out_of_reach.code, out_of_reach.problem) == (1, "unknown-reference")
    focus_area: Resource = leader.get("create", "focus-areas", data=body)
    assert focus_area["status"] == "proposed"
    return focus_area


def add_input(leader: User, school: Resource, theme: Resource) -> list[Resource]:
    """Add input of children and of parents; a CPR number in a text is refused."""
    body = {"institution_id": school["id"], "theme_id": theme["id"], "collected_on": str(clock.today())}
    child = {
        "voice": "child",
        "method": "conversation",
        "age_group": "6-9",
        "text": "Der er ingen at lege med.",
        "people_count": 14,
    }
    parent = {"voice": "parent", "method": "meeting", "text": "Vi vil gerne hjælpe med lege.", "people_count": 31}
    with_cpr_number = leader.run("create", "stakeholder-input", data={**body, **parent, "text": "Ring til 010203-1234"})
    assert with_cpr_number.problem == "looks-like-cpr-number"
    return [leader.get("create", "stakeholder-input", data={**body, **fields}) for fields in (child, parent)]


def plan_dialogue(chief: User, leader: User, school: Resource, other: Resource, theme: Resource) -> Resource:
    """Plan the dialogue of a round; it is refused outside the round, in no round, and out of reach."""
    now = datetime.now(UTC)
    body = {
        "institution_id": school["id"],
        "cycle_id": theme["cycle_id"],
        "round": 1,
        "planned_for": now.isoformat(),
        "data_holder_id": leader.id,
        "participants": [{"part": "leader", "person_id": leader.id}],
    }
    next_year = (now + timedelta(days=400)).isoformat()
    assert chief.run("create", "dialogues", data={**body, "planned_for": next_year}).problem == "outside-the-round"
    assert chief.run("create", "dialogues", data={**body, "round": 9}).problem == "no-such-round"
    assert leader.run("create", "dialogues", data={**body, "institution_id": other["id"]}).code == 1
    dialogue: Resource = chief.get("create", "dialogues", data=body)
    return dialogue


def hold_dialogue(office: User, leader: User, dialogue: Resource, focus_area: Resource, inputs: list[Resource]) -> None:
    """Hold the dialogue; it is refused with an empty circle and while it cites figures only."""
    body = {
        "held_on": str(clock.today()),
        "decisions": [{"focus_area_id": focus_area["id"], "decision": "choose", "development": "none"}],
        "agreements": [
            {
                "text": "Legeværter i hvert frikvarter",
                "responsible": "SFO-lederen",
                "due_on": str(clock.today() + timedelta(days=60)),
                "focus_area_id": focus_area["id"],
            }
        ],
    }
    assert leader.run("act", "dialogues", dialogue["id"], "hold", data=body).problem == "circle-incomplete"
    agenda = leader.get("get", "dialogues", dialogue["id"], "agenda")
    figures = [item for item in agenda["evidence"] if item["kind"] == "measurement"]
    assert len(figures) > 5
    figure = {"kind": "measurement", "id": figures[0]["id"]}
    circle: list[dict[str, Any]] = [
        {"step": step, "text": f"Det talte vi om: {step}", "cited": []} for step in ("challenge", "data", "analysis")
    ]
    circle[1]["cited"] = [figure]
    leader.get("put", "dialogues", dialogue["id"], "circle", data={"entries": circle})
    assert leader.run("act", "dialogues", dialogue["id"], "hold", data=body).problem == "one-sided-evidence"
    circle[1]["cited"] = [figure, {"kind": "stakeholder_input", "id": inputs[0]["id"]}]
    leader.get("put", "dialogues", dialogue["id"], "circle", data={"entries": circle})
    assert leader.get("act", "dialogues", dialogue["id"], "hold", data=body)["status"] == "held"
    assert leader.run("act", "dialogues", dialogue["id"], "hold", data=body).problem == "wrong-state"
    assert office.get("get", "focus-areas", focus_area["id"])["status"] == "chosen"


def check_threads(office: User, leader: User, theme: Resource, focus_area: Resource) -> None:
    """Check that decision and agreement are in the threads of the theme and of the focus area."""
    of_theme = office.get("get", "themes", theme["id"], "thread")
    of_focus_area = leader.get("get", "focus-areas", focus_area["id"], "thread")
    for thread in (str(of_theme), str(of_focus_area)):
        assert focus_area["id"] in thread
        assert "choose" in thread
        assert "Legeværter" in thread
    assert leader.get("get", "themes", theme["id"], "thread")["counts"]["focus_areas"]["chosen"] == 1
