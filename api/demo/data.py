"""Who and what there is in Egekommune: every name is made up."""

from typing import Final, NamedTuple

from api.institutions.models import Kind, Ownership, Participation
from api.stakeholder_input.models import AgeGroup, Form, Method, Voice

MUNICIPALITY: Final = "Egekommune"


class Place(NamedTuple):
    """An institution of the demo: its name, kind and type, and the department it has, if any."""

    name: str
    kind: Kind
    type: str
    street: str
    department: str | None = None
    ownership: Ownership = Ownership.municipal
    participation: Participation = Participation.dialogues


_S, _D, _L = Kind.school, Kind.day_care, Kind.leisure

DISTRICTS: Final[dict[str, tuple[Place, ...]]] = {
    "Åstrup": (
        Place("Birkeskolen", _S, "primary_school", "Birkealle 4", "Birkeskolens SFO"),
        Place("Søndermarkskolen", _S, "primary_school", "Søndermarken 21", "SFO Marken"),
        Place("Ådalsskolen", _S, "primary_school", "Ådalsvej 88", "SFO Åen"),
        Place("Ellekær Specialskole", _S, "special_school", "Ellekærvej 3"),
        Place("Børnehuset Anemonen", _D, "integrated_day_care", "Skovbrynet 7"),
        Place("Børnehuset Bøgely", _D, "integrated_day_care", "Bøgevej 12", "Vuggestuen Bøgely"),
        Place("Børnehaven Kastanjen", _D, "kindergarten", "Torvet 2"),
        Place("Skovbørnehaven Ørnereden", _D, "kindergarten", "Ørnevej 40"),
        Place("Vuggestuen Mælkevejen", _D, "nursery", "Månevej 5"),
        Place("Dagplejen Åstrup", _D, "childminding", "Rådhuspladsen 1"),
        Place("Klub Hassel", _L, "club", "Hasselvej 9"),
        Place("Fritidscentret Lunden", _L, "club", "Lundevej 30"),
    ),
    "Midtby": (
        Place("Egeskolen", _S, "primary_school", "Egestræde 14", "Egeskolens SFO"),
        Place("Havneskolen", _S, "primary_school", "Havnegade 60", "SFO Kajen"),
        Place("Sct. Annæ Friskole", _S, "private_school", "Klostergade 8", None, Ownership.private, Participation.none),
        Place("Børnehuset Citronen", _D, "integrated_day_care", "Frugtgade 1"),
        Place("Børnehuset Dragen", _D, "integrated_day_care", "Vindmøllevej 17", "Naturgruppen Dragen"),
        Place("Børnehuset Ellehøj", _D, "integrated_day_care", "Ellehøj 23"),
        Place(
            "Den selvejende institution Fyrtårnet", _D, "integrated_day_care", "Kajen 5", None, Ownership.self_governing
        ),
        Place("Vuggestuen Grydehøj", _D, "nursery", "Grydehøj 11"),
        Place("Dagplejen Midtby", _D, "childminding", "Rådhuspladsen 1"),
        Place("Klub Iskrystal", _L, "club", "Isvej 2"),
        Place("Ungdomsskolen Egekommune", _L, "youth_school", "Stationsvej 44"),
    ),
    "Øster": (
        Place("Klitskolen", _S, "primary_school", "Klitvej 101", "SFO Klitten"),
        Place("Lyngskolen", _S, "primary_school", "Lyngbakken 6", "SFO Lyng"),
        Place("Østre Skole", _S, "primary_school", "Østergade 77", "SFO Øst"),
        Place("Børnehuset Jordbærmarken", _D, "integrated_day_care", "Bærvej 13"),
        Place("Børnehuset Kløverengen", _D, "integrated_day_care", "Kløvervej 2", "Vuggestuen Kløver"),
        Place("Børnehaven Lærkereden", _D, "kindergarten", "Lærkevej 19"),
        Place("Børnehuset Muslingen", _D, "integrated_day_care", "Strandvej 150"),
        Place("Vuggestuen Nøddehuset", _D, "nursery", "Nøddevej 4"),
        Place("Dagplejen Øster", _D, "childminding", "Rådhuspladsen 1"),
        Place("Klub Oasen", _L, "club", "Oasevej 8"),
        Place("Klub Pilen", _L, "club", "Pilevej 3"),
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


class Figure(NamedTuple):
    """An indicator of the demo, and roughly what it shows."""

    code: str
    title: str
    kinds: tuple[Kind, ...]
    unit: str
    minimum: float | None
    maximum: float | None
    higher_is_better: bool | None
    disclosure: str
    middle: float
    spread: float


FIGURES: Final = (
    Figure("social-wellbeing", "Social trivsel", (_S,), "scale", 1, 5, True, "persons", 4.0, 0.2),
    Figure("academic-wellbeing", "Faglig trivsel", (_S,), "scale", 1, 5, True, "persons", 3.7, 0.2),
    Figure("absence", "Elevfravær", (_S,), "percent", 0, 100, False, "persons", 6.1, 1.2),
    Figure("reading-confidence", "Elever, der læser sikkert", (_S,), "percent", 0, 100, True, "persons", 81, 6),
    Figure("pupils-per-teacher", "Elever pr. lærerårsværk", (_S,), "other", 0, None, None, "none", 13, 2),
    Figure("language-3-years", "Børn med alderssvarende sprog, 3 år", (_D,), "percent", 0, 100, True, "persons", 84, 5),
    Figure("children-per-adult", "Børn pr. voksen", (_D,), "other", 0, None, False, "none", 5.2, 1.1),
    Figure("parent-satisfaction", "Forældretilfredshed", (_D, _L), "scale", 1, 5, True, "persons", 4.2, 0.2),
    Figure("trained-staff", "Uddannet pædagogisk personale", (_D, _L), "percent", 0, 100, True, "none", 62, 8),
    Figure("club-attendance", "Unge, der kommer ugentligt", (_L,), "percent", 0, 100, True, "persons", 55, 8),
)

THEMES: Final[dict[str, tuple[tuple[str, str, tuple[Kind, ...], bool], ...]]] = {
    "age_6_18": (
        ("Alle børn skal høre til", "Fællesskaber, som ingen står uden for, i skole og fritid.", (_S, _L), True),
        ("Lysten til at læse", "Læsning som noget, man gør sammen og af lyst.", (_S,), True),
        ("Unges stemme i fritiden", "De unge former selv deres tilbud.", (_L,), True),
        ("Mere bevægelse i hverdagen", "Foreslået til drøftelse; endnu ikke besluttet.", (_S, _L), False),
    ),
    "age_0_6": (
        ("Sprog i alle hverdagens stunder", "Sproget vokser ved bordet, i garderoben og på tur.", (_D,), True),
        ("Nærvær i små grupper", "Tid og ro til det enkelte barn.", (_D,), True),
    ),
}

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


class Said(NamedTuple):
    """Something that was said, and by how many."""

    voice: Voice
    method: Method
    ages: AgeGroup | None
    form: Form
    text: str
    people: int


VOICES: Final = (
    Said(
        Voice.child,
        Method.conversation,
        AgeGroup("6-9"),
        Form.perspective,
        "Det er sjovest, når de voksne også er med ude.",
        18,
    ),
    Said(
        Voice.child,
        Method.tour,
        AgeGroup("3-5"),
        Form.perspective,
        "Vi viste stedet bag skuret. Der kan man være i fred.",
        7,
    ),
    Said(
        Voice.child,
        Method.drawing,
        AgeGroup("3-5"),
        Form.perspective,
        "Tegningerne viser mange venner og få voksne.",
        14,
    ),
    Said(
        Voice.young_person,
        Method.workshop,
        AgeGroup("14-18"),
        Form.recommendation,
        "Spørg os, før programmet er trykt.",
        22,
    ),
    Said(
        Voice.parent,
        Method.survey,
        None,
        Form.perspective,
        "Vi vil gerne høre mere om, hvad børnene er optaget af.",
        46,
    ),
    Said(
        Voice.parent_board,
        Method.meeting,
        None,
        Form.recommendation,
        "Bestyrelsen anbefaler faste legegrupper i indskolingen.",
        9,
    ),
    Said(Voice.staff, Method.meeting, None, Form.perspective, "Vi når hinanden for sjældent på tværs af årgange.", 15),
    Said(
        Voice.student_council,
        Method.meeting,
        AgeGroup("10-13"),
        Form.recommendation,
        "Elevrådet vil have flere bænke og mindre asfalt.",
        12,
    ),
)
