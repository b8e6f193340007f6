"""/supervision: where every institution in reach stands, as lines and in sum."""

from collections.abc import AsyncIterator
from contextlib import nullcontext
from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.responses import csv_lines, csv_response, json_response, with_next_link
from api.access.roles import READ
from api.access.route_class import requires, resource_router
from api.db import transactions
from api.http.pagination import Page
from api.supervision.queries import lines
from api.supervision.queries.summary import COLUMNS, flat, summary_of
from api.supervision.schemas import SummaryQuery, SupervisionLine, SupervisionQuery, SupervisionSummary

supervision = resource_router("/supervision", "supervision")
routers = (supervision,)


@supervision.get("", response_model=Page[SupervisionLine], **requires("supervision", READ))
async def list_supervision(context: Context, query: Annotated[SupervisionQuery, Query()]) -> Response:
    """List where each institution in reach stands, by name; boards without what comes from follow-ups."""
    session, scope = await context.read(), context.scope
    accept = context.request.headers.get("accept", "")
    if "text/csv" not in accept:
        found = await lines.lines_page(session, query, scope)
        return with_next_link(context, json_response(context, found), found["next_cursor"])

    async def table() -> AsyncIterator[list[dict[str, object]]]:
        whole = query.model_copy(update={"cursor": None})
        async for some in lines.iterate_lines(lambda: transactions.read_transaction(context.engine), whole, scope):
            yield [flat(line) for line in some]

    danish = "dialect=danish" in accept
    return csv_response(csv_lines(COLUMNS, table(), danish=danish), "supervision", danish=danish)


@supervision.get("/summary", response_model=SupervisionSummary, **requires("supervision", READ))
async def summarise_supervision(context: Context, query: Annotated[SummaryQuery, Query()]) -> Response:
    """Count by district and kind how far all in reach have come, and how many have each flag."""
    session = await context.read()
    return json_response(context, await summary_of(lambda: nullcontext(session), query, context.scope))
