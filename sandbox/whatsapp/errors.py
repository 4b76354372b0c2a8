"""Graph API refusals: codes, HTTP statuses and the body around them."""

from __future__ import annotations

from typing import Any

TITLES = {
    1: "An unknown error occurred",
    4: "Application request limit reached",
    33: "Parameter value is not valid",
    100: "Invalid parameter",
    190: "Invalid OAuth access token - Cannot parse access token",
    2500: "Unknown path components",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Business Account locked",
    131042: "Business eligibility payment issue",
    131047: "Re-engagement message",
    131050: "User has stopped receipt of marketing messages from this business",
    131049: "This message was not delivered to maintain healthy ecosystem engagement",
    131051: "Unsupported message type",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
}
STATUSES = {
    1: 500,
    190: 401,
    131000: 500,
    131005: 403,
    131016: 503,
    131031: 403,
    132001: 404,
}
TRANSIENT = frozenset({1, 2, 4, 130429, 131000, 131016, 131056})


class GraphError(Exception):
    """A refused call; `details` is the human half, `code` the one to act upon."""

    def __init__(self, code: int, details: str = "", *, status: int | None = None) -> None:
        super().__init__(details or TITLES.get(code, ""))
        self.code = code
        self.details = details
        self.status = status or STATUSES.get(code, 400)

    def body(self, trace: str) -> dict[str, Any]:
        """The JSON that goes out."""
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {TITLES.get(self.code, 'Error')}",
            "type": "OAuthException",
            "code": self.code,
            "is_transient": self.code in TRANSIENT,
            "fbtrace_id": trace,
        }
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error}


def status_error(code: int) -> dict[str, Any]:
    """The error inside a `failed` status notification."""
    title = TITLES.get(code, "Error")
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": f"{title}."},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
