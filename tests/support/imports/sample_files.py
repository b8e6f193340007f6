"""Two files of each importable resource: one that creates things, and one that changes them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import httpx

from api.core import clock
from api.imports.models import Resource
from tests.support.dialogue_story import begin as begin_dialogues
from tests.support.imports.measurements import INDICATORS
from tests.support.imports.uploads import rejections, upload_file
from tests.support.observation_visit import begin_visit as begin_observations
from tests.support.world import Actor, World


class SampleFiles(NamedTuple):
    """A person who may import, a file that creates things, and one that changes them."""

    actor: Actor
    first: str
    second: str


async def _institutions(world: World) -> SampleFiles:
    administration = await world.actor("administration")
    header = "number,name,kind,district,address,active_from,external_ids,parent_number\n"
    first = f"{header}900010,Ny,school,Nord,Vej 1,2020-08-01,a:1,\n,Ny SFO,leisure,,,,a:2,900010\n"
    second = f"{header}900010,Nyere,school,Syd,Vej 2,,a:3|b:1,\n900001,Birken,school,Syd,,2019-08-01,,\n"
    return SampleFiles(administration, first, second)


async def _indicators(world: World) -> SampleFiles:
    administration = await world.actor("administration")
    second = "code,title,maximum,external_ids\ntrivsel,God trivsel,5,a:1\n"
    return SampleFiles(administration, INDICATORS, second)


async def _measurements(world: World) -> SampleFiles:
    administration, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    await upload_file(administration, INDICATORS, "indicators", apply="true")
    header = "institution,indicator,period,breakdown,value,n\n"
    rows = [
        f"900001,trivsel,{period},{breakdown},%s,%s\n"
        for period in ("2025H1", "2025H2")
        for breakdown in ("all", "gender=girl", "gender=boy")
    ]
    first = header + "".join(row % (80, 30 if "all" in row else 15) for row in rows)
    second = first.replace(",80,15", ",71,3").replace("2025H2", "2026H1")
    return SampleFiles(supplier, first, second)


async def _people(world: World) -> SampleFiles:
    admin = await world.actor("admin")
    first = "username,name,email,active\nanna,Anna Holm,anna@egekommune.example,true\nbo,Bo,,true\n"
    second = "username,name,email,active\nanna,Anna Ask,,false\nbo,Bo,bo@egekommune.example,true\nida,Ida,,true\n"
    return SampleFiles(admin, first, second)


async def _grants(world: World) -> SampleFiles:
    admin = await world.actor("admin")
    await upload_file(admin, "username,name\nanna,Anna\nbo,Bo\n", "people", apply="true")
    header = "username,role,unit,body,since_on,until_on\n"
    day = clock.today() + timedelta(days=365)
    first = f"{header}anna,leader,900001,,,\nbo,board_member,900001,parent_board,,{day}\nbo,chief,Nord,,2020-01-01,\n"
    second = f"{header}anna,leader,900001,,,{day}\nbo,chief,Nord,,,{clock.today()}\nanna,staff,900003,,,\n"
    return SampleFiles(admin, first, second)


async def _stakeholder_input(world: World) -> SampleFiles:
    leader = (await begin_dialogues(world)).leader
    header = "institution;voice;method;age_group;text;people_count;collected_on;external_ids\n"
    first = (
        f"{header}900001;child;conversation;6-9;Mere leg i skolegården;12;01-02-2026;skema:1\n"
        "900001;parent;meeting;;Vi vil gerne hjælpe;30;2026-02-01;\n"
    )
    second = (
        f"{header}900001;child;tour;10-13;Mindre leg;14;02-02-2026;skema:1|a:1\n900001;staff;other;;Ro;3;2026-02-01;\n"
    )
    return SampleFiles(leader, first, second)


async def sample_dialogues(world: World) -> SampleFiles:
    story = await begin_dialogues(world)
    admin = await world.actor("admin")
    leader = (await admin.get(f"/people/{story.leader.id}")).json()
    header = "institution;planned_for;planned_until;place;case_reference;data_holder;participants\n"
    first = f"{header}900001;02-03-2026 9.30;;;;;student_council:3|staff:To lærere\n"
    second = f"{header}900001;03-03-2026 10.30;03-03-2026 11.00;Lokale 2;26/1;{leader['username']};\n"
    return SampleFiles(story.chief, first, second)


async def _observations(world: World) -> SampleFiles:
    visit = await begin_observations(world)
    admin, observer = await world.actor("admin"), visit.observer
    second_observer = await world.actor("staff", world.maple)
    usernames = [(await admin.get(f"/people/{person.id}")).json()["username"] for person in (observer, second_observer)]
    await world.add_grant(observer.id, "administration")  # so that the observer may plan here, too
    header = "institution;planned_for;guide;purpose;observers;observed_on;oral_feedback_on;points;feedback\n"
    row = "900001;10-03-2026 kl. 8.30;Læringsmiljøet;%s;%s;%s;;%s;%s\n"
    first = header + row % ("Larm", "|".join(usernames), "", "", "")
    points = "ro:2:Roligt|overgange:Voksne står ved døren"
    feedback = "Børnene ved, hvor de skal hen"
    second = header + row % ("Ro", "|".join(reversed(usernames)), "10-03-2026", points, feedback)
    return SampleFiles(observer, first, second)


SAMPLE_FILES: dict[Resource, Callable[[World], Awaitable[SampleFiles]]] = {
    Resource.institutions: _institutions,
    Resource.indicators: _indicators,
    Resource.measurements: _measurements,
    Resource.people: _people,
    Resource.grants: _grants,
    Resource.stakeholder_input: _stakeholder_input,
    Resource.dialogues: sample_dialogues,
    Resource.observations: _observations,
}


async def import_file(actor: Actor, text: str, resource: Resource) -> httpx.Response:
    """Upload a file, apply its plan at once, and let a second pass."""
    applied = await upload_file(actor, text, resource.value, apply="true")
    assert applied.status_code == 201, applied.text
    assert applied.json()["state"] == "applied", await rejections(actor, applied)
    # In stories whose clock stands still, so that later changes have a later time.
    clock.move(clock.now() + timedelta(seconds=1))
    return applied
