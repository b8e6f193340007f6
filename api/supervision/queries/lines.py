"""The lines of supervision: institutions in reach in the order of their names, each with all that is known of it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.models import Lacking
from api.http import cursors, pagination
from api.http.list_parameters import ListParameters
from api.http.pagination import StatementKey
from api.institutions.models import Participation
from api.stakeholder_input.models import CHILD_VOICES, PARENT_VOICES
from api.supervision.queries import facts
from api.supervision.queries.facts import INSTITUTIONS_IN_REACH
from api.supervision.rules import Now, Standing, Talk, flags_of

Row = dict[str, Any]
Scope = Mapping[str, Any]

Reading = Callable[[], AbstractAsyncContextManager[AsyncSession]]

_FEW, _A_PAGE, _MANY = 50, 201, 400
"""How many institutions are looked at in one go: for a page, and where all of them are looked through."""


class Known:
    """What is known of a number of institutions, asked in a fixed number of queries."""

    def __init__(self, session: AsyncSession, scope: Scope, now: Mapping[str, Now], ids: Sequence[UUID]) -> None:
        self.session, self.scope, self.now, self.ids = session, scope, now, ids

    async def ask(self) -> "Known":
        session, ids = self.session, self.ids
        cover, every = await facts.covers_of(session, ids)
        self.talks = await facts.talks_of(session, ids)
        held = (talk.id for talks in self.talks.values() for talk in talks if talk.held_on and self._is_now(talk))
        self.pinned = await facts.pinned_in(session, held)
        self.voices = await facts.voices_of(session, cover)
        self.feedback = await facts.feedback_of(session, cover)
        self.figures = await facts.figures_of(session, cover, (now.round.half_year for now in self.now.values()))
        cycles = [now.cycle.id for now in self.now.values()]
        self.focus_areas = await facts.focus_areas_of(session, cover, cycles)
        self.agreements = await facts.agreements_of(session, self.scope, cover)
        self.last, self.next = await facts.follow_ups_of(session, ids)
        self.heightened = await facts.heightened_of(session, every)
        return self

    def _is_now(self, talk: Talk) -> bool:
        return any((now.cycle.id, now.round.number) == (talk.cycle_id, talk.round) for now in self.now.values())

    def line(self, row: Row) -> Row:
        """The line of one institution; what comes from follow-ups for those whom it is for only."""
        id, sees = row["id"], bool(row["with_follow_ups"])
        takes_part = row["participation"] == Participation.dialogues
        now = self.now.get(row["area"]) if takes_part else None
        themes = self._themes(id) if takes_part else []
        agreed = [one for one in self.agreements.get(id, ()) if sees or not one["from_follow_up"]]
        standing = Standing(
            participation=row["participation"],
            now=now,
            talks=self.talks.get(id, []),
            proposed=sum(theme["proposed"] for theme in themes),
            chosen=sum(theme["chosen"] + theme["completed"] for theme in themes),
            agreements_overdue=sum(one["overdue"] for one in agreed),
            with_follow_ups=sees,
            last=self.last.get(id),
            next=self.next.get(id),
            heightened=self.heightened.get(id, []),
        )
        standing.lacking = self._lacking(id, now, standing) if now else ()
        return {
            **_place(row),
            **_dialogue(now, standing),
            "focus_areas": themes,
            "agreements_open": sum(one["open"] for one in agreed),
            "agreements_overdue": standing.agreements_overdue,
            "with_follow_ups": sees,
            **_follow_ups(standing),
            "flags": flags_of(standing, self.scope["today"]),
        }

    def _themes(self, id: UUID) -> list[Row]:
        found: dict[UUID, Row] = {}
        for one in self.focus_areas.get(id, ()):
            empty = {"theme_id": one["theme_id"], "theme_title": one["theme_title"]}
            theme = found.setdefault(one["theme_id"], {**empty, "proposed": 0, "chosen": 0, "completed": 0})
            if one["status"] in theme:
                theme[one["status"]] += one["number"]
        return sorted(found.values(), key=lambda theme: str(theme["theme_title"]))

    def _lacking(self, id: UUID, now: Now, standing: Standing) -> list[Lacking]:
        """Of what the round's held dialogue rested on; until it is held, of what there is to rest on."""
        talk = standing.dialogue
        if talk is not None and talk.held_on is not None:
            pinned = self.pinned.get(talk.id, [])
            voices = {one["voice"] for one in pinned}
            figures, words = any(one["quantitative"] for one in pinned), any(one["qualitative"] for one in pinned)
        else:
            since = standing.last_held_before(talk) or now.cycle.starts_on
            voices = {one["voice"] for one in self.voices.get(id, ()) if one["collected_on"] >= since}
            observed = any(one["fed_back_on"] >= since for one in self.feedback.get(id, ()))
            figures, words = self._has_figures(id, now.round.half_year), observed or bool(voices)
        there = {
            Lacking.no_quantitative: figures,
            Lacking.no_qualitative: words,
            Lacking.no_child_voice: not voices.isdisjoint(CHILD_VOICES),
            Lacking.no_parent_voice: not voices.isdisjoint(PARENT_VOICES),
        }
        return [name for name, is_there in there.items() if not is_there]

    def _has_figures(self, id: UUID, half_year: str) -> bool:
        """Whether a figure is shown: of the half-year's package, else of the latest; or a running one."""
        there = [one for one in self.figures.get(id, ()) if one["half_year"] <= half_year]
        latest = max((one["half_year"] for one in there if not one["running"]), default=half_year)
        return any(one["shown"] for one in there if one["running"] or one["half_year"] == latest)


def _place(row: Row) -> Row:
    names = ("kind", "area", "participation", "district_id", "district_name")
    return {"institution_id": row["id"], "institution_name": row["name"], **{name: row[name] for name in names}}


def _dialogue(now: Now | None, standing: Standing) -> Row:
    talk = standing.dialogue
    return {
        "round": now
        and {
            "cycle_id": now.cycle.id,
            "cycle_title": now.cycle.title,
            "number": now.round.number,
            "half_year": now.round.half_year,
            "until_on": now.round.until_on,
        },
        "dialogue": talk
        and {
            "id": talk.id,
            "status": talk.status,
            "planned_for": talk.planned_for,
            "held_on": talk.held_on,
        },
        "lacking": list(standing.lacking) if now else None,
    }


def _follow_ups(standing: Standing) -> Row:
    if not standing.with_follow_ups:
        return {"last_follow_up": None, "next_follow_up": None, "heightened_supervision": None}
    return {
        "last_follow_up": standing.last and vars(standing.last),
        "next_follow_up": standing.next and vars(standing.next),
        "heightened_supervision": [
            {"institution_id": one["unit_id"], **{name: one[name] for name in one if name != "unit_id"}}
            for one in standing.heightened
        ],
    }


# --- walking through them ---


async def lines_page(session: AsyncSession, window: ListParameters, scope: Scope) -> Row:
    """One page of lines; with a flag, as many institutions are looked at as it takes to fill it."""
    asked = pagination.parse_query(INSTITUTIONS_IN_REACH, window)
    flag, values, found = asked.filters.get("flag"), {**scope, **asked.filters}, list[tuple[Any, Row]]()
    if window.cursor is not None:
        column = INSTITUTIONS_IN_REACH.sorts[asked.sort.removeprefix("-")]
        types = column.type, INSTITUTIONS_IN_REACH.id.type
        values["after_value"], values["after_id"] = cursors.decode_cursor(window.cursor, asked.fingerprint, *types)
    now = await facts.rounds_today(session, scope["today"])
    step = _A_PAGE if flag is None or window.limit <= _FEW else _MANY
    async for marked in _walk(session, asked, values, now, step, most=None if flag else window.limit + 1):
        found += [one for one in marked if flag is None or flag in one[1]["flags"]]
        if len(found) > window.limit:
            break
    kept = found[: window.limit]
    more = len(found) > window.limit
    cursor = cursors.encode_cursor(asked.fingerprint, kept[-1][0], kept[-1][1]["institution_id"]) if more else None
    total = await _count(session, asked, scope, now) if window.count else None
    return {"items": [line for _, line in kept], "next_cursor": cursor, "total": total}


async def _walk(
    session: AsyncSession,
    asked: pagination.ParsedQuery,
    values: Row,
    now: Mapping[str, Now],
    step: int,
    most: int | None = None,
) -> AsyncIterator[list[tuple[Any, Row]]]:
    """The lines after a mark, chunk by chunk, each with its mark; of the first chunk at most so many."""
    values = dict(values)
    while True:
        form = StatementKey(tuple(asked.filters), asked.sort, "after_id" in values, step)
        _, rows = await pagination.fetch_rows(await session.connection(), INSTITUTIONS_IN_REACH, form, values)
        rows = rows[:most]
        known = await Known(session, values, now, [row["id"] for row in rows]).ask() if rows else None
        yield [(row["sort_value"], known.line(row)) for row in rows] if known else []
        if len(rows) < step:
            return
        values["after_value"], values["after_id"] = rows[-1]["sort_value"], rows[-1]["id"]
        step = _MANY  # what is rare is looked for in longer strides


async def _count(session: AsyncSession, asked: pagination.ParsedQuery, scope: Scope, now: Mapping[str, Now]) -> int:
    flag, number = asked.filters.get("flag"), 0
    if flag is None:
        return await pagination.count_rows(await session.connection(), INSTITUTIONS_IN_REACH, asked, scope)
    async for marked in _walk(session, asked, {**scope, **asked.filters}, now, _MANY):
        number += sum(1 for _, line in marked if flag in line["flags"])
    return number


async def iterate_lines(reading: Reading, window: ListParameters, scope: Scope) -> AsyncIterator[list[Row]]:
    """All lines in chunks, of one moment."""
    asked = pagination.parse_query(INSTITUTIONS_IN_REACH, window)
    flag = asked.filters.get("flag")
    async with reading() as session:
        now = await facts.rounds_today(session, scope["today"])
        async for marked in _walk(session, asked, {**scope, **asked.filters}, now, _MANY):
            yield [line for _, line in marked if flag is None or flag in line["flags"]]
