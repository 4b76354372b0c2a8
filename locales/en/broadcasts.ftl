### Telling many: composing, approval, progress, report.

home-broadcast = 📣 Broadcast
command-broadcast = Tell many customers at once
home-broadcasts = 📊 Broadcasts
command-broadcasts = Broadcasts that run, wait, and ran
flow-broadcast = a broadcast
flow-refuse = reject a broadcast
flow-move = another time for a broadcast
step-meant = Filter
step-kind = Kind
step-own = Words
step-statuses = Status
step-packages = Packages
step-operators = Operators
step-least = Least due
step-overdue = Overdue
step-channels = Channel
step-at = Time

broadcast-words-link = link links payment
broadcast-words-text = text notice message
broadcast-words-active = active
broadcast-words-suspended = suspended
broadcast-words-expired = expired
broadcast-words-billed = billed owing unpaid due
broadcast-kind-link = 💳 Payment link
broadcast-kind-text = ✉️ Text
broadcast-ask-kind = What do you want to send to many?
broadcast-ask-text = Write the text. Variables in braces are filled in for each customer: {"{"}customer_name{"}"}, {"{"}customer_id{"}"}, {"{"}package{"}"}, {"{"}amount_due{"}"}, {"{"}due_date{"}"}, {"{"}support_phone{"}"}.
broadcast-ask-own = Write your own words with {"{"}payment_link{"}"} in them. Leave them out, and everybody gets the template in their language.
broadcast-ask-statuses = Which customers? Tick what fits, or nothing for all.
broadcast-ask-zones = Which zones? Tick or type them, or nothing for all.
broadcast-ask-packages = Which packages? Tick or type them, or nothing for all.
broadcast-ask-operators = Which operators? Tick or type them, or nothing for all.
broadcast-ask-least = How much has to be due at least?
broadcast-ask-overdue = Overdue for more than how many days?
broadcast-ask-channels = By which channel?
broadcast-ask-at = When? You can also write it: 18:30, tomorrow 10:00, 25/11 10:00.
broadcast-any-due = Any amount
broadcast-any-day = Overdue or not
broadcast-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
broadcast-now = Now
broadcast-by-auto = Automatic: WhatsApp, else SMS
broadcast-by-whatsapp = WhatsApp only
broadcast-by-sms = SMS only
broadcast-by-statuses = Status
broadcast-by-zones = Zones
broadcast-by-packages = Packages
broadcast-by-operators = Operators
broadcast-by-least = Least due
broadcast-by-overdue = Overdue
broadcast-status-active = 🟢 Active
broadcast-status-suspended = 🔴 Suspended
broadcast-status-expired = 🟠 Expired
broadcast-status-billed = 🧾 Owing
broadcast-send = ✅ Send

broadcast-title = <b>📣 { $kind }</b>
broadcast-unread = I don't know what “{ $words }” means here, and nothing goes out on a guess. Write which zone, package, operator or status you mean, or leave it out.
broadcast-without = Leave it out
broadcast-of-all = To: everybody
broadcast-of-statuses = To: { $statuses }
broadcast-of-zones = Zones: { $names }
broadcast-of-packages = Packages: { $names }
broadcast-of-operators = Operators: { $names }
broadcast-of-least = Due at least { $least }
broadcast-of-overdue = Overdue for more than { $days ->
    [one] 1 day
   *[other] { $days } days
}
broadcast-recipients = { $recipients ->
    [one] <b>1</b> recipient
   *[other] <b>{ $recipients }</b> recipients
}
broadcast-left-out = Left out: { $customers } · { $why }
broadcast-why-opted-out = have opted out
broadcast-why-no-number = no number
broadcast-why-nothing-due = owe nothing
broadcast-why-no-way-to-pay = could not pay online: no payment gateway takes their currency
broadcast-why-same-number = same number as another
broadcast-why-marketing-declined = want no offers by WhatsApp
broadcast-why-window-closed = have not written on WhatsApp within 24 hours, and no other channel is there
broadcast-why-unreachable = not reachable by WhatsApp lately
broadcast-why-no-channel = no gateway for them
broadcast-why-held-up = their gateway is held up for long
broadcast-why-empty-text = nothing of the text is left once their data are filled in
broadcast-why-gap-in-text = lack something that the text names, such as a due date
broadcast-why-not-wanted = not wanted any more
broadcast-why-not-meant = no longer fit the filters, or have left
broadcast-fell-out = Left out since it was composed: { $customers } · { $why }
broadcast-goes-by = { $channel }: { $customers }
broadcast-cost = { $channel } · { $segments ->
    [one] 1 segment
   *[other] { $segments } segments
} · about { $cost }
broadcast-about = { $segments ->
    [one] 1 segment
   *[other] { $segments } segments
} · about { $cost }
broadcast-nobody = Nobody fits. Widen the filters.
broadcast-reads = { $name } would read:
broadcast-goes-now = 🕐 At once
broadcast-goes-at = 🕐 { $at }
broadcast-hour-passed = ⚠️ That hour is past: it goes as soon as somebody says so.
broadcast-quiet = 🌙 { $customers ->
    [one] 1 recipient has
   *[other] { $customers } recipients have
} quiet hours then: delivery { $at }
broadcast-goes-on = 🌙 Waits; goes on { $at }
broadcast-approval-needed = ⚠️ That is more than you may send alone: somebody else will be asked to approve it.
broadcast-approval-own = ⚠️ That goes to many: it waits until it is approved, by you or by somebody else who may.
broadcast-asked-group = Asked in the group for broadcasts.
broadcast-asked-groups = Asked in the group: { $names }
broadcast-asked-people = Asked in their own chat: { $names }
broadcast-asked-nobody = ⚠️ That is more than may be sent alone, and nobody else here may approve it: nobody is asked. An admin can bind a group for it (/bind broadcasts) or invite somebody who may.
error-nobody-to-tell = Nobody fits these filters. Widen them and try again.
error-broadcast-decided = { $who } was first: it is { $status ->
    [rejected] rejected
    [cancelled] cancelled
   *[other] approved
} since { $at }. Nothing was done twice.

broadcast-standing = { $status }
broadcast-state-draft = ✏️ Draft
broadcast-state-asked = ⏳ Waits for approval
broadcast-state-scheduled = 🕐 Scheduled
broadcast-state-running = ▶️ Running
broadcast-state-paused = ⏸ Paused
broadcast-state-done = ✅ Done
broadcast-state-rejected = ✖️ Rejected
broadcast-state-cancelled = ⏹ Cancelled
broadcast-icon-draft = ✏️
broadcast-icon-asked = ⏳
broadcast-icon-scheduled = 🕐
broadcast-icon-running = ▶️
broadcast-icon-paused = ⏸
broadcast-icon-done = ✅
broadcast-icon-rejected = ✖️
broadcast-icon-cancelled = ⏹
broadcast-pace = { $per_minute } a minute · { $left } left
broadcast-done = { $done } of { $recipients }
broadcast-sent = 📤 Sent: { $messages }
broadcast-delivered = 📬 Delivered: { $messages }
broadcast-read = 👀 Read: { $messages }
broadcast-failed = ✖️ Failed: { $messages }
broadcast-unknown = ❔ Not known whether sent: { $messages }
broadcast-dropped = ➖ Not needed any more: { $messages }
broadcast-spent = Cost: { $cost }
broadcast-returns = 👆 Opened: { $opened } · 💰 paid: <b>{ $payers }</b>, <b>{ $paid }</b>
broadcast-pause = ⏸ Pause
broadcast-late = ⚠️ It was to go { $at }, but NetKhata was not running. Nothing more is sent before you say so.
broadcast-late-word = ⚠️ It was to go { $at }, long before it was let go. Nothing is sent before you say so once more.
broadcast-send-now = ▶️ Send now
broadcast-resume = ▶️ Resume
broadcast-cancel = ⏹ Cancel
broadcast-paused = Paused
broadcast-resumed = It goes on
broadcast-end-ask = Cancel it? { $waiting } will get nothing. What was handed over already ({ $done }) stays sent.
broadcast-end-yes = ⏹ Yes, cancel it
broadcast-ended = Cancelled
broadcast-doubtful = ❔ Not sure: { $messages }
broadcast-doubtful-title = <b>Not known whether these were sent</b>
broadcast-doubtful-why = We were interrupted while handing them over. Send again only where a second copy does no harm.
broadcast-doubtful-none = Nothing is in doubt any more.
broadcast-resend = 🔁 Resend
broadcast-resent = It waits to be sent again
broadcasts-title = <b>📊 Broadcasts</b>
broadcasts-none = No broadcast yet. /broadcast makes one.
broadcasts-row = { $icon } { $kind } · { $recipients } · { $at }

broadcast-author = Asked for by { $who }
broadcast-approve = ✅ Approve
broadcast-reject = ✖️ Reject
broadcast-move = 🕐 Change time
broadcast-approved = Approved
broadcast-rejected = Rejected
broadcast-moved = Time changed
broadcast-approved-by = ✅ Approved by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
broadcast-rejected-by = ✖️ Rejected by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
broadcast-why = Why is it rejected?
broadcast-why-not-words = The words are not right
broadcast-why-not-audience = It goes to the wrong people
broadcast-why-not-time = It is the wrong time
broadcast-why-not-needed = It is not needed
broadcast-why-own = ✏️ Another reason
broadcast-time-own = ✏️ Another time

# Words by which customers say that they want no more messages, or want them again; a word of several
# parts is joined by “_”. A text counts only when each of its words is in one of these lists.
heard-leaving = unsubscribe unsub unsubscribed unsubcribe unsuscribe unsubscibe unsubscrib un_subscribe optout opt_out opted_out opt_me_out stopall stop_promotions remove_me remove_my_number remove_my_phone_number remove_my_mobile_number remove_this_number delete_my_number take_me_off dont_text dont_message dont_msg dont_sms dont_whatsapp dont_email dont_contact do_not_text do_not_message do_not_msg do_not_sms do_not_whatsapp do_not_email do_not_contact never_text never_message never_contact do_not_disturb dnd leave_me_alone
heard-stop = stop stopp stp sotp stpo stop_it stop_all stop_it_all stop_everything stop_this stop_that quit cancel end revoke
heard-ending = off turn_off switch_off block mute halt remove
# A state of a line and a wish in one word; English has none.
heard-closed = {""}
heard-joining = unstop optin opt_in opt_me_in
heard-start = start please_start start_please plz_start start_plz pls_start start_pls subscribe resubscribe
heard-opened = resume restart turn_on switch_on continue enable activate reactivate allow unmute unblock
heard-message = message messages msg msgs mesg massage sms smses text texts notification notifications notice notices alert alerts mail mails email emails
heard-offer = offers ad ads advert adverts advertisement advertisements advertising promotion promotions promo promos promotional marketing broadcast broadcasts newsletter newsletters spam
heard-channel = whatsapp
heard-sending = sending texting messaging msging contacting spamming emailing mailing writing
heard-send = send contact write
heard-giving = {""}
heard-getting = receive receiving get getting
heard-refusing = dont_do do_not_do
heard-not = not no dont do_not never
heard-more = more anymore any_more further
heard-again = again
heard-doing = {""}
heard-asking = {""}
heard-please = please pls plz plzz plez kindly
heard-polite = now immediately me ok okay thanks thank you thankyou thx sir dear brother bro hi hello just right_now at_once
heard-wanting = want wish need like wanted needed
heard-around = i im we would to all everything it this that the these those such your my our us any and or from for of in on by with number phone mobile list here today be
