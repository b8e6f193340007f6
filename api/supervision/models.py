"""The shapes in which supervision is answered; owns no table."""

from enum import StrEnum


class Flag(StrEnum):
    """What somebody who supervises should look at; `supervision/rules.py` says what makes each."""

    dialogue_overdue = "dialogue_overdue"
    no_focus_area = "no_focus_area"
    one_sided_evidence = "one_sided_evidence"
    no_child_voice = "no_child_voice"
    no_parent_voice = "no_parent_voice"
    agreement_overdue = "agreement_overdue"
    follow_up_overdue = "follow_up_overdue"
    action_plan_missing = "action_plan_missing"
    heightened_supervision = "heightened_supervision"
