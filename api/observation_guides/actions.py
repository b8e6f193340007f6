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
from api.observation_guides.queries import newest_edition, other_published_editions
from api.observation_guides.rules import check_draft, check_points, check_revisable
from api.observation_guides.schemas import ObservationGuideCreate, PointShape


def _points_as_json(points: Sequence[PointShape]) -> list[dict[str, Any]]:
    return [point.model_dump() for point in points]


async def create_guides(
    session: AsyncSession, caller: Caller | None, new_guides: Sequence[ObservationGuideCreate]
) -> list[ObservationGuide]:
    """Create guides, each as the draft of its first edition."""
    raise_faults(fault for new_guide in new_guides for fault in check_points(new_guide.points))
    guides = []
    for new_guide in new_guides:
        id = new_id()
        guides.append(
            ObservationGuide(
                id=id,
                series_id=id,
                edition=1,
                title_key=danish_key(new_guide.title),
                points=_points_as_json(new_guide.points),
                **new_guide.model_dump(exclude={"points"}),
            )
        )
    await create(session, caller, guides)
    return guides


async def update_guide(
    session: AsyncSession, caller: Caller | None, guide: ObservationGuide, changes: Mapping[str, Any]
) -> None:
    """Change a draft; raise `guide-published` for any other edition."""
    values = dict(changes)
    faults = check_draft(guide)
    if "points" in values:
        faults += check_points(values["points"])
        values["points"] = _points_as_json(values["points"])
    raise_faults(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, guide, values)


async def publish_guides(session: AsyncSession, caller: Caller | None, guides: Sequence[ObservationGuide]) -> None:
    """Publish drafts and mark the earlier published editions of the same guides as superseded."""
    raise_faults(fault for guide in guides for fault in check_draft(guide))
    for guide in guides:
        for earlier_edition in await other_published_editions(session, guide):
            await change(session, caller, earlier_edition, {"status": GuideStatus.superseded.value}, "superseded")
        values = {"status": GuideStatus.published.value, "published_on": clock.today()}
        await change(session, caller, guide, values, "published")


async def revision_faults(session: AsyncSession, guide: ObservationGuide) -> list[Fault]:
    """Return the faults that prevent a new edition of a guide."""
    return check_revisable(guide, await newest_edition(session, guide.series_id))


async def revise_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> ObservationGuide:
    """Create the draft of the next edition with the content of the present one."""
    raise_faults(await revision_faults(session, guide))
    copied_fields = ("series_id", "title", "title_key", "learning_environment", "look_for", "points")
    revision = ObservationGuide(edition=guide.edition + 1, **{name: getattr(guide, name) for name in copied_fields})
    await create(session, caller, [revision])
    return revision


async def delete_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> None:
    """Delete a draft; raise `guide-published` for any other edition."""
    raise_faults(check_draft(guide))
    await record.delete(session, caller, guide)
