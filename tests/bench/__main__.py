"""`./dev bench`: our figures beside the limits of the same machine, in the same run."""

from __future__ import annotations

import sys

from tests.bench.frame import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
