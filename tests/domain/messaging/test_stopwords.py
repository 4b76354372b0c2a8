"""Which texts say stop or start: all their words do, in whatever dress; others say neither."""

from __future__ import annotations

import pytest

from domain.messaging import stopwords
from tests.texts import TEXTS

STOPS = """
STOP | stop! | Stop. | STOP ALL | stopall | please stop | Stop please 🙏
plz stop | pls STOP now
ok stop | stop it | stop bhai | STOP thank you | S.T.O.P. | s t o p | stoppp
“stop”
CANCEL | Quit | END | revoke | opt out | Opt-out | unsubscribe
UNSUBSCRIBE ME
unsubscribe me please
I want to unsubscribe | unsubscribe from this list | Stop promotions
stop messages
Stop sending me messages! | please stop sending me these sms | stop texting me
stop all your messages
stop whatsapp messages to my number | cancel messages | turn off notifications
sms off
don't send me messages | Do not send any more sms | no more messages
please dont text me again
I don’t want these messages | remove me from your list | take me off this list
স্টপ | বন্ধ | বন্ধ করুন | বন্ধকরুন | দয়া করে বন্ধ করুন | মেসেজ বন্ধ করুন
এসএমএস বন্ধ করেন
মেসেজ পাঠানো বন্ধ করুন | এই সব মেসেজ বন্ধ করে দিন | আর মেসেজ দিবেন না
মেসেজ পাঠাবেন না
আর পাঠাবেন না। | আমাকে আর মেসেজ পাঠাবেন না | মেসেজ চাই না
আমার মেসেজ লাগবে না | মেসেজ দিবেননা
stop korun | Stop koro | bondho koren | bondho korun | message bondho korun
sms bondho koren vai
r sms diben na | message pathaiyo na | মেসেজ দিতে হবে না
I want to stop receiving messages
ar message diben na | amake message pathaben na | message lagbe na
message bondho korte chai
no sms please | no texts please | no offers | no promotions | dont text me
don't text this number | do not message me
remove me | remove my number | please remove me | do not contact me
stop contacting me
মেসেজ করবেন না | আমাকে মেসেজ করবেন না | sms korben na | message korben na
sms koiren na
no, don't send me messages | no more sms | প্লিজ বন্ধ | please bondho
ekhon bondho koren
বন্দ করুন | মেসেজ বন্দ করেন | বন্ধো করেন | বনধ করুন | বন্ধ করুণ | bandho karun
band karo | bondo koren
bando koro | bond koren | bondh kore den | বন্ধ করে দিবেন | মেসেজ বন্ধ করেন তো
sotp | STOPP | ষ্টপ
🛑 | 🛑🛑🛑 | 🛑 stop | 🛑 messages | unsubscribed | unsubcribe | un-subscribe
opted out
মেসেজ পাঠানোর দরকার নাই | মেসেজ দেওয়ার প্রয়োজন নেই | message dorkar nai
no need to send messages
messages not needed | আর মেসেজ না | no messages again please
never send me messages | message na korben
I don't want to receive messages any more | stop receiving messages
মেসেজ দেওয়া লাগবে না
"""
NOTHING = """
নেট বন্ধ | net bondho | লাইন বন্ধ | নেট বন্ধ কেন | বন্ধ কেন? | bondho keno
সব বন্ধ | নেট বন্ধ করুন
লাইন বন্ধ করে দিন | বন্ধ করবেন না | বন্ধ করতে চাই | bondho korben na
বন্ধ হয়ে গেছে | net off | off
stop, the boy is not home | cancel my connection tomorrow?
end of month I pay | The end
cancel it
don't stop | please do not stop the messages | dont cancel
I don't want to stop messages
my line has stopped | please stop calling | stop by tomorrow | cancel 500
quit smoking | no | না
no message came | messages do not come | মেসেজ আসে না | send me a message
মেসেজ দিন না | আর না
আর লাগবে না | আর চাই না | stop start | cancel my number | I want to stop
weekend | unstoppable
I do not receive messages | I get no messages | stop payment | end it
stop কেন | লাইন কি বন্ধ
cancel subscription | stop the service | ইন্টারনেট বন্ধ করে দিন
how do I pay | I paid | ok | thanks | please | messages | মেসেজ | 👍 | 123 | ?
বাতিল | bus stop
the stop is near | can you stop and look at the router
send the bill to this number | net message bondho
no I want messages | no, please send me messages | না, মেসেজ চাই | এখন বন্ধ
বন্ধ ভাই | ekhon bondho
bhai bondho | মেসেজ করুন না | মেসেজ বন্ধ করবেন না | আর করবেন না
no messages on my phone | contact me
remove my router | no thanks
বন্ধ? | bondho? | stop? | STOP ? | stop？ | মেসেজ বন্ধ? | unsubscribe? | 🛑❓
messages off? | end?
no sms | No SMS. | no message | no messages | মেসেজ না | message nai
no sms again | again no message
no message sir | I get no more messages | I do not receive messages anymore
I cannot send messages
not sending me messages | I never get messages | আবার বন্ধ প্লিজ
abar bondho koren | বন্ধ করে দেওয়া লাগবে
again off | off again please | আর বন্ধ | whatsapp bondho | whatsapp off
হোয়াটসঅ্যাপ বন্ধ | all stop
bondhu | net bando | লাইন বন্দ | নেট 🛑 | dorkar nai | দরকার নাই
no, it is off | sob bondho please
"""
STARTS = """
START | start! | please start | Start please | START 🙏 | unstop | Subscribe
opt in | opt me in again please
start messages | start sending me messages | start sms again | resume messages
turn on the messages please
turn on notifications | restart sending messages | I want messages again
messages again please
চালু | চালু। | চালু করুন | চালু করেন | চালু করো | চালুকরুন | চালু করুণ
স্টার্ট | শুরু করুন | start korun
chalu | chalu koren | chalu korun | calu koro | shuru korun | chalu karun
ＳＴＡＲＴ
মেসেজ চালু করুন | মেসেজ চালু | আবার মেসেজ চালু | মেসেজ আবার চালু করে দিন ভাই
মেসেজ পাঠানো শুরু করুন
message chalu koro | এখন থেকে মেসেজ চালু করেন | message on koren
মেসেজ অন করে দিন | msg chalu kore diben
আবার মেসেজ দিন | মেসেজ আবার দিন | abar message den | আবার মেসেজ চাই
abar message chai
"""
NO_STARTS = """
net chalu koren | কবে শুরু | kaj shuru koren
নেট চালু করুন | don't start | start my line tomorrow | restart | চালু করবেন না
এখন চালু | আবার চালু | চালু, ধন্যবাদ | ekhon chalu | ভাই চালু | এখন শুরু
চালু না
when do you start | চালু হয়নি | I want to subscribe a package | resume at 5
আবার চালু করুন | আবার চালু করে দিন | আবারও চালু করেন | এখন চালু করুন
এখনই চালু করুন | চালু করে দিন
চালু করে দেন ভাই | চালু করে দাও | চালু করে দিবেন | চালু করে দিয়েন
চালু করে দেওয়া লাগবে | চালু করবেন | চালু চাই
চালু করতে চাই | দয়া করে চালু করুন | প্লিজ চালু করেন | চালু করুন প্লিজ
চালু করুন ভাই | আমার চালু করুন
সব চালু করুন | আবার শুরু করুন | আবার স্টার্ট | অন করুন | অন করে দিন
abar chalu koren vai | abar chalu koro | ekhon chalu koren
ekhoni chalu koren | chalu kore den | koredin chalu
chalu kore diben | chalu koren vai | please chalu koren
doya kore chalu koren | amar chalu koren
chalu korte chai | abar start koren | start koren bhai | on koren
on kore den | abar on koren
resume | resume please | please resume | start again | please start again
start it again | start now
please start it | please start it now | turn on | please turn on
turn it on again | turn on again please
switch on please | enable | activate please | reactivate | continue
restart please | restart it
I want to subscribe | I want to start | start everything | ok start
start sir | start, thanks
start? | চালু? | চালু করুন? | chalu? | মেসেজ চালু? | messages on?
send sms again | send the message again
অফার চালু করুন | whatsapp চালু করুন | message chalu hoyni | মেসেজ চালু না
messages again | don't start messages
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
    assert stopwords.wanted(text, TEXTS) is False


@pytest.mark.parametrize("text", ["", "   ", "/cancel", " /stop", *told(NOTHING), *told(NO_STARTS)])
def test_it_says_neither(text: str) -> None:
    assert stopwords.wanted(text, TEXTS) is None


@pytest.mark.parametrize("text", told(STARTS))
def test_it_says_start(text: str) -> None:
    assert stopwords.wanted(text, TEXTS) is True
