"""Questions that children, parents, staff and boards answer by a link, without signing in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Path, Query, Request, Response
from sqlalchemy import true

from api.access import replay
from api.access.answers import answer, changed, created, deleted, one, page
from api.access.caller import Call, CurrentCall
from api.access.door import PublicDoor, may, room
from api.access.guards import at_unit, referred, seen_among, within_reach
from api.access.roles import READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core import database
from api.core.columns import Id
from api.core.faults import form
from api.core.pages import Page, to_bytes
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem
from api.institutions.queries import DISTRICTS, INSTITUTIONS
from api.stakeholder_input import answering, consulting
from api.stakeholder_input.consultations import (
    AnswerTaken,
    ConsultationAnswer,
    ConsultationCreate,
    ConsultationExtend,
    ConsultationLinks,
    ConsultationPublic,
    ConsultationQuery,
    ConsultationUpdate,
    LinkShape,
    QuestionsAtTheDoor,
)
from api.stakeholder_input.consulted import CONSULTATIONS, links_within
from api.stakeholder_input.models import Consultation
from api.stakeholder_input.steps import CONSULTATION_STEPS
from api.themes.models import Theme
from api.themes.queries import THEMES

consultations = room("/consultations", "consultations")
consultation_answers = room("/consultation-answers", "consultations", route_class=PublicDoor)


async def _referred(call: Call, theme_id: UUID | None, unit_id: UUID | None = None) -> None:
    """Raise `unknown-reference` for a theme or a unit that the caller does not see."""
    await referred(call, {"/theme_id": (Theme, THEMES, theme_id)})
    if unit_id is not None:
        seen = await seen_among(call, INSTITUTIONS, [unit_id]) or await seen_among(call, DISTRICTS, [unit_id])
        if not seen:
            raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/unit_id"))


async def _links(call: Call, id: UUID) -> Response:
    call.holds_secret = True
    return answer(call, {"items": await links_within(call.session, call.scope, id)})


@consultations.get("", response_model=Page[ConsultationPublic], **may("consultations", READ))
async def list_consultations(call: CurrentCall, query: Annotated[ConsultationQuery, Query()]) -> Response:
    """List the consultations that ask within reach, the latest first."""
    return await page(call, CONSULTATIONS, query)


@consultations.post("", response_model=ConsultationPublic, status_code=201, **may("consultations", WRITE))
async def create_consultation(call: CurrentCall, new: ConsultationCreate) -> Response:
    """Make a consultation of an institution, a district or the city; its links are made with it."""
    await _referred(call, new.theme_id, new.unit_id)
    await at_unit(call, new.unit_id)
    [consultation] = await consulting.create_consultations(call.session, call.caller, [new])
    return await created(call, CONSULTATIONS, consultation.id)


@consultations.get("/{id}", response_model=ConsultationPublic, **may("consultations", READ))
async def get_consultation(call: CurrentCall, id: Id) -> Response:
    """Read a consultation."""
    return await one(call, CONSULTATIONS, id)


@consultations.patch("/{id}", response_model=ConsultationPublic, **may("consultations", WRITE))
async def change_consultation(call: CurrentCall, id: Id, change: ConsultationUpdate) -> Response:
    """Change a consultation that has not opened yet."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id)
    values = change.given()
    theme_id = values.get("theme_id")
    await _referred(call, None if theme_id == consultation.theme_id else theme_id)
    await consulting.change_consultation(call.session, call.caller, consultation, values)
    return await changed(call, CONSULTATIONS, id)


@consultations.delete("/{id}", status_code=204, **may("consultations", WRITE))
async def delete_consultation(call: CurrentCall, id: Id) -> Response:
    """Delete a consultation that has not opened yet."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id)
    await consulting.delete_consultation(call.session, call.caller, consultation)
    return deleted()


@consultations.post("/{id}/extend", response_model=ConsultationPublic, **may("consultations", TRANSITION))
async def extend_consultation(call: CurrentCall, id: Id, said: ConsultationExtend) -> Response:
    """Let a consultation stay open longer."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id)
    await consulting.extend_consultation(call.session, call.caller, consultation, said.closes_on)
    return await changed(call, CONSULTATIONS, id)


@consultations.post("/{id}/close", response_model=ConsultationPublic, **may("consultations", TRANSITION))
async def close_consultation(call: CurrentCall, id: Id) -> Response:
    """Close an open consultation: nothing is taken any more, and its results are shown."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id)
    await consulting.close_consultation(call.session, call.caller, consultation)
    return await changed(call, CONSULTATIONS, id)


@consultations.get("/{id}/links", response_model=ConsultationLinks, **may("consultations", READ))
async def list_consultation_links(call: CurrentCall, id: Id) -> Response:
    """Read the links within reach: one for each institution and voice."""
    await call.read()
    await within_reach(call, Consultation, CONSULTATIONS, id, also=true(), condition=False)
    return await _links(call, id)


@consultations.post("/{id}/links", response_model=ConsultationLinks, **may("consultations", WRITE))
async def renew_consultation_link(call: CurrentCall, id: Id, wanted: LinkShape) -> Response:
    """Make a link anew: the one before it, if any, leads nowhere from now on."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id, also=true())
    await _own(call, wanted)
    await consulting.renew_link(call.session, call.caller, consultation, wanted.institution_id, wanted.voice)
    return await _links(call, id)


@consultations.post("/{id}/withdraw-link", response_model=ConsultationLinks, **may("consultations", TRANSITION))
async def withdraw_consultation_link(call: CurrentCall, id: Id, wanted: LinkShape) -> Response:
    """Withdraw a link: it leads nowhere from now on."""
    consultation = await within_reach(call, Consultation, CONSULTATIONS, id, also=true())
    await _own(call, wanted)
    await consulting.withdraw_link(call.session, call.caller, consultation, wanted.institution_id, wanted.voice)
    return await _links(call, id)


offer(consultations, Consultation, CONSULTATIONS, CONSULTATION_STEPS, may("consultations", READ))


async def _own(call: Call, wanted: LinkShape) -> None:
    """An institution's links are made by those who may write consultations there, whoever asks."""
    if not await seen_among(call, INSTITUTIONS, [wanted.institution_id]):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    await at_unit(call, wanted.institution_id)


# --- the public door ---

_Secret = Annotated[
    str,
    Path(
        min_length=16,
        max_length=64,
        pattern="^[A-Za-z0-9_-]+$",
        description="The secret of a link.",
        examples=["xoUGUbnXErBwAMhLiMGJSixUIQABYtV-"],
    ),
]
_PRINTED = form("^[!-~]+$", "signs of ASCII without spaces", "tegn fra ASCII uden mellemrum")
_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=128, pattern=_PRINTED,
        description="The same key and answer have one effect, however often they are sent.",
        examples=["5b0e6c8e-6f4c-4b0a-9d0c-2f6b1c9d7e11"],
    ),
]  # fmt: skip


def _said(body: Any, headers: dict[str, str] | None = None) -> Response:
    # Links and what they lead to stay out of caches that others share the device with.
    return Response(to_bytes(body), 200, {"Cache-Control": "no-store", **(headers or {})}, "application/json")


@consultation_answers.get("/{secret}", response_model=QuestionsAtTheDoor)
async def get_consultation_questions(request: Request, secret: _Secret) -> Response:
    """Read what is asked by a link, without signing in."""
    async with database.reading(request.app.state.engine) as session:
        return _said(await answering.questions_at(session, secret))


@consultation_answers.post("/{secret}", response_model=AnswerTaken)
async def answer_consultation(
    request: Request, secret: _Secret, said: ConsultationAnswer, key: _Key = None
) -> Response:
    """Answer without signing in: neither name, address nor time of day is kept, nor words together with smileys.

    A body has 128 KB at most.
    """
    key = replay.key_of(request)
    async with database.writing(request.app.state.engine) as session:
        known = await answering.take_answer(session, secret, said, key, request.state.body_digest)
    return _said({"taken": True}, {"Idempotency-Replayed": "true"} if known else None)
