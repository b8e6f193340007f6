"""Change a consultation that has not opened."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.consultations import rules
from api.consultations.actions.complete_links import complete_links
from api.consultations.models import Consultation
from api.consultations.queries.reference_faults import theme_faults, unit_faults
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import raise_faults
from api.journal.record import change


async def change_consultation(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, changes: Mapping[str, Any]
) -> None:
    """Change fields of a consultation and adapt its links; raise `consultation-has-opened` once it has opened."""
    values, today = dict(changes), clock.today()
    raise_faults(rules.check_unopened(consultation, today))
    opens_on = values.get("opens_on", consultation.opens_on)
    closes_on = values.get("closes_on", consultation.closes_on)
    faults = rules.check_span(opens_on, closes_on, today)
    if "questions" in values:
        faults += rules.check_questions(values["questions"])
        values["questions"] = [question.model_dump(mode="json") for question in values["questions"]]
    faults += await unit_faults(session, consultation.unit_id, opens_on)
    faults += await theme_faults(session, values.get("theme_id"))
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, consultation, values)
    await complete_links(session, consultation)
