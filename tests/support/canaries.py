"""Canaries: unique words planted in confidential fields, each with the callers who may read it."""

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
from tests.support.table_rows import insert_row
from tests.support.world import Actor, World

DAY = date(2026, 3, 1)
# Readers as `role at place`; `*` stands for every place of a role.
NO_READERS: frozenset[str] = frozenset()
PARTICIPANTS = frozenset({"chief at north", "the leader"})
ADMINISTRATION = frozenset({"administration at municipality", "administration at north"})
SUPERVISORS = ADMINISTRATION | {"chief at north"}
LEADERS = frozenset({"leader at birk"})
# A role at a department also reads resources of its institution.
INSTITUTION = LEADERS | {"staff at birk", "leader at birk_sfo", "staff at birk_sfo"}
BOARD = frozenset({"board_member at birk", "board_member at birk_sfo"})
CENTRAL = frozenset(f"{role} *" for role in ("council_member", "network_member", "data_supplier", "auditor", "admin"))
REGISTER = CENTRAL | SUPERVISORS | INSTITUTION | BOARD
FOLLOW_UPS = SUPERVISORS | LEADERS
SUPERVISION = FOLLOW_UPS | {"board_member at birk"}


@dataclass
class Canaries:
    """The words with their field and readers, the ids of rows by resource, and the people they were planted for."""

    session: AsyncSession
    world: World
    leader: Actor
    observer: Actor
    author: Actor
    words: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    ids: dict[str, list[UUID]] = field(default_factory=dict)

    def new_word(self, field_name: str, readers: frozenset[str]) -> str:
        """Return a new word for `table.field`; all words have the same length."""
        word = f"kanarie{len(self.words):03}fugl"
        self.words[word] = (field_name, readers)
        return word

    async def insert(self, model: type[Any], readers: frozenset[str], *fields: str, **values: Any) -> UUID:
        """Insert a row with a word in each of the fields; return its id."""
        table = model.__tablename__
        words = {name: self.new_word(f"{table}.{name}", readers) for name in fields}
        id = await insert_row(self.session, self.world, model, **words, **values)
        if hasattr(model, "resource"):
            self.ids.setdefault(model.resource, []).append(id)
        return id


async def plant_canaries(world: World, leader: Actor, observer: Actor, author: Actor) -> Canaries:
    """Plant canaries in every resource, at Birkeskolen or of the whole municipality."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        canaries = Canaries(session, world, leader, observer, author)
        await _follow_ups(canaries)
        await _supervision(canaries)
        await _observations(canaries)
        await _input(canaries)
        await _dialogues(canaries)
        await _drafts(canaries)
        await _imports(canaries)
        await _closures(canaries)
        await _secrets(canaries)
    return canaries


async def _follow_ups(canaries: Canaries) -> None:
    notes = {
        "topics": [canaries.new_word("follow_up.topics", PARTICIPANTS)],
        "notes": canaries.new_word("follow_up.notes", PARTICIPANTS),
    }
    follow_up = await canaries.insert(
        FollowUp, FOLLOW_UPS, "cancellation", leader_id=canaries.leader.id, status="held", held_on=DAY, **notes
    )
    await canaries.insert(FollowUpRemark, PARTICIPANTS, "text", follow_up_id=follow_up, author_id=canaries.leader.id)
    about = {"resource": "follow-ups", "thing_id": follow_up, "author_name": "Lone Leder"}
    words = {name: canaries.new_word(f"correction.{name}", PARTICIPANTS) for name in ("was", "becomes", "reason")}
    await insert_row(canaries.session, canaries.world, Correction, field="notes", **about, **words)
    origin = {"origin_kind": "follow_up", "origin_id": follow_up, "shared": False, "leader_id": canaries.leader.id}
    unshared = await canaries.insert(Agreement, PARTICIPANTS, "text", "responsible", **origin)
    await canaries.insert(AgreementTurn, PARTICIPANTS, "note", "author_name", agreement_id=unshared)


async def _supervision(canaries: Canaries) -> None:
    supervision = await canaries.insert(
        HeightenedSupervision, SUPERVISION, "reason", "closing", status="closed", closed_on=DAY
    )
    reference = {"heightened_supervision_id": supervision}
    await canaries.insert(SupervisionGround, SUPERVISION, "reason", **reference)
    await canaries.insert(SupervisionAction, SUPERVISION, "text", "responsible", "note", **reference)
    await canaries.insert(SupervisionComment, SUPERVISION, "text", "author_name", **reference)


async def _observations(canaries: Canaries) -> None:
    observer, local = frozenset({"the observer"}), SUPERVISORS | INSTITUTION
    # Observers read the feedback until it is shared.
    for status, readers, planning_readers in (
        ("observed", observer, local | observer),
        ("fed_back", INSTITUTION | observer, local | observer),
        ("shared", local, local),
    ):
        purpose = canaries.new_word(f"observation.purpose, {status}", planning_readers)
        observation = await canaries.insert(
            Observation,
            readers,
            "feedback",
            "reply_text",
            purpose=purpose,
            status=status,
            observed_on=DAY,
            fed_back_on=DAY,
        )
        await canaries.insert(FeedbackPoint, readers, "title", "text", observation_id=observation)
        await insert_row(
            canaries.session, canaries.world, Observer, observation_id=observation, person_id=canaries.observer.id
        )


async def _input(canaries: Canaries) -> None:
    few_people = INSTITUTION | {"chief at north"}
    many_people = few_people | ADMINISTRATION | BOARD
    await canaries.insert(Input, few_people, "text", "answer", people_count=2, answered_on=DAY)
    await canaries.insert(Input, many_people, "text", "answer", people_count=12, answered_on=DAY)
    consultation = await canaries.insert(Consultation, many_people, "title", "purpose", "privacy_notice")
    # Links are distributed by roles that may write there, and by staff who work with the children.
    distributors = (few_people | ADMINISTRATION) - {"leader at birk_sfo"}
    link = await canaries.insert(ConsultationLink, distributors, "secret", consultation_id=consultation)
    await canaries.insert(Receipt, NO_READERS, "key_hash", "mark", link_id=link)
    question = canaries.new_word("stakeholder_input.question", many_people)
    answer = await canaries.insert(
        Input, few_people, "text", question=question, consultation_id=consultation, people_count=1
    )
    choice = canaries.new_word("consultation_tally.value", NO_READERS)
    canaries.session.add(Tally(input_id=answer, question="trivsel", value=choice, people_count=1))


async def _dialogues(canaries: Canaries) -> None:
    readers = SUPERVISORS | INSTITUTION | BOARD
    planned = await canaries.insert(Dialogue, readers, "place", "case_reference")
    await canaries.insert(DialogueParticipant, readers, "name", dialogue_id=planned, part="other")
    await canaries.insert(CircleEntry, INSTITUTION | {"chief at north"}, "text", dialogue_id=planned)
    held = await canaries.insert(Dialogue, readers, "place", status="held", held_on=DAY)
    await canaries.insert(DialogueDecision, readers, "note", dialogue_id=held)
    about = {"resource": "dialogues", "thing_id": held, "author_name": "Lone Leder"}
    await canaries.insert(Reason, readers, "words", **about, code="one-sided-evidence")
    focus_area = await canaries.insert(FocusArea, readers, "title", "challenge", "goal", "signs", "outcome")
    shared = await canaries.insert(
        Agreement, readers, "text", "responsible", origin_kind="dialogue", focus_area_id=focus_area
    )
    await canaries.insert(AgreementTurn, readers, "note", agreement_id=shared)


async def _drafts(canaries: Canaries) -> None:
    proposal_readers = frozenset({"council_member *", "administration *", "chief *", "network_member *"})
    await canaries.insert(Theme, proposal_readers, "title", "description", status="proposed")
    guide_readers = frozenset({"administration *", "chief *", "leader *", "staff *"})
    await canaries.insert(ObservationGuide, guide_readers, "title", "learning_environment", "look_for", status="draft")
    suppliers = frozenset({"administration *", "data_supplier *"})
    package = await canaries.insert(DataPackage, suppliers, "title", half_year="2026H1")
    indicator = await insert_row(canaries.session, canaries.world, Indicator, disclosure="none")
    await canaries.insert(
        Measurement,
        frozenset({"administration at municipality", "administration at north", "data_supplier *"}),
        "source",
        package_id=package,
        indicator_id=indicator,
        period="2026H1",
    )


async def _imports(canaries: Canaries) -> None:
    author = frozenset({"the author"})
    import_id = await canaries.insert(
        Import,
        author,
        "filename",
        "sha256",
        state="planned",
        author_id=canaries.author.id,
        target="institutions",
        strategy="upsert",
        rejected=1,
        columns=[canaries.new_word("import.columns", author)],
    )
    cells = f'["{canaries.new_word("import_row.cells", author)}"]'
    canaries.session.add(ImportRow(import_id=import_id, line=2, outcome="rejected", cells=cells, faults="[]"))


async def _closures(canaries: Canaries) -> None:
    await canaries.insert(Closure, REGISTER, "reason", "author_name", closed_on=DAY)


async def _secrets(canaries: Canaries) -> None:
    people = frozenset({"auditor *", "admin *"})
    person = await canaries.insert(
        Person,
        people,
        "username",
        "name",
        "email",
        name_key="k",
        password_hash=canaries.new_word("password_hash", NO_READERS),
    )
    await canaries.insert(
        Client, people, "name", name_key="m", secret_hash=canaries.new_word("client.secret_hash", NO_READERS)
    )
    # Failed sign-ins and claims of the municipal sign-in are not readable by anybody.
    canaries.session.add(
        FailedSignIns(key=canaries.new_word("attempt.key", NO_READERS), failures=1, last_at=clock.now())
    )
    words = {name: canaries.new_word(f"identity.{name}", NO_READERS) for name in ("key", "claims_digest")}
    times = {"claims_issued_at": clock.now(), "good_from": clock.now(), "renew_on": DAY}
    canaries.session.add(Identity(person_id=person, **words, **times))
    await canaries.insert(CalendarAddress, NO_READERS, "secret_hash", person_id=person)
    sign_in = await insert_row(canaries.session, canaries.world, SignIn, person_id=person, ended_at=None)
    await canaries.insert(RefreshToken, NO_READERS, "secret_hash", sign_in_id=sign_in)
    answer = f'{{"text": "{canaries.new_word("replay.answer", NO_READERS)}"}}'.encode()
    await canaries.insert(
        StoredResponse, NO_READERS, "key_hash", "fingerprint", caller_id=person, answer=answer, at=clock.now()
    )
