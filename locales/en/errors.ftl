### A sentence for each refusal, with the next step.

domain-error = That is not possible.
error-currency-foreign = { $amount } is not the currency in which this customer's money is kept ({ $currency }). { $operator ->
    [none] Enter its value in { $currency }.
   *[other] Write “{ $operator }” under “operator” in this row, and its amounts in { $currency }.
}
error-price-foreign = The package “{ $name }” is priced in { $first }, but { $operator } keeps its money in { $currency }. Use a package priced in { $currency }.
error-currencies-differ = { $first } and { $second } can't be put together. Use one currency.
error-amount-not-readable = I can't read “{ $text }” as an amount. Write it like 500 or 1150.50.
error-amount-foreign = “{ $text }” is in another currency. This money is kept in { $currency }: write what it is in { $currency }, like 500.
error-amount-too-large = That is more than { $limit ->
    [none] is allowed
   *[other] the { $limit } that you may do
}. Ask your manager, or use a smaller amount.
error-mobile-not-readable = { $text } is no mobile number that I can use. Write it like 01711-111111.
error-date-not-readable = I can't read “{ $text }” as a date. Write it like 21/11/2026, or “today”.
error-time-not-readable = I can't read “{ $text }” as a time to come. Write it like 18:30, tomorrow 10:00, or 25/11 10:00.
error-period-not-readable = I can't read “{ $text }” as a month. Write it like 2026-11.
error-period-out-of-reach = { $period } is too far away to be billed. Bill runs are for months from { $first } to { $last }; write it like 2026-11.
error-right-lacking = You don't have the right to do that. Ask your admin for it.
error-not-found = { $what ->
    [customer] No customer found
    [bill] No bill found
    [payment] No payment found
    [link] This payment link is not known
    [message] No such message
    [broadcast] No such broadcast
    [bulk] No such list
    [verification] No such claim of a payment
    [router] No such router
    [gateway] No such gateway
    [operator] No such operator
    [zone] No such zone
    [package] No such package
    [staff] No such person
    [voucher-lot] No such lot of recharge cards
    [voucher] No such recharge card
   *[other] Nothing found
}{ $given ->
    [none] .
   *[other] {" "}for “{ $given }”.
} Check how it is written, or search by another detail.
error-several-found = { $given ->
    [none] Several fit.
   *[other] Several fit “{ $given }”.
} Say more: an ID, a mobile number or the full name.
error-outdated = That has changed meanwhile. Open it again.
error-token-used = That was done already, or the link was used before. Ask for a new one.
error-answer-wrong = The payment company wants to know something else: write it like { $example ->
    [none] the example
   *[other] { $example }
}.
error-already-done = { $what ->
    [reversal] This payment was taken back already. Nothing was done now.
    [refund] That money went back already, or somebody else has decided about it. Nothing was done now.
    [bill] This month has its bill already. Nothing was done now.
    [verification] Somebody decided about it already. Nothing was done now.
    [package] The customer has this package already. Nothing was changed.
    [note] This credit note was withdrawn already. Nothing was done twice.
    [charge] This charge is on a bill already. Give a credit note on that bill instead.
    [package-change] This change was taken back already. Nothing was done twice.
    [staff] This person was removed already. Nothing was done now.
    [voucher-lot] This lot has changed meanwhile: the card shows how it stands. Nothing was done now.
    [voucher] This card is used, expired or void already. Nothing was done now.
    [suspend] The connection is held already. Nothing was done twice.
    [reconnect] The connection is not held. Nothing was done.
   *[other] That has been done already. Nothing was done twice.
}
error-note-too-large = At most { $limit } can still be taken off this bill. Give a smaller amount.
error-bill-of-change = A change of package stands on this bill. Take the change back on its day, or give a credit note.
error-bill-of-recharge = This is the bill of a recharge, of which some may be served already. Reverse its payment instead: what is not served comes back.
error-not-billed = No bill was made: something has changed meanwhile. The card says what is in the way.
error-invalid-state = { $what ->
    [bill] The bill
    [payment] The payment
    [message] The message
    [broadcast] The broadcast
    [bulk] The list
    [customer] The customer
    [incident] The alert
    [voucher-lot] The lot
   *[other] This
} { $state ->
    [none] can't do that now
   *[other] is “{ $state }”, so that can't be done
}. Open it again to see how it stands.
error-invalid-value = { $given ->
    [none] Something is missing
   *[other] “{ $given }” doesn't fit
}{ $field ->
    [none] {""}
    [choice] {""}
   *[other] {" "}({ $field })
}. { $wants ->
    [none] { $example ->
        [none] Choose one of the buttons or write it another way.
       *[other] Write it like { $example }.
    }
   *[other] It must be { $wants }{ $example ->
        [none] .
       *[other] , like { $example }.
    }
}
error-too-long = { $field ->
    [name] Name
    [note] Note
    [reason] Reason
    [reversed_why] Reason
    [label] Description
    [address] Address
    [title] Title
    [subject] Subject
    [email] Email
    [username] Username
    [customer_id] Customer ID
    [txn-id] Transaction ID
    [txn_id] Transaction ID
   *[other] { $field }
}: at most { $limit ->
    [one] { $limit } letter
   *[other] { $limit } letters
}; this has { $count }. Write it shorter.
error-day-doubtful = { $on } { $why ->
    [to-come] is still to come. Money is recorded on the day it came: choose another day.
    [before-joining] is before this customer joined. If it really is that day, write it again and confirm it.
   *[other] lies in a month that is closed. If it really is that day, write it again and confirm it.
}
error-repeat-suspected = The same amount was recorded for the same customer a moment ago. If it really is a second payment, confirm it once more.
error-too-many = { $seconds ->
    [none] That is too often. Wait a little and try again.
   *[other] That is too often. Try again in { $seconds }.
}
error-no-gateway = { $kind ->
    [payment] { $operator ->
        [none] No payment gateway is switched on, so nobody could pay online.
       *[other] { $operator } has no payment gateway switched on that takes { $currency }, so nobody could pay by a link.
    } An admin switches one on under /gateways, or adds one with “netkhata apply”. Until then, record what customers pay with /paid.
    [message] No message gateway is switched on that could send this. Add or enable one under /gateways.
   *[other] No gateway is switched on for that. Add or enable one under /gateways.
}
error-unknown-variable = There is no variable “{ $variable }”. { $nearest ->
    [none] /templates lists them.
   *[other] Did you mean “{ $nearest }”?
}
error-brace-unclosed = A brace at position { $position } has no partner. Variables are written like {"{"}customer_name{"}"}.
error-variable-missing = This text needs the variable {"{"}{ $variable }{"}"}. Put it in and try again.
error-gateway-away = The payment gateway does not answer just now. Try again in a minute, or use another way to pay.
error-part-not-allowed = The whole amount of { $due } has to be paid at once here.
error-link-expired = This payment link is over. Send a new one from the customer's card.
error-link-closed = { $why ->
    [settled] Everything that this link asked for is paid.
    [revoked] This link was taken back. Send a new one from the customer's card.
   *[other] This link is closed. Send a new one from the customer's card.
}
error-nothing-due = { $customer } owes nothing, so there is nothing to pay by a link.
error-undo-too-late = It can be undone for { $minutes } minutes only. Ask an admin to reverse the payment.
error-not-refundable = { $gateway ->
    [none] This money did not come by a gateway that could give it back.
   *[other] { $gateway } gives no money back from here.
} Give it back on the gateway's own page, in the merchant's app or by hand, then tap “Take back”.
error-refund-too-large = Of this payment { $limit } can still be given back. Write a smaller amount.
error-refund-under-way = { $amount } of this payment is on its way back. Its card shows how that ends: wait until then.
error-txn-claimed = This transaction ID waits for a decision already: another customer told of it on { $on }. Is it really another transaction?
error-txn-used = This transaction ID was used already on { $on }. Check it against the customer's message.
error-invite-expired = This invite link is over. Ask your admin for a new one.
error-pin-unknown = No recharge card has this PIN. Look at the 16 digits again. { $left ->
    [one] One more wrong PIN locks this customer's recharge cards for an hour.
   *[other] After { $left } more wrong PINs this customer's recharge cards are locked for an hour.
}
error-pins-locked = Too many wrong PINs were tried for this customer. Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
error-voucher-used = This recharge card was used already{ $at ->
    [none] {""}
   *[other] {" "}({ $at })
}. Nothing was done now. /cards and its serial say for whom.
error-voucher-over = This recharge card was good through { $on }. Nothing was done.
error-voucher-void = This recharge card was taken out of use. Nothing was done. /cards and its serial say why.
error-voucher-for-package = This recharge card is for customers with { $name }. Nothing was done, and it stays good.

outside-refused = The provider refused it ({ $reason }). Look at /gateways, or try another way.
outside-busy = The other side is busy just now. Nothing was done: try again in a minute.
outside-unsure = There was no clear answer. It may have been done: look before you try again.
error-profile-changed = { $who ->
    [none] Somebody changed this profile meanwhile. Here is what it would do now.
   *[other] { $who } changed this profile meanwhile. Here is what it would do now.
}
error-threshold-under-least-part = Suspending over { $first } and coming back at { $second } do not go together: whoever owes an amount between them would be suspended and restored at once. Change the other first.
error-list-too-large = This list has { $count } rows, and its file is larger than a message can carry. Narrow it with a filter, a month for example, or have it made on the server by { "netkhata export" }.
error-picture-not-readable = { $reason ->
    [none] That is no picture. Send the logo as a photo or as a PNG or JPEG file.
    [too-large] This picture is too large: at most 10 MB and 40 million dots. Send a smaller one.
   *[broken] This file can't be read as a picture. Send a PNG, JPEG, WebP or GIF.
}
