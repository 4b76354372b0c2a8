### Bills, the customer's account, and bill runs.

home-bills = 🧾 Bills
command-bills = Bills, narrowed as you like
command-bill = One bill
arg-filter = FILTER
arg-number = NUMBER
bills-words-open = open due owed outstanding
bills-words-unpaid = unpaid
bills-words-partial = partial part
bills-words-paid = paid
bills-words-void = void cancelled
bills-words-overdue = overdue late
bills-words-all = all every
bills-title = <b>🧾 Bills</b>
bills-statuses = { $statuses }
bills-open = Still owed
bills-all = All
bills-places = 📍 { $places }
bills-days = 📅 { $first } – { $last }
bills-unread = I don't know what “{ $words }” means here, so I left it out.
bills-total = { $bills ->
    [one] 1 bill
   *[other] { $bills } bills
}: { $total }
    Paid { $paid } · due <b>{ $due }</b>
bills-none = No bill fits. Widen the filter below.
bills-row = { $status } { $name } · { $amount } · { $on }
bills-by-status = Status
bills-by-date = Dates
bills-by-zone = Zone
bills-by-package = Package
bills-by-operator = Operator
bills-ask-status = Which bills?
bills-ask-date = Issued when? You can also type it: /bills 2026-11 or /bills 1/11 15/11
bills-ask-zone = Which zone?
bills-ask-package = Which package?
bills-ask-operator = Which operator?
bills-any-zone = Every zone
bills-any-package = Every package
bills-any-operator = Every operator
bills-anytime = Any time
bills-range-today = Today
bills-range-this-month = This month
bills-range-last-month = Last month

bill-icon-unpaid = 🔴
bill-icon-partial = 🟠
bill-icon-paid = 🟢
bill-icon-void = ⚪
bill-status-unpaid = Unpaid
bill-status-partial = Partly paid
bill-status-paid = Paid
bill-status-void = Void
bill-status-overdue = Overdue

bill-ask-number = Which bill? Write its number, the last digits of it, or the customer's ID or name.
bill-which = Several bills fit. Which one?
bill-head = <b>🧾 { $number }</b>
bill-customer = { $name } · <code>{ $id }</code>
bill-standing = { $icon } { $status }
bill-period = Period: { $period }
bill-days = From { $first } to { $last }
bill-due-on = Due on { $on }
bill-line = { $label }: { $amount }
bill-vat = VAT: { $vat }
bill-vat-within = VAT within: { $vat }
bill-total = Total: <b>{ $total }</b>
bill-paid = Paid: { $paid }
bill-due = Due: <b>{ $due }</b>
bill-pdf = 📄 Invoice PDF
bill-pdf-of = Invoice { $number }
bill-mark-paid = 💵 Mark paid
bill-open-customer = 👤 Customer
bill-void = 🗑 Void
bill-foreseen = <b>Bill for { $period }</b>
bill-foreseen-there = 🧾 { $number }
bill-foreseen-none = No bill can be made now: { $why }.
bill-foreseen-told = The customer is told of it.
bill-foreseen-untold = The customer is not told: this message is switched off, or no gateway can send it.
bill-make = ✅ Make this bill
bill-made = Bill { $number } for { $period } is made.
bill-nothing-due = Nothing is due on this bill.
flow-void = take back a bill
step-bill = Bill
bill-void-why = Why is it taken back?
bill-void-mistake = Made by mistake
bill-void-not-used = The service was not used
bill-void-left = The customer had left
bill-void-confirm = Take back <b>{ $number }</b> of { $name } over { $total }? It will not be owed any more, its number stays.
bill-void-reason = Reason: { $reason }
bill-void-released = The { $paid } that was paid on it becomes advance, and settles other open bills first.
bill-void-agree = 🗑 Take it back
bill-voided = ⚪ Taken back.

account-button = 🧾 Bills
account-bills = <b>Bills of { $name }</b> · <code>{ $id }</code>
account-no-bills = No bill yet.
account-bill = { $icon } { $number } · { $amount } · { $status }
account-payments-button = 💵 Payments
account-bills-button = 🧾 Bills
account-payments = <b>Payments of { $name }</b> · <code>{ $id }</code>
account-no-payments = No payment yet.
account-payment = { $on } · { $amount } · { $method }
account-taken-back = ↩️ { $payment }
account-given-back = 💸 { $payment }
account-receipt-button = 📄 Receipt PDF
account-receipt = Receipt { $number }

home-billrun = 🧮 Bill run
command-billrun = Bill everybody for a month: shows first what it would do
arg-month = MONTH
arg-operator = OPERATOR
billrun-title = <b>🧮 Bill run { $period }</b>
billrun-operator = { $operator }
billrun-zones = Only customers in { $zones }
billrun-would = <b>{ $bills }</b> { $bills ->
    [one] bill
   *[other] bills
} over <b>{ $amount }</b>, looking at { $customers } { $customers ->
    [one] customer
   *[other] customers
}.
billrun-nothing = Nobody is to be billed.
billrun-left-out = Left out:
billrun-skip = { $customers } · { $why }
billrun-skip-has-bill = have their bill already
billrun-skip-part-billed = have a bill for some of these days already
billrun-skip-suspended = suspended
billrun-skip-not-active = not active
billrun-skip-left = have left
billrun-skip-joined-later = joined later
billrun-skip-other-cycle = billed on another cycle
billrun-skip-price-foreign = their package is priced in another currency than their operator's: change it
billrun-skip-price-zero = price is zero
billrun-skip-never-billed = are never billed
billrun-skip-no-span = are billed for nothing that begins in this month
billrun-skip-failed = failed: look at the log
billrun-skip-bill = next run bills them
billrun-start = ✅ Make { $bills } { $bills ->
    [one] bill
   *[other] bills
}
billrun-month-before = ◀ { $period }
billrun-month-after = { $period } ▶
billrun-unread = I don't know what “{ $words }” means here, and nobody is billed on a guess. Write one month and one operator, like { "/billrun" } 2026-11 dhaka.
billrun-without = { $period }, { $operator }
billrun-goes-on = A run for this month is going on already. Here it is.
billrun-so-far = { $bills } { $bills ->
    [one] bill
   *[other] bills
} made so far over { $amount }.
billrun-done = ✅ Done: <b>{ $bills }</b> { $bills ->
    [one] bill
   *[other] bills
} over <b>{ $amount }</b>.
billrun-told = The customers are told.
billrun-told-some = The customers are told, save those of operators who have this message switched off or no gateway for it.
billrun-untold = The customers are not told: this message is switched off, or no gateway can send it.
billrun-as-then = As customers stood on their bill day: who was suspended or not yet active then is left out.
billrun-missed-open = ⚠️ { $period } was missed
billrun-missed-title = <b>⚠️ { $period } was not billed</b>
billrun-missed-why = NetKhata was not running on the bill day, and for more than a week after it. Nothing is billed before you say so.
billrun-missed-leave = Leave this month out
billrun-missed-begun = ✅ { $who } had it billed. The run has its own card.
billrun-missed-left = { $who } left this month out. { "/billrun" } can still bill it.
error-missed-decided = { $who } was first. Here is what was decided.
billrun-missing = 🔎 Customers without a bill
billrun-missing-title = <b>Without a bill in { $period }</b>
billrun-missing-count = { $customers ->
    [one] 1 customer
   *[other] { $customers } customers
}
billrun-missing-now = { $bills } of them can be billed now: <b>{ $amount }</b>
billrun-all-billed = Everybody has a bill.
billrun-missing-row = { $name } · { $id } · { $why }

## Another package
package-button = 📦 Change package
package-which = <b>Another package for { $name }</b> · <code>{ $id }</code>
package-none = There is no other package that can be sold here: the operator's own, active, in its currency, for the same kind of connection.
package-offer = { $package } · { $price }
package-foreseen = <b>📦 { $old } → { $new }</b>, from { $on }
package-left = { $left ->
    [one] 1 day is
   *[other] { $left } days are
} billed and left, { $first } to { $last }:
package-back = { $package }: { $whole } for { $days } days × { $left } = { $amount }
package-charge = { $package }: { $whole } for { $days } days × { $left } = { $amount }
package-difference = Difference: <b>{ $amount }</b>
package-own-price-ends = ⚠️ The customer's own price of { $price } ends with the old package.
package-discount-stays = The discount of { $discount } stays, and is in the new price.
package-unbilled = No day from today on is billed yet: the next bill has the new price, { $price }.
package-bill = 🧾 A bill of <b>{ $total }</b> is made now, due on { $on }.
package-note = ↩️ A credit note of <b>{ $total }</b> settles what is open; what it leaves is advance.
package-even = Both cost the same: nothing is billed.
package-agree = ✅ Change it
package-done = ✅ { $old } → { $new }: changed.
package-paper-bill = 🧾 { $number }
package-taken-back = Taken back: the package is what it was.
package-later = 📅 Only from { $on }
package-planned = 📅 { $package } from { $on }
package-call-off = 🗑 Call the planned change off
package-given-up = <b>⚠️ { $package } was planned from { $on } and was not given</b>
package-given-up-left = The customer has left.
package-given-up-same = The customer has this package already.
package-given-up-unsold = It is not sold any more to such a customer, who keeps the package as it is. Choose another one, if one was promised.
package-called-off = Called off: the package stays what it is.

## Charges and bills by hand
command-charge = Charge somebody for something: on the next bill, or by one at once
arg-what = WHAT
charge-button = ➕ Charge
charges-title = <b>Besides the package: { $name }</b> · <code>{ $id }</code>
charges-none = Nothing waits for the next bill.
charge-waits = ⏳ On the next bill: { $label }, { $amount }
charge-add = ➕ Charge for something
charge-drop = 🗑 { $label }
charge-dropped = Dropped: it is not charged.
charge-ask-lines = What for, and how much? A line each, the amount last: Router 1500. Or pick what is charged often.
charge-pick = { $label } · { $amount }
charge-ask-when = With the next bill, or now?
charge-when-next = 📅 With the next bill
charge-when-now = 🧾 A bill now
charge-next = <b>On the next bill</b>
charge-next-vat = The next bill takes these up, with VAT by the customer's profile.
charge-now = <b>A bill of its own, now</b>
charge-agree = ✅ Charge it
charge-done = It is on the next bill.
charge-billed = Bill { $number } is made.
flow-charge = charge somebody
step-items = What for
step-when = When

## Credit notes
note-open = ↩️ { $number }
note-give = ↩️ Credit note
note-head = <b>↩️ Credit note { $number }</b>
note-on = On bill { $number }, { $on }
note-bill = 🧾 { $number }
note-reason = Reason: { $reason }
note-of-change = It is the difference of a change of package.
note-withdrawn = ⚪ Withdrawn: it holds no more.
note-withdraw = 🗑 Withdraw
note-ask = Which credit note? Open it from its bill.
note-ask-amount = How much comes off the bill? At most { $left }, with its VAT.
note-why = Why does it come off?
note-for-outage = The service was down
note-for-too-much = Billed too much
note-for-goodwill = Goodwill
note-confirm = Take <b>{ $amount }</b> off bill <b>{ $number }</b> of { $name }? It settles what is open; what it leaves is advance.
note-agree = ↩️ Give it
note-given = The credit note is given.
note-withdraw-why = Why is it withdrawn?
note-withdraw-confirm = Withdraw credit note <b>{ $number }</b> over { $total }? What it settled is owed again; its number stays.
note-withdraw-agree = 🗑 Withdraw it
note-taken-back = ⚪ Withdrawn.
bill-noted = ↩️ { $number }: { $amount }
flow-credit = give a credit note
flow-withdraw = withdraw a credit note
step-note = Credit note

## Papers

command-statement = Statement of account: what was charged, what was paid, what is left
example-statement = /statement rahim 2026-10 2026-11
arg-days = DAYS
flow-statement = make a statement of account
step-days = Days
papers-button = 📄 Papers
papers-title = <b>📄 { $name }</b> · <code>{ $id }</code>
papers-statement = Statement of account of which days? Below it the latest bills and payments.
papers-days-this-month = This month
papers-days-last-month = Last month
papers-days-three-months = Three months
papers-days-year = This year
papers-days-other = 📅 Other days
papers-ask-days = Of which days? A first and a last one, or months: <code>1/9 30/11</code> or <code>2026-10 2026-11</code>
papers-bill = 🧾 { $number }
papers-payment = 💵 { $amount } · { $on }
papers-statement-of = Statement of { $name }, { $days }. Balance after it: <b>{ $balance }</b>
paper-send = ✉️ Send to the customer
paper-link = 🔗 Copy the link
paper-sent = ✉️ It goes to the customer, as a file where the channel carries one.
note-pdf-of = Credit note { $number }
