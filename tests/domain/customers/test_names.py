"""Names meet, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers import names


@pytest.mark.parametrize(
    ("bengali", "latin"),
    [
        ("রহিম", "rahim"), ("করিম", "karim"), ("মোহাম্মদ", "mohammad"), ("উদ্দিন", "uddin"),
        ("কামরুল", "kamrul"), ("রহমান", "rahman"), ("ইসলাম", "islam"), ("সালমা", "salma"),
        ("আব্দুল্লাহ", "abdullah"), ("সরকার", "sarkar"), ("মোঃ", "md"),
    ],
)  # fmt: skip
def test_a_bengali_name_is_written_as_its_bearer_would(bengali: str, latin: str) -> None:
    assert names.romanise(names.normalise(bengali)[0] if bengali != "মোঃ" else bengali) == latin


@pytest.mark.parametrize(
    "spellings",
    [
        "হোসেন hossain hosen hussain hosain", "চৌধুরী chowdhury choudhuri chaudhury",
        "আনোয়ার anwar anowar", "নজরুল nazrul najrul", "বেগম begum begom",
        "শফিকুল shafiqul safikul shofiqul", "হক haque hoque hak", "তানভীর tanvir tanbir",
        "মোহাম্মদ mohammad muhammad", "ফাতেমা fatema fatima phatema",
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(spellings: str) -> None:
    heard = {names.sound(names.romanise(word)) for word in names.normalise(spellings)}

    assert len(heard) == 1


@pytest.mark.parametrize(("first", "second"), [("rahim", "rahima"), ("hasan", "hossain")])
def test_other_names_do_not(first: str, second: str) -> None:
    assert names.sound(first) != names.sound(second)


def test_words_come_out_small_and_without_marks() -> None:
    assert names.normalise("  Md. RÁHIM-Uddin, ৫ ") == ["md", "rahim", "uddin", "5"]


def test_one_letter_of_two_encodings_is_one() -> None:
    assert names.normalise("মিয\u09bcা") == names.normalise("মি\u09dfা")


words = st.text("abdehikmnorst", min_size=3, max_size=12)


@given(words, st.data())
def test_every_slip_is_within_reach_of_the_shortened_words(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("aeiour"))
    slips = {
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }

    for slip in slips:
        kept, asked = names.shortened(word) | {word}, names.shortened(slip) | {slip}
        assert kept & asked
        assert names.one_slip_apart(word, slip)


def test_two_slips_are_too_many() -> None:
    assert not names.one_slip_apart("rahim", "rohin")


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_words_of_bounded_length(text: str) -> None:
    for word in names.normalise(text):
        assert all(0 < len(form) <= names.LONGEST + 1 for form in names.forms(word))


def test_the_likelier_name_is_the_nearer_one() -> None:
    query = names.normalise("rahim uddin")

    near = [names.likeness(query, names.normalise(name)) for name in (
        "Rahim Uddin", "Uddin Rahim Khan", "Rahima Uddin", "Karim Uddin",
    )]  # fmt: skip

    assert near == sorted(near, reverse=True)
    assert names.likeness([], ["rahim"]) == 0
