"""Defects in who may do what and in what is taken: each a piece of the code, what it becomes, and tests that notice."""

from typing import NamedTuple


class Defect(NamedTuple):
    """`was` stands in the file once; with `becomes` in its place, one of the tests fails."""

    file: str
    was: str
    becomes: str
    tests: str


REACH = "tests/house/test_reach.py -k sqlite-{}"
COUNCIL, LEADER, CHIEF, OFFICE = (REACH.format(role) for role in ("council", "leader", "chief", "administration"))
BELOW = "tests/house/test_reach.py -k 'below and sqlite-leader'"
STRANGERS = "tests/house/test_reach.py -k 'not_known and sqlite'"
READS = "tests/house/test_canaries.py -k sqlite-{}"
TOKENS, GUARD = "tests/house/test_tokens_are_asked_for.py -k 'not postgresql'", "tests/access/test_tokens.py"
POLICY, PEOPLE = "tests/house/test_policy.py", "tests/people -k 'not postgresql'"
LISTS = "tests/house/test_listings.py"
ONCE, BODIES = "tests/core/test_idempotency.py -k sqlite", "tests/core/test_bodies.py -k 'not postgresql'"
TEXT = "tests/core/test_columns.py tests/core/test_personal_numbers.py"
FIELDS = f"tests/core/test_columns.py {BODIES}"
FEW = "tests/stakeholder_input/test_told.py -k 'not postgresql'"
VERSIONS = "tests/house/test_versions_are_asked_for.py -k sqlite"

_ROLES, _REACH, _DOOR, _GUARDS = (f"api/access/{name}.py" for name in ("roles", "reach", "door", "guards"))
_TOKENS, _REPLAY, _ANSWERS, _CALLER = (f"api/access/{name}.py" for name in ("tokens", "replay", "answers", "caller"))
_COLUMNS, _BODIES, _CURSORS = (f"api/core/{name}.py" for name in ("columns", "bodies", "cursors"))

_ALG = """\
        if header["alg"] != algorithm or header["typ"] not in self._typ or REFUSED_IN_HEADER & header.keys():
            raise InvalidToken
        if not all(isinstance(header.get(name, ""), str) for name in TEXT_IN_HEADER):
            raise InvalidToken
        jws.verify(text, key, [algorithm])
"""

DEFECTS = [
    # the policy's table
    Defect(_ROLES, "follow_up_notes            -       -        rw ", "follow_up_notes            -       r        rw ", POLICY),
    Defect(_ROLES, "audit                      -       -        - ", "audit                      -       -        r ", POLICY),
    Defect(_ROLES, "dialogue_circle            -       -        rw ", "dialogue_circle            r       -        rw ", POLICY),
    Defect(_ROLES, "packages_draft             -       rwt      - ", "packages_draft             -       rwt      r ", POLICY),
    Defect(_ROLES, "agreements_unshared        -       - ", "agreements_unshared        -       r ", POLICY),
    Defect(_ROLES, '        "agreements_unshared",\n        "follow_ups",\n', '        "agreements_unshared",\n', LEADER),
    Defect(_ROLES, "if may.action in POLICY[may.row][role])", "if POLICY[may.row][role])", COUNCIL),
    # how far a role reaches
    Defect(_REACH, ", col(Grant.until_on) > _TODAY)", ")", COUNCIL),
    Defect(_REACH, "col(Grant.since_on) <= _TODAY, ", "", "tests/house/test_reach.py -k 'one_day and sqlite'"),
    Defect(_REACH, "if may.action is not READ or may.row in OWN_UNIT_ONLY", "if may.row in OWN_UNIT_ONLY", LEADER),
    Defect(_REACH, "if may.action is not READ or may.row in OWN_UNIT_ONLY", "if may.action is not READ", LEADER),
    Defect(_REACH, "col(UnitAncestor.ancestor_id) == col(Grant.unit_id),", "col(UnitAncestor.unit_id).is_not(None),", LEADER),
    Defect(_REACH, "col(SignIn.id) == _FAMILY, col(SignIn.ended_at).is_(None)", "col(SignIn.id) == _FAMILY", TOKENS),
    Defect(_REACH, "running, col(Person.id) == _CALLER, col(Person.active)", "running, col(Person.id) == _CALLER", TOKENS),
    Defect(_REACH, "or_(col(Grant.person_id) == _CALLER, col(Grant.client_id) == _CALLER),", "", COUNCIL),
    Defect("api/access/units.py", "    for row in above:\n        chain.append(", "    for row in above:\n        if unit.kind == UnitKind.department and row.unit_id == row.ancestor_id:\n            continue\n        chain.append(", BELOW),
    Defect(_REACH, "exists(client.where(running, col(Client.id) == _CALLER, col(Client.active))),", "exists(client.where(running, col(Client.id) == _CALLER)),", STRANGERS),
    # the door and the guard
    Defect(_DOOR, "                call.require_role()", "                pass", COUNCIL),
    Defect(_DOOR, 'if scheme.lower() != "bearer" or not token', "if not token", TOKENS),
    Defect(_DOOR, "bodies.parameter_faults(request, allowed), request.state", "[], request.state", BODIES),
    Defect(_DOOR, "raw = await bodies.read_nothing(request)", "raw = await bodies.read_body(request, 1_000_000)", BODIES),
    Defect(_GUARDS, "if row is None or not row[1]:", "if row is None:", LEADER),
    Defect(_GUARDS, "    if not row[2]:\n        raise Problem(NOT_ALLOWED)\n", "", LEADER),
    Defect(_GUARDS, "    if condition:\n        require_version", "    if False:\n        require_version", VERSIONS),
    Defect(_GUARDS, "    if not (await call.session.execute(reached", "    if False and not (await call.session.execute(reached", OFFICE),
    Defect(_GUARDS, "select(table).where(col(table.id) == _WANTED, _seen(listing))", "select(table).where(col(table.id) == _WANTED)", "tests/house/test_references.py -k sqlite"),
    Defect(_GUARDS, "reach.within(reach.municipality().scalar_subquery(), may)", "reach.holds(may)", OFFICE),
    Defect(_ANSWERS, "    if not gate.known:\n        raise unauthorized()\n", "", TOKENS),
    Defect(_ANSWERS, "    if not gate.allowed:\n        raise Problem(NOT_ALLOWED)\n", "", COUNCIL),
    Defect(_CALLER, "            if not related:\n                self.require_role()", "", COUNCIL),
    Defect(_CALLER, '            & (col(Grant.until_on) > bindparam("today")),', ",", COUNCIL),
    Defect(_CALLER, "not self.roles.isdisjoint(roles_for(may))", "bool(self.roles)", COUNCIL),
    # what was sent before
    Defect(_REPLAY, "mine = (col(Replay.caller_id) == caller_id, ", "mine = (", "tests/core/test_idempotency.py -k 'sqlite and keys'"),
    Defect(_REPLAY, "    if kept.fingerprint != mark:\n        raise Problem(KEY_REUSED)\n", "", ONCE),
    Defect(_REPLAY, "    if not await _held(session, caller_id) >= set(kept.held):\n        raise Problem(NOT_ALLOWED, detail=_OTHER_ROLES)\n", "", ONCE),
    Defect(_REPLAY, "    if kept.at <= _oldest():", "    if False:", ONCE),
    # tokens
    Defect(_TOKENS, 'if claims["iss"] != self._issuer or not', "if not", GUARD),
    Defect(_TOKENS, ' or not _holds(claims["aud"], self._audience)', "", GUARD),
    Defect(_TOKENS, ' or header["typ"] not in self._typ', "", GUARD),
    # The comparison of alg alone is made by python-jose too, which is given the key's: without both, the token decides.
    Defect(_TOKENS, _ALG, _ALG.replace('header["alg"] != algorithm or ', "").replace("[algorithm]", '[header["alg"]]'), GUARD),
    Defect(_TOKENS, " or REFUSED_IN_HEADER & header.keys()", "", GUARD),
    Defect(_TOKENS, " or moment >= expires + self._leeway", "", GUARD),
    Defect(_TOKENS, "0 < expires - issued <= self._max_lifetime", "0 < expires - issued", GUARD),
    Defect(_TOKENS, "    if len(members) != len(pairs):\n        raise InvalidToken\n", "", GUARD),
    Defect(_TOKENS, '    if base64.urlsafe_b64encode(octets).rstrip(b"=") != segment:\n        raise InvalidToken\n', "", GUARD),
    Defect(_TOKENS, '        jws.verify(text, key, [algorithm])\n', "", GUARD),
    # text and numbers
    Defect(_COLUMNS, r'_CONTROL = re.compile(r"[\x00-\x08', r'_CONTROL = re.compile(r"[\x01-\x08', "tests/house/test_hostile_text.py -k 'sqlite and NUL'"),
    Defect(_COLUMNS, "\\u202a-\\u202e\\u2066-\\u2069", "", TEXT),
    Defect(_COLUMNS, "    if looks_like_cpr(text):\n        raise unfit(*_CPR)\n", "", "tests/house/test_hostile_text.py -k 'sqlite and personal'"),
    Defect(_COLUMNS, "    if isinstance(value, bool | int | float):", "    if isinstance(value, bool):", FIELDS),
    Defect(_COLUMNS, "    if not 1900 <= value.year <= 2199:", "    if not 1 <= value.year <= 9999:", FIELDS),
    Defect("api/core/personal_numbers.py", '    folded = unicodedata.normalize("NFKC", letter)', "    folded = letter", TEXT),
    Defect(_BODIES, "        if len(members) != len(pairs):\n            raise _Unreadable\n", "", BODIES),
    Defect(_BODIES, "            parse_constant=_constant,\n", "", BODIES),
    Defect(_BODIES, "    if _too_deep(value, counting):\n        raise Problem(UNREADABLE)\n", "", BODIES),
    Defect(_BODIES, "            if size > limit:\n                raise _beyond(limit, more)\n", "", FIELDS),
    Defect(_CURSORS, "    if mark != expected:\n        raise Problem(CURSOR_OF_ANOTHER_QUERY)\n", "", "tests/core/test_pages.py -k sqlite"),
    # roles that are given
    Defect("api/people/rules.py", "if holder_id == caller.id else []", "if False else []", PEOPLE),
    Defect("api/people/rules.py", 'and caller.holder == "person"]', "]", OFFICE),
    Defect("api/people/rules.py", "    if givers and not any(held.unit_id in", "    if givers and not any(True or held.unit_id in", PEOPLE),
    Defect("api/people/rules.py", "return [Fault(LAST_ADMIN)] if last < was else []", "return []", PEOPLE),
    Defect("api/people/queries.py", 'case((_in_full, col(Person.username))).label("username")', 'col(Person.username).label("username")', PEOPLE),
    # what not everybody may read
    Defect("api/follow_ups/queries.py", '    col(FollowUp.leader_id) == bindparam("caller_id", type_=Uuid()),\n', "", READS.format("leader")),
    Defect("api/agreements/queries.py", "reach.within(col(Agreement.institution_id), MAY_READ), col(Agreement.shared)", "reach.within(col(Agreement.institution_id), MAY_READ)", READS.format("staff")),
    Defect("api/agreements/queries.py", "and_(col(Agreement.leader_id) == _CALLER, _unshared(Role.leader))", "_unshared(Role.leader)", READS.format("leader")),
    Defect("api/observations/queries.py", "    and_(IS_TOLD, reach.within(_at, FEEDBACK)),", "    reach.within(_at, FEEDBACK),", READS.format("staff")),
    Defect("api/observations/queries.py", "and_(col(Observation.status) == ObservationStatus.shared.value, reach.within(_at, SHARED))", "reach.within(_at, SHARED)", READS.format("chief")),
    Defect("api/observations/queries.py", "reach.holds(GUIDES_READ, col(Grant.role) != Role.board_member.value)", "reach.holds(GUIDES_READ)", READS.format("board")),
    Defect("api/stakeholder_input/queries.py", "    GROUP >= ENOUGH_PEOPLE,\n", "    GROUP >= 1,\n", READS.format("board")),
    Defect("api/stakeholder_input/consulted.py", "case((_HANDS_OUT, col(ConsultationLink.secret)), else_=null())", "col(ConsultationLink.secret)", READS.format("board")),
    Defect("api/imports/queries.py", "        ~reach.lost_since(col(Import.created_at), May(\"imports\", WRITE)),\n", "", "tests/imports/test_reversal.py -k sqlite"),
    Defect("api/imports/queries.py", '        col(Import.author_id) == bindparam("caller_id", type_=Uuid()),\n        col(Import.state)', "        col(Import.state)", READS.format("administration")),
    Defect("api/stakeholder_input/queries.py", '    default_sort="-collected_on",', '    default_sort="-collected_on", search=col(Input.text),', LISTS),
    Defect("api/people/queries.py", '"username": and_(_in_full, col(Person.username) ==', '"username": and_(true(), col(Person.username) ==', PEOPLE),
    Defect("api/core/envelope.py", "self.metrics.observe(route, method", 'self.metrics.observe(route or scope["path"], method', READS.format("auditor")),
    Defect("api/dialogues/minutes.py", "sight._replace(feedback=True) if one.reference.id in shared else sight)", "sight._replace(feedback=True))", "tests/dialogues/test_cited_words.py -k sqlite"),
    Defect("api/dialogues/minutes.py", "at_the_table=at_the_table)", "at_the_table=exists().where(col(Dialogue.id) == id))", "tests/dialogues/test_cited_words.py -k sqlite"),
    Defect("api/imports/dialogues.py", "people_of(session, self.caller, names)", "people_of(session, None, names)", "tests/imports/test_oracles.py -k sqlite"),
    Defect("api/stakeholder_input/told.py", 'untold if told["withheld"] else {}, {} if clear', "{}, {} if clear", FEW),
    Defect("api/stakeholder_input/results.py", 'few_left = 0 < withdrawn[id, question["key"]] < threshold', "few_left = False", FEW),
    Defect("api/stakeholder_input/results.py", "cells = {} if 0 < answers.withdrawn < threshold else answers.cells", "cells = answers.cells", FEW),
    Defect("api/stewardship/held.py", "not _is_between_two(table, row) and ", "", "tests/stewardship/test_held.py -k sqlite"),
    Defect("api/people/actions.py", "if caller is not None and caller.id == person.id:", "if False:", PEOPLE),
    Defect(_COLUMNS, "    if has_too_many_accents(text):\n", "    if False:\n", "tests/core/test_texts.py -k 'not postgresql'"),
    Defect("api/core/spreadsheets.py", "folded[:1] in _BEGINS_A_FORMULA or ", "", "tests/core/test_spreadsheets.py -k 'not postgresql'"),
]  # fmt: skip
