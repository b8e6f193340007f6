"""The journal: an entry for every change, with a hash chain that reveals tampering; the source of the audit trail."""
