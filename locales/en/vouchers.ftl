### Recharge cards: lots of them, how each stands, redeeming one for a customer.

home-cards = 🎟 Recharge cards
command-cards = Recharge cards: lots, and one card by its serial
command-newcards = Make recharge cards
command-recharge = Redeem a recharge card for a customer
flow-newcards = make recharge cards
flow-voidcards = take recharge cards out of use
flow-recharge = redeem a recharge card
step-card-value = Value
step-count = Number of cards
step-expires = Last day
step-seller = Who sells them
step-commission = Commission
step-cards = Cards
step-pin = PIN

cards-title = <b>Recharge cards</b>
cards-title-mine = <b>Your recharge cards</b>
cards-hint = Write { "/cards" } and the serial of a card to see how it stands.
cards-none = There are none yet.
cards-make = ➕ Make cards
cards-row = { $lot } · { $count } × { $value }{ $name ->
    [none] {""}
   *[other] {" "}· { $name }
} · { $state }
cards-state-unissued = not issued
cards-state-issued = issued
cards-state-over = none left
cards-all = 🎟 All lots
cards-open = 🎟 The lot

cards-lot = <b>Recharge cards, lot { $lot }</b>
cards-worth = { $count ->
    [one] One card
   *[other] { $count } cards
} of { $value }
cards-for-package = For customers with { $package } only
cards-package = { $package }: { $price }
cards-until = Good through { $on }
cards-endless = Good without an end
cards-seller = Sold by { $name }{ $commission ->
    [none] {""}
   *[other] {" "}· commission { $commission } a card
}{ $percent ->
    [none] {""}
   *[other] {" "}({ $percent } %)
}
cards-made = Made { $at }{ $who ->
    [none] {""}
   *[other] {" "}by { $who }
}
cards-not-printed = ⚠️ Not printed yet: the PINs are drawn when the paper is made.
cards-printed = Printed { $at } (printing { $printing })
cards-not-issued = ⚠️ Not issued: nobody can redeem these cards yet.
cards-issued = Issued { $at }
cards-voided = The rest was taken out of use { $at }: { $reason }
cards-count = { $status }: { $count }
card-status-unissued = not issued
card-status-issued = good
card-status-used = used
card-status-expired = expired
card-status-voided = void
cards-redeemed = Redeemed: { $amount }
cards-kept = Commission on that: { $amount }
cards-left = The distributor owes for them: { $amount }

cards-print = 🖨 Print
cards-print-anew = 🖨 Print anew
cards-print-ask = Print lot { $lot } anew? New PINs are drawn, and the paper of printing { $printing } is worth nothing from then on. Do that when the paper was lost on its way, or somebody else has seen it.
cards-print-yes = Print anew
cards-paper = Lot { $lot }, printing { $printing }: { $count ->
    [one] one card
   *[other] { $count } cards
}.
cards-paper-once = ⚠️ These PINs stand on this paper alone: nobody can show them again, us included. Print it, then delete it from this chat. The cards are good once you issue the lot.
cards-issue = ✅ Issue
cards-issue-ask = Issue lot { $lot }, printing { $printing }: { $count ->
    [one] one card
   *[other] { $count } cards
} of { $value }?
cards-issue-does = From then on whoever has a PIN of that paper can redeem it. It can't be printed again.
cards-issue-yes = Issue
cards-issued-now = Issued: the cards are good now.

cards-ask-value = What is each card worth? Write an amount, or choose a package whose price it pays.
cards-ask-count = How many cards? At most { $most }; 24 stand on a page.
cards-ask-until = Until which day are they good, that day counted? For example 31/12/2027.
cards-ask-seller = Who sells them?
cards-office = Our own office
cards-ask-commission = What does the seller keep of each redeemed card? A share like 5%, or an amount. Skip it for nothing.
cards-confirm = Make { $count ->
    [one] one recharge card
   *[other] { $count } recharge cards
} of <b>{ $value }</b>?
cards-face = Worth together: { $amount }
cards-confirm-then = Nobody can redeem them before they are printed and issued.
cards-agree = Make them
cards-made-now = Lot { $lot } is made. Print it, then issue it.

cards-void = 🚫 Void the rest
cards-ask-which = Which cards? Write the number of a lot, or the serial of one card.
cards-why = Why are they taken out of use?
cards-void-lost = Lost or stolen
cards-void-misprint = Misprinted
cards-void-returned = Came back unsold
cards-void-ask = Take { $count ->
    [one] the one card that is left
   *[other] the { $count } cards that are left
} of lot { $lot } ({ $value } each) out of use? They can never be redeemed then.
card-void-ask = Take card <code>{ $serial }</code> ({ $value }) out of use? It can never be redeemed then.
cards-void-agree = Void

card-head = <b>Recharge card</b> <code>{ $serial }</code> · { $value }
card-stands = { $status }{ $at ->
    [none] {""}
   *[other] {" "}· { $at }
}
card-customer = Redeemed for { $name } · <code>{ $id }</code>
card-by = By { $who }
card-why = Reason: { $reason }
card-payment = 💵 Payment
card-void = 🚫 Void this card

recharge-button = 🎟 Recharge card
recharge-ask-pin = Which PIN? The 16 digits on the card.
recharge-confirm = Redeem a card of <b>{ $value }</b> for <b>{ $name }</b> · <code>{ $id }</code>?
recharge-card = Card: <code>{ $serial }</code>
recharge-agree = Redeem
recharge-locked = 🔒 Too many wrong PINs: recharge cards are refused until { $until }.
