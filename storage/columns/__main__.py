"""`python -m storage.columns > docs/columns.md`."""

import sys

from storage.columns.page import page

sys.stdout.write(page())
