"""Create, update, delete, release, withdraw and revise data packages."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import Fault, raise_faults
from api.data_packages.models import DataPackage, DataPackageTheme, PackageStatus
from api.data_packages.queries import has_revision, is_empty, is_title_taken, theme_ids_of
from api.data_packages.rules import check_draft, check_releasable, check_released, check_revisable, check_title
from api.data_packages.schemas import PackageCreate
from api.db.external_ids import set_external_ids
from api.journal.record import change, create, replace_external_ids, touch
from api.journal.record import delete as delete_resource
from api.measurements.actions.copy import copy_measurements
from api.measurements.actions.suppress import suppress_package


async def _set_themes(session: AsyncSession, package_id: UUID, theme_ids: Sequence[UUID]) -> bool:
    """Replace the themes that a package serves; return whether that was a change."""
    if await theme_ids_of(session, package_id) == set(theme_ids):
        return False
    await session.execute(delete(DataPackageTheme).where(col(DataPackageTheme.package_id) == package_id))
    session.add_all(DataPackageTheme(package_id=package_id, theme_id=id) for id in set(theme_ids))
    await session.flush()
    return True


async def create_packages(
    session: AsyncSession, caller: Caller | None, payloads: Sequence[PackageCreate]
) -> list[DataPackage]:
    """Create packages, as drafts; the caller of this function has checked that the user can see their themes."""
    packages = [
        DataPackage(title_key=danish_key(payload.title), **payload.model_dump(exclude={"external_ids", "theme_ids"}))
        for payload in payloads
    ]
    for package in packages:
        raise_faults(check_title(await is_title_taken(session, package.kind, package.half_year, package.title_key)))
    await create(session, caller, packages)
    for package, payload in zip(packages, payloads, strict=True):
        await _set_themes(session, package.id, payload.theme_ids)
    external_ids = {
        package.id: [(external.system, external.id) for external in payload.external_ids]
        for package, payload in zip(packages, payloads, strict=True)
        if payload.external_ids
    }
    raise_faults(await set_external_ids(session, "data-packages", external_ids))
    return packages


async def update_package(
    session: AsyncSession, caller: Caller | None, package: DataPackage, values: Mapping[str, Any]
) -> None:
    """Update a draft. A revision may keep the title that it shares with the package that it supersedes."""
    raise_faults(check_draft(package))
    values = dict(values)
    external_ids, theme_ids = values.pop("external_ids", None), values.pop("theme_ids", None)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    if package.supersedes_id is None:
        key = {name: values.get(name, getattr(package, name)) for name in ("half_year", "title_key")}
        raise_faults(check_title(await is_title_taken(session, package.kind, **key, except_id=package.id)))
    await change(session, caller, package, values)
    if theme_ids is not None and await _set_themes(session, package.id, theme_ids):
        await touch(session, caller, package, "updated", ["themes"])
    if external_ids is not None:
        pairs = [(external.system, external.id) for external in external_ids]
        await replace_external_ids(session, caller, package, pairs)


async def delete_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Delete a draft; raises `in-use` where it has measurements."""
    raise_faults(check_draft(package))
    await _set_themes(session, package.id, [])
    await replace_external_ids(session, caller, package, [])
    await delete_resource(session, caller, package)


async def release_faults(session: AsyncSession, package: DataPackage) -> list[Fault]:
    """Return the reasons why a package can't be released."""
    return check_releasable(package, empty=await is_empty(session, package.id))


async def release_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Release a package to the institutions, with small groups suppressed; from now on it is final."""
    raise_faults(await release_faults(session, package))
    await suppress_package(session, caller, package.id)
    values = {"status": PackageStatus.released, "released_on": clock.today()}
    await change(session, caller, package, values, "released")


async def withdraw_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> None:
    """Withdraw a released package; the revision that it superseded becomes current again."""
    raise_faults(check_released(package))
    values = {"status": PackageStatus.withdrawn, "withdrawn_on": clock.today()}
    await change(session, caller, package, values, "withdrawn")


async def revision_faults(session: AsyncSession, package: DataPackage) -> list[Fault]:
    """Return the reasons why a package can't be revised."""
    return check_revisable(package, has_revision=await has_revision(session, package.id))


async def revise_package(session: AsyncSession, caller: Caller | None, package: DataPackage) -> DataPackage:
    """Create a revision: a draft with the themes and measurements of the package, which it supersedes once released."""
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
    await _set_themes(session, revision.id, list(await theme_ids_of(session, package.id)))
    await copy_measurements(session, caller, package.id, revision.id)
    return revision
