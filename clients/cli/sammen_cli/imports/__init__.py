"""Import files in any layout: read and map them, upload the result, report what it changes.

From Python: `from sammen_cli.imports.file_import import import_file`.
"""
