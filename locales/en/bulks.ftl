### What is done to many at once: payments from a list, and bills that are chosen.

home-paidbulk = 📥 Many payments
command-paidbulk = Record many payments from a list: shows first what it would do
arg-lines = LINES
flow-paidbulk = record a list of payments
flow-bulk-line = correct a line
flow-bulk-refuse = reject a list
step-lines = List
step-line = Line
step-words = Words
step-bulk = List
bulk-ask = Paste the lines, or send them as a file (Excel, CSV or text). One payment a line:
    <code>1023 500
    1024 750 bkash 9XYZ12AB
    jamal ahmed 500 cash 21/11</code>
bulk-ask-form = Customer and amount are needed. Method (else cash), transaction ID and day (else today) may follow in any order. A file may have headings: customer, amount, method, txn, date. Up to { $most } lines. Nothing is recorded before you have seen what each line means.
bulk-latest = Your last ones:
bulk-row = { $icon } { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} · { $at }
bulk-state-icon-reading = 🔎
bulk-state-icon-draft = ✏️
bulk-state-icon-asked = ⏳
bulk-state-icon-running = ▶️
bulk-state-icon-done = ✅
bulk-state-icon-stopped = ⏹
bulk-state-icon-rejected = ✖️
bulk-state-icon-cancelled = ✖️
bulk-state-icon-undoing = ↩️
bulk-state-icon-undone = ↩️

bulk-title-paid = <b>📥 Payments</b> · { $lines ->
    [one] 1 line
   *[other] { $lines } lines
}
bulk-title-link = <b>🔗 Payment links</b> · { $lines ->
    [one] 1 customer
   *[other] { $lines } customers
}
bulk-title-void = <b>🗑 Bills taken back</b> · { $lines ->
    [one] 1 bill
   *[other] { $lines } bills
}
bulk-source = 📄 { $name }
bulk-reason = Reason: { $reason }
bulk-author = Asked for by { $who }
bulk-state-reading = 🔎 Being looked through
bulk-state-draft = ✏️ Nothing is done yet
bulk-state-asked = ⏳ Waits for approval
bulk-state-running = ▶️ Goes on
bulk-state-done = ✅ Done
bulk-state-stopped = ⏹ Stopped: what was done stays done
bulk-state-rejected = ✖️ Rejected: nothing was done
bulk-state-cancelled = ✖️ Left: nothing was done
bulk-state-undoing = ↩️ Being taken back
bulk-state-undone = ↩️ Taken back
bulk-approved-by = ✅ Approved by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
bulk-rejected-by = ✖️ Rejected by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}

bulk-paid-fits = 👍 { $lines } can be recorded: <b>{ $amount }</b>
bulk-paid-asks = ❓ { $lines } wait for your word
bulk-paid-refused = ⛔ { $lines } can't be recorded
bulk-paid-left-out = ➖ { $lines } left out
bulk-paid-done = ✅ { $lines } recorded: <b>{ $amount }</b>
bulk-paid-failed = ❌ { $lines } could not be recorded any more
bulk-paid-undone = ↩️ { $lines } taken back: { $amount }
bulk-paid-stuck = ⚠️ { $lines } could not be taken back: { $amount }
bulk-link-fits = 👍 { $lines } can get a link; due <b>{ $amount }</b>
bulk-link-asks = ❓ { $lines } wait for your word
bulk-link-refused = ⛔ { $lines } get none
bulk-link-left-out = ➖ { $lines } left out
bulk-link-done = ✅ { $lines } on their way
bulk-link-failed = ❌ { $lines } could not be sent any more
bulk-link-undone = ↩️ { $lines } taken back
bulk-link-stuck = ⚠️ { $lines } could not be taken back
bulk-void-fits = 👍 { $lines } can be taken back: <b>{ $amount }</b>
bulk-void-asks = ❓ { $lines } wait for your word
bulk-void-refused = ⛔ { $lines } can't be taken back
bulk-void-left-out = ➖ { $lines } left out
bulk-void-done = ✅ { $lines } taken back: { $amount }
bulk-void-failed = ❌ { $lines } could not be taken back any more
bulk-void-undone = ↩️ { $lines } made good
bulk-void-stuck = ⚠️ { $lines } stay as they are
bulk-follows-paid = Each customer gets a receipt, and the money settles the oldest bill first. Lines that can't be recorded are left; the others go.
bulk-follows-link = Each customer gets one message with all that is due.
bulk-follows-void = They are owed no more, and their numbers stay. What was paid on them becomes advance, and settles other open bills first.
bulk-approval-needed = ⚠️ That is more than you may do alone: somebody else will be asked to approve it.
bulk-asked-group = Asked in the group for payments.
bulk-asked-groups = Asked in the group: { $names }
bulk-asked-people = Asked in their own chat: { $names }
bulk-asked-nobody = ⚠️ Nobody else here may approve it. An admin can bind a group for it (/bind payments) or invite somebody who may.

bulk-line = { $icon } { $number }. { $what }{ $why ->
    [none] {""}
   *[other] {" "}— { $why }
}
bulk-read = { $name } · <code>{ $id }</code> · { $amount }{ $method ->
    [none] {""}
   *[other] {" "}· { $method }
}{ $txn ->
    [none] {""}
   *[other] {" "}· <code>{ $txn }</code>
}{ $on ->
    [none] {""}
   *[other] {" "}· { $on }
}{ $bills ->
    [none] {""}
   *[other] {" "}· { $bills }
}
bulk-icon-unread = 🔎
bulk-icon-fits = 👍
bulk-icon-asks = ❓
bulk-icon-refused = ⛔
bulk-icon-left-out = ➖
bulk-icon-done = ✅
bulk-icon-failed = ❌
bulk-icon-undone = ↩️
bulk-icon-stuck = ⚠️
bulk-more = … and { $lines } more
bulk-said = “{ $said }”
bulk-mend = { $icon } { $number } · { $said }
bulk-lines-none = No line stands so.
bulk-line-said = Line { $number }: “{ $said }”
bulk-why-day-before-joining = { $on } is before the customer joined ({ $joined }). Was it paid on that day?
bulk-why-day-closed = { $on } lies in a month that is closed. Was it paid on that day?
bulk-why-day-to-come = { $on } is still to come. Correct the line: money is recorded on the day it came.
bulk-why-repeat = The same amount of this customer came a moment ago ({ $at }, { $method }{ $by ->
    [none] {""}
   *[other] , { $by }
}{ $txn ->
    [none] {""}
   *[other] , { $txn }
}). Is it another payment?
bulk-why-txn-used = This transaction is recorded already{ $name ->
    [none] {""}
   *[other] {" "}for { $name }
}{ $by ->
    [none] {""}
   *[other] , by { $by }
} ({ $at }).
bulk-why-txn-claimed = This transaction waits for a decision already{ $name ->
    [none] {""}
   *[other] {" "}for { $name }
}{ $by ->
    [none] {""}
   *[other] , { $by }
} ({ $at }). Is it another one?
bulk-part-customer = the customer
bulk-part-amount = the amount
bulk-part-method = the method
bulk-part-txn = the transaction ID
bulk-part-date = the day
bulk-choice = { $name } · { $id }{ $zone ->
    [none] {""}
   *[other] {" "}· { $zone }
}{ $due ->
    [none] {""}
   *[other] {" "}· { $due }
}

bulk-go-paid = ✅ Record { $lines }
bulk-go-link = ✅ Send { $lines }
bulk-go-void = 🗑 Take { $lines } back
bulk-begun = It goes on by itself; this card shows how far it is.
bulk-asked = Approval is asked for.
bulk-cancel = ✖️ Leave it
bulk-cancelled = Left. Nothing was done.
bulk-stop = ⏹ Stop
bulk-stopped = Stopped.
bulk-every = 📋 Every line
bulk-trouble = ⚠️ All { $lines } that something speaks against
bulk-undo = ↩️ Take all of it back
bulk-undo-ask = Take { $lines } payments over <b>{ $amount }</b> back? The customers are told, and their bills are open again.
bulk-undo-yes = ↩️ Yes, take them back
bulk-undo-begun = They are being taken back.
bulk-meant = ✅ Yes, it is meant so
bulk-correct = ✏️ Correct
bulk-leave-out = ➖ Leave out
bulk-take-in = ➕ Take in again
bulk-ask-number = Which one? Write its number.
bulk-ask-line = Line { $number } says “{ $said }”. Write the whole line anew, like <code>1023 500 bkash 9XYZ12AB</code>.
bulk-approve = ✅ Approve
bulk-reject = ✖️ Reject
bulk-approved = Approved. It goes on by itself.
bulk-why-not = Why is it rejected?
bulk-not-not-checked = The list was not checked
bulk-not-amount = The amounts are not right
bulk-not-not-handed-in = The money was not handed in

error-lines-missing = There is no line in it. Write one payment a line, like 1023 500.
error-lines-too-many = That is more than { $limit } lines. Send it in several parts.
error-part-missing = It lacks { $part ->
    [none] something
   *[other] { $part }
}. Correct the line.
error-part-unclear = It says { $part ->
    [none] something
   *[other] { $part }
} twice: { $given }. Correct the line.
error-part-unread = I don't understand “{ $given }” in it. Correct the line.
error-customer-unclear = { $count } customers fit “{ $given }”: which one?
error-said-twice = Line { $line } has the same customer and amount. Is it another payment?
error-txn-twice = Line { $line } has the same transaction ID.
error-bills-changed = The bill has changed meanwhile: paid, taken back, or of another amount.
error-unheard = Nothing can carry a message to this customer.
error-line-impossible = It could not be written down. Look at it alone.
error-nothing-fits = No line can be done as they stand. Put them right, or send others.
error-own-to-approve = You asked for this yourself: somebody else has to approve it.
error-bulk-decided = { $who } was first: it is { $status ->
    [rejected] rejected
    [cancelled] taken back
   *[other] approved
} since { $at }. Nothing was done twice.

bulk-title-marked = <b>💵 Bills marked as paid</b> · { $lines ->
    [one] 1 customer
   *[other] { $lines } customers
}
error-bills-settled = Nothing is due on it.
flow-void-many = take bills back
step-packed = Filter
step-chosen = Bills
mark-button = ☑️ Choose bills
mark-title = <b>☑️ What is to be done to which bills?</b>
mark-all = All that the filter finds: <b>{ $bills }</b>. Tap bills to take those alone.
mark-picked = Chosen: <b>{ $bills }</b>
mark-page = ☑️ This page
mark-every = ☑️ All of them
mark-paid = 💵 Mark paid
mark-link = 🔗 Send link
mark-void = 🗑 Void
mark-again = Choose the bills from the list again: { "/bills" }
