"""Seed cycles: themes that the council decides, and focus areas that institutions propose."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.cycles.actions import create_cycles
from api.cycles.models import Cycle
from api.cycles.schemas import CycleCreate
from api.demo.municipality import Municipality
from api.demo.seed_data import CHALLENGES, THEMES
from api.focus_areas import actions as focus_areas
from api.focus_areas.models import SharedWith
from api.focus_areas.schemas import FocusAreaCreate
from api.institutions.models import Area, Institution
from api.themes.actions import create_themes, decide_themes
from api.themes.models import Theme
from api.themes.schemas import ThemeCreate


async def start_cycle(
    session: AsyncSession, municipality: Municipality, area: Area, starts_on: date
) -> tuple[Cycle, list[Theme]]:
    """Create a cycle of an area and its themes; return it with the themes that the council decided."""
    years = f"{starts_on.year}-{starts_on.year + 2}"
    title = f"{'0-6' if area == Area.age_0_6 else '6-18'} år, {years}"
    fields = CycleCreate(area=area, title=title, discussion_on=starts_on - timedelta(days=14), starts_on=starts_on)
    [cycle] = await create_cycles(session, municipality.administration, [fields])
    seeds = THEMES[area.value]
    themes = await create_themes(
        session,
        municipality.administration,
        [
            ThemeCreate(cycle_id=cycle.id, title=seed.title, description=seed.description, kinds=list(seed.kinds))
            for seed in seeds
        ],
    )
    decided = [theme for theme, seed in zip(themes, seeds, strict=True) if seed.decided]
    case_reference = f"{starts_on.year}-0417"
    await decide_themes(session, municipality.administration, decided, cycle.discussion_on, case_reference)
    return cycle, decided


async def propose_focus_areas(
    session: AsyncSession,
    municipality: Municipality,
    themes: Sequence[Theme],
    institutions: Sequence[Institution],
    generator: Random,
) -> None:
    """Propose one or two focus areas for each institution, on themes that address its kind."""
    proposals = []
    for institution in institutions:
        addressed = [theme for theme in themes if institution.kind in theme.kinds]
        for theme in generator.sample(addressed, k=min(len(addressed), generator.choice((1, 1, 2)))):
            title, challenge, signs = generator.choice(CHALLENGES[theme.title])
            proposals.append(
                FocusAreaCreate(
                    institution_id=institution.id,
                    theme_id=theme.id,
                    title=title,
                    challenge=challenge,
                    goal="Flere børn oplever, at de hører til og bliver hørt.",
                    signs=signs,
                    shared_with=generator.choice(tuple(SharedWith)),
                )
            )
    await focus_areas.propose_focus_areas(session, municipality.administration, proposals)
