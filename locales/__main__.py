"""`python -m locales`: what each language lacks; exit 1 when it lacks anything."""

from __future__ import annotations

import sys

from locales.catalog import Catalog
from locales.checks import faults


def main() -> int:
    """Report on standard output."""
    found = faults()
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if not found:
        sys.stdout.write(f"complete: {', '.join(Catalog().languages())}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
