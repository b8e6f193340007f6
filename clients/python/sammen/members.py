"""What bodies are made of, in words. Made by generate.py; do not edit."""

from typing import NamedTuple


class Member(NamedTuple):
    """Whether a body needs it, what is accepted, and what it is."""

    needed: bool
    accepted: str
    about: str


MEMBERS: dict[str, dict[str, Member]] = {
    "ActionPlanShape": {
        "actions": Member(
            True,
            "a list, each {[id], text, responsible, due_on, [status: open|done|dropped], [note]}",
            "Its actions, in their order.",
        ),
    },
    "AgreementNote": {
        "note": Member(False, "text", "What was done, or why it is dropped or open again."),
    },
    "AgreementUpdate": {
        "text": Member(False, "text", "What is to be done."),
        "responsible": Member(False, "text", "Who does it: a name or a function."),
        "due_on": Member(False, "a date, YYYY-MM-DD", "By when; a new day is not one that has passed."),
    },
    "CircleShape": {
        "entries": Member(
            True,
            "a list, each {step: challenge|data|analysis|goal|action|evaluation, [focus_area_id], text, [cited]}",
            "Its entries; they are kept in the order of steps.",
        ),
    },
    "ClientCreate": {
        "name": Member(True, "text", "Which system it is, and whose."),
        "active": Member(False, "true or false", "Whether it may sign in."),
    },
    "ClientUpdate": {
        "name": Member(False, "text", "Which system it is, and whose."),
        "active": Member(False, "true or false", "Whether it may sign in."),
    },
    "CommentShape": {
        "text": Member(True, "text", "The parent board's words."),
    },
    "ConsultationAnswer": {
        "age_group": Member(
            False, "one of 0-2, 3-5, 6-9, 10-13, 14-18", "The age of who answers; children only, if they like."
        ),
        "answers": Member(True, "a list, each {key, [smiley], [choice], [text]}", "The answers, each question once."),
    },
    "ConsultationCreate": {
        "unit_id": Member(False, "an id", "The institution or district that it covers; absent: the whole city."),
        "title": Member(True, "text", "What it is called."),
        "purpose": Member(True, "text", "What the answers are for, in words for those who answer."),
        "privacy_notice": Member(
            True, "text", "What is kept of an answer and who reads it, in words for those who answer."
        ),
        "questions": Member(
            True,
            "a list, each {key, text, type: smiley|choice|text, [choices], voices: child|young_person|parent|staff|parent_board|parents_council|student_council|youth_council|other}",
            "What is asked, in this order.",
        ),
        "theme_id": Member(
            False, "an id", "The decided theme that it is about; it asks at institutions of the theme's kinds only."
        ),
        "opens_on": Member(True, "a date, YYYY-MM-DD", "The day from which answers are taken."),
        "closes_on": Member(True, "a date, YYYY-MM-DD", "The day from which none is taken any more."),
    },
    "ConsultationExtend": {
        "closes_on": Member(True, "a date, YYYY-MM-DD", "The day from which none is taken any more."),
    },
    "ConsultationUpdate": {
        "title": Member(False, "text", "What it is called."),
        "purpose": Member(False, "text", "What the answers are for, in words for those who answer."),
        "privacy_notice": Member(
            False, "text", "What is kept of an answer and who reads it, in words for those who answer."
        ),
        "questions": Member(
            False,
            "a list, each {key, text, type: smiley|choice|text, [choices], voices: child|young_person|parent|staff|parent_board|parents_council|student_council|youth_council|other}",
            "What is asked, in this order.",
        ),
        "theme_id": Member(
            False, "an id", "The decided theme that it is about; it asks at institutions of the theme's kinds only."
        ),
        "opens_on": Member(False, "a date, YYYY-MM-DD", "The day from which answers are taken."),
        "closes_on": Member(False, "a date, YYYY-MM-DD", "The day from which none is taken any more."),
    },
    "CorrectionCreate": {
        "field": Member(True, "text such as outcome", "The field that is corrected."),
        "becomes": Member(False, "text or a number or true or false", "What it should say; absent for words alone."),
        "reason": Member(True, "text", "Why."),
    },
    "CycleCreate": {
        "area": Member(True, "one of age_0_6, age_6_18", "The area that it is for."),
        "title": Member(True, "text", "What it is called."),
        "discussion_on": Member(
            True, "a date, YYYY-MM-DD", "When the council discusses the area; it begins the cycle."
        ),
        "starts_on": Member(True, "a date, YYYY-MM-DD", "Its first day."),
        "ends_on": Member(False, "a date, YYYY-MM-DD", "The day after its last; two years after the first if absent."),
        "rounds": Member(
            False,
            "a list, each {number, half_year, from_on, until_on}",
            "Its rounds, one after another; made from the half-years when they are not given.",
        ),
        "because": Member(False, "{name: value}", "Why a rule is set aside (`areas-alternate`), by its code."),
    },
    "CycleExtend": {
        "ends_on": Member(
            True, "a date, YYYY-MM-DD", "The new day after its last; half-years that it gains become rounds."
        ),
    },
    "CycleUpdate": {
        "title": Member(False, "text", "What it is called."),
        "discussion_on": Member(False, "a date, YYYY-MM-DD", "When the council discusses the area."),
        "starts_on": Member(False, "a date, YYYY-MM-DD", "Its first day."),
        "ends_on": Member(False, "a date, YYYY-MM-DD", "The day after its last; null: two years after the first."),
        "rounds": Member(
            False,
            "a list, each {number, half_year, from_on, until_on}",
            "Its rounds, one after another; made from the half-years when they are not given.",
        ),
        "because": Member(False, "{name: value}", "Why a rule is set aside (`areas-alternate`), by its code."),
    },
    "DialogueCancel": {
        "reason": Member(True, "text", "Why; kept with the dialogue."),
    },
    "DialogueCorrection": {
        "field": Member(True, "text such as outcome", "The field that is corrected."),
        "becomes": Member(False, "text or a number or true or false", "What it should say; absent for words alone."),
        "reason": Member(True, "text", "Why."),
        "part_id": Member(False, "an id", "The decision, circle entry or participant that is corrected."),
    },
    "DialogueCreate": {
        "institution_id": Member(True, "an id", "The institution."),
        "cycle_id": Member(True, "an id", "The cycle, of the institution's area."),
        "round": Member(True, "a whole number", "The cycle's round, from 1."),
        "planned_for": Member(True, "a moment, such as 2026-08-01T09:30:00Z", "When it begins."),
        "planned_until": Member(
            False,
            "a moment, such as 2026-08-01T09:30:00Z",
            "When it ends; absent: after the municipality's usual length.",
        ),
        "place": Member(False, "text", "Where it takes place."),
        "case_reference": Member(False, "text", "The case in the municipality's case system."),
        "participants": Member(
            False,
            "a list, each {part: leader|chief|staff|parent_board|student_council|consultant|other, [person_id], [name], [people_count]}",
            "Who takes part.",
        ),
        "data_holder_id": Member(
            False, "an id", "The person who prepares the data, and writes the circle until it is held."
        ),
        "meeting_id": Member(
            False,
            "an id",
            "Shared by the dialogues of institutions that meet at once; any UUID, the same in each. They move together; who plans for all of them brings them together.",
        ),
        "school_development_talk": Member(
            False, "true or false", "Whether it is the year's school development talk, too (schools only)."
        ),
        "parent_representative_invited": Member(
            False,
            "true or false",
            "Whether a parent representative was invited to the school development talk (schools only).",
        ),
        "because": Member(False, "{name: value}", "Why a rule is set aside (`outside-the-round`), by its code."),
    },
    "DialogueHold": {
        "held_on": Member(
            False, "a date, YYYY-MM-DD", "The day, within the round; today if absent, never a later one."
        ),
        "decisions": Member(
            False,
            "a list, each {focus_area_id, decision: choose|continue|adjust|complete|drop|resume, [development: none|some|clear|reached], [note], [outcome]}",
            "What was decided about focus areas.",
        ),
        "agreements": Member(False, "a list, each {text, responsible, due_on, [focus_area_id]}", "New agreements."),
        "taken_up": Member(
            False,
            "a list, each {agreement_id, outcome: continued|done|dropped, [note]}",
            "What became of earlier agreements; each open one.",
        ),
        "attended": Member(False, "a list of ids", "The ids of the participants who came; the others did not."),
        "because": Member(
            False, "{name: value}", "Why a rule is set aside (`outside-the-round`, `one-sided-evidence`), by its code."
        ),
    },
    "DialogueRedact": {
        "part_id": Member(
            False,
            "an id",
            "The circle entry, decision (its note) or participant (their name); null: why it is cancelled.",
        ),
        "reason": Member(True, "text", "Why. It is shown with the dialogue: nothing of what is taken out."),
    },
    "DialogueReopen": {
        "because": Member(False, "{name: value}", "Why a rule is set aside (`outside-the-round`), by its code."),
    },
    "DialogueRound": {
        "dialogues": Member(
            True,
            "a list, each {institution_id, cycle_id, round, planned_for, [planned_until], [place], [case_reference], [participants], [data_holder_id], [meeting_id], [school_development_talk], [parent_representative_invited], [because]}",
            "One for each institution.",
        ),
    },
    "DialogueUpdate": {
        "planned_for": Member(False, "a moment, such as 2026-08-01T09:30:00Z", "When it begins."),
        "planned_until": Member(
            False,
            "a moment, such as 2026-08-01T09:30:00Z",
            "When it ends; absent: after the municipality's usual length.",
        ),
        "place": Member(False, "text", "Where it takes place."),
        "case_reference": Member(False, "text", "The case in the municipality's case system."),
        "participants": Member(
            False,
            "a list, each {part: leader|chief|staff|parent_board|student_council|consultant|other, [person_id], [name], [people_count]}",
            "Who takes part. Replaces the list.",
        ),
        "data_holder_id": Member(
            False, "an id", "The person who prepares the data, and writes the circle until it is held."
        ),
        "meeting_id": Member(
            False,
            "an id",
            "Shared by the dialogues of institutions that meet at once; any UUID, the same in each. They move together; who plans for all of them brings them together.",
        ),
        "school_development_talk": Member(
            False, "true or false", "Whether it is the year's school development talk, too (schools only)."
        ),
        "parent_representative_invited": Member(
            False,
            "true or false",
            "Whether a parent representative was invited to the school development talk (schools only).",
        ),
        "because": Member(False, "{name: value}", "Why a rule is set aside (`outside-the-round`), by its code."),
    },
    "DistrictCreate": {
        "name": Member(True, "text", "The district's name, unique among districts."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it."),
    },
    "DistrictUpdate": {
        "name": Member(False, "text", "The district's name, unique among districts."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
    },
    "FirstPassword": {
        "username": Member(True, "text", "Whose it is."),
        "first": Member(True, "text", "The one that an administrator gave."),
        "new": Member(True, "text", "12 to 256 characters, not a common one, without the username; never shown again."),
    },
    "FocusAreaCreate": {
        "challenge": Member(False, "text", "The concrete challenge in the centre of the learning circle."),
        "goal": Member(False, "text", "What is to become better."),
        "signs": Member(False, "text", "What will be seen when it works."),
        "continues_id": Member(False, "an id", "The one of an earlier cycle that it goes on from."),
        "shared_with": Member(False, "one of own, city", "Who else may read it."),
        "status": Member(
            False,
            "one of proposed, chosen, completed, dropped",
            "Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.",
        ),
        "institution_id": Member(True, "an id", "The institution that is to work on it."),
        "theme_id": Member(True, "an id", "The decided theme that it leans on."),
        "title": Member(True, "text", "What it is called."),
    },
    "FocusAreaUpdate": {
        "challenge": Member(False, "text", "The concrete challenge in the centre of the learning circle."),
        "goal": Member(False, "text", "What is to become better."),
        "signs": Member(False, "text", "What will be seen when it works."),
        "continues_id": Member(False, "an id", "The one of an earlier cycle that it goes on from."),
        "shared_with": Member(False, "one of own, city", "Who else may read it."),
        "status": Member(
            False,
            "one of proposed, chosen, completed, dropped",
            "Decided in dialogues: refused with `decided-in-dialogue` if it is another than the present one.",
        ),
        "theme_id": Member(False, "an id", "The decided theme that it leans on; only while it is proposed."),
        "title": Member(False, "text", "What it is called."),
        "outcome": Member(False, "text", "What came of it."),
    },
    "FollowUpCancel": {
        "reason": Member(True, "text", "Why; kept with the follow-up, and read by all who see that it was planned."),
    },
    "FollowUpCorrection": {
        "field": Member(True, "text such as outcome", "The field that is corrected."),
        "becomes": Member(False, "text or a number or true or false", "What it should say; absent for words alone."),
        "reason": Member(True, "text", "Why."),
    },
    "FollowUpCreate": {
        "institution_id": Member(True, "an id", "The institution."),
        "leader_id": Member(
            False, "an id", "Who leads the institution on that day; absent: whoever does. None where nobody does."
        ),
        "planned_for": Member(True, "a moment, such as 2026-08-01T09:30:00Z", "When it begins."),
        "planned_until": Member(
            False,
            "a moment, such as 2026-08-01T09:30:00Z",
            "When it ends; absent: after the municipality's usual length.",
        ),
    },
    "FollowUpHold": {
        "held_on": Member(False, "a date, YYYY-MM-DD", "The day; today if absent, never a later one."),
        "assessment": Member(
            True,
            "one of no_concern, concern, serious_concern",
            "What it found; a concern opens heightened supervision.",
        ),
        "reason": Member(
            False,
            "text",
            "What the concern is, or why there is none any more; read by all who read heightened supervision, the parent board among them.",
        ),
        "topics": Member(
            False, "a list, each text", "What it is about; read by its two sides only. Absent: as they were prepared."
        ),
        "notes": Member(False, "text", "What was said; read by its two sides only. Absent: as they were prepared."),
        "agreements": Member(
            False,
            "a list, each {text, responsible, due_on, [focus_area_id]}",
            "New agreements: the two sides' until one of them shares them.",
        ),
        "taken_up": Member(
            False,
            "a list, each {agreement_id, outcome: continued|done|dropped, [note]}",
            "What became of earlier agreements.",
        ),
        "next_due_on": Member(
            False,
            "a date, YYYY-MM-DD",
            "By when the next one is due; absent: after the municipality's time for this kind.",
        ),
    },
    "FollowUpRedact": {
        "field": Member(True, "one of topics, notes, cancellation, remark", "What is taken out."),
        "part_id": Member(False, "an id", "The remark, where it is one."),
        "reason": Member(True, "text", "Why. It is shown where the words stood: nothing of what is taken out."),
    },
    "FollowUpRound": {
        "follow_ups": Member(
            True,
            "a list, each {institution_id, [leader_id], planned_for, [planned_until]}",
            "One for each institution.",
        ),
    },
    "FollowUpUpdate": {
        "leader_id": Member(False, "an id", "Who leads the institution on that day; null: whoever does."),
        "planned_for": Member(False, "a moment, such as 2026-08-01T09:30:00Z", "When it begins."),
        "planned_until": Member(
            False,
            "a moment, such as 2026-08-01T09:30:00Z",
            "When it ends; absent: after the municipality's usual length.",
        ),
    },
    "GrantCreate": {
        "person_id": Member(False, "an id", "The person who is to have it."),
        "username": Member(False, "text such as anna.egeskov", "The same by username, where the id is not known."),
        "client_id": Member(False, "an id", "The machine that is to have it. See `role-not-for-machines`."),
        "unit_id": Member(True, "an id", "Where: the unit and all below it. See `role-not-held-there`."),
        "role": Member(
            True,
            "one of council_member, administration, chief, leader, staff, board_member, network_member, data_supplier, auditor, admin",
            "Which role.",
        ),
        "network": Member(
            False, "one of day_care, school, leisure", "Which leader network: for `network_member`, only there."
        ),
        "body": Member(
            False,
            "one of parent_board, parents_council, student_council, youth_council",
            "Which body: for `board_member`, and only there.",
        ),
        "since_on": Member(False, "a date, YYYY-MM-DD", "The first day; today unless given."),
        "until_on": Member(
            False, "a date, YYYY-MM-DD", "The day from which it is held no more; null: until further notice."
        ),
    },
    "GrantUpdate": {
        "until_on": Member(
            False, "a date, YYYY-MM-DD", "The day from which it is held no more; null: until further notice."
        ),
    },
    "IndicatorCreate": {
        "description": Member(False, "text", "What it says, and what it does not."),
        "minimum": Member(False, "a number", "The least value that it can have."),
        "maximum": Member(False, "a number", "The greatest value that it can have."),
        "higher_is_better": Member(False, "true or false", "Whether more is better; null where that can't be said."),
        "source_system": Member(False, "text", "Where its values come from, such as `lis`."),
        "levels": Member(
            False, "a list, each text", "For the unit `level`: the labels from the lowest to the highest."
        ),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
        "code": Member(True, "text", "A short name, unique among indicators."),
        "title": Member(True, "text", "What it is called."),
        "kinds": Member(
            True, "a list, each one of day_care, school, leisure", "The kinds of institution that it is for."
        ),
        "unit": Member(True, "one of percent, count, scale, hours, share, level, other", "What it is counted in."),
        "disclosure": Member(
            True,
            "one of persons, none",
            "`persons`: each value says how many persons it rests on, and small groups are withheld; `none`: no persons are behind it, or the source protects them.",
        ),
    },
    "IndicatorUpdate": {
        "description": Member(False, "text", "What it says, and what it does not."),
        "minimum": Member(False, "a number", "The least value that it can have."),
        "maximum": Member(False, "a number", "The greatest value that it can have."),
        "higher_is_better": Member(False, "true or false", "Whether more is better; null where that can't be said."),
        "source_system": Member(False, "text", "Where its values come from, such as `lis`."),
        "levels": Member(
            False, "a list, each text", "For the unit `level`: the labels from the lowest to the highest."
        ),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
        "code": Member(False, "text", "A short name, unique among indicators."),
        "title": Member(False, "text", "What it is called."),
        "kinds": Member(
            False, "a list, each one of day_care, school, leisure", "The kinds of institution that it is for."
        ),
        "unit": Member(False, "one of percent, count, scale, hours, share, level, other", "What it is counted in."),
        "disclosure": Member(False, "one of persons, none", "Whether small groups are withheld."),
    },
    "InputAnswer": {
        "answer": Member(True, "text", "What was done with what was said."),
        "answered_on": Member(False, "a date, YYYY-MM-DD", "When it was answered; today if absent."),
    },
    "InputCreate": {
        "institution_id": Member(False, "an id", "The institution or department; absent for a body of the whole city."),
        "voice": Member(
            True,
            "one of child, young_person, parent, staff, parent_board, parents_council, student_council, youth_council, other",
            "Who is speaking; a member of a board or council writes its own voice only.",
        ),
        "method": Member(
            True,
            "one of conversation, survey, drawing, photo, tour, meeting, workshop, other",
            "How those who speak were heard.",
        ),
        "age_group": Member(
            False,
            "one of 0-2, 3-5, 6-9, 10-13, 14-18",
            "The age of those who spoke; for children, young people and their councils only.",
        ),
        "form": Member(False, "one of perspective, recommendation", "Whether it is a perspective or a recommendation."),
        "text": Member(True, "text", "What was said. No names of children."),
        "people_count": Member(True, "a whole number", "How many people are behind it."),
        "collected_on": Member(True, "a date, YYYY-MM-DD", "The day on which they were heard; not in the future."),
        "theme_id": Member(False, "an id", "The decided theme that it is about."),
        "focus_area_id": Member(False, "an id", "The institution's focus area that it is about."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it."),
    },
    "InputRedact": {
        "fields": Member(False, "a list, each one of text, answer", "Which words; all if absent."),
        "reason": Member(True, "text", "Why. It is shown with the input: nothing of what is taken out."),
    },
    "InputUpdate": {
        "voice": Member(
            False,
            "one of child, young_person, parent, staff, parent_board, parents_council, student_council, youth_council, other",
            "Who is speaking; a member of a board or council writes its own voice only.",
        ),
        "method": Member(
            False,
            "one of conversation, survey, drawing, photo, tour, meeting, workshop, other",
            "How those who speak were heard.",
        ),
        "age_group": Member(
            False,
            "one of 0-2, 3-5, 6-9, 10-13, 14-18",
            "The age of those who spoke; for children, young people and their councils only.",
        ),
        "form": Member(False, "one of perspective, recommendation", "Whether it is a perspective or a recommendation."),
        "text": Member(False, "text", "What was said. No names of children."),
        "people_count": Member(False, "a whole number", "How many people are behind it."),
        "collected_on": Member(False, "a date, YYYY-MM-DD", "The day on which they were heard; not in the future."),
        "theme_id": Member(False, "an id", "The decided theme that it is about."),
        "focus_area_id": Member(False, "an id", "The institution's focus area that it is about."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it."),
    },
    "InputWithdraw": {
        "reason": Member(True, "one of consent, mistake", "Whether consent was taken back or it was a mistake."),
    },
    "InstitutionClose": {
        "on": Member(False, "a date, YYYY-MM-DD", "The day from which it is closed, today or earlier; none: today."),
        "reason": Member(True, "text", "Why; it stays with everything that is closed or cancelled along with it."),
        "successor_ids": Member(
            False,
            "a list of ids",
            "The institutions in which it goes on. The first takes what `carry` does not name; without any, what is open is closed with the reason.",
        ),
        "carry": Member(
            False,
            "a list, each {resource: agreements|focus-areas|heightened-supervision, id, successor_id}",
            "Open things that go elsewhere than to the first.",
        ),
    },
    "InstitutionCreate": {
        "type": Member(
            False,
            "text",
            "A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.",
        ),
        "number": Member(False, "text such as 900001", "Six digits, or a letter and five."),
        "p_number": Member(False, "text such as 1003456789", "The production unit's ten digits."),
        "cvr_number": Member(False, "text such as 12345678", "The company's eight digits."),
        "address": Member(False, "text", "Street and house number."),
        "postal_code": Member(False, "text such as 8990", "Four digits."),
        "city": Member(False, "text", "The postal district."),
        "email": Member(False, "text", "The institution's mailbox."),
        "phone": Member(False, "text", "The institution's telephone."),
        "website": Member(False, "text such as https://birkeskolen.example", "An http(s) address."),
        "active_from": Member(False, "a date, YYYY-MM-DD", "The first day."),
        "active_until": Member(False, "a date, YYYY-MM-DD", "The day from which it is closed."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
        "name": Member(True, "text", "The name that people use."),
        "kind": Member(True, "one of day_care, school, leisure", "What it is; its area follows."),
        "ownership": Member(False, "one of municipal, self_governing, private, outsourced", "Who owns it."),
        "participation": Member(False, "one of dialogues, follow_up_only, none", "What it takes part in."),
        "district_id": Member(False, "an id", "Its district; none: directly under the municipality."),
        "parent_id": Member(False, "an id", "The institution that it is a department of."),
    },
    "InstitutionMove": {
        "district_id": Member(False, "an id", "An institution's new district; none: directly under the municipality."),
        "parent_id": Member(False, "an id", "A department's new institution."),
        "on": Member(True, "a date, YYYY-MM-DD", "The day from which it lies there; access follows on that day."),
    },
    "InstitutionUpdate": {
        "type": Member(
            False,
            "text",
            "A finer kind: of the vocabulary's `InstitutionType` where one fits, else the register's own word.",
        ),
        "number": Member(False, "text such as 900001", "Six digits, or a letter and five."),
        "p_number": Member(False, "text such as 1003456789", "The production unit's ten digits."),
        "cvr_number": Member(False, "text such as 12345678", "The company's eight digits."),
        "address": Member(False, "text", "Street and house number."),
        "postal_code": Member(False, "text such as 8990", "Four digits."),
        "city": Member(False, "text", "The postal district."),
        "email": Member(False, "text", "The institution's mailbox."),
        "phone": Member(False, "text", "The institution's telephone."),
        "website": Member(False, "text such as https://birkeskolen.example", "An http(s) address."),
        "active_from": Member(False, "a date, YYYY-MM-DD", "The first day."),
        "active_until": Member(False, "a date, YYYY-MM-DD", "The day from which it is closed."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
        "name": Member(False, "text", "The name that people use."),
        "kind": Member(
            False,
            "one of day_care, school, leisure",
            "What it is; its area follows. It stays once anything rests on it (`kind-in-use`).",
        ),
        "ownership": Member(False, "one of municipal, self_governing, private, outsourced", "Who owns it."),
        "participation": Member(False, "one of dialogues, follow_up_only, none", "What it takes part in."),
    },
    "LinkShape": {
        "institution_id": Member(True, "an id", "The institution."),
        "voice": Member(
            True,
            "one of child, young_person, parent, staff, parent_board, parents_council, student_council, youth_council, other",
            "The voice that answers by it.",
        ),
    },
    "MeasurementCreate": {
        "institution_id": Member(True, "an id", "The institution or department that was measured."),
        "indicator_id": Member(True, "an id", "What was measured."),
        "package_id": Member(False, "an id", "The draft package that it belongs to; none: a running figure."),
        "period": Member(True, "text such as 2024/2025", "`2026H1`, `2024/2025` (a school year), `2026` or `2026-03`."),
        "breakdown": Member(
            False, "text such as gender=girl", "`all`, or one part of it such as `gender=girl`; parts do not overlap."
        ),
        "value": Member(
            False, "a number", "The figure; for the unit `level` a label's place from 1. Absent where it is missing."
        ),
        "n": Member(False, "a whole number", "How many persons it rests on."),
        "standard_error": Member(False, "a number", "The figure's standard error, if it is known."),
        "status": Member(False, "one of reported, provisional, missing", "What is known of it."),
        "source": Member(False, "text", "Where it comes from."),
    },
    "MeasurementUpdate": {
        "value": Member(
            False, "a number", "The figure; for the unit `level` a label's place from 1. Absent where it is missing."
        ),
        "n": Member(False, "a whole number", "How many persons it rests on."),
        "standard_error": Member(False, "a number", "The figure's standard error, if it is known."),
        "status": Member(False, "one of reported, provisional, missing", "What is known of it."),
        "source": Member(False, "text", "Where it comes from."),
    },
    "NotesShape": {
        "topics": Member(False, "a list, each text", "What it is about; read by its two sides only."),
        "notes": Member(False, "text", "What was said; read by its two sides only."),
    },
    "ObservationCancel": {
        "reason": Member(True, "text", "Why; kept with the observation."),
    },
    "ObservationCorrection": {
        "field": Member(True, "text such as outcome", "The field that is corrected."),
        "becomes": Member(False, "text or a number or true or false", "What it should say; absent for words alone."),
        "reason": Member(True, "text", "Why."),
        "part_id": Member(False, "an id", "The point of the feedback that is corrected."),
    },
    "ObservationCreate": {
        "institution_id": Member(True, "an id", "The institution or department that is observed."),
        "guide_id": Member(True, "an id", "The published edition of a guide that it goes by."),
        "purpose": Member(True, "text", "What the institution wants to learn from it."),
        "focus_area_id": Member(False, "an id", "The institution's focus area that it serves, if one."),
        "planned_for": Member(True, "a moment, such as 2026-08-01T09:30:00Z", "When it is to begin."),
        "observer_ids": Member(
            True, "a list of ids", "Who observes: colleagues from other institutions; consultants may join them."
        ),
    },
    "ObservationFeedback": {
        "points": Member(True, "a list, each {key, text, [level]}", "What is said at each point of the guide."),
        "feedback": Member(True, "text", "The feedback as a whole. No names of children."),
        "oral_feedback_on": Member(
            False, "a date, YYYY-MM-DD", "The day on which the observers told the institution what they saw."
        ),
    },
    "ObservationGuideCreate": {
        "title": Member(True, "text", "What the guide is called."),
        "learning_environment": Member(True, "text", "What a learning environment is, in this guide."),
        "look_for": Member(True, "text", "What to look for, in words for the observers."),
        "points": Member(
            True, "a list, each {key, title, prompt, [scale]}", "The points to feed back on, in their order."
        ),
    },
    "ObservationGuideUpdate": {
        "title": Member(False, "text", "What the guide is called."),
        "learning_environment": Member(False, "text", "What a learning environment is, in this guide."),
        "look_for": Member(False, "text", "What to look for, in words for the observers."),
        "points": Member(
            False,
            "a list, each {key, title, prompt, [scale]}",
            "The points to feed back on, in their order. Replaces the list.",
        ),
    },
    "ObservationObserve": {
        "observed_on": Member(False, "a date, YYYY-MM-DD", "The day on which it took place. Today if absent."),
        "oral_feedback_on": Member(
            False, "a date, YYYY-MM-DD", "The day on which the observers told the institution what they saw."
        ),
    },
    "ObservationRedact": {
        "fields": Member(True, "a list, each one of purpose, feedback, points, reply_text", "Which words."),
        "reason": Member(True, "text", "Why. It is shown with the observation: nothing of what is taken out."),
    },
    "ObservationReply": {
        "reply": Member(True, "one of accurate, inaccurate", "Whether the feedback is accurate."),
        "reply_text": Member(False, "text", "The institution's words about it."),
    },
    "ObservationUpdate": {
        "guide_id": Member(False, "an id", "The published edition of a guide that it goes by."),
        "purpose": Member(False, "text", "What the institution wants to learn from it."),
        "focus_area_id": Member(False, "an id", "The institution's focus area that it serves, if one."),
        "planned_for": Member(False, "a moment, such as 2026-08-01T09:30:00Z", "When it is to begin."),
        "observer_ids": Member(
            False,
            "a list of ids",
            "Who observes: colleagues from other institutions; consultants may join them. Replaces the list.",
        ),
    },
    "PackageCreate": {
        "kind": Member(True, "one of day_care, school, leisure", "The kind of institution that it is made for."),
        "half_year": Member(True, "text such as 2026H1", "The half-year whose dialogues it is for, such as `2026H1`."),
        "title": Member(True, "text", "What it is called."),
        "theme_ids": Member(False, "a list of ids", "The themes that it serves; replaces the list."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
    },
    "PackageUpdate": {
        "half_year": Member(False, "text such as 2026H1", "The half-year whose dialogues it is for."),
        "title": Member(False, "text", "What it is called."),
        "theme_ids": Member(False, "a list of ids", "The themes that it serves; replaces the list."),
        "external_ids": Member(False, "a list, each {system, id}", "What other systems call it; replaces the list."),
    },
    "PasswordChange": {
        "old": Member(True, "text", "The password until now."),
        "new": Member(True, "text", "12 to 256 characters, not a common one, without the username; never shown again."),
    },
    "PersonCreate": {
        "username": Member(
            True, "text such as anna.egeskov", "What they sign in with; unique, and the same in capitals."
        ),
        "name": Member(True, "text", "Their name."),
        "email": Member(False, "text", "Their work address."),
        "active": Member(False, "true or false", "Whether they may sign in."),
        "password": Member(
            False,
            "text",
            "A first password: good for choosing one of their own, for some days. 12 to 256 characters, not a common one, without the username; never shown again.",
        ),
    },
    "PersonErase": {
        "former_names": Member(False, "a list, each text", "Other names they had, which go as well."),
    },
    "PersonUpdate": {
        "username": Member(
            False, "text such as anna.egeskov", "What they sign in with; unique, and the same in capitals."
        ),
        "name": Member(False, "text", "Their name."),
        "email": Member(False, "text", "Their work address."),
        "active": Member(False, "true or false", "Whether they may sign in."),
        "password": Member(
            False,
            "text",
            "A first password: good for choosing one of their own, for some days. 12 to 256 characters, not a common one, without the username; never shown again. null: no signing in by password.",
        ),
    },
    "PromptsShape": {
        "prompts": Member(
            True,
            "a list, each {step: challenge|data|analysis|goal|action|evaluation, prompt}",
            "One prompt for each step.",
        ),
    },
    "RedactionOrder": {
        "field": Member(
            True,
            "text such as outcome",
            "Which words: a field of the thing, or of something in it with what that is before it (`turn.note`, `entry.text`); `questions.choices`, `points.scale` and `levels` are labels: numbers stand in their place, and what was counted by them stays counted; `correction.reason` and `because.words` stand beside anything.",
        ),
        "part_id": Member(False, "an id", "Which one, where the words are of something in it."),
        "reason": Member(True, "text", "Why. It is shown where the words stood: nothing of what is taken out."),
        "resource": Member(True, "text such as dialogues", "What it is, as in the contract's addresses."),
        "id": Member(True, "an id", "Which one."),
    },
    "RedactionShape": {
        "field": Member(
            True,
            "text such as outcome",
            "Which words: a field of the thing, or of something in it with what that is before it (`turn.note`, `entry.text`); `questions.choices`, `points.scale` and `levels` are labels: numbers stand in their place, and what was counted by them stays counted; `correction.reason` and `because.words` stand beside anything.",
        ),
        "part_id": Member(False, "an id", "Which one, where the words are of something in it."),
        "reason": Member(True, "text", "Why. It is shown where the words stood: nothing of what is taken out."),
    },
    "RemarkShape": {
        "text": Member(True, "text", "The leader's words; read by the two sides only."),
    },
    "SupervisionRedact": {
        "field": Member(True, "one of reason, closing, action, comment", "What is taken out."),
        "part_id": Member(False, "an id", "The action or comment, where it is one."),
        "reason": Member(True, "text", "Why. It is shown where the words stood: nothing of what is taken out."),
    },
    "ThemeCreate": {
        "cycle_id": Member(True, "an id", "The cycle that it is for."),
        "title": Member(True, "text", "What it is called."),
        "description": Member(False, "text", "What the council wants with it."),
        "kinds": Member(
            True, "a list, each one of day_care, school, leisure", "The kinds of institution that it addresses."
        ),
        "case_reference": Member(False, "text", "The council's case, in the municipality's case system."),
        "report_id": Member(False, "an id", "The quality report that it came from."),
    },
    "ThemeDecide": {
        "decided_on": Member(False, "a date, YYYY-MM-DD", "When it was decided; today if absent."),
        "case_reference": Member(
            False, "text", "The council's case, in the municipality's case system. Absent: as it was."
        ),
    },
    "ThemeUpdate": {
        "cycle_id": Member(False, "an id", "The cycle that it is for."),
        "title": Member(False, "text", "What it is called."),
        "description": Member(False, "text", "What the council wants with it."),
        "kinds": Member(
            False, "a list, each one of day_care, school, leisure", "The kinds of institution that it addresses."
        ),
        "case_reference": Member(False, "text", "The council's case, in the municipality's case system."),
        "report_id": Member(False, "an id", "The quality report that it came from."),
    },
}
