"""`python -m sammen` is the command."""

import sys

from sammen.command import main

sys.exit(main())
