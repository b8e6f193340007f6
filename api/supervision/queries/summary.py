"""How far all in reach have come: counts by district and kind, and the columns of the lines as a table."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.core.clock import day_of
from api.core.danish_collation import danish_key
from api.dialogues.models import DialogueStatus
from api.supervision.models import Flag
from api.supervision.queries.lines import Reading, iterate_lines
from api.supervision.schemas import SummaryQuery, SupervisionQuery

Row = dict[str, Any]
_COUNTED = (
    "institutions", "in_dialogues", "dialogues_planned", "dialogues_held", "with_focus_area", "followed_up", "flagged",
)  # fmt: skip


class _Counts:
    """What is counted of a group of lines."""

    def __init__(self) -> None:
        self.numbers = dict.fromkeys(_COUNTED, 0)
        self.flags = {str(flag): 0 for flag in Flag}

    def add(self, line: Row) -> None:
        dialogue, flags = line["dialogue"] or {}, line["flags"]
        is_there = {
            "institutions": True,
            "in_dialogues": line["round"] is not None,
            "dialogues_planned": dialogue.get("status") == DialogueStatus.planned,
            "dialogues_held": dialogue.get("status") == DialogueStatus.held,
            "with_focus_area": any(theme["chosen"] + theme["completed"] for theme in line["focus_areas"]),
            "followed_up": line["last_follow_up"] is not None and Flag.follow_up_overdue not in flags,
            "flagged": bool(flags),
        }
        for name, holds in is_there.items():
            self.numbers[name] += holds
        for flag in flags:
            self.flags[str(flag)] += 1

    def answer(self) -> Row:
        return {**self.numbers, "flags": self.flags}


async def summary_of(reading: Reading, query: SummaryQuery, scope: Mapping[str, Any]) -> Row:
    """The counts of all lines in reach, by district and kind in the order of the districts' names."""
    groups: dict[tuple[str, UUID | None, str], _Counts] = {}
    total, wanted = _Counts(), SupervisionQuery(district_id=query.district_id, kind=query.kind)
    async for lines in iterate_lines(reading, wanted, scope):
        for line in lines:
            key = (line["district_name"] or "", line["district_id"], str(line["kind"]))
            groups.setdefault(key, _Counts()).add(line)
            total.add(line)
    today: date = scope["today"]
    return {
        "as_of": today,
        "groups": [
            {"district_id": id, "district_name": name or None, "kind": kind, **groups[name, id, kind].answer()}
            for name, id, kind in sorted(groups, key=lambda one: (danish_key(one[0]), str(one[1]), one[2]))
        ],
        "total": total.answer(),
    }


COLUMNS = (
    "institution_id", "institution_name", "kind", "area", "participation", "district_name", "cycle_title", "round",
    "half_year", "dialogue_status", "dialogue_on", "lacking", "themes", "focus_areas_proposed", "focus_areas_chosen",
    "focus_areas_completed", "agreements_open", "agreements_overdue", "last_follow_up_on", "assessment",
    "next_follow_up_on", "follow_up_due_on", "heightened_supervision", "action_plan_due_on", "flags",
)  # fmt: skip
"""The columns of the lines as a table."""


def flat(line: Row) -> Row:
    """A line as a row of a table: a cell for each thing, several words in one cell with a space or `; ` between."""
    round, dialogue = line["round"] or {}, line["dialogue"] or {}
    last, following = line["last_follow_up"] or {}, line["next_follow_up"] or {}
    heightened, themes = line["heightened_supervision"] or [], line["focus_areas"]
    return {
        **{name: line[name] for name in COLUMNS if name in line},
        "cycle_title": round.get("cycle_title"),
        "round": round.get("number"),
        "half_year": round.get("half_year"),
        "dialogue_status": dialogue.get("status"),
        "dialogue_on": dialogue.get("held_on") or _day(dialogue.get("planned_for")),
        "lacking": " ".join(line["lacking"] or ()),
        "themes": "; ".join(theme["theme_title"] for theme in themes),
        **{f"focus_areas_{name}": sum(theme[name] for theme in themes) for name in ("proposed", "chosen", "completed")},
        "last_follow_up_on": last.get("held_on"),
        "assessment": last.get("assessment"),
        "next_follow_up_on": _day(following.get("planned_for")),
        "follow_up_due_on": last.get("next_due_on"),
        "heightened_supervision": " ".join(one["severity"] for one in heightened),
        "action_plan_due_on": min(
            (one["action_plan_due_on"] for one in heightened if one["action_plan_due_on"]), default=None
        ),
        "flags": " ".join(line["flags"]),
    }


def _day(moment: Any) -> date | None:
    return None if moment is None else day_of(moment)
