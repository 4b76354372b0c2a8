### Accounts with providers, and what a test call found.

home-gateways = 🔌 Gateways
command-gateways = Payment and message gateways: state, test, on and off
gateways-title = <b>🔌 Gateways</b>
gateways-none = No gateway is set up yet. They come from the file for “netkhata apply”.
gateways-shared = These serve you too; your ISP looks after them:
gateways-row = { $icon } { $name } · { $kind }
gateway-icon-on = 🟢
gateway-icon-off = ⚪
gateway-icon-troubled = 🔴
gateway-on = On
gateway-off = Switched off
gateway-troubled = In trouble
gateway-kind-sms = SMS
gateway-kind-whatsapp = WhatsApp
gateway-kind-email = Email
gateway-kind-payment = Online payment
gateway-head = <b>🔌 { $name }</b>
gateway-state = { $icon } { $state }
gateway-what = { $kind } by { $provider }
gateway-owner = Only for { $operator }
gateway-shared = For all operators
gateway-troubled-since = The provider refuses us, or does not answer, since { $at }.
gateway-test = 🧪 Test
gateway-trial = ✉️ Send me one
gateway-trial-ask = Whom shall one message go to? Write your own number, or your address for email.
gateway-trial-text = A trial message from NetKhata: this gateway works.
flow-trial = trial message
step-to = to
gateway-switch-on = ▶️ Switch on
gateway-switch-off = ⏸ Switch off
gateway-off-ask-payment = Switch { $name } off? Nobody can pay by it until it is on again.
gateway-off-ask-message = Switch { $name } off? Messages go by another gateway, or fail if there is none.
gateway-off-yes = ⏸ Yes, switch it off

health-ok = ✅ It works.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }.
}{ $balance ->
    [none] {""}
   *[other] {" "}Balance there: { $balance }.
}
health-sent = ✅ The provider took the message on. If it does not arrive: WhatsApp takes such a message only within 24 hours of yours to that number.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-test-call = ☑️ This provider has no test call. Send yourself a message to be sure.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-manual = ☑️ Customers send money to the number and submit the transaction ID; there is nothing to call.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-sender = ✖️ The account works, but it has no sender: add a number or sender ID there.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-config = ✖️ Something is missing in its settings.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-auth = ✖️ The provider refuses our credentials. Put the right ones into the file and apply it again.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-credit = ✖️ The account there is out of credit: top it up.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-unreachable = ✖️ The provider does not answer. Try again in a minute; then look at our own line.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-busy = ✖️ The provider is busy. Try again in a minute.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-unclear = ✖️ There was no clear answer. Try again.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-bad-recipient = ✖️ The provider can’t reach this number or address.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-content-rejected = ✖️ The provider does not take this text.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-window-closed = ✖️ WhatsApp takes this only within 24 hours of a message from that number. Write to our number first.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-opted-out = ✖️ This number has said STOP to the provider.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-marketing-declined = ✖️ The person wants no offers by WhatsApp; bills and receipts still go.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-template-problem = ✖️ The provider does not take the template. Compare it with the provider’s page.{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-refused = ✖️ The provider refuses ({ $reason }).{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
