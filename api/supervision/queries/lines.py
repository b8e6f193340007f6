"""The lines of supervision: the response for each institution, assembled from its facts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.models import Lacking
from api.institutions.models import Participation
from api.stakeholder_input.models import CHILD_VOICES, PARENT_VOICES
from api.supervision.queries import facts
from api.supervision.rules import CurrentRound, DialogueFacts, InstitutionFacts, flags_of

Row = dict[str, Any]
Scope = Mapping[str, Any]


class LineBuilder:
    """Loads the facts about a number of institutions in a fixed number of queries, and assembles their lines.

    `current_rounds` are the rounds that include today, by area.
    """

    def __init__(
        self,
        session: AsyncSession,
        scope: Scope,
        current_rounds: Mapping[str, CurrentRound],
        institution_ids: Sequence[UUID],
    ) -> None:
        self.session, self.scope = session, scope
        self.current_rounds, self.institution_ids = current_rounds, institution_ids

    async def load(self) -> "LineBuilder":
        """Load the facts of all institutions; returns the builder itself."""
        session, ids = self.session, self.institution_ids
        participating, all_units = await facts.covered_units(session, ids)
        self.dialogues = await facts.dialogues_of(session, ids)
        held_ids = (
            dialogue.id
            for dialogues in self.dialogues.values()
            for dialogue in dialogues
            if dialogue.held_on and self._is_in_current_round(dialogue)
        )
        self.pinned = await facts.pinned_evidence_of(session, held_ids)
        self.voices = await facts.voices_of(session, participating)
        self.feedback = await facts.feedback_of(session, participating)
        half_years = (current.round.half_year for current in self.current_rounds.values())
        self.figures = await facts.figures_of(session, participating, half_years)
        cycle_ids = [current.cycle.id for current in self.current_rounds.values()]
        self.focus_areas = await facts.focus_areas_of(session, participating, cycle_ids)
        self.agreements = await facts.agreements_of(session, self.scope, participating)
        self.last_follow_up, self.next_follow_up = await facts.follow_ups_of(session, ids)
        self.heightened = await facts.heightened_supervision_of(session, all_units)
        return self

    def _is_in_current_round(self, dialogue: DialogueFacts) -> bool:
        return any(
            (current.cycle.id, current.round.number) == (dialogue.cycle_id, dialogue.round)
            for current in self.current_rounds.values()
        )

    def line(self, row: Row) -> Row:
        """Return the line of an institution; data from follow-ups is null where the caller may not see it."""
        id, with_follow_ups = row["id"], bool(row["with_follow_ups"])
        takes_part = row["participation"] == Participation.dialogues
        current = self.current_rounds.get(row["area"]) if takes_part else None
        themes = self._themes(id) if takes_part else []
        agreements = [
            counts for counts in self.agreements.get(id, ()) if with_follow_ups or not counts["from_follow_up"]
        ]
        institution = InstitutionFacts(
            participation=row["participation"],
            current=current,
            dialogues=self.dialogues.get(id, []),
            proposed=sum(theme["proposed"] for theme in themes),
            chosen=sum(theme["chosen"] + theme["completed"] for theme in themes),
            agreements_overdue=sum(counts["overdue"] for counts in agreements),
            with_follow_ups=with_follow_ups,
            last_follow_up=self.last_follow_up.get(id),
            next_follow_up=self.next_follow_up.get(id),
            heightened=self.heightened.get(id, []),
        )
        institution.lacking = self._lacking(id, current, institution) if current else ()
        return {
            **_institution_fields(row),
            **_dialogue_fields(current, institution),
            "focus_areas": themes,
            "agreements_open": sum(counts["open"] for counts in agreements),
            "agreements_overdue": institution.agreements_overdue,
            "with_follow_ups": with_follow_ups,
            **_follow_up_fields(institution),
            "flags": flags_of(institution, self.scope["today"]),
        }

    def _themes(self, id: UUID) -> list[Row]:
        """Return the number of focus areas by status for each theme, by title."""
        themes: dict[UUID, Row] = {}
        for count in self.focus_areas.get(id, ()):
            empty = {"theme_id": count["theme_id"], "theme_title": count["theme_title"]}
            theme = themes.setdefault(count["theme_id"], {**empty, "proposed": 0, "chosen": 0, "completed": 0})
            if count["status"] in theme:
                theme[count["status"]] += count["number"]
        return sorted(themes.values(), key=lambda theme: str(theme["theme_title"]))

    def _lacking(self, id: UUID, current: CurrentRound, institution: InstitutionFacts) -> list[Lacking]:
        """Return the missing kinds of evidence: of the pinned evidence once the dialogue is held, else of all."""
        dialogue = institution.dialogue
        if dialogue is not None and dialogue.held_on is not None:
            pinned = self.pinned.get(dialogue.id, [])
            voices = {piece["voice"] for piece in pinned}
            has_quantitative = any(piece["quantitative"] for piece in pinned)
            has_qualitative = any(piece["qualitative"] for piece in pinned)
        else:
            since = institution.last_held_before(dialogue) or current.cycle.starts_on
            voices = {row["voice"] for row in self.voices.get(id, ()) if row["collected_on"] >= since}
            has_feedback = any(row["fed_back_on"] >= since for row in self.feedback.get(id, ()))
            has_quantitative = self._has_figures(id, current.round.half_year)
            has_qualitative = has_feedback or bool(voices)
        available = {
            Lacking.no_quantitative: has_quantitative,
            Lacking.no_qualitative: has_qualitative,
            Lacking.no_child_voice: not voices.isdisjoint(CHILD_VOICES),
            Lacking.no_parent_voice: not voices.isdisjoint(PARENT_VOICES),
        }
        return [kind for kind, is_available in available.items() if not is_available]

    def _has_figures(self, id: UUID, half_year: str) -> bool:
        """Return whether a figure has a value: a running one, or one of the latest packages up to the half-year."""
        figures = [row for row in self.figures.get(id, ()) if row["half_year"] <= half_year]
        latest = max((row["half_year"] for row in figures if not row["running"]), default=half_year)
        return any(row["shown"] for row in figures if row["running"] or row["half_year"] == latest)


def _institution_fields(row: Row) -> Row:
    names = ("kind", "area", "participation", "district_id", "district_name")
    return {"institution_id": row["id"], "institution_name": row["name"], **{name: row[name] for name in names}}


def _dialogue_fields(current: CurrentRound | None, institution: InstitutionFacts) -> Row:
    dialogue = institution.dialogue
    return {
        "round": current
        and {
            "cycle_id": current.cycle.id,
            "cycle_title": current.cycle.title,
            "number": current.round.number,
            "half_year": current.round.half_year,
            "until_on": current.round.until_on,
        },
        "dialogue": dialogue
        and {
            "id": dialogue.id,
            "status": dialogue.status,
            "planned_for": dialogue.planned_for,
            "held_on": dialogue.held_on,
        },
        "lacking": list(institution.lacking) if current else None,
    }


def _follow_up_fields(institution: InstitutionFacts) -> Row:
    if not institution.with_follow_ups:
        return {"last_follow_up": None, "next_follow_up": None, "heightened_supervision": None}
    return {
        "last_follow_up": institution.last_follow_up and vars(institution.last_follow_up),
        "next_follow_up": institution.next_follow_up and vars(institution.next_follow_up),
        "heightened_supervision": [
            {"institution_id": row["unit_id"], **{name: row[name] for name in row if name != "unit_id"}}
            for row in institution.heightened
        ],
    }
