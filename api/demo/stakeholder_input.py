"""Seed input of children, parents, boards and staff, some of it answered."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.demo.seed_data import INPUTS, InputSeed
from api.institutions.models import Institution, Kind
from api.stakeholder_input.actions import answer_inputs, create_inputs
from api.stakeholder_input.models import AgeGroup, Voice
from api.stakeholder_input.schemas import InputCreate


async def collect_input(
    session: AsyncSession,
    institutions: Sequence[Institution],
    until: date,
    generator: Random,
) -> None:
    """Create four inputs for each institution, collected in the three weeks up to a day; answer every fourth."""
    fields = []
    for institution in institutions:
        seeds = [seed for seed in INPUTS if _is_plausible(seed, institution.kind)]
        for seed in [*generator.sample(seeds, k=3), seeds[0]]:
            fields.append(
                InputCreate(
                    institution_id=institution.id,
                    voice=seed.voice,
                    method=seed.method,
                    age_group=seed.age_group,
                    form=seed.form,
                    text=seed.text,
                    people_count=seed.people_count + generator.randint(-2, 6),
                    collected_on=until - timedelta(days=generator.randint(0, 20)),
                )
            )
    inputs = await create_inputs(session, None, fields)
    answer = "Det har vi talt om på personalemødet, og vi prøver det af frem til sommer."
    await answer_inputs(session, None, [(input, answer) for input in inputs[::4]])


def _is_plausible(seed: InputSeed, kind: str) -> bool:
    """Return whether an institution of this kind has people of the seed's voice and age group."""
    if seed.voice == Voice.student_council:
        return kind == Kind.school
    if seed.age_group is None:
        return True
    return (seed.age_group in (AgeGroup.from_0, AgeGroup.from_3)) == (kind == Kind.day_care)
