"""Seed data of Egekommune: districts, names, indicators, themes and input; every name is made up."""

from typing import Final, NamedTuple

from api.institutions.models import Kind, Ownership, Participation
from api.stakeholder_input.models import AgeGroup, Form, Method, Voice

MUNICIPALITY: Final = "Egekommune"


class InstitutionSeed(NamedTuple):
    """An institution, and the name of its department, if any."""

    name: str
    kind: Kind
    type: str
    street: str
    department: str | None = None
    ownership: Ownership = Ownership.municipal
    participation: Participation = Participation.dialogues


_S, _D, _L = Kind.school, Kind.day_care, Kind.leisure

DISTRICTS: Final[dict[str, tuple[InstitutionSeed, ...]]] = {
    "Åstrup": (
        InstitutionSeed("Birkeskolen", _S, "primary_school", "Birkealle 4", "Birkeskolens SFO"),
        InstitutionSeed("Søndermarkskolen", _S, "primary_school", "Søndermarken 21", "SFO Marken"),
        InstitutionSeed("Ådalsskolen", _S, "primary_school", "Ådalsvej 88", "SFO Åen"),
        InstitutionSeed("Ellekær Specialskole", _S, "special_school", "Ellekærvej 3"),
        InstitutionSeed("Børnehuset Anemonen", _D, "integrated_day_care", "Skovbrynet 7"),
        InstitutionSeed("Børnehuset Bøgely", _D, "integrated_day_care", "Bøgevej 12", "Vuggestuen Bøgely"),
        InstitutionSeed("Børnehaven Kastanjen", _D, "kindergarten", "Torvet 2"),
        InstitutionSeed("Skovbørnehaven Ørnereden", _D, "kindergarten", "Ørnevej 40"),
        InstitutionSeed("Vuggestuen Mælkevejen", _D, "nursery", "Månevej 5"),
        InstitutionSeed("Dagplejen Åstrup", _D, "childminding", "Rådhuspladsen 1"),
        InstitutionSeed("Klub Hassel", _L, "club", "Hasselvej 9"),
        InstitutionSeed("Fritidscentret Lunden", _L, "club", "Lundevej 30"),
    ),
    "Midtby": (
        InstitutionSeed("Egeskolen", _S, "primary_school", "Egestræde 14", "Egeskolens SFO"),
        InstitutionSeed("Havneskolen", _S, "primary_school", "Havnegade 60", "SFO Kajen"),
        InstitutionSeed(
            "Sct. Annæ Friskole", _S, "private_school", "Klostergade 8", None, Ownership.private, Participation.none
        ),
        InstitutionSeed("Børnehuset Citronen", _D, "integrated_day_care", "Frugtgade 1"),
        InstitutionSeed("Børnehuset Dragen", _D, "integrated_day_care", "Vindmøllevej 17", "Naturgruppen Dragen"),
        InstitutionSeed("Børnehuset Ellehøj", _D, "integrated_day_care", "Ellehøj 23"),
        InstitutionSeed(
            "Den selvejende institution Fyrtårnet", _D, "integrated_day_care", "Kajen 5", None, Ownership.self_governing
        ),
        InstitutionSeed("Vuggestuen Grydehøj", _D, "nursery", "Grydehøj 11"),
        InstitutionSeed("Dagplejen Midtby", _D, "childminding", "Rådhuspladsen 1"),
        InstitutionSeed("Klub Iskrystal", _L, "club", "Isvej 2"),
        InstitutionSeed("Ungdomsskolen Egekommune", _L, "youth_school", "Stationsvej 44"),
    ),
    "Øster": (
        InstitutionSeed("Klitskolen", _S, "primary_school", "Klitvej 101", "SFO Klitten"),
        InstitutionSeed("Lyngskolen", _S, "primary_school", "Lyngbakken 6", "SFO Lyng"),
        InstitutionSeed("Østre Skole", _S, "primary_school", "Østergade 77", "SFO Øst"),
        InstitutionSeed("Børnehuset Jordbærmarken", _D, "integrated_day_care", "Bærvej 13"),
        InstitutionSeed("Børnehuset Kløverengen", _D, "integrated_day_care", "Kløvervej 2", "Vuggestuen Kløver"),
        InstitutionSeed("Børnehaven Lærkereden", _D, "kindergarten", "Lærkevej 19"),
        InstitutionSeed("Børnehuset Muslingen", _D, "integrated_day_care", "Strandvej 150"),
        InstitutionSeed("Vuggestuen Nøddehuset", _D, "nursery", "Nøddevej 4"),
        InstitutionSeed("Dagplejen Øster", _D, "childminding", "Rådhuspladsen 1"),
        InstitutionSeed("Klub Oasen", _L, "club", "Oasevej 8"),
        InstitutionSeed("Klub Pilen", _L, "club", "Pilevej 3"),
    ),
}

FIRST_NAMES: Final = (
    "Agnete", "Bjarke", "Cecilie", "Ditte", "Emil", "Frida", "Gustav", "Helle", "Ida", "Jeppe", "Karen", "Lasse",
    "Maja", "Niels", "Oluf", "Pernille", "Rasmus", "Signe", "Thor", "Ulla", "Viggo", "Winnie", "Yrsa", "Ørn", "Åse",
)  # fmt: skip
LAST_NAMES: Final = (
    "Agersted", "Bakkely", "Damgård-Lund", "Engmark", "Fjordside", "Gåsemose", "Højlund", "Isbæk", "Kærsgård",
    "Lyngsø", "Mølledal", "Nøddebo", "Overby", "Præstmark", "Ravnkilde", "Skovlunde", "Tornbjerg", "Vadsted",
    "Ærøkilde", "Østervang", "Åkjær",
)  # fmt: skip


class IndicatorSeed(NamedTuple):
    """An indicator, with mean and standard deviation of its measurements."""

    code: str
    title: str
    kinds: tuple[Kind, ...]
    unit: str
    minimum: float | None
    maximum: float | None
    higher_is_better: bool | None
    disclosure: str
    mean: float
    deviation: float


INDICATORS: Final = (
    IndicatorSeed("social-wellbeing", "Social trivsel", (_S,), "scale", 1, 5, True, "persons", 4.0, 0.2),
    IndicatorSeed("academic-wellbeing", "Faglig trivsel", (_S,), "scale", 1, 5, True, "persons", 3.7, 0.2),
    IndicatorSeed("absence", "Elevfravær", (_S,), "percent", 0, 100, False, "persons", 6.1, 1.2),
    IndicatorSeed("reading-confidence", "Elever, der læser sikkert", (_S,), "percent", 0, 100, True, "persons", 81, 6),
    IndicatorSeed("pupils-per-teacher", "Elever pr. lærerårsværk", (_S,), "other", 0, None, None, "none", 13, 2),
    IndicatorSeed(
        "language-3-years", "Børn med alderssvarende sprog, 3 år", (_D,), "percent", 0, 100, True, "persons", 84, 5
    ),
    IndicatorSeed("children-per-adult", "Børn pr. voksen", (_D,), "other", 0, None, False, "none", 5.2, 1.1),
    IndicatorSeed("parent-satisfaction", "Forældretilfredshed", (_D, _L), "scale", 1, 5, True, "persons", 4.2, 0.2),
    IndicatorSeed("trained-staff", "Uddannet pædagogisk personale", (_D, _L), "percent", 0, 100, True, "none", 62, 8),
    IndicatorSeed("club-attendance", "Unge, der kommer ugentligt", (_L,), "percent", 0, 100, True, "persons", 55, 8),
)


class ThemeSeed(NamedTuple):
    """A theme; one that is not decided stays a proposal."""

    title: str
    description: str
    kinds: tuple[Kind, ...]
    decided: bool


THEMES: Final[dict[str, tuple[ThemeSeed, ...]]] = {
    "age_6_18": (
        ThemeSeed(
            "Alle børn skal høre til", "Fællesskaber, som ingen står uden for, i skole og fritid.", (_S, _L), True
        ),
        ThemeSeed("Lysten til at læse", "Læsning som noget, man gør sammen og af lyst.", (_S,), True),
        ThemeSeed("Unges stemme i fritiden", "De unge former selv deres tilbud.", (_L,), True),
        ThemeSeed("Mere bevægelse i hverdagen", "Foreslået til drøftelse; endnu ikke besluttet.", (_S, _L), False),
    ),
    "age_0_6": (
        ThemeSeed("Sprog i alle hverdagens stunder", "Sproget vokser ved bordet, i garderoben og på tur.", (_D,), True),
        ThemeSeed("Nærvær i små grupper", "Tid og ro til det enkelte barn.", (_D,), True),
    ),
}

# Title, challenge and signs of focus areas, by the theme that they belong to.
CHALLENGES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "Alle børn skal høre til": (
        ("Frikvarterer, hvor alle er med", "Nogle børn går alene i de lange frikvarterer.", "Færre børn er alene ude."),
        (
            "Nye i klassen",
            "Børn, der flytter til, har svært ved at finde venner.",
            "Nye børn har en ven inden efterårsferien.",
        ),
    ),
    "Lysten til at læse": (
        (
            "Læsebånd med egne bøger",
            "Mange læser kun, når de bliver bedt om det.",
            "Børnene låner flere bøger af sig selv.",
        ),
    ),
    "Unges stemme i fritiden": (
        ("Klubråd, der bestemmer", "De unge møder et færdigt program.", "Halvdelen af aktiviteterne er de unges egne."),
    ),
    "Sprog i alle hverdagens stunder": (
        ("Samtaler ved måltidet", "Måltidet er travlt, og de voksne taler mest.", "Børnene tager ordet ved bordet."),
        ("Bøger i garderoben", "Overgange er stunder uden sprog.", "Der læses hver dag i garderoben."),
    ),
    "Nærvær i små grupper": (
        (
            "Små grupper om formiddagen",
            "Larm og mange skift om formiddagen.",
            "Legen varer længere og afbrydes sjældnere.",
        ),
    ),
}


class InputSeed(NamedTuple):
    """Input, and the number of people behind it."""

    voice: Voice
    method: Method
    age_group: AgeGroup | None
    form: Form
    text: str
    people_count: int


INPUTS: Final = (
    InputSeed(
        Voice.child,
        Method.conversation,
        AgeGroup("6-9"),
        Form.perspective,
        "Det er sjovest, når de voksne også er med ude.",
        18,
    ),
    InputSeed(
        Voice.child,
        Method.tour,
        AgeGroup("3-5"),
        Form.perspective,
        "Vi viste stedet bag skuret. Der kan man være i fred.",
        7,
    ),
    InputSeed(
        Voice.child,
        Method.drawing,
        AgeGroup("3-5"),
        Form.perspective,
        "Tegningerne viser mange venner og få voksne.",
        14,
    ),
    InputSeed(
        Voice.young_person,
        Method.workshop,
        AgeGroup("14-18"),
        Form.recommendation,
        "Spørg os, før programmet er trykt.",
        22,
    ),
    InputSeed(
        Voice.parent,
        Method.survey,
        None,
        Form.perspective,
        "Vi vil gerne høre mere om, hvad børnene er optaget af.",
        46,
    ),
    InputSeed(
        Voice.parent_board,
        Method.meeting,
        None,
        Form.recommendation,
        "Bestyrelsen anbefaler faste legegrupper i indskolingen.",
        9,
    ),
    InputSeed(
        Voice.staff, Method.meeting, None, Form.perspective, "Vi når hinanden for sjældent på tværs af årgange.", 15
    ),
    InputSeed(
        Voice.student_council,
        Method.meeting,
        AgeGroup("10-13"),
        Form.recommendation,
        "Elevrådet vil have flere bænke og mindre asfalt.",
        12,
    ),
)
