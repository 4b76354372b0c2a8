"""Words are read as the router wrote them, and its errors for what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from librouteros.protocol import encode_sentence

from domain.errors import Busy, Refused, Unsure
from gateways.mikrotik.refusals import of_trap
from gateways.mikrotik.words import (
    Malformed,
    Sentence,
    Sentences,
    any_of,
    attributes,
    is_id,
    span_seconds,
)

VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def read(*words: str) -> Sentence:
    (sentence,) = Sentences().feed(encode_sentence(*words, encoding="utf-8"))
    return sentence


@given(st.dictionaries(st.sampled_from(("name", "comment", "profile")), VALUES), st.integers(1, 9))
def test_what_the_library_writes_is_read_back_in_any_fragmentation(
    row: dict[str, str], step: int
) -> None:
    words = [f"={name}={value}" for name, value in row.items()]
    data = encode_sentence("!re", ".tag=7", *words, encoding="utf-8")
    sentences = Sentences()
    found = [s for at in range(0, len(data), step) for s in sentences.feed(data[at : at + step])]
    assert found == [Sentence("!re", "7", row)]


@pytest.mark.parametrize("size", [0x7F, 0x80, 0x3FFF, 0x4000, 0x1FFFFF, 0x200000])
def test_long_values_are_whole(size: int) -> None:
    assert read("!re", "=v=" + "x" * (size - 3)).row == {"v": "x" * (size - 3)}


def test_a_five_byte_length_is_read_and_reserved_bytes_are_not() -> None:
    assert Sentences().feed(b"\xf0\x00\x00\x00\x05!done\x00") == [Sentence("!done", "", {})]
    with pytest.raises(Malformed):
        Sentences().feed(b"\xffHTTP")


@pytest.mark.parametrize("value", ["yes", "true", "12345", "007", "", "a=b", "None"])
def test_values_stay_text(value: str) -> None:
    assert read("!re", f"=name={value}").row == {"name": value}
    assert attributes([f"=name={value}", ".tag=1"]) == {"name": value}


def test_the_tag_is_found_wherever_it_stands() -> None:
    assert read("!re", "=a=1", ".tag=x").tag == "x"
    assert read("!re", ".tag=x", "=a=1").tag == "x"


def test_bytes_in_another_code_page_are_marked() -> None:
    assert Sentences().feed(b"\x03!re\x08=name=\xe9x\x00") == [
        Sentence("!re", "", {"name": "\N{REPLACEMENT CHARACTER}x"})
    ]


def test_a_fatal_text_is_kept() -> None:
    assert read("!fatal", "session terminated").row == {"message": "session terminated"}


def test_alternatives_are_joined_on_the_stack() -> None:
    assert any_of("name", ["a", "b", "c"]) == ["?=name=a", "?=name=b", "?#|", "?=name=c", "?#|"]
    assert any_of("name", []) == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1w2d3h4m5s", 788_645), ("0s", 0), ("45m", 2_700), ("2d03:04:05", 183_845), ("never", 0)],
)
def test_spans_of_time(text: str, seconds: int) -> None:
    assert span_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("*1A", True), ("*0", True), ("7", False), ("karim", False), ("*1,*2", False), ("", False)],
)
def test_only_a_star_and_hex_names_one_item(text: str, is_one: bool) -> None:
    assert is_id(text) is is_one


@pytest.mark.parametrize(
    ("message", "category", "kind", "reason"),
    [
        ("invalid user name or password (6)", "", Refused, "auth"),
        ("cannot log in", "", Refused, "auth"),
        ("not enough permissions (9)", "", Refused, "forbidden"),
        ("no such item", "0", Refused, "gone"),
        ("no such item (4)", "", Refused, "gone"),
        ("no such command prefix", "0", Refused, "unsupported"),
        ("No such command or directory (secrets)", "0", Refused, "unsupported"),
        ("unknown parameter x", "", Refused, "unsupported"),
        ("missing =.id=", "", Refused, "bad-value"),
        ("input does not match any value of profile", "1", Refused, "bad-value"),
        ("value of priority out of range (1..8)", "1", Refused, "bad-value"),
        ("failure: already have such entry", "", Refused, "conflict"),
        ("failure: secret with the same name already exists", "", Refused, "conflict"),
        ("failure: can not do that", "", Refused, "failure"),
        ("etwas anderes", "1", Refused, "bad-value"),
        ("", "", Refused, "failure"),
        ("1234", "", Refused, "failure"),
        ("interrupted", "2", Unsure, "interrupted"),
        ("std failure: timeout (13)", "", Unsure, "overloaded"),
        ("action timed out - try again", "13", Unsure, "overloaded"),
    ],
)
def test_error_texts_become_one_of_three_failures(
    message: str, category: str, kind: type[Refused | Unsure], reason: str
) -> None:
    failure = of_trap(message, category, writes=True)
    assert (type(failure), failure.reason) == (kind, reason)
    asked = of_trap(message, category, writes=False)
    assert type(asked) is (Busy if kind is Unsure else Refused)
