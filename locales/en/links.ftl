### Payment links.

link-button = 💳 Send payment link
home-link = 💳 Payment link
command-link = Send a customer a payment link
flow-link = payment link

link-preview = To <b>{ $name }</b> · <code>{ $id }</code> by { $channel }:
link-preview-only = To <b>{ $name }</b> · <code>{ $id }</code>:
link-cost = { $segments ->
    [one] 1 message
   *[other] { $segments } segments
}, cost { $cost }
quoted = <blockquote>{ $text }</blockquote>
link-send = ✅ Send
link-copy = 📋 Copy
link-qr = ▦ QR code
link-open = Open
link-sent = ✅ The payment link is on its way.
link-only-copy = No message gateway can carry it now. Copy the link and send it yourself.
link-here = Only this customer's bill can be paid by this link:
link-scan = Let the customer scan this with the phone's camera.
link-fact = 🔗 Link: { $state } · { $at }
link-fact-with = 🔗 Link: { $state }, in the message “{ $message }” · { $at }
link-state-waiting = being sent
link-state-made = made, not sent
link-state-sent = sent
link-state-delivered = delivered
link-state-read = read
link-state-failed = could not be delivered
link-state-unknown = not known whether it arrived
link-state-dropped = not needed any more
link-state-opened = opened
link-state-settled = paid
link-state-revoked = closed
link-state-expired = over

channel-whatsapp = WhatsApp
channel-sms = SMS
channel-email = email
