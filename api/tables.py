"""Every table: importing this module registers the tables of all rooms in one metadata, for migrations and tests."""

from sqlmodel import SQLModel

from api.access import models as access
from api.agreements import models as agreements
from api.calendar import models as calendar
from api.closures import models as closures
from api.consultations import models as consultations
from api.cycles import models as cycles
from api.data_packages import models as data_packages
from api.db import external_ids
from api.dialogues import models as dialogues
from api.focus_areas import models as focus_areas
from api.follow_ups import models as follow_ups
from api.heightened_supervision import models as heightened_supervision
from api.imports import models as imports
from api.indicators import models as indicators
from api.institutions import models as institutions
from api.journal import models as journal
from api.measurements import models as measurements
from api.observation_guides import models as observation_guides
from api.observations import models as observations
from api.redaction import models as redaction
from api.sign_in import models as sign_in
from api.stakeholder_input import models as stakeholder_input
from api.themes import models as themes

MODULES = (
    external_ids,
    access,
    sign_in,
    journal,
    redaction,
    institutions,
    cycles,
    themes,
    focus_areas,
    indicators,
    data_packages,
    measurements,
    observation_guides,
    observations,
    stakeholder_input,
    consultations,
    agreements,
    dialogues,
    heightened_supervision,
    follow_ups,
    calendar,
    closures,
    imports,
)

metadata = SQLModel.metadata
"""The metadata of all tables."""
