"""The summary of supervision: counts of institutions by district and kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.core.danish_collation import danish_key
from api.dialogues.models import DialogueStatus
from api.supervision.models import Flag
from api.supervision.queries.lines import Row
from api.supervision.queries.pagination import OpenSession, iterate_lines
from api.supervision.schemas import SummaryQuery, SupervisionQuery

_COUNTED = (
    "institutions", "in_dialogues", "dialogues_planned", "dialogues_held", "with_focus_area", "followed_up", "flagged",
)  # fmt: skip


class _Counts:
    """Counts of a group of lines."""

    def __init__(self) -> None:
        self.numbers = dict.fromkeys(_COUNTED, 0)
        self.flags = {str(flag): 0 for flag in Flag}

    def add(self, line: Row) -> None:
        dialogue, flags = line["dialogue"] or {}, line["flags"]
        conditions = {
            "institutions": True,
            "in_dialogues": line["round"] is not None,
            "dialogues_planned": dialogue.get("status") == DialogueStatus.planned,
            "dialogues_held": dialogue.get("status") == DialogueStatus.held,
            "with_focus_area": any(theme["chosen"] + theme["completed"] for theme in line["focus_areas"]),
            "followed_up": line["last_follow_up"] is not None and Flag.follow_up_overdue not in flags,
            "flagged": bool(flags),
        }
        for name, holds in conditions.items():
            self.numbers[name] += holds
        for flag in flags:
            self.flags[str(flag)] += 1

    def response(self) -> Row:
        return {**self.numbers, "flags": self.flags}


async def summary_of(open_session: OpenSession, query: SummaryQuery, scope: Mapping[str, Any]) -> Row:
    """Return the counts of all lines in reach by district and kind, in the order of the districts' names."""
    groups: dict[tuple[str, UUID | None, str], _Counts] = {}
    total = _Counts()
    parameters = SupervisionQuery(district_id=query.district_id, kind=query.kind)
    async for lines in iterate_lines(open_session, parameters, scope):
        for line in lines:
            key = (line["district_name"] or "", line["district_id"], str(line["kind"]))
            groups.setdefault(key, _Counts()).add(line)
            total.add(line)
    today: date = scope["today"]
    ordered_keys = sorted(groups, key=lambda key: (danish_key(key[0]), str(key[1]), key[2]))
    return {
        "as_of": today,
        "groups": [
            {
                "district_id": district_id,
                "district_name": district_name or None,
                "kind": kind,
                **groups[district_name, district_id, kind].response(),
            }
            for district_name, district_id, kind in ordered_keys
        ],
        "total": total.response(),
    }
