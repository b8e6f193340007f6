"""The lines of supervision as rows of a CSV file."""

from datetime import date
from typing import Any

from api.core.clock import day_of
from api.supervision.queries.lines import Row

COLUMNS = (
    "institution_id", "institution_name", "kind", "area", "participation", "district_name", "cycle_title", "round",
    "half_year", "dialogue_status", "dialogue_on", "lacking", "themes", "focus_areas_proposed", "focus_areas_chosen",
    "focus_areas_completed", "agreements_open", "agreements_overdue", "last_follow_up_on", "assessment",
    "next_follow_up_on", "follow_up_due_on", "heightened_supervision", "action_plan_due_on", "flags",
)  # fmt: skip


def csv_row(line: Row) -> Row:
    """Return a line as a flat row: lists of codes are joined with spaces, lists of titles with `; `."""
    round, dialogue = line["round"] or {}, line["dialogue"] or {}
    last_follow_up, next_follow_up = line["last_follow_up"] or {}, line["next_follow_up"] or {}
    heightened, themes = line["heightened_supervision"] or [], line["focus_areas"]
    due_days = [supervision["action_plan_due_on"] for supervision in heightened if supervision["action_plan_due_on"]]
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
        "last_follow_up_on": last_follow_up.get("held_on"),
        "assessment": last_follow_up.get("assessment"),
        "next_follow_up_on": _day(next_follow_up.get("planned_for")),
        "follow_up_due_on": last_follow_up.get("next_due_on"),
        "heightened_supervision": " ".join(supervision["severity"] for supervision in heightened),
        "action_plan_due_on": min(due_days, default=None),
        "flags": " ".join(line["flags"]),
    }


def _day(moment: Any) -> date | None:
    return None if moment is None else day_of(moment)
