"""The documentation site: guides and reference under `/docs`, and the pages about problems.

The guides' text is in `api/web/guides`, the templates in `api/web/templates/documentation`. The package is above all
rooms, because parts of it are generated from their tables: columns of imports, enumerations, roles, settings.
"""
