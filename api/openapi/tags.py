"""Descriptions of the contract's tags, and links between operations that do not follow from the paths."""

from typing import Final

from api.openapi.links import ExtraLinks

TAG_DESCRIPTIONS: Final = {
    "Sign-in": "Access tokens for people and machines, the caller's own account, and changing one's password.",
    "Audit": "The audit trail, for auditors: what was done, when and by whom. Its entries are never changed.",
    "People": "People and machines that can sign in, and their roles: where, and until when.",
    "Districts": "Districts: the institutions under one Børn og Unge-chef.",
    "Institutions": "Schools, day care and leisure services and their departments: their data and district, and how "
    "they close, merge and move.",
    "Cycles": "The two-year cycle of an area, from one political discussion to the next, and its rounds.",
    "Themes": "The themes that the city council has decided for an area, and their results.",
    "Focus areas": "What an institution has chosen to strengthen, related to a theme.",
    "Data packages": "Figures, the first kind of evidence: indicators, half-yearly data packages, measurements.",
    "Observations": "Observations by colleagues from other institutions, with feedback: the second kind of evidence.",
    "Stakeholder input": "Input from children, young people, parents, staff and boards, and what it led to: the third "
    "kind of evidence.",
    "Consultations": "Questionnaires that are answered through a link, without signing in.",
    "Agreements": "Who does what by when; each dialogue or follow-up begins with the agreements of the one before.",
    "Dialogues": "The learning dialogues of an institution: planned, prepared with the learning circle, and held.",
    "Heightened supervision": "The measures after a concern: actions, comments of the board, and the end of the "
    "supervision.",
    "Follow-ups": "The 1:1 follow-up of chief and leader on quality and supervision.",
    "Supervision": "An overview of all institutions, one line for each, with flags for what needs attention.",
    "Threads": "From a theme to its results and back: discussions, focus areas, dialogues, agreements, outcomes.",
    "Calendar": "The caller's meetings and visits, as an iCalendar feed for calendar programs.",
    "Imports": "Files are first planned, then applied: all rows or none.",
    "Redactions": "Text that is redacted wherever it is stored, by order of those responsible for data protection.",
    "Vocabulary": "Every enumeration of the contract with its Danish and English labels.",
    "Service": "Entry points, health checks, and an explanation of every problem.",
}

EXTRA_LINKS: Final[ExtraLinks] = {
    "issue_token": {"who-am-i": ("get_me", {})},
    "replace_first_password": {"sign-in": ("issue_token", {})},
    "get_me": {"password": ("change_my_password", {}), "sign-out": ("end_my_sign_ins", {})},
    "get_consultation_questions": {"answer": ("answer_consultation", {"secret": "$request.path.secret"})},
    "get_prompts": {"write": ("revise_prompts", {})},
    "revise_prompts": {"read": ("get_prompts", {})},
    "get_calendar": {"make": ("make_calendar_address", {}), "revoke": ("revoke_calendar_address", {})},
    "make_calendar_address": {"revoke": ("revoke_calendar_address", {})},
    "revoke_calendar_address": {"make": ("make_calendar_address", {})},
    "summarise_supervision": {"lines": ("list_supervision", {})},
    "list_problems": {"explain-first": ("explain_problem", {"code": "$response.body#/items/0/code"})},
    "explain_problem": {"all": ("list_problems", {})},
    "show_index": {"words": ("read_vocabulary", {}), "refusals": ("list_problems", {}), "sign-in": ("issue_token", {})},
    "is_alive": {"ready": ("is_ready", {})},
}
"""Links of operations that do not concern a resource with an id."""
