"""/supervision: where every institution in reach stands, as lines and in sum."""

from collections.abc import AsyncIterator
from contextlib import nullcontext
from typing import Annotated

from fastapi import Query, Response

from api.access.answers import answer, csv_answer, csv_lines, linked
from api.access.caller import CurrentCall
from api.access.door import may, room
from api.access.roles import READ
from api.core import database
from api.core.pages import Page
from api.supervision import lines
from api.supervision.models import SummaryQuery, SupervisionLine, SupervisionQuery, SupervisionSummary
from api.supervision.summary import COLUMNS, flat, summary_of

supervision = room("/supervision", "supervision")
routers = (supervision,)


@supervision.get("", response_model=Page[SupervisionLine], **may("supervision", READ))
async def list_supervision(call: CurrentCall, query: Annotated[SupervisionQuery, Query()]) -> Response:
    """List where each institution in reach stands, by name; boards without what comes from follow-ups."""
    session, scope = await call.read(), call.scope
    accept = call.request.headers.get("accept", "")
    if "text/csv" not in accept:
        found = await lines.page_of(session, query, scope)
        return linked(call, answer(call, found), found["next_cursor"])

    async def table() -> AsyncIterator[list[dict[str, object]]]:
        whole = query.model_copy(update={"cursor": None})
        async for some in lines.all_of(lambda: database.reading(call.engine), whole, scope):
            yield [flat(line) for line in some]

    danish = "dialect=danish" in accept
    return csv_answer(csv_lines(COLUMNS, table(), danish=danish), "supervision", danish=danish)


@supervision.get("/summary", response_model=SupervisionSummary, **may("supervision", READ))
async def summarise_supervision(call: CurrentCall, query: Annotated[SummaryQuery, Query()]) -> Response:
    """Count by district and kind how far all in reach have come, and how many have each flag."""
    session = await call.read()
    return answer(call, await summary_of(lambda: nullcontext(session), query, call.scope))
