"""Create consultations."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.consultations.actions.complete_links import complete_links
from api.consultations.models import Consultation
from api.consultations.queries.reference_faults import theme_faults, unit_faults
from api.consultations.rules import questionnaire
from api.consultations.schemas import ConsultationCreate
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.journal.record import create


async def create_consultations(
    session: AsyncSession, caller: Caller | None, new_consultations: Sequence[ConsultationCreate]
) -> list[Consultation]:
    """Create consultations with their links: all of them, or none if one has a fault. References must exist already."""
    municipality = await units.find_municipality(session)
    if municipality is None:
        raise RuntimeError("the municipality is created when the service starts")
    today = clock.today()
    consultations, faults = [], list[Fault]()
    for new in new_consultations:
        faults += questionnaire.check_questions(new.questions)
        faults += questionnaire.check_span(new.opens_on, new.closes_on, today)
        faults += await theme_faults(session, new.theme_id)
        faults += await unit_faults(session, new.unit_id, new.opens_on)
        consultations.append(
            Consultation(
                unit_id=new.unit_id or municipality.id,
                title_key=danish_key(new.title),
                questions=[question.model_dump(mode="json") for question in new.questions],
                **new.model_dump(exclude={"questions", "unit_id"}),
            )
        )
    raise_faults(faults)
    await create(session, caller, consultations)
    for consultation in consultations:
        await complete_links(session, consultation)
    return consultations
