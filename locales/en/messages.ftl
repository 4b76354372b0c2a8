### What customers were told, and what became of it.

home-messages = ✉️ Messages
command-messages = Messages that failed or that nobody is sure were sent; send them again
messages-button = ✉️ Messages
messages-troubled = <b>Messages that need somebody</b>
messages-troubled-none = No message failed, and of none is it unknown whether it was sent.
messages-title = <b>Messages</b>, the newest first
messages-title-none = No message yet.
messages-of = <b>{ $name }</b> · <code>{ $id }</code>: messages
messages-show-all = All messages
messages-show-troubled = Only those that need somebody
messages-row = { $icon } { $name } · { $what } · { $at }
messages-row-of = { $icon } { $what } · { $at }

message-head = <b>{ $what }</b> · { $at }
message-standing = { $icon } { $state }
message-why = <i>{ $why }</i>
message-try = { $channel } by { $gateway }, { $at }: { $state }
message-resend = 🔁 Send again
message-resent = ✅ It is sent again.
message-customer = 👤 Customer
message-others = ✉️ Their messages

message-icon-ready = 🕐
message-icon-paused = ⏸
message-icon-leased = 🕐
message-icon-sent = 📤
message-icon-delivered = ✅
message-icon-read = 👁
message-icon-failed = ✖️
message-icon-unknown = ❔
message-icon-dropped = ➖
message-state-ready = waits to be sent
message-state-paused = held back
message-state-leased = being sent
message-state-handed = being sent
message-state-sent = sent
message-state-delivered = delivered
message-state-read = read
message-state-failed = could not be delivered
message-state-unknown = not known whether it was sent: look before you send it again
message-state-dropped = not needed any more

message-event-payment-received = Receipt
message-event-payment-reversed = Payment taken back
message-event-payment-rejected = Payment not found
message-event-bill-created = New bill
message-event-payment-link = Payment link
message-event-due-reminder = Reminder
message-event-due-today = Due today
message-event-suspension-warning = Warning before suspension
message-event-customer-suspended = Suspended
message-event-customer-suspended-by-hand = Suspended by hand
message-event-customer-activated = On again
message-event-opted-out = Broadcasts stopped
message-event-opted-in = Broadcasts again
message-event-broadcast = Broadcast
