"""Every table, gathered so that migrations see them all."""

from sqlmodel import SQLModel

from api.access import models as access
from api.agreements import models as agreements
from api.calendar import models as calendar
from api.core import external_ids
from api.corrections import models as corrections
from api.cycles import models as cycles
from api.data_packages import models as data_packages
from api.dialogues import models as dialogues
from api.focus_areas import models as focus_areas
from api.follow_ups import models as follow_ups
from api.heightened_supervision import models as heightened_supervision
from api.imports import models as imports
from api.institutions import models as institutions
from api.institutions import succession
from api.journal import models as journal
from api.observations import models as observations
from api.pinned import models as pinned
from api.stakeholder_input import models as stakeholder_input
from api.stewardship import models as stewardship
from api.themes import models as themes

ROOMS = (
    access,
    external_ids,
    journal,
    corrections,
    pinned,
    institutions,
    succession,
    cycles,
    themes,
    focus_areas,
    data_packages,
    observations,
    stakeholder_input,
    agreements,
    dialogues,
    heightened_supervision,
    follow_ups,
    calendar,
    stewardship,
    imports,
)

metadata = SQLModel.metadata
