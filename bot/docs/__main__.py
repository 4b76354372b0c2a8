"""`python -m bot.docs`, which `./dev docs` runs."""

from __future__ import annotations

import sys

from bot.docs.generated import main

if __name__ == "__main__":
    sys.exit(main())
