"""Methods that answer taps and inline queries."""

from __future__ import annotations

from sandbox.telegram.call import Call
from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import units
from sandbox.telegram.inline import (
    DEFAULT_CACHE_SECONDS,
    InlineAnswer,
    cache_until,
    check_results,
)
from sandbox.telegram.taps import Answer

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(call: Call) -> bool:
    """Stop the spinner on a button, once, while the query is young."""
    tap = call.world.taps.get(call.params.text("callback_query_id"))
    if tap is None or tap.bot is not call.bot or tap.answer is not None:
        raise bad_request(TOO_OLD)
    if call.world.clock() - tap.at > call.world.query_lifetime:
        raise bad_request(TOO_OLD)
    text = call.params.text("text")
    if units(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.settle(Answer(text, call.params.flag("show_alert"), call.params.text("url") or None))
    call.world.changed()
    return True


async def answer_inline_query(call: Call) -> bool:
    """Give results to choose from; Telegram caches them, for everybody unless personal."""
    query = call.world.inline_queries.get(call.params.text("inline_query_id"))
    if query is None or query.bot is not call.bot or query.answer is not None:
        raise bad_request(TOO_OLD)
    now = call.world.clock()
    if now - query.at > call.world.query_lifetime:
        raise bad_request(TOO_OLD)
    results = check_results(
        call.params.json_list("results", "can't parse inline query results JSON object") or []
    )
    next_offset = call.params.text("next_offset")
    if len(next_offset.encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    until = cache_until(now, call.params.integer("cache_time", DEFAULT_CACHE_SECONDS))
    personal = call.params.flag("is_personal")
    query.settle(InlineAnswer(results, next_offset, personal, until))
    call.world.changed()
    return True
