### Billing profiles: the rules by which customers are billed, reminded, suspended.

home-profiles = 📐 Billing profiles
command-profiles = Billing profiles: their rules, what a change would do, who is on which
profiles-title = <b>📐 Billing profiles</b>
profiles-none = There is no billing profile yet. The first comes from the file for “netkhata apply”.
profiles-row = { $name } · { $customers }
profile-head = <b>📐 { $name }</b> · <code>{ $code }</code>
profile-of = Profile { $name }
profile-customers = { $customers ->
    [0] Nobody is on it
    [one] { $customers } customer is on it
   *[other] { $customers } customers are on it
}
profile-owner = Only for { $operator }
profile-shared = For all operators
profile-not-yours = Whoever administers the ISP changes it.
profile-term = { $name }: { $value }
profile-part-bills = <b>Bills</b>
profile-part-days = <b>Charged by the day</b>
profile-part-vat = <b>VAT</b>
profile-part-reminders = <b>Reminders</b>
profile-part-cuts = <b>Suspension</b>
profile-part-back = <b>Coming back</b>
profile-part-fee = <b>Late fee</b>
profile-open-bills = ✏️ Bills
profile-open-days = ✏️ Charged by the day
profile-open-vat = ✏️ VAT
profile-open-reminders = ✏️ Reminders
profile-open-cuts = ✏️ Suspension
profile-open-back = ✏️ Coming back
profile-open-fee = ✏️ Late fee
profile-step = 🔔 { $step }
profile-step-at = It goes at { $hour }
profile-step-by = By { $ways }
profile-step-usual = By the channels of the event
profile-step-usual-hour = The usual hour
profile-step-usual-ways = Those of the event
profile-step-words = ✍️ Its words
profile-step-drop = 🗑 Leave this step out
profile-rename = ✏️ Name
profile-copy = ➕ New one like it
profile-move = 👥 Move customers here
profile-now = Now: { $value }
profile-ask-name = What shall { $name } be called?
profile-ask-new-name = What shall the new profile be called? It begins with the same rules, and with no customers.
profile-copy-confirm = Make the profile <b>{ $name }</b> with the rules of { $like }? Nobody is on it until you move customers.
profile-copied = ✅ The profile { $name } is there.
profile-changing = <b>{ $name }: { $was } → { $now }</b>
profile-save = 💾 Save
profile-saved = Saved
profile-so-already = It is so already: there is nothing to save.
flow-profile-term = change of a billing profile
flow-profile-copy = new billing profile
flow-profile-move = move to a billing profile
step-value = Value
step-name = Name
step-whom = Who
profile-move-whom = Who is to be on { $name }? Everybody of another profile, or write customer IDs with commas between.
profile-move-all = All on { $name } · { $customers }
profile-move-ask-package = Of which package?
profile-move-everybody = All of them
profile-move-nobody = Nobody among them is to be moved: they are on { $name } already, or belong to an operator who may not use it.
profile-move-confirm = { $customers ->
    [one] Move { $customers } customer to <b>{ $name }</b>?
   *[other] Move { $customers } customers to <b>{ $name }</b>?
}
profile-move-then = Their next bills follow the rules of this profile. Whoever has a bill for a month gets no second one for it.
profile-moved = { $customers ->
    [one] ✅ { $customers } customer was moved.
   *[other] ✅ { $customers } customers were moved.
}

## What a term says.

term-none = none
term-percent = { $percent } %
term-hour = { $hour }:00
term-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
term-step-before = { $days ->
    [one] { $days } day before
   *[other] { $days } days before
}
term-step-on = on the due day
term-step-after = { $days ->
    [one] { $days } day after
   *[other] { $days } days after
}
term-step-on-end = on the last day
term-step-own = { $step } ({ $ways })
term-step-hour = { $hour }:00
term-ways-each = { $channels } each
term-ways-first = the first of { $channels }
term-cycle-calendar = a bill for each month of the calendar
term-cycle-anniversary = a bill for each month of the customer's own, from the renewal day
term-cycle-daily = prepaid, each day is charged to the balance
term-prepaid-day-hours = from its beginning to the same time of the next day
term-prepaid-day-calendar = until midnight
term-prepaid-bill-day = a bill for each day
term-prepaid-bill-recharge = one bill for each recharge
term-vat-mode-exclusive = added to the price
term-vat-mode-inclusive = contained in the price
term-restores-reason = when nothing is overdue any more, and nothing over the threshold
term-restores-left = also when no more than the amount below is left
term-restores-paid = also when at least the amount below was paid since the suspension
term-late-fee-none = none
term-late-fee-fixed = a fixed amount
term-late-fee-percent = a share of what is overdue
term-late-fee-every-once = once for a bill
term-late-fee-every-cycle = in each cycle in which it is open
term-late-fee-on-next-bill = on the next bill
term-late-fee-on-own-bill = at once, on a bill of its own
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday

## What a term is for, asked when it is changed.

term-ask-cycle = For which months do these customers get a bill?
term-ask-bill-day = On which day of the month are the bills made, from 1 to 31? In a shorter month 29 to 31 are its last day. It has no meaning where each customer has a month of their own.
term-ask-bill-hour = From which hour of that day are the bills made, from 0 to 23?
term-ask-due-days = How many days after the bill is it due?
term-ask-proration = Whoever joins in the middle of a month: is the first bill for the days that are left only?
term-ask-bill-suspended = Do suspended customers get bills for the months in which they are off?
term-ask-vat-rate = How many percent is the VAT? Write 0 for none, or a number such as 7.5.
term-ask-vat-mode = Is the VAT added to the price, or contained in it?
term-ask-reminder-days = On which days is a bill reminded of? Write days from the due date with commas between, those before it with a minus: -5, 0, 1. Behind a day may stand its hour and channels: -5 9:00 sms+email for both, sms/email for the first that works.
term-ask-expiry-days = On which days is the end of validity told? Write days from the last day with commas between, those before it with a minus: -3, -1, 0. Behind a day may stand its hour and channels: -3 9:00 sms+email for both, sms/email for the first that works.
term-ask-reminder-hour = From which hour of the day are reminders sent, from 0 to 23?
term-ask-quiet-from-hour = From which hour of the evening do messages wait that can wait, from 0 to 23?
term-ask-quiet-to-hour = Until which hour of the morning do they wait, from 0 to 23?
term-ask-auto-suspend = Is whoever does not pay suspended by the clock?
term-ask-grace-days = How many days after the due date is nobody suspended yet?
term-ask-suspend-over = From which amount that is due is somebody suspended, even before the due date has passed? Whoever owes more than it is.
term-ask-suspend-hour = From which hour of the day is whoever did not pay suspended, from 0 to 23?
term-ask-spared-weekdays = On which days of the week is nobody suspended? Choose, or write days with commas between.
term-ask-spared-days = On which holidays is nobody suspended? Write days with commas between, such as 16 Dec, 26 Mar. With + before it a day is added, with - it is taken away.
term-ask-restores = What brings back a customer who was suspended? That nothing is overdue any more, and nothing over the threshold, always does. After a part payment what is still owed suspends nobody again until a later bill is overdue.
term-ask-least-part = How much may be left so that a suspended customer comes back, or how much has to be paid? Late fees are not counted. Where it may be left, nobody who owes no more is suspended. Write 0 for nothing.
term-ask-late-fee = Is whoever is overdue beyond the grace days charged a late fee?
term-ask-late-fee-amount = How much is the fixed late fee? It is one for a customer and cycle, however many bills are overdue.
term-ask-late-fee-percent = How many percent of what is open and overdue is the late fee? Earlier late fees are not counted.
term-ask-late-fee-every = Does a bill bring a late fee once, or in each cycle in which it is still open?
term-ask-late-fee-on = Where does the late fee stand? Whoever gets no bills any more gets one of its own either way.
term-ask-late-fee-vat = Does VAT come on the late fee?
term-ask-part-payment = Does the payment page take less than everything that is due?

## What a change will do.

foreseen-quiet = Nobody is billed or suspended by this change itself. It counts from the next time on.
foreseen-never = Nobody is suspended by the clock any more. { $was ->
    [0] Nobody was named by the rules.
    [one] { $was } customer whom the rules name stays on.
   *[other] { $was } customers whom the rules name stay on.
}
foreseen-look = The next look is on { $at }:
foreseen-cut = { $customers ->
    [0] Nobody is suspended by it (as it is: { $was }).
    [one] <b>{ $customers } customer is suspended by it</b> (as it is: { $was }).
   *[other] <b>{ $customers } customers are suspended by it</b> (as it is: { $was }).
}
foreseen-warned = { $customers ->
    [0] Nobody is warned first (as it is: { $was }).
    [one] { $customers } customer is warned first, and suspended a day later (as it is: { $was }).
   *[other] { $customers } customers are warned first, and suspended a day later (as it is: { $was }).
}
foreseen-fresh = { $customers ->
    [one] ⚠️ A fresh bill alone would cut { $customers } customer: their next bill is more than that.
   *[other] ⚠️ A fresh bill alone would cut { $customers } customers: their next bill is more than that.
}
foreseen-held = { $customers ->
    [one] { $customers } suspended customer is then held by no rule any more: /held shows who, and reconnects.
   *[other] { $customers } suspended customers are then held by no rule any more: /held shows whom, and reconnects.
}
foreseen-month = The next bills are those of { $period }:
foreseen-day = They are made on { $on }{ $was ->
    [none] .
   *[other] {" "}(as it is: { $was }).
}
foreseen-by-day = They are made day by day, each on the customer's own.
foreseen-bills = { $bills ->
    [one] { $bills } bill, { $amount } (as it is: { $was_bills }, { $was }).
   *[other] { $bills } bills, { $amount } (as it is: { $was_bills }, { $was }).
}
foreseen-due = They are due on { $on }{ $was ->
    [none] .
   *[other] {" "}(as it is: { $was }).
}
foreseen-open = Bills that are made already stay as they are.
foreseen-fees = { $customers ->
    [0] Nobody would be charged a late fee tomorrow (as it is: { $was }).
    [one] { $customers } customer would be charged a late fee tomorrow, { $amount } (as it is: { $was }).
   *[other] { $customers } customers would be charged late fees tomorrow, { $amount } together (as it is: { $was }).
}
