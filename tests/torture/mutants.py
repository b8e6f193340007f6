"""Mutants of authorization, validation and confidentiality: each a defect in the code, and tests that notice it."""

from tests.support.mutation import Mutant

MATRIX = "tests/house/test_authorization.py -k sqlite-{}"
COUNCIL, LEADER, OFFICE = (MATRIX.format(role) for role in ("council", "leader", "administration"))
BELOW = "tests/house/test_authorization.py -k 'department and sqlite-leader'"
NOT_BEGUN = "tests/house/test_authorization.py -k 'has_not_begun and sqlite'"
UNAUTHENTICATED = "tests/house/test_authorization.py -k 'unauthenticated and sqlite'"
CONFIDENTIAL = "tests/house/test_confidentiality.py -k sqlite-{}"
AUTHENTICATION, TOKENS = "tests/house/test_authentication.py -k 'not postgresql'", "tests/sign_in/test_tokens.py"
POLICY, LISTS = "tests/house/test_policy.py", "tests/house/test_list_queries.py"
PEOPLE, GRANTS = "tests/people tests/account -k 'not postgresql'", "tests/grants -k 'not postgresql'"
IDEMPOTENCY = "tests/access/test_idempotency.py -k sqlite"
PARSING = "tests/http/test_request_parsing.py -k 'not postgresql'"
TEXT = "tests/core/test_field_types.py tests/core/test_cpr_numbers.py"
FIELDS = f"tests/core/test_field_types.py {PARSING}"
RESULTS = "tests/disclosure_control/test_consultation_results.py -k 'not postgresql'"
VERSIONS = "tests/house/test_conditional_requests.py -k sqlite"
CITED = "tests/dialogues/test_cited_text.py -k sqlite"
HOSTILE = "tests/house/test_hostile_text.py -k 'sqlite and {}'"

_ALG = """\
if header["alg"] != algorithm or header["typ"] not in self._typ or FORBIDDEN_HEADERS & header.keys():
    raise InvalidToken
if not all(isinstance(header.get(name, ""), str) for name in TEXT_HEADERS):
    raise InvalidToken
jws.verify(text, key, [algorithm])
"""
_ANCESTOR_ROW = """\
rows.append(
    UnitAncestor(unit_id=unit.id, ancestor_id=row.ancestor_id, since_on=row.since_on, until_on=row.until_on)
)
"""
_NOT_BELOW_ITS_INSTITUTION = f"""\
if unit.kind == UnitKind.department and row.unit_id == row.ancestor_id:
    continue
{_ANCESTOR_ROW}"""
_STORED_OF_CALLER = """\
select(StoredResponse).where(
    col(StoredResponse.caller_id) == caller_id,
    col(StoredResponse.key_hash) == _hash_key(session, caller_id, key),
)
"""
_STORED_OF_ANYBODY = "select(StoredResponse).where(col(StoredResponse.fingerprint) == request_fingerprint)"

MUTANTS = [
    # the table of the policy
    Mutant("api.access.roles._TABLE", "follow_up_notes - - rw", "follow_up_notes - r rw", POLICY, "text"),
    Mutant("api.access.roles._TABLE", "audit - - -", "audit - - r", POLICY, "text"),
    Mutant("api.access.roles._TABLE", "dialogue_circle - - rw", "dialogue_circle r - rw", POLICY, "text"),
    Mutant("api.access.roles._TABLE", "packages_draft - rwt -", "packages_draft - rwt r", POLICY, "text"),
    Mutant("api.access.roles._TABLE", "agreements_unshared - -", "agreements_unshared - r", POLICY, "text"),
    Mutant("api.access.roles.OWN_UNIT_ONLY", '"follow_ups"', "", LEADER),
    Mutant("api.access.roles.roles_for", "permission.action in POLICY[permission.row][role]", "POLICY[permission.row][role]", COUNCIL),
    # the reach of a role
    Mutant("api.access.reach._is_in_force", "col(Grant.until_on) > _TODAY", "", COUNCIL),
    Mutant("api.access.reach._is_in_force", "col(Grant.since_on) <= _TODAY", "", NOT_BEGUN),
    Mutant("api.access.reach._reached", "permission.action is not READ", "", LEADER),
    Mutant("api.access.reach._reached", "permission.row in OWN_UNIT_ONLY", "", LEADER),
    Mutant("api.access.reach._reached", "col(UnitAncestor.ancestor_id) == col(Grant.unit_id)", "col(UnitAncestor.unit_id).is_not(None)", LEADER),
    Mutant("api.access.reach._is_held", "or_(col(Grant.person_id) == _CALLER_ID, col(Grant.client_id) == _CALLER_ID)", "", COUNCIL),
    Mutant("api.access.reach.session_is_valid", "col(SignIn.ended_at).is_(None)", "", AUTHENTICATION),
    Mutant("api.access.reach.session_is_valid", "col(Person.active)", "", AUTHENTICATION),
    Mutant("api.access.reach.session_is_valid", "col(Client.active)", "", UNAUTHENTICATED),
    Mutant("api.access.units._ancestor_rows", _ANCESTOR_ROW, _NOT_BELOW_ITS_INSTITUTION, BELOW),
    # routes and guards
    Mutant("api.access.route_class._in_write_transaction.run_endpoint", "context.require_role()", "", COUNCIL),
    Mutant("api.access.route_class.authenticate", 'scheme.lower() != "bearer"', "", AUTHENTICATION),
    Mutant("api.access.route_class.UnauthenticatedRoute.get_route_handler", "request_parsing.parameter_faults(request, allowed_parameters)", "[]", PARSING),
    Mutant("api.access.route_class.UnauthenticatedRoute.read_body", "request_parsing.require_no_body(request)", "request_parsing.read_body(request, 1_000_000)", PARSING),
    Mutant("api.access.guards.require_access", "not row[1]", "", LEADER),
    Mutant("api.access.guards.require_access", "if not row[2]:\n    raise Problem(NOT_ALLOWED)", "", LEADER),
    Mutant("api.access.guards.require_access", "check_version", "False", VERSIONS),
    Mutant("api.access.guards.require_access_at_unit", "not (await context.session.execute(statement, context.scope)).scalar_one()", "False", OFFICE),
    Mutant("api.access.guards.resolve_references", "_is_visible(listing)", "", "tests/house/test_body_references.py -k sqlite"),
    Mutant("api.access.guards.reach_condition", "reach.unit_in_reach(reach.municipality_id().scalar_subquery(), permission)", "reach.has_permission(permission)", OFFICE),
    Mutant("api.access.responses._require_access", "if not gate.known:\n    raise unauthorized()", "", AUTHENTICATION),
    Mutant("api.access.responses._require_access", "if not gate.allowed:\n    raise Problem(NOT_ALLOWED)", "", COUNCIL),
    Mutant("api.access.caller.RequestContext.read_session", "if not skip_role_check:\n    self.require_role()", "", COUNCIL),
    Mutant("api.access.caller.load_caller", 'col(Grant.until_on) > bindparam("today")', "", COUNCIL),
    Mutant("api.access.caller.Caller.has_permission", "not self.roles.isdisjoint(roles_for(permission))", "bool(self.roles)", COUNCIL),
    # replay of stored responses
    # The hash of the key depends on the caller too, so leaving out the caller alone changes nothing.
    Mutant("api.access.idempotency.find_replay", _STORED_OF_CALLER, _STORED_OF_ANYBODY, "tests/access/test_idempotency.py -k 'sqlite and another_caller'"),
    Mutant("api.access.idempotency.find_replay", "if stored.fingerprint != request_fingerprint:\n    raise Problem(KEY_REUSED)", "", IDEMPOTENCY),
    Mutant("api.access.idempotency.find_replay", "not await _roles_held(session, caller_id) >= set(stored.held)", "False", IDEMPOTENCY),
    Mutant("api.access.idempotency.find_replay", "stored.at <= _expiry_limit(session)", "False", IDEMPOTENCY),
    # tokens
    Mutant("api.sign_in.tokens.Verifier._verified_claims", 'claims["iss"] != self._issuer', "", TOKENS),
    Mutant("api.sign_in.tokens.Verifier._verified_claims", 'not _includes_audience(claims["aud"], self._audience)', "", TOKENS),
    Mutant("api.sign_in.tokens.Verifier._verified_claims", 'header["typ"] not in self._typ', "", TOKENS),
    # python-jose compares alg too, with the algorithm of the key. Without both comparisons, the token decides.
    Mutant("api.sign_in.tokens.Verifier._verified_claims", _ALG, _ALG.replace('header["alg"] != algorithm or ', "").replace("[algorithm]", '[header["alg"]]'), TOKENS),
    Mutant("api.sign_in.tokens.Verifier._verified_claims", "FORBIDDEN_HEADERS & header.keys()", "", TOKENS),
    Mutant("api.sign_in.tokens.Verifier._verified_claims", "jws.verify(text, key, [algorithm])", "", TOKENS),
    Mutant("api.sign_in.tokens.Verifier._check_times", "moment >= expires + self._leeway", "", TOKENS),
    Mutant("api.sign_in.tokens.Verifier._check_times", "0 < expires - issued <= self._max_lifetime", "0 < expires - issued", TOKENS),
    Mutant("api.sign_in.tokens._without_duplicates", "if len(members) != len(pairs):\n    raise InvalidToken", "", TOKENS),
    Mutant("api.sign_in.tokens._decode_base64url", 'if base64.urlsafe_b64encode(octets).rstrip(b"=") != segment:\n    raise InvalidToken', "", TOKENS),
    # text, dates and numbers
    Mutant("api.core.field_types._CONTROL", r"[\x00-\x08", r"[\x01-\x08", HOSTILE.format("NUL"), "text"),
    Mutant("api.core.field_types._CONTROL", r"\u202a-\u202e\u2066-\u2069", "", TEXT, "text"),
    Mutant("api.core.field_types.clean_text", "looks_like_cpr_number(text)", "False", HOSTILE.format("CPR")),
    Mutant("api.core.field_types.clean_text", "has_too_many_combining_marks(text)", "False", "tests/core/test_unicode_text.py -k 'not postgresql'"),
    Mutant("api.core.field_types._require_text", "isinstance(value, bool | int | float)", "isinstance(value, bool)", FIELDS),
    Mutant("api.core.field_types._plausible_year", "1900 <= value.year <= 2199", "1 <= value.year <= 9999", FIELDS),
    Mutant("api.core.cpr_numbers._folded", 'unicodedata.normalize("NFKC", letter)', "letter", TEXT),
    Mutant("api.core.csv_safety.escape_formula", "folded[:1] in _FORMULA_SIGNS", "", "tests/core/test_csv_safety.py -k 'not postgresql'"),
    Mutant("api.http.request_parsing._ValueCounter.object_without_duplicates", "if len(members) != len(pairs):\n    raise _Unreadable", "", PARSING),
    Mutant("api.http.request_parsing.read_json", "parse_constant=_refuse_constant", "", PARSING, "keyword"),
    Mutant("api.http.request_parsing.read_json", "if _is_too_deep(value, counter):\n    raise Problem(UNREADABLE_REQUEST)", "", PARSING),
    Mutant("api.http.request_parsing.read_body", "if size > limit:\n    raise _larger_than(limit, more)", "", FIELDS),
    Mutant("api.http.cursors.decode_cursor", "if query_of_cursor != query:\n    raise Problem(CURSOR_OF_ANOTHER_QUERY)", "", "tests/http/test_pagination.py -k sqlite"),
    # giving roles, and changing people
    Mutant("api.grants.rules.check_may_give", "holder_id == caller.id", "False", GRANTS),
    Mutant("api.grants.rules.check_may_give", 'caller.holder == "person"', "", OFFICE),
    Mutant("api.grants.rules.check_may_give", "grant.unit_id in (unit.ancestor_ids if unit else ())", "True", GRANTS),
    Mutant("api.people.rules.check_admin_left", "last_end < current_end", "False", PEOPLE),
    Mutant("api.people.actions.update.update_person", "caller is not None and caller.id == person.id", "False", PEOPLE),
    Mutant("api.people.queries.people", "case((_reads_all_fields, col(Person.username)))", "col(Person.username)", PEOPLE),
    Mutant("api.people.queries.people", 'and_(_reads_all_fields, col(Person.username) == func.lower(bindparam("username", type_=String())))', 'col(Person.username) == func.lower(bindparam("username", type_=String()))', PEOPLE),
    # confidential text and small groups
    Mutant("api.follow_ups.queries.visible.IS_LEADER", 'col(FollowUp.leader_id) == bindparam("caller_id", type_=Uuid())', "", CONFIDENTIAL.format("leader")),
    Mutant("api.agreements.queries.IS_VISIBLE", "col(Agreement.shared)", "", CONFIDENTIAL.format("staff")),
    Mutant("api.agreements.queries._IS_CHIEF_OR_LEADER", "col(Agreement.leader_id) == _CALLER", "", CONFIDENTIAL.format("leader")),
    Mutant("api.observations.queries.visible._FEEDBACK_VISIBLE", "HAS_FEEDBACK", "", CONFIDENTIAL.format("staff")),
    Mutant("api.observations.queries.visible._FEEDBACK_VISIBLE", "col(Observation.status) == ObservationStatus.shared.value", "", CONFIDENTIAL.format("chief")),
    Mutant("api.observation_guides.queries.GUIDES", "col(Grant.role) != Role.board_member.value", "", CONFIDENTIAL.format("board")),
    Mutant("api.stakeholder_input.queries.visible._TEXT_VISIBLE", "_GROUP_SIZE >= _TEXT_THRESHOLD", "_GROUP_SIZE >= 1", CONFIDENTIAL.format("board")),
    Mutant("api.stakeholder_input.queries.visible.INPUTS", 'default_sort="-collected_on"', 'default_sort="-collected_on", search=col(Input.text)', LISTS, "keyword"),
    Mutant("api.consultations.queries.links.links_within", "case((_READS_SECRET, col(ConsultationLink.secret)), else_=null())", "col(ConsultationLink.secret)", CONFIDENTIAL.format("board")),
    Mutant("api.imports.queries.visible.IMPORTS", '~reach.permission_lost_since(col(Import.created_at), Permission("imports", WRITE))', "", "tests/imports/test_reversal.py -k sqlite"),
    Mutant("api.imports.queries.visible.IMPORTS", 'col(Import.author_id) == bindparam("caller_id", type_=Uuid())', "", CONFIDENTIAL.format("administration")),
    Mutant("api.http.response_headers.ResponseHeadersMiddleware._record", "self.metrics.observe(route, method, status, seconds)", 'self.metrics.observe(route or scope["path"], method, status, seconds)', CONFIDENTIAL.format("auditor")),
    Mutant("api.dialogues.queries.detail.readable_evidence", "access._replace(feedback=True) if piece.reference.id in shared_ids else access", "access._replace(feedback=True)", CITED),
    Mutant("api.dialogues.queries.detail.readable_evidence", "is_participant=participates", "is_participant=exists().where(col(Dialogue.id) == dialogue_id)", CITED, "keyword"),
    Mutant("api.imports.resources.dialogues.Dialogues.load_keys", "self.caller", "None", "tests/imports/test_username_enumeration.py -k sqlite"),
    Mutant("api.disclosure_control.tabular_suppression._assess", "suppressed if released.is_suppressed else {}", "{}", "tests/disclosure_control/test_tabular_suppression.py"),
    Mutant("api.consultations.rules.results.question_groups", "question_counts.publishable(threshold)", "question_counts.by_part", RESULTS),
    Mutant("api.consultations.rules.results.result_of_input", "counts.publishable(threshold)", "counts.by_part", RESULTS),
    Mutant("api.privacy.queries.subject_access._traces", "not _is_confidential(table, row)", "", "tests/privacy/test_subject_access.py -k sqlite"),
]  # fmt: skip
