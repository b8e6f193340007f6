"""The questions of a consultation as somebody with a link reads them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.consultations import rules
from api.consultations.models import ConsultationState
from api.consultations.queries.links import find_link
from api.core import clock
from api.core.problems import NOT_FOUND, Problem
from api.institutions.rules import is_closed
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup


async def questionnaire_of_link(session: AsyncSession, secret: str) -> dict[str, Any]:
    """Return the questions for a link's voice, with title, purpose and state.

    Raise `not-found` for an unknown or withdrawn link. The state is `closed` if the institution is closed.
    """
    link_row = await find_link(session, secret)
    if link_row is None:
        raise Problem(NOT_FOUND)
    link, consultation, institution = link_row
    today = clock.today()
    state = ConsultationState.closed if is_closed(institution, today) else rules.state_of(consultation, today)
    question_fields = ("key", "text", "type", "choices")
    return {
        **{name: getattr(consultation, name) for name in ("title", "purpose", "privacy_notice")},
        "institution_name": institution.name,
        "voice": link.voice,
        "questions": [
            {name: question[name] for name in question_fields}
            for question in rules.questions_for_voice(consultation, link.voice)
        ],
        "age_groups": [age_group.value for age_group in AgeGroup] if link.voice in CHILD_VOICES else [],
        "state": state.value,
        "opens_on": consultation.opens_on,
        "closes_on": consultation.closes_on,
    }
