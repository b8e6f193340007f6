"""What stands below each heading of the contract, in the municipality's words, and where its answers lead."""

from typing import Final

from api.openapi.links import Leads

HEADINGS: Final = {
    "Sign-in": "Tokens for people and machines, who one is, and one's own password.",
    "Audit": "What was done, when and by whom, for those who inspect; nothing in it is ever changed.",
    "People": "People and machines that may sign in, and the roles that they hold, where and until when.",
    "Districts": "Districts: the institutions under one Børn og Unge-chef.",
    "Institutions": "Schools, day care and leisure services, and their departments: what they are, where they lie, "
    "how they close, merge and move.",
    "Cycles": "The two years of an area, from political discussion to political discussion, and their rounds.",
    "Themes": "What the city council has decided that an area should work on, and what came of it.",
    "Focus areas": "What an institution has chosen to strengthen, leaning on a theme.",
    "Data packages": "Figures, the first kind of evidence: indicators, half-yearly packages, measurements.",
    "Observations": "Colleagues from other institutions observe and give feedback: the second kind of evidence.",
    "Stakeholder input": "What children, young people, parents, staff and boards say, and what was done with it: "
    "the third kind of evidence.",
    "Consultations": "Questions that are answered by a link, without signing in.",
    "Agreements": "Who does what by when; each conversation begins with those of the one before.",
    "Dialogues": "The learning dialogues of an institution: planned, prepared round the learning circle, and held.",
    "Heightened supervision": "What follows a concern: actions, the board's comments, its end.",
    "Follow-ups": "The 1:1 follow-up of chief and leader, on quality and supervision.",
    "Supervision": "Where every institution stands, one line for each, with what to look at.",
    "Threads": "From a theme to its results and back: discussions, focus areas, dialogues, agreements, outcomes.",
    "Calendar": "What one is to take part in, for calendar programs.",
    "Imports": "Files become a plan, and a plan becomes rows: all of them or none.",
    "Redactions": "Words that are taken out wherever they are kept, by order of who sees to the protection of data.",
    "Vocabulary": "Every enumeration of the contract with its Danish and English words.",
    "Service": "Where to begin, whether requests can be served, and what each refusal means.",
}

LEADS: Final[Leads] = {
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
"""What follows on operations that are about no thing with an id."""
