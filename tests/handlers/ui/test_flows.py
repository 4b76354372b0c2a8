"""A person in a flow: nothing is lost, nothing is done twice, there is always a way out."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import Busy, InvalidState, Unsure
from domain.ports import Ports
from handlers.ui.conversation import Conversation
from tests.cast import Cast
from tests.handlers.ui.till import DRAWER
from tests.person import Person

READY = {"customer": 3, "amount": 50000, "txn": "", "method": "cash"}


async def test_one_line_and_two_taps_do_it(asha: Person) -> None:
    await asha.says("/till karim 500")
    asha.sees("A note?")
    await asha.taps("Skip")
    asha.sees("Take", "50000")
    await asha.taps("Confirm")
    asha.sees("Taken.", "Undo")
    assert DRAWER.taken == [READY]


async def test_what_is_missing_is_asked_one_after_the_other(asha: Person) -> None:
    await asha.says("/till")
    asha.sees("Who pays?", "Cancel")
    asha.does_not_see("Back", "Skip")
    await asha.says("karim")
    asha.sees("How much?")
    await asha.says("৫০০ টাকা")
    await asha.says("for November")
    asha.sees("for November", "Confirm")


async def test_what_can_not_be_read_is_said_and_the_rest_stays(asha: Person) -> None:
    await asha.says("/till karim plenty")
    asha.sees("“plenty”", "1150.50", "How much?")
    await asha.says("still plenty")
    asha.sees("“still plenty”")
    await asha.says("500")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert DRAWER.taken == [READY]


async def test_a_text_that_fits_several_becomes_choices(asha: Person) -> None:
    await asha.says("/till rah 500")
    asha.sees("Which one?", "Rahim", "Rahima")
    await asha.taps("Rahima")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["customer"] == 2


async def test_a_choice_may_be_typed_by_its_label(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    await asha.taps("Change")
    await asha.taps("Method")
    asha.sees("Cash", "Cheque")
    await asha.says("cheque")
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["method"] == "cheque"


async def test_only_choices_answer_a_step_of_choices(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    await asha.taps("Change")
    await asha.taps("Method")
    await asha.says("shells")
    asha.sees("“shells”", "Cash", "Cheque")


async def test_back_asks_the_step_before_again(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Back")
    asha.sees("How much?")
    await asha.says("700")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["amount"] == 70000


async def test_a_double_tap_on_confirm_does_it_once(asha: Person) -> None:
    await asha.says("/till karim 500")
    confirm = await asha.taps("Skip")
    assert confirm is not None
    card = max(asha.messages)
    await asha.taps("Confirm", card)
    asha.messages[card] = confirm
    await asha.taps("Confirm", card)
    assert len(DRAWER.taken) == 1
    assert "done already" in asha.toast


async def test_an_old_confirm_does_not_confirm_another_run(asha: Person) -> None:
    await asha.says("/till karim 500")
    first = await asha.taps("Skip")
    assert first is not None
    await asha.taps("Confirm")
    await asha.says("/till karim 900")
    await asha.taps("Skip")
    asha.messages[0] = first
    await asha.taps("Confirm", 0)
    assert "done already" in asha.toast
    assert len(DRAWER.taken) == 1


async def test_confirm_does_what_its_own_card_shows_when_another_was_begun_since(
    asha: Person,
) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    first = max(asha.messages)
    await asha.says("/till rahim 900")
    await asha.taps("Skip")
    await asha.taps("Confirm", first)
    assert [(each["customer"], each["amount"]) for each in DRAWER.taken] == [(3, 50000)]
    await asha.taps("Go on with", first)
    asha.sees("90000", "Confirm")


async def test_confirm_of_a_card_that_was_changed_since_shows_what_it_is_now(
    asha: Person,
) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    card = max(asha.messages)
    seen = asha.messages[card]
    await asha.taps("Change")
    await asha.taps("Transaction ID")
    await asha.says("for November")
    asha.messages[card] = seen
    shown = await asha.taps("Confirm", card)
    assert DRAWER.taken == []
    assert "changed" in asha.toast
    assert shown is not None
    assert "for November" in shown.text


async def test_undo_undoes_once(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    result = await asha.taps("Confirm")
    assert result is not None
    await asha.taps("Undo")
    asha.sees("Given back.")
    asha.messages[0] = result
    await asha.taps("Undo", 0)
    assert DRAWER.taken == []


async def test_a_restart_in_the_middle_changes_nothing(
    asha: Person, ports: Ports, cast: Cast
) -> None:
    await asha.says("/till karim 500")
    asha.conversation = Conversation(ports)
    await asha.says("for November")
    asha.conversation = Conversation(ports)
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["txn"] == "for November"


async def test_a_refusal_leaves_everything_filled(asha: Person) -> None:
    DRAWER.trouble = InvalidState(what="payment", state="void")
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    asha.sees("The payment", "“void”", "50000", "Confirm")
    DRAWER.trouble = None
    await asha.taps("Confirm")
    assert DRAWER.taken == [READY]


async def test_a_busy_outside_leaves_everything_filled(asha: Person) -> None:
    DRAWER.trouble = Busy("timeout")
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    asha.sees("busy", "Confirm")


async def test_what_may_have_been_done_is_not_offered_as_if_it_were_not(asha: Person) -> None:
    DRAWER.trouble = Unsure("timeout")
    await asha.says("/till karim 500")
    card = await asha.taps("Skip")
    assert card is not None
    await asha.taps("Confirm")
    assert "may have been done" in asha.toast
    await asha.says("hello?")
    asha.sees("interrupted", "Till", "Show it again")
    asha.does_not_see("Confirm")
    DRAWER.trouble = None
    await asha.taps("Show it again")
    await asha.taps("Confirm")
    assert len(DRAWER.taken) == 1


async def test_cancel_leaves_nothing(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.says("/cancel")
    asha.sees("Cancelled: Till")
    await asha.says("/cancel")
    asha.sees("nothing to cancel")


async def test_another_command_puts_the_flow_aside_and_offers_it(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.says("/help")
    asha.sees("What you can do", "Go on with: Till")
    await asha.taps("Go on with")
    asha.sees("A note?")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert DRAWER.taken == [READY]


async def test_the_flow_put_aside_is_offered_when_the_other_is_done(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.says("/till rahim 100")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    asha.sees("Taken.", "Go on with: Till")
    await asha.taps("Go on with")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert [each["customer"] for each in DRAWER.taken] == [1, 3]


async def test_a_flow_that_a_button_starts_puts_the_other_aside(asha: Person) -> None:
    card = await asha.says("/drawer")
    assert card is not None
    await asha.says("/till karim 500")
    asha.messages[0] = card
    await asha.taps("Till for 2", 0)
    assert asha.messages[0].keys[-1][0].label == "▶ Go on with: Till"
    await asha.says("100")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    await asha.taps("Go on with")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    assert [(each["customer"], each["amount"]) for each in DRAWER.taken] == [(2, 10000), (3, 50000)]


async def test_a_choice_of_an_earlier_question_shows_the_present_one(asha: Person) -> None:
    asked = await asha.says("/till rah 500")
    assert asked is not None
    await asha.taps("Rahima")
    asha.messages[0] = asked
    await asha.taps("Rahima", 0)
    assert "changed" in asha.toast
    await asha.taps("Skip")
    asha.sees("'customer': 2")


async def test_a_text_in_place_of_confirm_is_no_yes(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.taps("Skip")
    await asha.says("yes")
    asha.sees("press one of the buttons", "Confirm")
    assert DRAWER.taken == []


async def test_buttons_of_a_flow_in_a_group_are_dead_for_others(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    asha, bina = person_of(cast.asha), person_of(cast.bina, -100777)
    question = await asha.says("/till karim 500")
    assert question is not None
    bina.messages[1] = question
    assert await bina.taps("Skip") is None
    assert "somebody else" in bina.toast


async def test_a_right_that_was_lost_ends_the_flow(asha: Person, cast: Cast) -> None:
    from domain.staff.models import Role, Staff

    await asha.says("/till karim 500")
    await Staff.filter(id=cast.asha.staff_id).update(role=Role.NOC)
    await asha.says("for November")
    asha.sees("don't have the right")
    assert DRAWER.taken == []


async def test_several_choices_are_ticked_and_unticked_before_going_on(asha: Person) -> None:
    await asha.says("/paint")
    await asha.taps("Red")
    await asha.taps("Green")
    asha.sees("✅ Red", "✅ Green", "Blue")
    await asha.taps("✅ Red")
    asha.does_not_see("✅ Red")
    await asha.taps("Done")
    await asha.taps("Confirm")
    assert DRAWER.taken == [{"colours": ["green"], "coats": "1"}]


async def test_several_choices_may_be_typed_and_are_kept_when_changed(asha: Person) -> None:
    await asha.says("/paint red, 3")
    asha.sees("'colours': ['red', 3]")
    await asha.taps("Change")
    await asha.taps("Colours")
    asha.sees("✅ Red", "✅ Blue")
    await asha.says("green")
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["colours"] == ["red", 3, "green"]


async def test_none_of_several_may_be_chosen_and_a_wrong_one_is_refused(asha: Person) -> None:
    await asha.says("/paint purple")
    asha.sees("“purple” doesn't fit")
    await asha.taps("Done")
    await asha.taps("Confirm")
    assert DRAWER.taken[0]["colours"] == []


async def test_the_same_line_twice_leaves_nothing_to_go_on_with(asha: Person) -> None:
    await asha.says("/till karim 500")
    await asha.says("/till karim 500")
    asha.does_not_see("Go on with")
    await asha.taps("Skip")
    await asha.taps("Confirm")
    asha.does_not_see("Go on with")


async def test_a_question_in_a_group_leaves_the_card_to_the_others_and_asks_for_a_reply(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    bina = person_of(cast.bina, -100777)
    await bina.says("/drawer")
    card = max(bina.messages)
    await bina.taps("Till for 2")
    asha_sees = bina.messages[card].text
    assert "Counter 1" in asha_sees
    bina.sees("How much?", "Bina", "replying to this message")
    question = max(bina.messages)
    assert question != card
    await bina.says("500")
    asked = max(bina.messages)
    await bina.taps("Skip")
    assert max(bina.messages) == asked
    bina.sees("Confirm")
