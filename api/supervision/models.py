"""The flags of supervision; the package owns no tables."""

from enum import StrEnum


class Flag(StrEnum):
    """A condition at an institution that supervision draws attention to."""

    dialogue_overdue = "dialogue_overdue"
    no_focus_area = "no_focus_area"
    one_sided_evidence = "one_sided_evidence"
    no_child_voice = "no_child_voice"
    no_parent_voice = "no_parent_voice"
    agreement_overdue = "agreement_overdue"
    follow_up_overdue = "follow_up_overdue"
    action_plan_missing = "action_plan_missing"
    heightened_supervision = "heightened_supervision"
