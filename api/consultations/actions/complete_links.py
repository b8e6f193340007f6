"""Create the missing links of a consultation and withdraw the surplus ones."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.consultations.models import Consultation, ConsultationLink
from api.consultations.queries.coverage import covered_institution_ids
from api.consultations.queries.links import active_links
from api.core import clock
from api.stakeholder_input.models import Voice


async def complete_links(session: AsyncSession, consultation: Consultation) -> None:
    """Give each covered institution one active link for each voice that has a question, and withdraw all others."""
    voices = {Voice(voice) for question in consultation.questions for voice in question["voices"]}
    institution_ids = await covered_institution_ids(session, consultation)
    required = {(institution_id, voice) for institution_id in institution_ids for voice in voices}
    link_of = {(link.institution_id, Voice(link.voice)): link for link in await active_links(session, consultation.id)}
    for key in link_of.keys() - required:
        link_of[key].withdrawn_on = clock.today()
    # Sorted, so that links are created in the same order each time.
    missing = sorted(required - link_of.keys(), key=lambda key: (str(key[0]), key[1].value))
    add_links(session, consultation, missing)
    await session.flush()


def add_links(
    session: AsyncSession, consultation: Consultation, institutions_and_voices: Iterable[tuple[UUID, Voice]]
) -> None:
    """Add a link with a new secret (192 random bits) for each institution and voice."""
    session.add_all(
        ConsultationLink(
            consultation_id=consultation.id,
            institution_id=institution_id,
            voice=voice,
            secret=secrets.token_urlsafe(24),
        )
        for institution_id, voice in institutions_and_voices
    )
