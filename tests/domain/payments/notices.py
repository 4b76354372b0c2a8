"""What the fake gateway notifies of."""

from __future__ import annotations

import json

from domain.ports import Hook


def notice(**told: object) -> Hook:
    """A notification as it came."""
    return Hook("POST", "http://pay.test/webhooks", {}, {}, json.dumps(told).encode())
