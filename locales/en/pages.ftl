### Pages that customers open in a browser: short lines, no word of the trade.

page-language = English
page-languages = Language
page-title = Pay your internet bill
page-amount-due = Amount due
page-name = Name
page-customer-id = Customer ID
page-customer-number = Customer ID { $id }
page-customer = { $name }, customer ID { $id }
page-mobile = Mobile
page-package = Package
page-bills = Bills to pay
page-days = { $first } – { $last }
page-is-due = Due { $day }
page-was-due = Was due { $day }
page-get-invoice = Invoice (PDF)
page-get-receipt = Download the receipt (PDF)
page-get-statement = Statement of account (PDF)
page-pay-title = How do you want to pay?
page-amount = Amount to pay
page-amount-hint = All of it, or a part.
page-pay-with = Pay with { $gateway }
page-ask-wallet = Mobile number of your { $gateway } account
page-ask-email = Your e-mail address, for { $gateway }
page-known-mobile = Leave it empty for the number that we have: { $mobile }
page-known-email = Leave it empty if we have it already.
page-manual-title = Send the money myself by { $gateway }
page-manual-send = Send { $amount } by { $gateway } to this number:
page-manual-reference = Write { $id } as the reference.
page-manual-tell = Then write the transaction ID (TxnID) here. We look at it and send you a message.
page-manual-amount = Amount you sent
page-manual-txn = Transaction ID (TxnID)
page-manual-sender = The number you sent it from
page-manual-submit = I have sent it
page-safe = We never ask for your PIN or password.
page-help = Need help? Call { $phone }
page-no-gateway = Paying online is not possible right now. Please call us.

page-wrong-amount = We can't read that amount. Write only digits, like 500 or 1150.50.
page-wrong-amount-over = That is more than { $due }, which is what you owe. Write { $due } or less.
page-wrong-amount-way = This way of paying does not take so small or so large an amount. Write another amount, or choose another way.
page-wrong-part = Please pay all of { $due } at once.
page-wrong-mobile = That is no mobile number by which you can pay here. Write it like { $example }.
page-wrong-email = We need an e-mail address for this way of paying. Write it like { $example }.
page-wrong-txn = That does not look like a transaction ID. Copy it from the message that your payment app sent you.
page-wrong-sender = The number that you sent from is too long. Write the mobile number alone.
page-wrong-txn-used = This transaction ID has been told to us before. If the money is yours, please call us.
page-wrong-too-many = You have sent several transaction IDs today. We are looking at them. Please wait for our message, or call us.
page-gateway-away = That way of paying does not answer right now. No money was taken. Try again in a minute, or choose another way.

page-note-under-way = You began to pay { $amount }{ $gateway ->
    [none] {""}
   *[other] {" "}with { $gateway }
}. If you finished it, there is nothing more to do: it will show here in a moment. If not, you can pay now.
page-note-held = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} told us of a payment of { $amount } from you. It is not counted yet: Our staff are checking it.
page-note-refused = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} told us of a payment of { $amount } from you, but our staff could not accept it. { $reason ->
    [none] Please call us.
   *[other] Our answer: { $reason }
}
page-refused-title = We could not accept this payment
page-do-not-pay-again = Please do not pay again while we are checking.
page-pay-all-the-same = Pay all the same
page-note-claimed = You told us that you sent { $amount } (TxnID { $txn }). Our staff are checking it. The answer will stand here.
page-note-rejected = We could not find your transfer with TxnID { $txn }. { $reason ->
    [none] Please check the ID, or call us.
   *[other] Our answer: { $reason }
}

page-paid-title = Nothing to pay
page-paid = Your bills are paid. Thank you!
page-void = We have withdrawn your bill. You have nothing to pay for it.
page-nothing = You have no bill to pay.
page-received-title = Payment received
page-received = We have received { $amount }{ $gateway ->
    [none] {""}
   *[other] {" "}by { $gateway }
}. Thank you!
page-received-over = { $advance } of it was more than you owed, and stays as your advance.
page-taken-back-title = This payment was taken back
page-taken-back = { $amount }{ $gateway ->
    [none] {""}
   *[other] {" "}by { $gateway }
} does not count as paid any more. If this surprises you, please call us.
page-reconnect = If your internet was stopped for this, it comes back by itself, usually within a minute. If it does not, please call us.
page-held-title = We are checking your payment
page-held = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} told us of a payment from you. Our staff are checking it before it is counted.
page-nothing-more = You need to do nothing more. Please do not pay again. You may close this page.
page-pending-title = Waiting for the payment
page-pending = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} has not confirmed your { $amount } yet. This page looks again by itself.
page-wait-title = Look at your phone
page-wait-pin = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} has sent a request for { $amount } to { $phone ->
    [none] your phone
   *[other] the phone { $phone }
}. Check the amount there, and type your PIN there only.
page-wait-app = { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} has sent a request for { $amount } to { $phone ->
    [none] your phone
   *[other] the phone { $phone }
}. Open its app, check the amount and agree.
page-wait-here = This page sees by itself when the payment has come. Please do not pay again meanwhile.
page-onward-title = One more step
page-onward = To pay { $amount } you go on to { $gateway ->
    [none] the payment company
   *[other] { $gateway }
}. If nothing happens, tap the button.
page-onward-go = Go on and pay
page-failed-title = The payment did not go through
page-failed-failed = It was not accepted by the payment company.
page-failed-said = It was not accepted. { $gateway ->
    [none] The payment company
   *[other] { $gateway }
} says: { $reason }.
page-failed-begin = The payment could not even begin: that way of paying did not take it.
page-failed-repeated = The same amount was paid from this account a moment ago, so it was not taken again. Look whether you have paid already. If not, wait a few minutes and try again.
page-failed-balance = There is not enough money in your account. Add money and try again, or pay another way.
page-failed-pin = The PIN or the code was wrong, or came too late. Try again.
page-failed-wallet = Your account can't pay just now: it may be blocked, or of another kind. Ask your payment company, or pay another way.
page-failed-not-due = Other money came for your bill meanwhile and less is due now, so nothing was taken this time.
page-failed-cancelled = You stopped the payment before it was finished. It was cancelled.
page-failed-expired = The time for this payment ran out.
page-failed-safe = We have received no money from it. If your account was charged all the same, the amount will show here by itself, or your payment company gives it back.
page-try-again = Try again
page-back = Back to my bill
page-expired-title = This link is no longer valid
page-expired = A link works for some days only, and until the bill is paid. Ask us for a new one, or open the last message that we sent you.
page-expired-due = You owe { $due }.
page-revoked-title = This link was closed
page-revoked = Please use the newest link that we sent you, or call us.
page-unknown-title = We can't tell which payment this was
page-unknown = If you have paid, your money is not lost: it will show on your bill soon. You need to do nothing more.

page-held-service-title = Your internet is stopped
page-held-service = It is stopped because this amount is unpaid. Pay it now, and the internet comes back by itself, usually within a minute.
page-held-pay = See the bill and pay
page-held-other = Nothing is unpaid, but your internet is stopped. Please call us.
page-due-title = You have a bill to pay
page-due-only = Your internet is not stopped because of it. You can pay now.
page-not-held-title = Your internet is not stopped
page-not-held = Nothing is unpaid. If pages don't open, restart your router, or call us.
page-who-title = Is your internet stopped?
page-who = Tell us who you are, and see what is to be paid.
page-who-name = Customer ID or username
page-who-where = It stands on your bill, and in our messages.
page-who-mobile = Mobile number that you gave us
page-who-go = See my bill
page-who-unknown = This customer ID and this mobile number don't belong together. Check both, or call us.
page-captive-title = Your internet is stopped
page-captive = See why, and how it comes back.
page-captive-go = Continue

page-not-found-title = There is no such page
page-not-found = Check the address: every letter counts. Best open it from our message.
page-too-often-title = One moment, please
page-too-often = That was a little fast. Wait a moment and load the page again.
page-forbidden-title = Please open the page again
page-forbidden = This form came from somewhere else or is too old. Nothing was done. Open the link from our message and try again.
page-too-large-title = That was too much
page-too-large = What you sent is too large. Go back and try again.
page-odd-title = That did not work
page-odd = We can't do this. Go back and try again.
page-failed = Something went wrong on our side. If you have paid, your money is not lost. If it happens again, call us and tell this number: { $id }

page-card-button = Use a recharge card
page-card-title = Use a recharge card
page-card-number = The 16 digits on the card
page-card-hint = Only the digits: spaces don't matter.
page-card-go = Use the card
page-card-done-title = Card accepted
page-card-done = { $amount } from your recharge card is in your account. You get a receipt.
page-wrong-card = No card that we sell has this number. Look at the 16 digits again. { $left ->
    [one] After one more wrong number you have to wait for an hour.
   *[other] After { $left } more wrong numbers you have to wait for an hour.
}
page-wrong-card-locked = There were too many wrong numbers. Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}, or call us.
page-wrong-card-used = This card was used before. If it was not by you, please call us and keep the card.
page-wrong-card-over = This card was good through { $day }. Please call us.
page-wrong-card-package = This card is for customers who have the package { $package }. It is still good.
page-wrong-card-void = This card can't be used. Please call us and keep the card.
