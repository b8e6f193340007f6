"""A municipality runs its cycle on its own files: the whole job through the client's command, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.core import clock
from api.core.half_years import first_day, half_year_of
from tests.support.cli_runner import FIRST, PASSWORD, Typist, service
from tests.support.real_files import MAPS, SCHOOLS, SITES


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A started service on a fresh database."""
    if request.param == "sqlite":
        database = f"sqlite+aiosqlite:///{tmp_path}/sammen.db"
    else:
        database = request.getfixturevalue("postgres_server").create_database("real_files")
    with service(database, tmp_path) as address:
        yield address


Thing = dict[str, Any]


class Town:
    """Who types, and what they have made so far."""

    def __init__(self, url: str, homes: Path) -> None:
        self.url, self.homes = url, homes
        self.admin = self.typist("admin")
        self.top = self.admin.gets("me")["roles"][0]["unit_id"]

    def typist(self, username: str) -> Typist:
        typist = Typist(self.url, self.homes / username)
        typist.gets("login", "--username", username)
        return typist

    def person(self, username: str, role: str, unit_id: str | None = None) -> Typist:
        """A new person with a role, given by the administrator, signed in."""
        body = {"username": username, "name": username.title(), "password": FIRST}
        made = self.admin.gets("create", "people", data=body)
        chosen = {"username": username, "first": FIRST, "new": PASSWORD}
        httpx.post(f"{self.url}/v1/first-password", json=chosen).raise_for_status()
        grant = {"person_id": made["id"], "role": role, "unit_id": unit_id or self.top, "since_on": "2024-01-01"}
        self.admin.gets("create", "grants", data=grant)
        typist = self.typist(username)
        typist.id = made["id"]  # type: ignore[attr-defined]  # what the story needs to seat them
        return typist


def counts(**given: int) -> dict[str, int]:
    return {"create": 0, "update": 0, "unchanged": 0, "rejected": 0} | given


def test_a_municipality_runs_its_cycle_on_its_own_files(url: str, tmp_path: Path) -> None:
    town = Town(url, tmp_path / "homes")
    office = town.person("forvaltning", "administration")
    institutions_from_files(office)
    figures_from_a_file(office, tmp_path)
    school = the_institution(office, "751002")
    other = the_institution(office, "751006")
    leader = town.person("leder", "leader", school["id"])
    district = office.gets("create", "districts", data={"name": "Distrikt Nord"})
    moved = office.gets(
        "act", "institutions", school["id"], "move", data={"district_id": district["id"], "on": str(clock.today())}
    )
    assert moved["district_name"] == "Distrikt Nord"
    chief = town.person("chef", "chief", district["id"])
    assert chief.types("get", "institutions", other["id"]).problem == "not-found"
    assert leader.types("get", "institutions", other["id"]).problem == "not-found"
    theme, foreign = themes_decided(office)
    area = a_focus_area(leader, school, other, theme, foreign)
    voices = voices_heard(leader, school, theme)
    dialogue = planned(chief, leader, school, other, theme)
    held(office, leader, school, dialogue, area, voices)
    the_thread(office, leader, theme, area)


def institutions_from_files(office: Typist) -> None:
    """Sites first (one a number, the others its departments), then the register; again: nothing changes."""
    for file, map, expected in (
        (SITES, "sites.toml", 50),
        (SITES, "site-departments.toml", 6),
    ):
        assert office.gets("import", "institutions", file, "--map", MAPS / map, "--apply")["counts"] == counts(
            create=expected
        )
        again = office.gets("import", "institutions", file, "--map", MAPS / map, "--apply")
        assert again["counts"] == counts(unchanged=expected)
    first = office.gets("import", "institutions", SCHOOLS, "--map", MAPS / "schools-institutions.toml", "--apply")[
        "counts"
    ]
    assert (first["rejected"], first["create"] + first["update"] + first["unchanged"]) == (0, 77)
    assert first["create"] == 77 - 46  # four of the fifty numbers stand in the list of sites only
    again = office.gets("import", "institutions", SCHOOLS, "--map", MAPS / "schools-institutions.toml", "--apply")
    assert again["counts"] == counts(unchanged=77)


def the_institution(office: Typist, number: str) -> Thing:
    found: list[Thing] = office.types("list", "institutions", "--filter", f"number={number}").lines
    assert len(found) == 1
    return found[0]


def figures_from_a_file(office: Typist, folder: Path) -> None:
    """All sixteen figures as a package of the half-year, released."""
    assert office.gets("import", "indicators", MAPS / "indicators.csv", "--apply")["counts"] == counts(create=16)
    body = {"kind": "school", "half_year": half_year_of(clock.today()), "title": "Skoler, offentliggjorte tal"}
    package = office.gets("create", "data-packages", data=body)
    map = folder / "figures.toml"
    text = (MAPS / "school-figures.toml").read_text()
    map.write_text(text.replace("[columns]\n", f'[columns]\npackage = {{ value = "{package["id"]}" }}\n', 1))
    first = office.gets("import", "measurements", SCHOOLS, "--map", map, "--apply")["counts"]
    assert first["rejected"] == 0
    assert first["create"] > 800
    again = office.gets("import", "measurements", SCHOOLS, "--map", map, "--apply")["counts"]
    assert again == counts(unchanged=first["create"])
    released = office.gets("act", "data-packages", package["id"], "release")
    assert released["status"] == "released"
    refused = office.types("import", "measurements", SCHOOLS, "--map", map, "--strategy", "create", "--apply")
    assert refused.code == 3  # each row stands there already


def themes_decided(office: Typist) -> tuple[Thing, Thing]:
    """A theme of the schools' area, and one of the other area."""
    starts = first_day(half_year_of(clock.today()))
    made = []
    for area, kind, back in (("age_6_18", "school", 0), ("age_0_6", "day_care", 1)):
        begins = starts.replace(year=starts.year - back)
        cycle = office.gets(
            "create",
            "cycles",
            data={
                "area": area,
                "title": area,
                "discussion_on": str(begins - timedelta(days=14)),
                "starts_on": str(begins),
            },
        )
        theme = office.gets(
            "create", "themes", data={"cycle_id": cycle["id"], "title": f"Fællesskab {area}", "kinds": [kind]}
        )
        made.append(office.gets("act", "themes", theme["id"], "decide", data={"decided_on": str(begins)}))
    return made[0], made[1]


def a_focus_area(leader: Typist, school: Thing, other: Thing, theme: Thing, foreign: Thing) -> Thing:
    """The leader proposes one; not on another area's theme, not for another school."""
    body = {
        "institution_id": school["id"],
        "theme_id": theme["id"],
        "title": "Frikvarterer, hvor alle er med",
        "challenge": "Nogle går alene.",
        "goal": "Ingen går alene.",
        "signs": "Børnene siger det selv.",
    }
    refused = leader.types("create", "focus-areas", data={**body, "theme_id": foreign["id"]})
    assert (refused.code, refused.problem) == (1, "theme-of-another-area")
    out_of_reach = leader.types("create", "focus-areas", data={**body, "institution_id": other["id"]})
    assert (out_of_reach.code, out_of_reach.problem) == (1, "unknown-reference")
    area: Thing = leader.gets("create", "focus-areas", data=body)
    assert area["status"] == "proposed"
    return area


def voices_heard(leader: Typist, school: Thing, theme: Thing) -> list[Thing]:
    """Children and parents say what they think."""
    body = {"institution_id": school["id"], "theme_id": theme["id"], "collected_on": str(clock.today())}
    child = {
        "voice": "child",
        "method": "conversation",
        "age_group": "6-9",
        "text": "Der er ingen at lege med.",
        "people_count": 14,
    }
    parent = {"voice": "parent", "method": "meeting", "text": "Vi vil gerne hjælpe med lege.", "people_count": 31}
    cpr = leader.types("create", "stakeholder-input", data={**body, **parent, "text": "Ring til 010203-1234"})
    assert cpr.problem == "looks-like-cpr-number"
    return [leader.gets("create", "stakeholder-input", data={**body, **one}) for one in (child, parent)]


def planned(chief: Typist, leader: Typist, school: Thing, other: Thing, theme: Thing) -> Thing:
    """The dialogue of the round; not in a round that there is not, not outside of it, not where out of reach."""
    now = datetime.now(UTC)
    body = {
        "institution_id": school["id"],
        "cycle_id": theme["cycle_id"],
        "round": 1,
        "planned_for": now.isoformat(),
        "data_holder_id": leader.id,  # type: ignore[attr-defined]
        "participants": [{"part": "leader", "person_id": leader.id}],  # type: ignore[attr-defined]
    }
    late = (now + timedelta(days=400)).isoformat()
    assert chief.types("create", "dialogues", data={**body, "planned_for": late}).problem == "outside-the-round"
    assert chief.types("create", "dialogues", data={**body, "round": 9}).problem == "no-such-round"
    assert leader.types("create", "dialogues", data={**body, "institution_id": other["id"]}).code == 1
    made: Thing = chief.gets("create", "dialogues", data=body)
    return made


def held(office: Typist, leader: Typist, school: Thing, dialogue: Thing, area: Thing, voices: list[Thing]) -> None:
    """Refused while the circle is empty, and while it rests on numbers alone; then held."""
    body = {
        "held_on": str(clock.today()),
        "decisions": [{"focus_area_id": area["id"], "decision": "choose", "development": "none"}],
        "agreements": [
            {
                "text": "Legeværter i hvert frikvarter",
                "responsible": "SFO-lederen",
                "due_on": str(clock.today() + timedelta(days=60)),
                "focus_area_id": area["id"],
            }
        ],
    }
    assert leader.types("act", "dialogues", dialogue["id"], "hold", data=body).problem == "circle-incomplete"
    agenda = leader.gets("get", "dialogues", dialogue["id"], "agenda")
    figures = [piece for piece in agenda["evidence"] if piece["kind"] == "measurement"]
    assert len(figures) > 5
    number = {"kind": "measurement", "id": figures[0]["id"]}
    circle: list[dict[str, Any]] = [
        {"step": step, "text": f"Det talte vi om: {step}", "cited": []} for step in ("challenge", "data", "analysis")
    ]
    circle[1]["cited"] = [number]
    leader.gets("put", "dialogues", dialogue["id"], "circle", data={"entries": circle})
    assert leader.types("act", "dialogues", dialogue["id"], "hold", data=body).problem == "one-sided-evidence"
    circle[1]["cited"] = [number, {"kind": "stakeholder_input", "id": voices[0]["id"]}]
    leader.gets("put", "dialogues", dialogue["id"], "circle", data={"entries": circle})
    assert leader.gets("act", "dialogues", dialogue["id"], "hold", data=body)["status"] == "held"
    assert leader.types("act", "dialogues", dialogue["id"], "hold", data=body).problem == "wrong-state"
    assert office.gets("get", "focus-areas", area["id"])["status"] == "chosen"


def the_thread(office: Typist, leader: Typist, theme: Thing, area: Thing) -> None:
    """From the theme to what was decided and agreed, and from the focus area back."""
    forth = office.gets("get", "themes", theme["id"], "thread")
    back = leader.gets("get", "focus-areas", area["id"], "thread")
    for told in (str(forth), str(back)):
        assert area["id"] in told
        assert "choose" in told
        assert "Legeværter" in told
    assert leader.gets("get", "themes", theme["id"], "thread")["counts"]["focus_areas"]["chosen"] == 1
