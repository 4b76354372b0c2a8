"""Which texts say stop or start: all their words do, in whatever dress; others say neither."""

from __future__ import annotations

import pytest

from domain.messaging import stopwords
from locales.catalog import Catalog

CATALOG = Catalog(strict=True)

STOPS = """
STOP | stop! | Stop. | STOP ALL | stopall | please stop | Stop please 🙏 | plz stop | pls STOP now
ok stop | stop it | stop bhai | STOP thank you | S.T.O.P. | s t o p | stoppp | “stop”
CANCEL | Quit | END | revoke | opt out | Opt-out | unsubscribe | UNSUBSCRIBE ME
unsubscribe me please
I want to unsubscribe | unsubscribe from this list | Stop promotions | stop messages
Stop sending me messages! | please stop sending me these sms | stop texting me
stop all your messages
stop whatsapp messages to my number | cancel messages | turn off notifications | sms off
don't send me messages | Do not send any more sms | no more messages | please dont text me again
I don’t want these messages | remove me from your list | take me off this list
স্টপ | বন্ধ | বন্ধ করুন | বন্ধকরুন | দয়া করে বন্ধ করুন | মেসেজ বন্ধ করুন | এসএমএস বন্ধ করেন
মেসেজ পাঠানো বন্ধ করুন | এই সব মেসেজ বন্ধ করে দিন | আর মেসেজ দিবেন না | মেসেজ পাঠাবেন না
আর পাঠাবেন না। | আমাকে আর মেসেজ পাঠাবেন না | মেসেজ চাই না | আমার মেসেজ লাগবে না | মেসেজ দিবেননা
stop korun | Stop koro | bondho koren | bondho korun | message bondho korun | sms bondho koren vai
r sms diben na | message pathaiyo na | মেসেজ দিতে হবে না | I want to stop receiving messages
ar message diben na | amake message pathaben na | message lagbe na | message bondho korte chai
no sms | no messages | no texts please | dont text me | don't text this number | do not message me
remove me | remove my number | please remove me | do not contact me | stop contacting me
মেসেজ করবেন না | আমাকে মেসেজ করবেন না | sms korben na | message korben na | sms koiren na
no, don't send me messages | no more sms | প্লিজ বন্ধ | please bondho | ekhon bondho koren
"""
NOTHING = """
নেট বন্ধ | net bondho | লাইন বন্ধ | নেট বন্ধ কেন | বন্ধ কেন? | bondho keno | সব বন্ধ | নেট বন্ধ করুন
লাইন বন্ধ করে দিন | বন্ধ করবেন না | বন্ধ করতে চাই | bondho korben na | বন্ধ হয়ে গেছে | net off | off
stop, the boy is not home | cancel my connection tomorrow? | end of month I pay | The end
cancel it
don't stop | please do not stop the messages | dont cancel | I don't want to stop messages
my line has stopped | please stop calling | stop by tomorrow | cancel 500 | quit smoking | no | না
no message came | messages do not come | মেসেজ আসে না | send me a message | মেসেজ দিন না | আর না
আর লাগবে না | আর চাই না | stop start | cancel my number | I want to stop | weekend | unstoppable
I do not receive messages | I get no messages | stop payment | end it | stop কেন | লাইন কি বন্ধ
cancel subscription | stop the service | ইন্টারনেট বন্ধ করে দিন
how do I pay | I paid | ok | thanks | please | messages | মেসেজ | 👍 | 123 | ? | বাতিল | bus stop
the stop is near | can you stop and look at the router
send the bill to this number | net message bondho
no I want messages | no, please send me messages | না, মেসেজ চাই | এখন বন্ধ | বন্ধ ভাই | ekhon bondho
bhai bondho | মেসেজ করুন না | মেসেজ বন্ধ করবেন না | আর করবেন না | no messages on my phone | contact me
remove my router | no thanks
"""
STARTS = """
START | start! | unstop | Subscribe | resume | please start | start messages | start again
start sending me messages | opt in | চালু | চালু করুন | চালুকরুন | স্টার্ট | আবার চালু করুন | মেসেজ চালু করুন
শুরু করুন | start korun | এখন চালু করুন | চালু করে দিন ভাই | মেসেজ চালু | আবার মেসেজ চালু
chalu koren | message chalu koro | আবার মেসেজ দিন | abar message den | ＳＴＡＲＴ
"""
NO_STARTS = """
net chalu koren | কবে শুরু | kaj shuru koren
নেট চালু করুন | don't start | start my line tomorrow | restart | চালু করবেন না
এখন চালু | আবার চালু | চালু, ধন্যবাদ | ekhon chalu | ভাই চালু | এখন শুরু | চালু না
when do you start | চালু হয়নি | I want to subscribe a package | resume at 5
"""
DRESSED = [
    "ＳＴＯＰ",
    "𝐒𝐭𝐨𝐩",
    "\u200bST\u200dOP\ufeff",
    "stop\u00ad",
    "STOP ✋\ufe0f",
    "ব\u200cন্ধ করুন",
    "\nstop\t",
]


def told(table: str) -> list[str]:
    return [one.strip() for one in table.replace("\n", "|").split("|") if one.strip()]


@pytest.mark.parametrize("text", [*told(STOPS), *DRESSED])
def test_it_says_stop(text: str) -> None:
    assert stopwords.wanted(text, CATALOG) is False


@pytest.mark.parametrize("text", ["", "   ", *told(NOTHING), *told(NO_STARTS)])
def test_it_says_neither(text: str) -> None:
    assert stopwords.wanted(text, CATALOG) is None


@pytest.mark.parametrize("text", told(STARTS))
def test_it_says_start(text: str) -> None:
    assert stopwords.wanted(text, CATALOG) is True
