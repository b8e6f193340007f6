"""Routes of /supervision: lines of institutions and their summary."""

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
from api.supervision.queries.csv_rows import COLUMNS, csv_row
from api.supervision.queries.pagination import iterate_lines, lines_page
from api.supervision.queries.summary import summary_of
from api.supervision.schemas import SummaryQuery, SupervisionLine, SupervisionQuery, SupervisionSummary

supervision = resource_router("/supervision", "supervision")
routers = (supervision,)


@supervision.get("", response_model=Page[SupervisionLine], **requires("supervision", READ))
async def list_supervision(context: Context, query: Annotated[SupervisionQuery, Query()]) -> Response:
    """List the state of each institution within reach, by name; boards do not see data from follow-ups."""
    session, scope = await context.read_session(), context.scope
    accept = context.request.headers.get("accept", "")
    if "text/csv" not in accept:
        page = await lines_page(session, query, scope)
        return with_next_link(context, json_response(context, page), page["next_cursor"])

    async def csv_rows() -> AsyncIterator[list[dict[str, object]]]:
        all_lines = query.model_copy(update={"cursor": None})
        # In a session of its own, since the response is streamed after this function has returned.
        async for chunk in iterate_lines(lambda: transactions.read_transaction(context.engine), all_lines, scope):
            yield [csv_row(line) for line in chunk]

    danish = "dialect=danish" in accept
    return csv_response(csv_lines(COLUMNS, csv_rows(), danish=danish), "supervision", danish=danish)


@supervision.get("/summary", response_model=SupervisionSummary, **requires("supervision", READ))
async def summarise_supervision(context: Context, query: Annotated[SummaryQuery, Query()]) -> Response:
    """Count the institutions within reach by district and kind: progress of dialogues and follow-ups, and flags."""
    session = await context.read_session()
    return json_response(context, await summary_of(lambda: nullcontext(session), query, context.scope))
