"""`python -m sammen_cli` runs the command."""

import sys

from sammen_cli.main import main

sys.exit(main())
