"""The router's tables as data: what a row leaves out, and what we may do to one."""

from __future__ import annotations

from operator import attrgetter

import pytest

from gateways.mikrotik.tables import ENTRIES, POOLS, PROFILES, SECRETS, SESSIONS, differs


def test_what_a_row_leaves_out_is_no_difference_to_its_default() -> None:
    (bare,) = SECRETS.rows([{".id": "*1", "name": "rahim"}])

    part = attrgetter("profile", "disabled", "service")
    assert not differs(bare, part, ("default", False, "any"))
    assert differs(bare, part, ("10M", False, "any"))


def test_a_disabled_entry_does_not_count_and_one_for_a_time_is_somebodys() -> None:
    row = {".id": "*1", "list": "suspended", "address": "10.0.0.7", "dynamic": "true"}

    dynamic, timed = ENTRIES.rows([row, {**row, "timeout": "1h"}, {**row, "disabled": "true"}])

    assert (dynamic.dynamic, timed.dynamic) == (True, False)


def test_we_do_no_more_to_a_table_than_it_says() -> None:
    assert SECRETS.write("set", {"profile": "10M"}, ["*1"]).words == ("=.id=*1", "=profile=10M")
    for table, verb, values in [
        (SECRETS, "remove", {}),
        (SECRETS, "set", {"password": "x"}),
        (SESSIONS, "set", {"address": "x"}),
        (ENTRIES, "set", {"address": "x"}),
        (PROFILES, "remove", {}),
        (POOLS, "set", {"ranges": "x"}),
    ]:
        with pytest.raises(ValueError, match="not ours to do"):
            table.write(verb, values, ["*1"])
