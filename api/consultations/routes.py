"""Routes of `/consultations`, and of `/consultation-answers` for people without an account."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Path, Query, Request, Response
from sqlalchemy import true

from api.access import idempotency
from api.access.caller import Context, RequestContext
from api.access.guards import require_access, require_access_at_unit, resolve_references, visible_ids
from api.access.responses import (
    created_response,
    json_response,
    list_response,
    no_content,
    resource_response,
    updated_response,
)
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import PublicSubmissionRoute, declared_problems, requires, resource_router
from api.access.transitions import add_transitions_route
from api.consultations.actions import change, close, create, delete, extend, renew_link, submit_answers, withdraw_link
from api.consultations.models import Consultation
from api.consultations.queries.links import links_within
from api.consultations.queries.questionnaire import questionnaire_of_link
from api.consultations.queries.visible import CONSULTATIONS
from api.consultations.rules.questionnaire import HAS_OPENED, NOT_OPEN
from api.consultations.schemas import (
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
from api.consultations.transitions import CONSULTATION_TRANSITIONS
from api.core.field_types import ResourceId
from api.core.problems import (
    IN_USE,
    KEY_REUSED,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    UNKNOWN_REFERENCE,
    WRONG_STATE,
    Fault,
    Problem,
)
from api.core.validation import described_pattern
from api.db import transactions
from api.focus_areas.rules import THEME_NOT_DECIDED
from api.http.pagination import Page, to_json_bytes
from api.institutions.queries import DISTRICTS, INSTITUTIONS
from api.institutions.rules import INSTITUTION_CLOSED
from api.stakeholder_input.rules import AGE_GROUP_FOR_CHILDREN_ONLY
from api.themes.models import Theme
from api.themes.queries import THEMES

consultations = resource_router("/consultations", "consultations")
consultation_answers = resource_router("/consultation-answers", "consultations", route_class=PublicSubmissionRoute)
routers = (consultations, consultation_answers)


async def _check_references(context: RequestContext, theme_id: UUID | None, unit_id: UUID | None = None) -> None:
    """Raise `unknown-reference` for a theme or a unit that the caller does not see."""
    await resolve_references(context, {"/theme_id": (Theme, THEMES, theme_id)})
    if unit_id is not None:
        institution_ids = await visible_ids(context, INSTITUTIONS, [unit_id])
        if not institution_ids and not await visible_ids(context, DISTRICTS, [unit_id]):
            raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/unit_id"))


async def _require_access_at_institution(context: RequestContext, institution_id: UUID) -> None:
    """Raise a problem unless the caller may write consultations at the institution.

    Links are managed by those, whichever unit the consultation belongs to.
    """
    if not await visible_ids(context, INSTITUTIONS, [institution_id]):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    await require_access_at_unit(context, institution_id)


async def _links_response(context: RequestContext, id: UUID) -> Response:
    context.response_has_secret = True  # the response is not stored for replays
    return json_response(context, {"items": await links_within(context.session, context.scope, id)})


@consultations.get(
    "", response_model=Page[ConsultationPublic], **requires("consultations", READ, problems=[NOT_ACCEPTABLE])
)
async def list_consultations(context: Context, query: Annotated[ConsultationQuery, Query()]) -> Response:
    """List the consultations that cover institutions within reach, latest opening day first."""
    return await list_response(context, CONSULTATIONS, query)


@consultations.post(
    "",
    response_model=ConsultationPublic,
    status_code=201,
    **requires("consultations", WRITE, problems=[INSTITUTION_CLOSED, NOT_FOUND, THEME_NOT_DECIDED, UNKNOWN_REFERENCE]),
)
async def create_consultation(context: Context, new: ConsultationCreate) -> Response:
    """Create a consultation of an institution, a district or the city, with its links."""
    await _check_references(context, new.theme_id, new.unit_id)
    await require_access_at_unit(context, new.unit_id)
    [consultation] = await create.create_consultations(context.session, context.caller, [new])
    return await created_response(context, CONSULTATIONS, consultation.id)


@consultations.get("/{id}", response_model=ConsultationPublic, **requires("consultations", READ))
async def get_consultation(context: Context, id: ResourceId) -> Response:
    """Read a consultation."""
    return await resource_response(context, CONSULTATIONS, id)


@consultations.patch(
    "/{id}",
    response_model=ConsultationPublic,
    **requires("consultations", WRITE, problems=[HAS_OPENED, INSTITUTION_CLOSED, THEME_NOT_DECIDED, UNKNOWN_REFERENCE]),
)
async def change_consultation(context: Context, id: ResourceId, changes: ConsultationUpdate) -> Response:
    """Change a consultation that has not opened."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id)
    values = changes.changes()
    theme_id = values.get("theme_id")
    await _check_references(context, None if theme_id == consultation.theme_id else theme_id)
    await change.change_consultation(context.session, context.caller, consultation, values)
    return await updated_response(context, CONSULTATIONS, id)


@consultations.delete("/{id}", status_code=204, **requires("consultations", WRITE, problems=[HAS_OPENED, IN_USE]))
async def delete_consultation(context: Context, id: ResourceId) -> Response:
    """Delete a consultation that has not opened."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id)
    await delete.delete_consultation(context.session, context.caller, consultation)
    return no_content()


@consultations.post(
    "/{id}/extend",
    response_model=ConsultationPublic,
    **requires("consultations", TRANSITION, problems=[INSTITUTION_CLOSED, WRONG_STATE]),
)
async def extend_consultation(context: Context, id: ResourceId, extension: ConsultationExtend) -> Response:
    """Extend a consultation that has not closed."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id)
    await extend.extend_consultation(context.session, context.caller, consultation, extension.closes_on)
    return await updated_response(context, CONSULTATIONS, id)


@consultations.post(
    "/{id}/close", response_model=ConsultationPublic, **requires("consultations", TRANSITION, problems=[NOT_OPEN])
)
async def close_consultation(context: Context, id: ResourceId) -> Response:
    """Close an open consultation: no more answers are accepted, and its results become visible."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id)
    await close.close_consultation(context.session, context.caller, consultation)
    return await updated_response(context, CONSULTATIONS, id)


@consultations.get("/{id}/links", response_model=ConsultationLinks, **requires("consultations", READ))
async def list_consultation_links(context: Context, id: ResourceId) -> Response:
    """List the active links of a consultation within reach: one for each institution and voice."""
    await context.read_session()
    await require_access(context, Consultation, CONSULTATIONS, id, or_condition=true(), check_version=False)
    return await _links_response(context, id)


@consultations.post(
    "/{id}/links",
    response_model=ConsultationLinks,
    **requires("consultations", WRITE, problems=[UNKNOWN_REFERENCE, WRONG_STATE]),
)
async def renew_consultation_link(context: Context, id: ResourceId, link: LinkShape) -> Response:
    """Replace the link of an institution and voice by a new one; the old link stops working."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id, or_condition=true())
    await _require_access_at_institution(context, link.institution_id)
    await renew_link.renew_link(context.session, context.caller, consultation, link.institution_id, link.voice)
    return await _links_response(context, id)


@consultations.post(
    "/{id}/withdraw-link",
    response_model=ConsultationLinks,
    **requires("consultations", TRANSITION, problems=[UNKNOWN_REFERENCE]),
)
async def withdraw_consultation_link(context: Context, id: ResourceId, link: LinkShape) -> Response:
    """Withdraw the link of an institution and voice: it stops working."""
    consultation = await require_access(context, Consultation, CONSULTATIONS, id, or_condition=true())
    await _require_access_at_institution(context, link.institution_id)
    await withdraw_link.withdraw_link(context.session, context.caller, consultation, link.institution_id, link.voice)
    return await _links_response(context, id)


add_transitions_route(
    consultations, Consultation, CONSULTATIONS, CONSULTATION_TRANSITIONS, requires("consultations", READ)
)


# --- answers by link, without an account ---

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
_PRINTABLE_ASCII = described_pattern(
    "^[!-~]+$", "printable ASCII characters without spaces", "synlige ASCII-tegn uden mellemrum"
)
_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=_PRINTABLE_ASCII,
        description="An idempotency key: a request with the same key and body is stored only once.",
        examples=["5b0e6c8e-6f4c-4b0a-9d0c-2f6b1c9d7e11"],
    ),
]


def _uncached_response(body: Any, headers: dict[str, str] | None = None) -> Response:
    # People answer on shared devices: neither a link nor its questions may remain in a cache.
    return Response(to_json_bytes(body), 200, {"Cache-Control": "no-store", **(headers or {})}, "application/json")


@consultation_answers.get("/{secret}", response_model=QuestionsAtTheDoor)
async def get_consultation_questions(request: Request, secret: _Secret) -> Response:
    """Read the questions of a consultation with a link, without an account."""
    async with transactions.read_transaction(request.app.state.engine) as session:
        return _uncached_response(await questionnaire_of_link(session, secret))


@consultation_answers.post(
    "/{secret}",
    response_model=AnswerTaken,
    openapi_extra=declared_problems(AGE_GROUP_FOR_CHILDREN_ONLY, INSTITUTION_CLOSED, KEY_REUSED, NOT_OPEN),
)
async def answer_consultation(
    request: Request, secret: _Secret, submission: ConsultationAnswer, key: _Key = None
) -> Response:
    """Answer a consultation with a link, without an account.

    Neither name, network address nor time of day is stored, and free text is not stored together with the same person's
    smileys. The request body has at most 128 KB.
    """
    key = idempotency.read_idempotency_key(request)
    async with transactions.write_transaction(request.app.state.engine) as session:
        is_replay = await submit_answers.submit_answers(session, secret, submission, key, request.state.body_digest)
    return _uncached_response({"taken": True}, {"Idempotency-Replayed": "true"} if is_replay else None)
