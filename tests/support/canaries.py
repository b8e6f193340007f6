"""Words that are nowhere else, planted in fields that not everybody may read; each with those who may."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import StoredResponse
from api.agreements.models import Agreement, AgreementTurn
from api.calendar.models import CalendarAddress
from api.closures.models import Closure
from api.consultations.models import Consultation, ConsultationLink, Receipt, Tally
from api.core import clock
from api.data_packages.models import DataPackage
from api.db import transactions
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp, FollowUpRemark
from api.heightened_supervision.models import (
    HeightenedSupervision,
    SupervisionAction,
    SupervisionComment,
    SupervisionGround,
)
from api.imports.models import Import, ImportRow
from api.indicators.models import Indicator
from api.measurements.models import Measurement
from api.observation_guides.models import ObservationGuide
from api.observations.models import FeedbackPoint, Observation, Observer
from api.redaction.models import Correction, Reason
from api.sign_in.models import Client, FailedSignIns, Identity, Person, RefreshToken, SignIn
from api.stakeholder_input.models import Input
from api.themes.models import Theme
from tests.support.import_rows import plant
from tests.support.world import Actor, World

DAY = date(2026, 3, 1)
# Those who may read, by where they hold their role; `*` stands for every place of it.
NOBODY: frozenset[str] = frozenset()
TWO_SIDES = frozenset({"chief at north", "the leader"})
OFFICE = frozenset({"administration at municipality", "administration at north"})
ABOVE = OFFICE | {"chief at north"}
LEADERS = frozenset({"leader at birk"})
# A role at a department reads its institution's things too.
INSIDE = LEADERS | {"staff at birk", "leader at birk_sfo", "staff at birk_sfo"}
BOARD = frozenset({"board_member at birk", "board_member at birk_sfo"})
CITY = frozenset(f"{role} *" for role in ("council_member", "network_member", "data_supplier", "auditor", "admin"))
REGISTER = CITY | ABOVE | INSIDE | BOARD
FOLLOW_UPS = ABOVE | LEADERS
SUPERVISION = FOLLOW_UPS | {"board_member at birk"}


@dataclass
class Planted:
    """The words with who may read them, the ids of what holds them by resource, and people that it was made for."""

    session: AsyncSession
    world: World
    leader: Actor
    observer: Actor
    author: Actor
    words: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    ids: dict[str, list[UUID]] = field(default_factory=dict)

    def word(self, about: str, readers: frozenset[str]) -> str:
        """A new word, as long as no other holds it."""
        made = f"kanarie{len(self.words):03}fugl"
        self.words[made] = (about, readers)
        return made

    async def thing(self, kind: type[Any], readers: frozenset[str], *fields: str, **given: Any) -> UUID:
        """A row with a word in each of these fields."""
        table = kind.__tablename__
        said = {name: self.word(f"{table}.{name}", readers) for name in fields}
        id = await plant(self.session, self.world, kind, **said, **given)
        if hasattr(kind, "resource"):
            self.ids.setdefault(kind.resource, []).append(id)
        return id


async def plant_everything(world: World, leader: Actor, observer: Actor, author: Actor) -> Planted:
    """All of them, at Birkeskolen or of the whole municipality."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        made = Planted(session, world, leader, observer, author)
        await _follow_ups(made)
        await _supervision(made)
        await _observations(made)
        await _input(made)
        await _dialogues(made)
        await _drafts(made)
        await _imports(made)
        await _closures(made)
        await _secrets(made)
    return made


async def _follow_ups(made: Planted) -> None:
    notes = {"topics": [made.word("follow_up.topics", TWO_SIDES)], "notes": made.word("follow_up.notes", TWO_SIDES)}
    held = await made.thing(
        FollowUp, FOLLOW_UPS, "cancellation", leader_id=made.leader.id, status="held", held_on=DAY, **notes
    )
    await made.thing(FollowUpRemark, TWO_SIDES, "text", follow_up_id=held, author_id=made.leader.id)
    about = {"resource": "follow-ups", "thing_id": held, "author_name": "Lone Leder"}
    said = {name: made.word(f"correction.{name}", TWO_SIDES) for name in ("was", "becomes", "reason")}
    await plant(made.session, made.world, Correction, field="notes", **about, **said)
    between = {"origin_kind": "follow_up", "origin_id": held, "shared": False, "leader_id": made.leader.id}
    unshared = await made.thing(Agreement, TWO_SIDES, "text", "responsible", **between)
    await made.thing(AgreementTurn, TWO_SIDES, "note", "author_name", agreement_id=unshared)


async def _supervision(made: Planted) -> None:
    opened = await made.thing(HeightenedSupervision, SUPERVISION, "reason", "closing", status="closed", closed_on=DAY)
    belongs = {"heightened_supervision_id": opened}
    await made.thing(SupervisionGround, SUPERVISION, "reason", **belongs)
    await made.thing(SupervisionAction, SUPERVISION, "text", "responsible", "note", **belongs)
    await made.thing(SupervisionComment, SUPERVISION, "text", "author_name", **belongs)


async def _observations(made: Planted) -> None:
    observer, here = frozenset({"the observer"}), ABOVE | INSIDE
    # Whoever observed reads it until it is shared.
    for status, readers, planning in (
        ("observed", observer, here | observer),
        ("fed_back", INSIDE | observer, here | observer),
        ("shared", here, here),
    ):
        purpose = made.word(f"observation.purpose, {status}", planning)
        seen = await made.thing(
            Observation,
            readers,
            "feedback",
            "reply_text",
            purpose=purpose,
            status=status,
            observed_on=DAY,
            fed_back_on=DAY,
        )
        await made.thing(FeedbackPoint, readers, "title", "text", observation_id=seen)
        await plant(made.session, made.world, Observer, observation_id=seen, person_id=made.observer.id)


async def _input(made: Planted) -> None:
    near = INSIDE | {"chief at north"}
    far = near | OFFICE | BOARD
    await made.thing(Input, near, "text", "answer", people_count=2, answered_on=DAY)
    await made.thing(Input, far, "text", "answer", people_count=12, answered_on=DAY)
    asked = await made.thing(Consultation, far, "title", "purpose", "privacy_notice")
    # Handed out by who may write there, and by the staff who sit with the children.
    hands_out = (near | OFFICE) - {"leader at birk_sfo"}
    link = await made.thing(ConsultationLink, hands_out, "secret", consultation_id=asked)
    await made.thing(Receipt, NOBODY, "key_hash", "mark", link_id=link)
    question = made.word("stakeholder_input.question", far)
    given = await made.thing(Input, near, "text", question=question, consultation_id=asked, people_count=1)
    chosen = made.word("consultation_tally.value", NOBODY)
    made.session.add(Tally(input_id=given, question="trivsel", value=chosen, people_count=1))


async def _dialogues(made: Planted) -> None:
    seen = ABOVE | INSIDE | BOARD
    planned = await made.thing(Dialogue, seen, "place", "case_reference")
    await made.thing(DialogueParticipant, seen, "name", dialogue_id=planned, part="other")
    await made.thing(CircleEntry, INSIDE | {"chief at north"}, "text", dialogue_id=planned)
    held = await made.thing(Dialogue, seen, "place", status="held", held_on=DAY)
    await made.thing(DialogueDecision, seen, "note", dialogue_id=held)
    about = {"resource": "dialogues", "thing_id": held, "author_name": "Lone Leder"}
    await made.thing(Reason, seen, "words", **about, code="one-sided-evidence")
    mine = await made.thing(FocusArea, seen, "title", "challenge", "goal", "signs", "outcome")
    shared = await made.thing(Agreement, seen, "text", "responsible", origin_kind="dialogue", focus_area_id=mine)
    await made.thing(AgreementTurn, seen, "note", agreement_id=shared)


async def _drafts(made: Planted) -> None:
    city = frozenset({"council_member *", "administration *", "chief *", "network_member *"})
    await made.thing(Theme, city, "title", "description", status="proposed")
    inside = frozenset({"administration *", "chief *", "leader *", "staff *"})
    await made.thing(ObservationGuide, inside, "title", "learning_environment", "look_for", status="draft")
    makers = frozenset({"administration *", "data_supplier *"})
    package = await made.thing(DataPackage, makers, "title", half_year="2026H1")
    counted = await plant(made.session, made.world, Indicator, disclosure="none")
    await made.thing(
        Measurement,
        frozenset({"administration at municipality", "administration at north", "data_supplier *"}),
        "source",
        package_id=package,
        indicator_id=counted,
        period="2026H1",
    )


async def _imports(made: Planted) -> None:
    author = frozenset({"the author"})
    file = await made.thing(
        Import,
        author,
        "filename",
        "sha256",
        state="planned",
        author_id=made.author.id,
        target="institutions",
        strategy="upsert",
        rejected=1,
        columns=[made.word("import.columns", author)],
    )
    cells = f'["{made.word("import_row.cells", author)}"]'
    made.session.add(ImportRow(import_id=file, line=2, outcome="rejected", cells=cells, faults="[]"))


async def _closures(made: Planted) -> None:
    await made.thing(Closure, REGISTER, "reason", "author_name", closed_on=DAY)


async def _secrets(made: Planted) -> None:
    people = frozenset({"auditor *", "admin *"})
    person = await made.thing(
        Person, people, "username", "name", "email", name_key="k", password_hash=made.word("password_hash", NOBODY)
    )
    await made.thing(Client, people, "name", name_key="m", secret_hash=made.word("client.secret_hash", NOBODY))
    # Whose sign-in failed, and what the municipality's own sign-in said of somebody, is told to nobody.
    made.session.add(FailedSignIns(key=made.word("attempt.key", NOBODY), failures=1, last_at=clock.now()))
    about = {name: made.word(f"identity.{name}", NOBODY) for name in ("key", "said")}
    when = {"said_at": clock.now(), "good_from": clock.now(), "renew_on": DAY}
    made.session.add(Identity(person_id=person, **about, **when))
    await made.thing(CalendarAddress, NOBODY, "secret_hash", person_id=person)
    began = await plant(made.session, made.world, SignIn, person_id=person, ended_at=None)
    await made.thing(RefreshToken, NOBODY, "secret_hash", sign_in_id=began)
    answer = f'{{"said": "{made.word("replay.answer", NOBODY)}"}}'.encode()
    await made.thing(StoredResponse, NOBODY, "key_hash", "fingerprint", caller_id=person, answer=answer, at=clock.now())
