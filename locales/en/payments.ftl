### Recording payments, and deciding about claimed ones.

paid-button = 💵 Record payment
home-paid = 💵 Record payment
command-paid = Record a payment
flow-paid = record a payment
paid-ask-amount = How much did { $name } pay? Due: { $due }
paid-all = All of it: { $due }
paid-ask-method = How was it paid?
paid-ask-txn = Which transaction ID?
paid-ask-date = On which day? For example 21/11, or “yesterday”.
paid-confirm = Record <b>{ $amount }</b> from <b>{ $name }</b> · <code>{ $id }</code>?
paid-method = Method: { $method }
paid-txn = TxnID: <code>{ $txn }</code>
paid-on = Paid on { $on }
paid-cash-txn = ⚠️ Cash has no transaction ID. Was it paid another way?
paid-settles = ✔️ Settles { $number }{ $period ->
    [none] {""}
   *[other] {" "}· { $period }
}: { $amount }
paid-settles-part = ◐ Goes to { $number }{ $period ->
    [none] {""}
   *[other] {" "}· { $period }
}: { $amount }; { $left } of it stays open
paid-settles-more = { $bills ->
    [one] and one more bill
   *[other] and { $bills } more bills
}
paid-not-tapped = ⚠️ Money settles the oldest bill first. Of { $number }, which you chose, { $left } stays open.
paid-left = ⚪ This customer has left.
paid-unserved = ⚠️ Money came from a customer who has no connection: { $status }. What no open bill takes is kept as advance. Connect the customer, or give it back.
paid-which-amount = There are several amounts. Which one was paid?
paid-which-method = There are several ways of paying. Which one was it?
paid-which-txn = There are several transaction IDs. Which one is it?
paid-which-day = There are several days. On which one was it paid?
paid-unread = I don't understand “{ $words }”. Is it the transaction ID?
paid-is-txn = TxnID { $txn }
paid-no-txn = No TxnID, leave it out
paid-day-to-come = { $on } is still to come. Money is recorded on the day it came. On which day was it?
paid-day-before-joining = { $on } is before { $name } joined ({ $joined }). Was it paid on that day?
paid-day-closed = { $on } lies in a month that is closed: this month and the last are open. Was it paid on that day?
paid-day-meant = Yes, on { $on }
paid-day-today = Today, { $on }
paid-due-now = Due now: { $due }
paid-due-after = Due after this: { $due }
paid-to-advance = Kept as advance: { $rest }
method-words-cash = cash
method-words-bank = bank transfer cheque
method-words-bkash = bkash
method-words-nagad = nagad
method-words-rocket = rocket dbbl
method-words-upay = upay
method-words-card = card
method-words-voucher = recharge voucher
method-words-other = other
paid-again = You recorded { $amount } from this customer already ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
}). Again?
paid-again-by = { $who } has recorded { $amount } from this customer already ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
}). Is it the same money, or shall it be recorded again?
paid-again-online = { $amount } of this customer has come already ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
}; no member of staff typed it). Is it the same money, or shall it be recorded again?
paid-again-yes = Yes, it is another payment
paid-again-no = No, leave it
paid-done = ✅ Recorded. The receipt is on its way to the customer.
paid-done-unheard = ✅ Recorded. No receipt goes to the customer: this message is switched off, or nothing can carry it to them.
paid-of = <b>{ $amount }</b> from <b>{ $name }</b> · <code>{ $id }</code>
paid-settled = { $number }: { $amount }
paid-advance = In advance: { $advance }
paid-customer = 👤 Customer
paid-undone = ↩️ Taken back: { $amount }.
customer-told = The customer is told.
customer-untold = The customer is not told: this message is switched off, or nothing can carry it to them.
customer-told-then = The customer will be told.
customer-untold-then = The customer will not be told: this message is switched off, or nothing can carry it to them.
paid-was-undone = ↩️ This payment was taken back.
paid-by-link = 🎉 Paid by the link that you sent.
paid-over = ⚠️ More came than was still due: paid twice, or settled meanwhile. What is over stays as the customer's advance. Give it back if the customer asks for it.
paid-fact = Last payment: { $amount } · { $method } · { $at }


home-verify = 🔎 Verify payments
command-verify = Payments that wait for a decision
flow-seen = approve another amount
step-verification = Claim
verify-none = Nothing waits for a decision.
verify-waiting = These wait for a decision:
verify-row = { $name } · { $amount }
verify-title = <b>{ $kind }</b>
tried-title = 🧭 How the payment went:
tried-step = { $at } · { $became } · { $mover }{ $why ->
    [none] {""}
   *[other] {" "}({ $why })
}
tried-initiated = open at the gateway
tried-unknown = no reliable answer
tried-paid = paid
tried-held = paid, and waits for a person
tried-failed = failed
tried-cancelled = stopped by the customer
tried-expired = the time ran out
tried-by-customer = on our page
tried-by-gateway = the gateway told us
tried-by-clock = we asked of ourselves
tried-by-payment = the same money came another way
tried-by-staff = { $name ->
    [none] by a person
   *[other] by { $name }
}
verify-kind-manual = 🙋 The customer says it was paid
verify-kind-mismatch = ⚠️ The gateway's answer does not fit
verify-kind-unmatched = ❓ Money that nobody was asked for
verify-kind-risk = ⚠️ The gateway calls this payment risky
verify-kind-by_hand = 🔎 To be checked by hand
verify-customer = <b>{ $name }</b> · <code>{ $id }</code>
verify-nobody = Not known whose it is
verify-amount = Amount: <b>{ $amount }</b>
verify-txn = TxnID: <code>{ $txn }</code> · { $gateway }
verify-sender = Sent from: { $sender }
verify-at = { $at }
verify-misfit-reference = Reference: ours { $ours }, theirs { $theirs }
verify-misfit-reference-unknown = Reference { $theirs }: none of ours
verify-misfit-reference-unsaid = The gateway named no reference of ours
verify-misfit-amount-unsaid = Amount: asked { $ours }, the gateway named none
verify-misfit-amount = Amount: asked { $ours }, said { $theirs }
verify-misfit-currency = Currency: asked { $ours }, said { $theirs }
verify-misfit-txn = The gateway named no transaction ID{ $ours }{ $theirs }
verify-misfit-reference-id = Reference { $theirs }: the customer's ID, and no payment that we asked for
verify-misfit-txn-used-unknown = This transaction belongs to another payment already: { $theirs }
verify-misfit-txn-used = A transaction is there already: { $ours }, now { $theirs }
verify-misfit-told-before = ⚠️ The gateway told of this TxnID before, otherwise: { $ours }, now { $theirs }
verify-misfit-claimed-too = ⚠️ Another customer has sent the same TxnID{ $ours }: { $theirs }
verify-misfit-txn-form = The TxnID looks unusual{ $ours }: { $theirs }
verify-approved = ✅ Approved by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
verify-rejected = ✖️ Rejected by { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
verify-settled = ✅ Settled by a payment{ $number ->
    [none] {""}
   *[other] {" "}{ $number }
} · { $at }. Nothing more is to be decided.
verify-posted-as = Posted: { $amount } · { $number }
verify-same = ✅ It is the payment { $number }: post nothing more
verify-nothing-posted = It is in the books already. Nothing more was posted, and the customer is told of no refusal.
verify-alike = The same amount of this customer is in the books already. Is it the same money? Look at it and choose.
verify-approve = ✅ Approve { $amount }
verify-otherwise = ✏️ Other amount
verify-reject = ✖️ Reject
verify-posted = ✅ Posted
verify-why = Why is it rejected?
verify-why-not-received = The money has not arrived
verify-why-other-amount = The amount is another
verify-why-used-before = The TxnID was used before
verify-why-other-account = It went to another number
verify-why-anothers = It is another customer's payment
verify-ask-amount = Which amount did you see, in { $currency }?
verify-confirm = Post <b>{ $amount }</b> for <b>{ $name }</b> · <code>{ $id }</code>?

# Where else a transaction id is known

seen-posted = ⚠️ The same TxnID is posted already: <b>{ $amount }</b>, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , by { $by }
} · { $number }
seen-alike = ⚠️ The same amount of this customer is in the books already, without this TxnID: <b>{ $amount }</b>, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , by { $by }
} · { $number }
seen-reversed = ↩️ The same TxnID was posted and taken back on { $at }: { $amount }, { $whose }{ $by ->
    [none] {""}
   *[other] , by { $by }
} · { $number }{ $why ->
    [none] {""}
   *[other] {" "}· { $why }
}
seen-submitted = ⚠️ The same TxnID also waits for a decision: { $amount }, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , { $by }
}
seen-rejected = ✖️ The same TxnID was rejected on { $at }: { $amount }, { $whose }{ $by ->
    [none] {""}
   *[other] , by { $by }
}{ $why ->
    [none] {""}
   *[other] {" "}· { $why }
}
seen-whose = { $name } · <code>{ $id }</code>
seen-nobodys = nobody known
seen-hidden = somebody whom you do not look after
paid-another = It is another transaction: record it
verify-another = ⚠️ It is another transaction: post { $amount }
verify-foreign = ⚠️ { $amount } is not the customer's currency ({ $currency }). Find out what it is worth in { $currency } and enter that, or reject it.
verify-in-own = ✏️ Enter the value in { $currency }

# An admin's reversal, after the minutes of Undo

flow-reverse = take back a payment
reverse-button = ↩️ Take back
step-payment = Payment
reverse-ask-payment = Which payment? Its number stands on the receipt.
reverse-why = Why is it taken back?
reverse-bounced = The money did not arrive
reverse-wrong-customer = It was another customer's
reverse-wrong-amount = The amount was wrong
reverse-confirm = Take back { $amount } of { $name } · { $id }? The bills that it settled are open again.
reverse-reason = Reason: { $reason }
reverse-by-hand = It was sent to { $gateway }: the books are set right, the money itself is given back from there by hand.
reverse-online = It was paid online: this sets the books right, and sends no money back. “Give back” on the payment's card does, where the gateway can.
reverse-card = It was the recharge card { $serial }: the card is good again, unless it is void or its last day is over.
reverse-agree = ↩️ Take it back

# Money given back through the gateway that took it

flow-refund = give money back
refund-button = 💸 Give back
refund-ask-amount = How much of { $left } goes back to the customer?
refund-all = All of it: { $left }
refund-why = Why is it given back?
refund-for-left = The customer has left
refund-for-outage = The service did not work
refund-for-twice = It was paid twice
refund-confirm = Give back <b>{ $amount }</b> to <b>{ $name }</b> · <code>{ $id }</code>?
refund-how = { $gateway } sends it to the wallet or card from which it was paid. The books are set right once { $gateway } says that it went back.
refund-freed = { $number }: { $amount } is to be paid again
refund-frees-nothing = It comes out of the advance. No bill is open again.
refund-agree = 💸 Give it back
refund-asked-for = Asked for. The card of the payment shows how it goes on.
refund-title = 💸 Given back:
refund-line = { $amount } · { $state } · { $at }{ $by ->
    [none] {""}
   *[other] {" "}· { $by }
} · { $reason }{ $why ->
    [none] {""}
   *[other] {" "}({ $why })
}
refund-state-asked = ⏳ is told to the gateway in a moment
refund-state-handed = ⏳ no answer from the gateway yet
refund-state-pending = ⏳ the gateway has it on its way
refund-state-done = ✅ it went back
refund-state-refused = ✖️ it did not go back
refund-state-undone = ↩️ it went back and then failed: the money is with us again, as the customer’s. Tell them, and give it back anew if it is still to go
refund-why-too-late = the gateway gives back no longer, so long after the payment
refund-why-balance = there is not enough money in the account at the gateway
refund-why-amount = the gateway does not give back so much
refund-why-before = money of this payment went back on the gateway's own page already; look there
refund-why-not-allowed = the gateway does not allow it; give it back on its own page, then tap “Take back”
refund-why-auth = the gateway does not accept our credentials; look at /gateways
refund-why-config = the gateway does not let us do it from here; its support has to allow it
refund-why-other = { $code ->
    [none] the gateway does not say why
   *[other] the gateway says: { $code }
}
refund-why-by-hand = said by { $who }
refund-why-after-all = the gateway says so after all{ $who ->
    [none] {""}
   *[other] {""}; { $who } had said that it did not
}
refund-doubted = ❓ The gateway does not say whether { $amount } went back. Look on its own page, then tap what you saw.
refund-went = ✅ It went back
refund-did-not = ✖️ It did not
refund-noted = ⚠️ Money that was to go back to a customer needs you.
