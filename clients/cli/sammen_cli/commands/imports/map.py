"""`sammen import map`."""

import sys

from sammen_cli.errors import UsageError
from sammen_cli.exit_codes import ExitCode
from sammen_cli.imports.columns import COLUMNS
from sammen_cli.options import IMPORTABLE, Encoding, ImportFile, ImportResource
from sammen_cli.session import Session


def write_map(session: Session, resource: ImportResource, file: ImportFile, encoding: Encoding = None) -> ExitCode:
    """Write a template of a map for a file, without a service."""
    from sammen_cli.files.dialects import detect  # noqa: PLC0415  # slow imports, as those below
    from sammen_cli.files.standard_input import seekable_file  # noqa: PLC0415
    from sammen_cli.files.tables import open_table  # noqa: PLC0415
    from sammen_cli.mapping.map_template import map_template  # noqa: PLC0415

    name = resource.replace("-", "_")
    import_columns = COLUMNS.get(name)
    if not import_columns:
        raise UsageError(f"There is no import of {resource}: there are {IMPORTABLE}.")
    with seekable_file(file) as path:
        columns = open_table(path, detect(path, encoding=encoding)).columns
    if session.options.json:
        fields = {"resource": name, "columns": list(columns), "import_columns": list(import_columns)}
        session.output.json(fields)
    else:
        sys.stdout.write(map_template(name, columns, import_columns))
    return ExitCode.OK
