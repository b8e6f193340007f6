"""What the contract shows as an example of each field: made up, and of one municipality."""

import re
from hashlib import blake2b
from typing import Any

Schema = dict[str, Any]

_OF_A_SHAPE = re.compile(
    r"(Public|Whole|Detail|Line|Fields|Answer|Create|Update|Shape|Served|Thread|WithSecret|Correction)$"
)
_WORDS: dict[str, Any] = {
    "action": "updated",
    "after": "Egestræde 16",
    "before": "Egestræde 14",
    "choice": "Ude på legepladsen",
    "choices": ["Ude på legepladsen", "Inde i klassen"],
    "feedback": "Børnene hjalp hinanden i gang, også uden at blive bedt om det.",
    "empty_clears": ["phone"],
    "only_new": ["name"],
    "fields": ["title", "status"],
    "learning_environment": "Alt det, der danner rammen om børnenes dag: rum, rutiner, relationer.",
    "look_for": "Se efter, hvem der er alene, og hvad de voksne gør.",
    "named_as": "author",
    "observer_ids": ["0198f3a0-7b8c-7d3e-9a51-5d0c11a4e0b7"],
    "operation": "hold_dialogue",
    "part": "agreement_turn",
    "path": "/v1/calendar.ics?secret=Zb1m9QyTtV6hWw2pXs8rLd4uNc7ak3f0",
    "privacy_notice": "Vi gemmer hverken navn eller klokkeslæt; kun tilbuddet læser dine egne ord.",
    "purpose": "Vi vil vide, hvor børnene helst er.",
    "question": "Hvor er du helst i frikvarteret?",
    "reply_text": "Det genkender vi, især om eftermiddagen.",
    "request_id": "0d1f6a0e",
    "resource": "dialogues",
    "scale": ["sjældent", "ofte", "altid"],
    "scope": "sammen",
    "theme_ids": ["0198f3a0-7b8c-7d3e-9a51-5d0c11a4e0b7"],
    "token_type": "Bearer",
    "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJzYW1tZW4ifQ.c2lnbmVk",
    "address": "Egevej 12",
    "allowed": {"focus_areas": ["read", "write"]},
    "answer": "I får en læsehule i august; vi har fundet pengene.",
    "attended": ["0198f3a0-7b8c-7d3e-9a51-5d0c11a4e0b7"],
    "because": {"outside-the-round": "Skolen flyttede i november, og forældrene ønskede at vente."},
    "becomes": "Forældrene er med hver anden tirsdag.",
    "body": "parent_board",
    "breakdown": "gender=1",
    "cancellation": "Lederen er sygemeldt; ny dato følger.",
    "case_reference": "2026-004711",
    "challenge": "Hver tredje i 4. klasse læser kun, når de skal.",
    "city": "Egeby",
    "closing": "Handleplanen er gennemført.",
    "code": "trivsel-social",
    "column": "p_number",
    "columns": ["number", "name", "kind"],
    "cvr_number": "12345678",
    "da": "Skole",
    "description": "Målt i den nationale trivselsmåling, 4. til 9. klasse.",
    "email": "kontakt@birkeskolen.example",
    "en": "School",
    "expires_in": 900,
    "field": "outcome",
    "filename": "trivsel-2026.csv",
    "goal": "Børnene tager selv en bog, også uden for skoletiden.",
    "half_year": "2026H1",
    "indicator_code": "trivsel-social",
    "indicator_title": "Social trivsel",
    "key": "child",
    "levels": ["school", "grade"],
    "line": 17,
    "maximum": 5.0,
    "mean": 4.02,
    "minimum": 1.0,
    "n": 84,
    "name": "Birkeskolen",
    "network": "school",
    "new": "Lærkerne synger kl. 5",
    "next_cursor": "WyI1YTNjIiwiMjAyNi0wMy0xN1QxMzowNToyMVoiXQ",
    "note": "Afprøvet i to klasser; fortsætter efter sommer.",
    "notes": "Vi talte om samarbejdet i ledelsesteamet.",
    "number": "900001",
    "old": "Egene suser kl. 4",
    "outcome": "Flere læser i fritiden; lånene på biblioteket er steget.",
    "p_number": "1003456789",
    "password": "Lærkerne synger kl. 5",
    "first": "Svalen kommer kl. 3",
    "people_count": 14,
    "period": "2024/2025",
    "phone": "12345678",
    "place": "Birkeskolen, lokale 4",
    "postal_code": "8990",
    "prompt": "Hvad undrer I jer over i tallene?",
    "reason": "Tallet var skrevet af fra en ældre opgørelse.",
    "redaction_reason": "Teksten nævnte et barn.",
    "refresh_token": "k3f0Zb1m9QyTtV6hWw2pXs8rLd4uNc7a",
    "responsible": "Lærerteamet på mellemtrinnet",
    "round": 2,
    "rows": 214,
    "secret": "Zb1m9QyTtV6hWw2pXs8rLd4uNc7ak3f0",
    "sha256": "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
    "signs": "Udlån til mellemtrinnet stiger, og børnene anbefaler bøger til hinanden.",
    "size": 18_402,
    "source": "Den nationale trivselsmåling",
    "source_system": "lis",
    "standard_error": 0.08,
    "system": "stil",
    "text": "Forældrene læser med hver anden tirsdag.",
    "threshold": 5,
    "title": "Læselyst på mellemtrinnet",
    "topics": ["Samarbejde i ledelsesteamet"],
    "total": 34,
    "type": "Folkeskole",
    "username": "anna.egeskov",
    "value": 4.1,
    "version": 3,
    "voice": "child",
    "was": "Forældrene er med hver tirsdag.",
    "website": "https://birkeskolen.example",
    "words": "Et P-nummer har ti cifre.",
}
# Where a field of that name means something else in one shape.
_IN_A_SHAPE: dict[tuple[str, str], Any] = {
    ("Cycle", "because"): {"areas-alternate": "Byrådet drøfter 0-6-årsområdet igen efter valget."},
    ("Dialogue", "because"): {"outside-the-round": "Skolen flyttede i november, og forældrene ønskede at vente."},
    ("DialogueHold", "because"): {"one-sided-evidence": "Skolen er ny; tallene kommer først til næste samtale."},
    ("Transition", "because"): ["one-sided-evidence"],
    ("Obstacle", "code"): "circle-incomplete",
    ("Obstacle", "en"): "Nothing is written at `analysis`.",
    ("Obstacle", "da"): "Intet er skrevet ved analyse.",
    ("Index", "api_version"): "1.0",
    ("Index", "documentation"): "/docs",
    ("Index", "contract"): "/openapi.json",
    ("Index", "sign_in"): "/v1/token",
    ("Index", "me"): "/v1/me",
    ("Index", "vocabulary"): "/v1/vocabulary",
    ("Index", "problems"): "/problems",
    ("Index", "health"): "/health/ready",
    ("Refusal", "code"): "invalid-input",
    ("Refusal", "status"): 422,
    ("Refusal", "title"): "Something in the request is not valid",
    ("Refusal", "mend"): "Mend each place that the errors point to; all faults are listed.",
    ("RowFault", "code"): "not-matching",
    ("ImportRow", "code"): "not-matching",
    ("Theme", "title"): "Børn og unge, der kan og vil",
    ("Cycle", "title"): "Skoler 2026–2027",
    ("Package", "title"): "Skolernes tal, 1. halvår 2026",
    ("Indicator", "title"): "Social trivsel",
    ("District", "name"): "Nord",
    ("Person", "name"): "Anna Egeskov",
    ("Person", "email"): "anna.egeskov@egekommune.example",
    ("Me", "name"): "Anna Egeskov",
    ("Me", "email"): "anna.egeskov@egekommune.example",
    ("Client", "name"): "Ledelsesinformation",
    ("Transition", "name"): "reopen",
    ("Measurement", "value"): 4.1,
    ("Label", "value"): "school",
    ("ExternalId", "id"): "280123",
    ("Prompts", "number"): 1,
    ("Round", "number"): 2,
}
_NAMES = {
    "institution": "Birkeskolen", "parent": "Birkeskolen", "district": "Nord", "unit": "Birkeskolen",
    "client": "Ledelsesinformation", "theme": "Børn og unge, der kan og vil", "cycle": "Skoler 2026–2027",
    "focus_area": "Læselyst på mellemtrinnet", "package": "Skolernes tal, 1. halvår 2026",
}  # fmt: skip
_ENDS = {"until_on", "ends_on", "active_until", "closes_on"}


def example(shape: str, name: str, part: Schema) -> Any:
    """An example of a field of a shape, if one is known that its schema allows; else None."""
    stem = _OF_A_SHAPE.sub("", shape)
    found = _IN_A_SHAPE.get((stem, name), _WORDS.get(name))
    if found is None or not allows(part, found):
        found = _by_its_kind(stem, name, part)
    return found if allows(part, found) else None


def _by_its_kind(stem: str, name: str, part: Schema) -> Any:
    kinds, shown = _types(part), part.get("format")
    if shown == "uuid":
        return _id(stem if name == "id" else name.removesuffix("_id"))
    if shown == "date" or (name.endswith("_on") and "string" in kinds):
        return "2027-12-31" if name in _ENDS else "2026-03-17"
    if shown == "date-time":
        return "2026-02-03T08:12:44Z" if name == "created_at" else "2026-03-17T13:05:21Z"
    if "integer" in kinds:
        return 3
    if name.endswith(("_name", "_title")):
        return _NAMES.get(name.rpartition("_")[0], "Anna Egeskov")
    long = "string" in kinds and part.get("maxLength", 0) > 500 and "pattern" not in part
    return "Børnene har selv foreslået det, og forældrene bakker op." if long else None


def _id(stem: str) -> str:
    """The same id wherever the same thing is meant."""
    flat = re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()
    return f"0198f3a0-7b8c-7d3e-9a51-{blake2b(flat.encode(), digest_size=6).hexdigest()}"


def _types(part: Schema) -> list[str]:
    kinds = part.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


_PYTHON = {"string": str, "integer": int, "number": float, "array": list, "object": dict}


def allows(part: Schema, value: Any) -> bool:
    """Whether a field's own schema takes a value; what it refers to is not looked at."""
    if value is None or {"enum", "const"} & set(part) or "$ref" in part or "$ref" in part.get("items", {}):
        return False
    if not any(type(value) is _PYTHON.get(kind) for kind in _types(part)):
        return False
    if isinstance(value, str):
        fits = part.get("minLength", 0) <= len(value) <= part.get("maxLength", len(value))
        return fits and re.search(part.get("pattern", ""), value) is not None
    if isinstance(value, int | float):
        return bool(part.get("minimum", value) <= value <= part.get("maximum", value))
    if isinstance(value, list):
        return all(allows(part["items"], one) for one in value)
    return True
