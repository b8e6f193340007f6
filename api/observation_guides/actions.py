"""Create, change, publish, revise and delete observation guides."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.core.problems import Fault, raise_faults
from api.journal import record
from api.journal.record import change, create
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.queries import newest_edition, published_before
from api.observation_guides.rules import check_draft, check_points, check_revisable
from api.observation_guides.schemas import ObservationGuideCreate, PointShape

# --- guides ---


def _points(wanted: Sequence[PointShape]) -> list[dict[str, Any]]:
    return [one.model_dump() for one in wanted]


async def create_guides(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[ObservationGuideCreate]
) -> list[ObservationGuide]:
    """New guides, each as the draft of its first edition."""
    raise_faults(fault for one in wanted for fault in check_points(one.points))
    made = []
    for one in wanted:
        id, fields = new_id(), one.model_dump(exclude={"points"})
        made.append(
            ObservationGuide(
                id=id, series_id=id, edition=1, title_key=danish_key(one.title), points=_points(one.points), **fields
            )
        )
    await create(session, caller, made)
    return made


async def update_guide(
    session: AsyncSession, caller: Caller | None, guide: ObservationGuide, given: Mapping[str, Any]
) -> None:
    """Change a draft."""
    values = dict(given)
    faults = check_draft(guide)
    if "points" in values:
        faults += check_points(values["points"])
        values["points"] = _points(values["points"])
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, guide, values)


async def publish_guides(session: AsyncSession, caller: Caller | None, guides: Sequence[ObservationGuide]) -> None:
    """Publish drafts: they are final from now on, and supersede the editions before them."""
    raise_faults(fault for guide in guides for fault in check_draft(guide))
    for guide in guides:
        for earlier in await published_before(session, guide):
            await change(session, caller, earlier, {"status": GuideStatus.superseded.value}, "superseded")
        values = {"status": GuideStatus.published.value, "published_on": clock.today()}
        await change(session, caller, guide, values, "published")


async def revision_faults(session: AsyncSession, guide: ObservationGuide) -> list[Fault]:
    """What stands in the way of a new edition."""
    return check_revisable(guide, await newest_edition(session, guide.series_id))


async def revise_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> ObservationGuide:
    """The draft of a new edition, which begins as the one before it."""
    raise_faults(await revision_faults(session, guide))
    same = ("series_id", "title", "title_key", "learning_environment", "look_for", "points")
    revised = ObservationGuide(edition=guide.edition + 1, **{name: getattr(guide, name) for name in same})
    await create(session, caller, [revised])
    return revised


async def delete_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> None:
    """Delete a draft."""
    raise_faults(check_draft(guide))
    await record.delete(session, caller, guide)
