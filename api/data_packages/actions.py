"""Making and changing indicators and packages; releasing, withdrawing and revising packages."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.data_packages.models import DataPackage, DataPackageTheme, PackageStatus
from api.data_packages.rules import PACKAGE_REVISED, check_draft, check_releasable, check_released, check_title
from api.data_packages.schemas import PackageCreate
from api.db.external_ids import set_external_ids
from api.journal.record import change, create, give_external_ids, touch
from api.journal.record import delete as delete_thing
from api.measurements.actions.correct import copy_measurements
from api.measurements.actions.suppress import suppress_package
from api.measurements.models import Measurement

# --- packages ---


async def _serve(session: AsyncSession, package_id: UUID, theme_ids: Sequence[UUID]) -> bool:
    """Let a package serve exactly these themes; tells whether that was a change."""
    mine = col(DataPackageTheme.package_id) == package_id
    now = set((await session.execute(select(col(DataPackageTheme.theme_id)).where(mine))).scalars())
    if now == set(theme_ids):
        return False
    await session.execute(delete(DataPackageTheme).where(mine))
    session.add_all(DataPackageTheme(package_id=package_id, theme_id=id) for id in set(theme_ids))
    await session.flush()
    return True


async def _twin(session: AsyncSession, kind: str, half_year: str, title_key: str, besides: UUID | None = None) -> bool:
    """Whether another package of that title counts, or may come to; revisions are called as what they supersede."""
    found = select(col(DataPackage.id)).where(
        col(DataPackage.kind) == kind,
        col(DataPackage.half_year) == half_year,
        col(DataPackage.title_key) == title_key,
        col(DataPackage.status) != PackageStatus.withdrawn,
        col(DataPackage.id) != besides if besides else true(),
    )
    return (await session.execute(found.limit(1))).first() is not None


async def create_packages(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[PackageCreate]
) -> list[DataPackage]:
    """New packages, as drafts; that their themes can be seen is checked by who calls."""
    made = [
        DataPackage(title_key=danish_key(one.title), **one.model_dump(exclude={"external_ids", "theme_ids"}))
        for one in wanted
    ]
    for package in made:
        raise_faults(check_title(await _twin(session, package.kind, package.half_year, package.title_key)))
    await create(session, caller, made)
    for package, one in zip(made, wanted, strict=True):
        await _serve(session, package.id, one.theme_ids)
    given = zip(made, wanted, strict=True)
    ids = {thing.id: [(x.system, x.id) for x in one.external_ids] for thing, one in given if one.external_ids}
    raise_faults(await set_external_ids(session, "data-packages", ids))
    return made


async def update_package(
    session: AsyncSession, caller: Caller | None, package: DataPackage, values: Mapping[str, Any]
) -> None:
    """Change what is said of a draft."""
    raise_faults(check_draft(package))
    values = dict(values)
    ids, themes = values.pop("external_ids", None), values.pop("theme_ids", None)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    if package.supersedes_id is None:
        new = {name: values.get(name, getattr(package, name)) for name in ("half_year", "title_key")}
        raise_faults(check_title(await _twin(session, package.kind, **new, besides=package.id)))
    await change(session, caller, package, values)
    if themes is not None and await _serve(session, package.id, themes):
        await touch(session, caller, package, "updated", ["themes"])
    if ids is not None:
        await give_external_ids(session, caller, package, [(id_.system, id_.id) for id_ in ids])


async def delete_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Delete a draft that holds no figures."""
    raise_faults(check_draft(package))
    await _serve(session, package.id, [])
    await give_external_ids(session, caller, package, [])
    await delete_thing(session, caller, package)


async def release_faults(session: AsyncSession, package: DataPackage) -> list[Fault]:
    """What stands in the way of releasing a package."""
    some = select(col(Measurement.id)).where(col(Measurement.package_id) == package.id).limit(1)
    return check_releasable(package, empty=(await session.execute(some)).first() is None)


async def release_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Let the institutions see a package, with small groups withheld; from now on it is final."""
    raise_faults(await release_faults(session, package))
    await suppress_package(session, caller, package.id)
    values = {"status": PackageStatus.released, "released_on": clock.today()}
    await change(session, caller, package, values, "released")


async def withdraw_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Take a released package back; what it superseded counts again."""
    raise_faults(check_released(package))
    values = {"status": PackageStatus.withdrawn, "withdrawn_on": clock.today()}
    await change(session, caller, package, values, "withdrawn")


async def revision_faults(session: AsyncSession, package: DataPackage) -> list[Fault]:
    """What stands in the way of revising a package."""
    later = select(col(DataPackage.id)).where(
        col(DataPackage.supersedes_id) == package.id, col(DataPackage.status) != PackageStatus.withdrawn
    )
    revised = [Fault(PACKAGE_REVISED) for _ in (await session.execute(later)).scalars()]
    return check_released(package) or revised


async def revise_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> DataPackage:
    """A draft that begins as the released package was, and supersedes it once it is released itself."""
    raise_faults(await revision_faults(session, package))
    revision = DataPackage(
        kind=package.kind,
        half_year=package.half_year,
        title=package.title,
        title_key=package.title_key,
        revision=package.revision + 1,
        supersedes_id=package.id,
    )
    await create(session, caller, [revision])
    themes = select(col(DataPackageTheme.theme_id)).where(col(DataPackageTheme.package_id) == package.id)
    await _serve(session, revision.id, list((await session.execute(themes)).scalars()))
    await copy_measurements(session, caller, package.id, revision.id)
    return revision
