"""Validation of data packages: drafts, releases, withdrawals and revisions."""

from api.core.problems import Fault, problem_type
from api.data_packages.models import DataPackage, PackageStatus

PACKAGE_RELEASED = problem_type(
    "package-released",
    409,
    ("The package has been released", "Datapakken er frigivet"),
    (
        "Correct the measurement, with a reason, or revise the package.",
        "Ret tallet med en begrundelse, eller lav en ny udgave af datapakken.",
    ),
)
PACKAGE_EMPTY = problem_type(
    "package-empty",
    409,
    ("The package has no measurements", "Datapakken indeholder ingen tal"),
    (
        "Add its measurements before you release it: a released package is final.",
        "Tilføj tallene, før du frigiver den: en frigivet datapakke er endelig.",
    ),
)
PACKAGE_NOT_RELEASED = problem_type(
    "package-not-released",
    409,
    ("The package is not released", "Datapakken er ikke frigivet"),
    (
        "Only a released package can be withdrawn or revised. Change or delete a draft instead.",
        "Kun en frigivet datapakke kan trækkes tilbage eller komme i en ny udgave. Ret eller slet et udkast i stedet.",
    ),
)
PACKAGE_REVISED = problem_type(
    "package-revised",
    409,
    ("The package has a later revision", "Datapakken har en senere udgave"),
    ("Use the later revision.", "Brug den senere udgave."),
)
PACKAGE_TITLE_TAKEN = problem_type(
    "package-title-taken",
    409,
    (
        "A package with this title exists for this kind of institution and half-year",
        "Der findes allerede en datapakke med denne titel til denne slags tilbud og dette halvår",
    ),
    (
        "Use the existing package: add to it if it is a draft, revise it if it is released. Or choose another title.",
        "Brug den datapakke, der findes: Udfyld den, hvis den er et udkast, eller lav en ny udgave, hvis den er "
        "frigivet. Ellers vælg en anden titel.",
    ),
)
PACKAGE_OF_ANOTHER_KIND = problem_type(
    "package-of-another-kind",
    422,
    ("The package is for another kind of institution", "Datapakken er til en anden slags tilbud"),
    (
        "Choose a package for this kind of institution.",
        "Vælg en datapakke til denne slags tilbud.",
    ),
)


def check_draft(package: DataPackage | None, pointer: str = "") -> list[Fault]:
    """Check that a package is a draft; without a package, measurements can always be changed."""
    if package is None or package.status == PackageStatus.draft:
        return []
    return [Fault(PACKAGE_RELEASED, pointer=pointer)]


def check_title(is_taken: bool) -> list[Fault]:
    """Check that titles are unique within a kind and half-year: else a file imported twice would count twice."""
    return [Fault(PACKAGE_TITLE_TAKEN, pointer="/title")] if is_taken else []


def check_releasable(package: DataPackage, *, empty: bool) -> list[Fault]:
    """Check that a package is a draft and has measurements; measurements with status `missing` count too."""
    return check_draft(package) or ([Fault(PACKAGE_EMPTY)] if empty else [])


def check_revisable(package: DataPackage, *, has_revision: bool) -> list[Fault]:
    """Check that a package is released and has no later revision."""
    return check_released(package) or ([Fault(PACKAGE_REVISED)] if has_revision else [])


def check_released(package: DataPackage) -> list[Fault]:
    """Check that a package is released, which it has to be to be withdrawn or revised."""
    return [] if package.status == PackageStatus.released else [Fault(PACKAGE_NOT_RELEASED)]
