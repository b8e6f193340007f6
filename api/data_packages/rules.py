"""What a figure may be, for whom, and when a package still takes it."""

from api.core.problems import Fault, problem_type
from api.data_packages.models import DataPackage, PackageStatus

PACKAGE_RELEASED = problem_type(
    "package-released",
    409,
    ("The package has been released", "Datapakken er frigivet"),
    (
        "Correct the figure, with a reason, or revise the package.",
        "Ret tallet med en begrundelse, eller lav en ny udgave af datapakken.",
    ),
)
PACKAGE_EMPTY = problem_type(
    "package-empty",
    409,
    ("The package holds no figures", "Datapakken indeholder ingen tal"),
    (
        "Bring its figures first: what is released is final, and institutions would be told that there is nothing.",
        "Indlæs tallene først: det, der frigives, er endeligt, og tilbuddene ville få at vide, at der intet er.",
    ),
)
PACKAGE_NOT_RELEASED = problem_type(
    "package-not-released",
    409,
    ("The package is not released", "Datapakken er ikke frigivet"),
    (
        "Only a released package is withdrawn or revised; a draft is changed or deleted.",
        "Kun en frigivet datapakke trækkes tilbage eller revideres; et udkast ændres eller slettes.",
    ),
)
PACKAGE_REVISED = problem_type(
    "package-revised",
    409,
    ("The package has a later revision", "Datapakken har en senere udgave"),
    ("Go on with the later revision.", "Arbejd videre med den senere udgave."),
)
PACKAGE_TITLE_TAKEN = problem_type(
    "package-title-taken",
    409,
    (
        "There is a package of that title for this kind and half-year already",
        "Der er allerede en datapakke med den titel til denne slags tilbud og dette halvår",
    ),
    (
        "Go on with that one: fill it while it is a draft, revise it once it is released; or give another title.",
        "Arbejd videre med den: fyld den, mens den er et udkast, lav en ny udgave, når den er frigivet; eller vælg en "
        "anden titel.",
    ),
)
PACKAGE_OF_ANOTHER_KIND = problem_type(
    "package-of-another-kind",
    422,
    ("The package is for another kind of institution", "Datapakken er til en anden slags tilbud"),
    (
        "Put the figure into a package for this kind of institution.",
        "Læg tallet i en datapakke til denne slags tilbud.",
    ),
)


def check_draft(package: DataPackage | None, pointer: str = "") -> list[Fault]:
    """Only a draft is changed; a running figure is in no package."""
    if package is None or package.status == PackageStatus.draft:
        return []
    return [Fault(PACKAGE_RELEASED, pointer=pointer)]


def check_title(twin: bool) -> list[Fault]:
    """One package of a title for a kind and half-year: else the same file brought twice tells everything twice."""
    return [Fault(PACKAGE_TITLE_TAKEN, pointer="/title")] if twin else []


def check_releasable(package: DataPackage, *, empty: bool) -> list[Fault]:
    """Only a draft is released, and only one that tells anything; where figures are missing, that is a figure, too."""
    return check_draft(package) or ([Fault(PACKAGE_EMPTY)] if empty else [])


def check_released(package: DataPackage) -> list[Fault]:
    """Only what was released is withdrawn or revised."""
    return [] if package.status == PackageStatus.released else [Fault(PACKAGE_NOT_RELEASED)]
