"""The Danish and English labels of every value of every enumeration; Danish problem texts use them as well."""

from enum import StrEnum

from api.access.models import Body, Holder, Network, Role, UnitKind
from api.access.roles import ROLE_LABELS
from api.access.transitions import TransitionName
from api.agreements.models import AgreementOutcome, AgreementStatus, Origin, Turn
from api.closures.models import Carried
from api.consultations.models import ConsultationState, QuestionType
from api.core.problems import name_in_danish
from api.data_packages.models import PackageStatus
from api.dialogues.models import DialogueStatus, Part, Step
from api.evidence.models import EvidenceKind, Lacking
from api.focus_areas.models import Decision, Development, FocusAreaStatus, SharedWith
from api.follow_ups.models import Assessment, FollowUpStatus, RedactableInFollowUp
from api.heightened_supervision.models import ActionStatus, RedactableInSupervision, Severity, SupervisionStatus
from api.imports.models import Dialect, Outcome, Resource, ShownState, Strategy
from api.indicators.models import Disclosure, MeasureUnit
from api.institutions.models import Area, InstitutionType, Kind, Ownership, Participation
from api.measurements.models import MeasurementStatus, ShownStatus
from api.observation_guides.models import GuideStatus
from api.observations.models import ObservationStatus, Reply
from api.observations.schemas import RedactableFeedback
from api.stakeholder_input.models import AgeGroup, Form, Grouping, Method, Voice, Withdrawal
from api.stakeholder_input.schemas import Redactable
from api.supervision.models import Flag
from api.themes.models import ThemeStatus

# value: (Danish, English)
ENUMERATION_LABELS: dict[type[StrEnum], dict[str, tuple[str, str]]] = {
    UnitKind: {
        "municipality": ("Kommune", "Municipality"),
        "district": ("Distrikt", "District"),
        "institution": ("Tilbud", "Institution"),
        "department": ("Afdeling", "Department"),
    },
    Role: {role: (label.da, label.en) for role, label in ROLE_LABELS.items()},
    Network: {
        "day_care": ("Dagtilbudsledernes netværk", "The day-care leaders' network"),
        "school": ("Skoleledernes netværk", "The school leaders' network"),
        "leisure": ("Fritidsledernes netværk", "The leisure leaders' network"),
    },
    Body: {
        "parent_board": ("Forældrebestyrelse", "Parent board"),
        "parents_council": ("Forældreråd", "Parents' council"),
        "student_council": ("Elevråd", "Student council"),
        "youth_council": ("Ungeråd", "Youth council"),
    },
    Holder: {
        "person": ("Person", "Person"),
        "client": ("Maskine", "Machine"),
    },
    Area: {
        "age_0_6": ("0-6-årsområdet", "Ages 0 to 6"),
        "age_6_18": ("6-18-årsområdet", "Ages 6 to 18"),
    },
    Kind: {
        "day_care": ("Dagtilbud", "Day care"),
        "school": ("Skole", "School"),
        "leisure": ("Fritidstilbud", "Leisure"),
    },
    Ownership: {
        "municipal": ("Kommunal", "Municipal"),
        "self_governing": ("Selvejende", "Self-governing"),
        "private": ("Privat", "Private"),
        "outsourced": ("Udliciteret", "Outsourced"),
    },
    InstitutionType: {
        "primary_school": ("Folkeskole", "Primary and lower secondary school"),
        "special_school": ("Specialskole", "Special school"),
        "private_school": ("Fri- eller privatskole", "Private school"),
        "boarding_school": ("Efterskole", "Boarding school"),
        "youth_school": ("Ungdomsskole", "Youth school"),
        "integrated_day_care": ("Aldersintegreret institution", "Integrated day care"),
        "kindergarten": ("Børnehave", "Kindergarten"),
        "nursery": ("Vuggestue", "Nursery"),
        "childminding": ("Dagpleje", "Childminding"),
        "sfo": ("SFO", "After-school care"),
        "club": ("Klub", "Club"),
    },
    Participation: {
        "dialogues": ("Læringssamtaler og ledelsesopfølgning", "Dialogues and follow-ups"),
        "follow_up_only": ("Kun ledelsesopfølgning", "Follow-ups only"),
        "none": ("Deltager ikke", "Takes no part"),
    },
    AgreementStatus: {
        "open": ("Åben", "Open"),
        "done": ("Gennemført", "Done"),
        "dropped": ("Bortfaldet", "Dropped"),
    },
    AgreementOutcome: {
        "continued": ("Fortsat", "Continued"),
        "done": ("Gennemført", "Done"),
        "dropped": ("Bortfaldet", "Dropped"),
    },
    Origin: {
        "dialogue": ("Læringssamtale", "Learning dialogue"),
        "follow_up": ("1:1 ledelsesopfølgning", "Leadership follow-up"),
    },
    Carried: {
        "agreements": ("Aftaler", "Agreements"),
        "focus-areas": ("Fokusområder", "Focus areas"),
        "heightened-supervision": ("Skærpet tilsyn", "Heightened supervision"),
    },
    Turn: {
        "continued": ("Fortsat", "Continued"),
        "done": ("Gennemført", "Done"),
        "dropped": ("Bortfaldet", "Dropped"),
        "reopened": ("Genåbnet", "Reopened"),
    },
    DialogueStatus: {
        "planned": ("Planlagt", "Planned"),
        "held": ("Holdt", "Held"),
        "cancelled": ("Aflyst", "Cancelled"),
    },
    Part: {
        "leader": ("Leder", "Leader"),
        "chief": ("Børn og Unge-chef", "Chief"),
        "staff": ("Medarbejder", "Staff"),
        "parent_board": ("Forældrebestyrelse", "Parent board"),
        "student_council": ("Elevråd", "Student council"),
        "consultant": ("Kvalitetskonsulent", "Consultant"),
        "other": ("Anden deltager", "Other"),
    },
    Step: {
        "challenge": ("Udfordring", "Challenge"),
        "data": ("Data", "Data"),
        "analysis": ("Analyse", "Analysis"),
        "goal": ("Mål", "Goal"),
        "action": ("Handling", "Action"),
        "evaluation": ("Evaluering", "Evaluation"),
    },
    Decision: {
        "choose": ("Vælg", "Choose"),
        "continue": ("Fortsæt", "Continue"),
        "adjust": ("Justér", "Adjust"),
        "complete": ("Afslut", "Complete"),
        "drop": ("Opgiv", "Drop"),
        "resume": ("Genoptag", "Resume"),
    },
    Development: {
        "none": ("Ingen udvikling", "No development"),
        "some": ("Nogen udvikling", "Some development"),
        "clear": ("Tydelig udvikling", "Clear development"),
        "reached": ("Målet er nået", "Reached"),
    },
    FocusAreaStatus: {
        "proposed": ("Foreslået", "Proposed"),
        "chosen": ("Valgt", "Chosen"),
        "completed": ("Afsluttet", "Completed"),
        "dropped": ("Opgivet", "Dropped"),
    },
    SharedWith: {
        "own": ("Eget tilbud", "The institution itself"),
        "city": ("Hele byen", "The whole city"),
    },
    ThemeStatus: {
        "proposed": ("Foreslået", "Proposed"),
        "decided": ("Vedtaget", "Decided"),
        "withdrawn": ("Trukket tilbage", "Withdrawn"),
    },
    EvidenceKind: {
        "measurement": ("Måling", "Measurement"),
        "observation": ("Læringsmiljøobservation", "Observation"),
        "stakeholder_input": ("Input og perspektiver", "Stakeholder input"),
    },
    Lacking: {
        "no_quantitative": ("Ingen kvantitative data", "No quantitative data"),
        "no_qualitative": ("Ingen kvalitative data", "No qualitative data"),
        "no_child_voice": ("Børn og unge er ikke hørt", "No voice of a child or young person"),
        "no_parent_voice": ("Forældre er ikke hørt", "No voice of a parent"),
    },
    GuideStatus: {
        "draft": ("Udkast", "Draft"),
        "published": ("Udgivet", "Published"),
        "superseded": ("Afløst af en nyere udgave", "Superseded by a newer edition"),
    },
    ObservationStatus: {
        "planned": ("Planlagt", "Planned"),
        "observed": ("Observeret", "Observed"),
        "fed_back": ("Feedback givet", "Fed back"),
        "shared": ("Delt", "Shared"),
        "cancelled": ("Aflyst", "Cancelled"),
    },
    Reply: {
        "accurate": ("Genkendelig", "Accurate"),
        "inaccurate": ("Ikke genkendelig", "Inaccurate"),
    },
    RedactableFeedback: {
        "purpose": ("Formålet", "The purpose"),
        "feedback": ("Feedbacken som helhed", "The feedback as a whole"),
        "points": ("Feedbacken punkt for punkt", "The feedback by point"),
        "reply_text": ("Tilbuddets svar", "The institution's reply"),
    },
    Dialect: {
        "comma": ("Komma som skilletegn", "Comma as separator"),
        "semicolon": ("Semikolon som skilletegn", "Semicolon as separator"),
        "danish": ("Dansk: semikolon og decimalkomma", "Danish: semicolon and decimal comma"),
    },
    Outcome: {
        "create": ("Oprettes", "Created"),
        "update": ("Ændres", "Updated"),
        "unchanged": ("Uændret", "Unchanged"),
        "rejected": ("Afvist", "Rejected"),
    },
    Resource: {
        "institutions": ("Tilbud", "Institutions"),
        "indicators": ("Indikatorer", "Indicators"),
        "measurements": ("Målinger", "Measurements"),
        "people": ("Personer", "People"),
        "grants": ("Roller", "Grants"),
        "stakeholder-input": ("Input", "Stakeholder input"),
        "dialogues": ("Læringssamtaler", "Learning dialogues"),
        "observations": ("Observationer", "Observations"),
    },
    ShownState: {
        "planned": ("Planlagt", "Planned"),
        "applied": ("Gennemført", "Applied"),
        "discarded": ("Kasseret", "Discarded"),
        "expired": ("Udløbet", "Expired"),
        "reversed": ("Tilbageført", "Reversed"),
    },
    Strategy: {
        "upsert": ("Opret eller ændr", "Create or update"),
        "create": ("Kun opret", "Create only"),
        "update": ("Kun ændr", "Update only"),
    },
    Disclosure: {
        "persons": ("Bygger på personer; små grupper vises ikke", "Based on persons; small groups are suppressed"),
        "none": ("Bygger ikke på personer", "Not based on persons"),
    },
    MeasureUnit: {
        "percent": ("Procent", "Per cent"),
        "count": ("Antal", "Number"),
        "scale": ("Skala", "Scale"),
        "hours": ("Timer", "Hours"),
        "share": ("Andel", "Share"),
        "level": ("Niveau", "Level"),
        "other": ("Andet", "Other"),
    },
    MeasurementStatus: {
        "reported": ("Indberettet", "Reported"),
        "provisional": ("Foreløbig", "Provisional"),
        "missing": ("Mangler", "Missing"),
    },
    PackageStatus: {
        "draft": ("Udkast", "Draft"),
        "released": ("Frigivet", "Released"),
        "withdrawn": ("Trukket tilbage", "Withdrawn"),
    },
    ShownStatus: {
        "reported": ("Indberettet", "Reported"),
        "provisional": ("Foreløbig", "Provisional"),
        "missing": ("Mangler", "Missing"),
        "suppressed": ("Vises ikke af hensyn til små grupper", "Suppressed to protect small groups"),
    },
    Voice: {
        "child": ("Barn", "Child"),
        "young_person": ("Ung", "Young person"),
        "parent": ("Forælder", "Parent"),
        "staff": ("Medarbejder", "Staff"),
        "parent_board": ("Forældrebestyrelse", "Parent board"),
        "parents_council": ("Forældreråd", "Parents' council"),
        "student_council": ("Elevråd", "Student council"),
        "youth_council": ("Ungeråd", "Youth council"),
        "other": ("Andre", "Others"),
    },
    Method: {
        "conversation": ("Samtale", "Conversation"),
        "survey": ("Spørgeskema", "Survey"),
        "drawing": ("Tegning", "Drawing"),
        "photo": ("Foto", "Photo"),
        "tour": ("Rundvisning", "Tour"),
        "meeting": ("Møde", "Meeting"),
        "workshop": ("Workshop", "Workshop"),
        "other": ("Andet", "Other"),
    },
    AgeGroup: {
        "0-2": ("0-2 år", "Ages 0 to 2"),
        "3-5": ("3-5 år", "Ages 3 to 5"),
        "6-9": ("6-9 år", "Ages 6 to 9"),
        "10-13": ("10-13 år", "Ages 10 to 13"),
        "14-18": ("14-18 år", "Ages 14 to 18"),
    },
    FollowUpStatus: {
        "planned": ("Planlagt", "Planned"),
        "held": ("Holdt", "Held"),
        "cancelled": ("Aflyst", "Cancelled"),
    },
    Assessment: {
        "no_concern": ("Ingen bekymring", "No concern"),
        "concern": ("Bekymring", "Concern"),
        "serious_concern": ("Alvorlig bekymring", "Serious concern"),
    },
    Severity: {
        "concern": ("Bekymring", "Concern"),
        "serious_concern": ("Alvorlig bekymring", "Serious concern"),
    },
    RedactableInFollowUp: {
        "topics": ("Emner", "Topics"),
        "notes": ("Noter", "Notes"),
        "cancellation": ("Begrundelsen for aflysningen", "The reason for the cancellation"),
        "remark": ("Lederens bemærkning", "The leader's remark"),
    },
    RedactableInSupervision: {
        "reason": ("Begrundelsen", "The reason"),
        "closing": ("Teksten ved afslutningen", "The closing text"),
        "action": ("En handling", "An action"),
        "comment": ("En kommentar", "A comment"),
    },
    SupervisionStatus: {
        "open": ("Åbent", "Open"),
        "closed": ("Afsluttet", "Closed"),
    },
    Flag: {
        "dialogue_overdue": ("Frist for samtale overskredet", "Dialogue overdue"),
        "no_focus_area": ("Intet fokusområde", "No focus area"),
        "one_sided_evidence": ("Kun én slags viden", "One-sided evidence"),
        "no_child_voice": ("Ingen børnestemme", "No child's voice"),
        "no_parent_voice": ("Ingen forældrestemme", "No parent's voice"),
        "agreement_overdue": ("Frist for aftale overskredet", "Agreement overdue"),
        "follow_up_overdue": ("Frist for opfølgning overskredet", "Follow-up overdue"),
        "action_plan_missing": ("Handleplan mangler", "Action plan missing"),
        "heightened_supervision": ("Skærpet tilsyn", "Heightened supervision"),
    },
    ActionStatus: {
        "open": ("Åben", "Open"),
        "done": ("Gennemført", "Done"),
        "dropped": ("Bortfaldet", "Dropped"),
    },
    Form: {
        "perspective": ("Perspektiv", "Perspective"),
        "recommendation": ("Anbefaling", "Recommendation"),
    },
    Withdrawal: {
        "consent": ("Samtykke trukket tilbage", "Consent withdrawn"),
        "mistake": ("Fejl", "Mistake"),
    },
    Grouping: {
        "voice": ("Stemme", "Voice"),
        "age_group": ("Aldersgruppe", "Age group"),
        "theme": ("Tema", "Theme"),
        "district": ("Distrikt", "District"),
        "question": ("Spørgsmål", "Question"),
    },
    QuestionType: {
        "smiley": ("Smiley", "Smiley"),
        "choice": ("Valg", "Choice"),
        "text": ("Fritekst", "Free text"),
    },
    ConsultationState: {
        "planned": ("Ikke åbnet endnu", "Not open yet"),
        "open": ("Åben", "Open"),
        "closed": ("Lukket", "Closed"),
    },
    TransitionName: {
        "answer": ("Svar på input", "Answer the input"),
        "apply": ("Gennemfør", "Apply"),
        "cancel": ("Aflys", "Cancel"),
        "close": ("Luk", "Close"),
        "comments": ("Kommentér", "Comment"),
        "correct": ("Ret målingen", "Correct the measurement"),
        "corrections": ("Tilføj en rettelse", "Add a correction"),
        "decide": ("Vedtag", "Decide"),
        "done": ("Markér som gennemført", "Mark as done"),
        "drop": ("Lad bortfalde", "Drop"),
        "end": ("Afslut rollen", "End the role"),
        "erase": ("Slet personens oplysninger", "Erase the person"),
        "extend": ("Forlæng", "Extend"),
        "feedback": ("Giv feedback", "Give feedback"),
        "hold": ("Registrér som holdt", "Record as held"),
        "links": ("Opret links", "Create links"),
        "move": ("Flyt til et andet distrikt", "Move to another district"),
        "observe": ("Registrér som observeret", "Record as observed"),
        "publish": ("Udgiv", "Publish"),
        "redact": ("Fjern tekst", "Redact text"),
        "release": ("Frigiv", "Release"),
        "remarks": ("Tilføj en bemærkning", "Add a remark"),
        "reopen": ("Genåbn", "Reopen"),
        "reply": ("Svar på feedbacken", "Reply to the feedback"),
        "reverse": ("Tilbagefør", "Reverse"),
        "revise": ("Opret en ny udgave", "Create a new edition"),
        "rotate-secret": ("Udskift hemmeligheden", "Replace the secret"),
        "share": ("Del", "Share"),
        "take-back": ("Træk feedbacken tilbage", "Withdraw the feedback"),
        "withdraw": ("Træk tilbage", "Withdraw"),
        "withdraw-link": ("Træk linket tilbage", "Withdraw the link"),
    },
    Redactable: {
        "text": ("Teksten", "The text"),
        "answer": ("Svaret", "The answer"),
    },
}


for _enumeration, _labels in ENUMERATION_LABELS.items():
    name_in_danish(_enumeration, {value: da for value, (da, _) in _labels.items()})
