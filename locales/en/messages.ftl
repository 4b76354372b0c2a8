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
message-resent = ✅ It waits to be sent again.
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
message-event-payment-refunded = Money given back
message-event-payment-rejected = Payment not found
message-event-bill-created = New bill
message-event-payment-link = Payment link
message-event-recharge-link = Link to recharge
message-event-due-reminder = Reminder
message-event-due-today = Due today
message-event-suspension-warning = Warning before suspension
message-event-expiration-warning = Validity ends soon
message-event-service-expired = Validity has ended
message-event-customer-suspended = Suspended
message-event-validity-over = Validity over, off in a day
message-event-customer-suspended-by-hand = Suspended by hand
message-event-balance-low = Balance runs out
message-event-balance-out = Balance ran out
message-event-customer-activated = On again
message-event-paper = Paper that was asked for
message-event-welcome = Welcome
message-event-first-online = First time online
message-event-package-changed = Package changed
message-event-package-bought = Package bought
message-event-package-ended = Package over
message-event-opted-out = Broadcasts stopped
message-event-opted-in = Broadcasts again
message-event-broadcast = Broadcast
message-event-reply = Answer

# Why a message was not sent, or nobody knows: what it is and what to do next.
reason-coded = { $why } ({ $code })
reason-bad-recipient = The number or address can’t be reached there. Check it on the customer’s card.
reason-opted-out = The person has said STOP to the provider. Only they can take it back: they send START.
reason-marketing-declined = The person wants no offers by WhatsApp. Bills and receipts still go.
reason-window-closed = WhatsApp takes free words only within 24 hours of a message from the customer. Give the gateway an approved template for this.
reason-template-problem = The provider does not take the template. Compare its name, language and values with the provider’s page, then apply the file again.
reason-content-rejected = The provider does not take this text. Change the words and send it again.
reason-auth = The provider refuses our credentials. Put the right ones into the file and apply it again.
reason-no-credit = Our account with the provider is out of credit. Top it up: what waits then goes by itself.
reason-config = Something about our account is not as the provider wants it: sender, route or country. Test the gateway, then look at the provider’s page.
reason-duplicate = The provider has it already.
reason-refused = The provider refused it without a reason that we know. Ask the provider what the code means.
reason-failed = The provider reports that it could not be delivered.
reason-throttled = The provider wants fewer messages. It goes on slower by itself.
reason-busy-provider = The provider could not take it just then. It is tried again by itself.
reason-busy-recipient = This recipient could not get it just then, as with a full mailbox or too many messages. It is tried again by itself.
reason-busy-throttled = The provider wants fewer messages. It goes on slower by itself.
reason-busy-unreachable = The provider could not be reached. If this stays, look at our own line, then ask the provider.
reason-busy-timeout = The provider did not answer in time. It is tried again by itself.
reason-busy-broken = The connection broke before anything was sent. It is tried again by itself.
reason-busy-upload = The PDF could not be handed over. It is tried again by itself.
reason-busy-not-prepared = It could not be put together. If this stays, tell whoever runs the server.
reason-timeout = It was handed over, and no answer came in time. Ask the customer before you send it again.
reason-broken = The connection broke while it was handed over. Ask the customer before you send it again.
reason-junk = The provider’s answer could not be understood. Look there, or ask the customer, before you send it again.
reason-unclear = The provider does not say whether it was sent. Look there, or ask the customer, before you send it again.
reason-interrupted = NetKhata was stopped while it was handed over. Ask the customer before you send it again.
reason-not-wanted = It was not needed any more: paid meanwhile, or the customer wants no broadcasts.
reason-no-number = The customer has no number or address for this. Add one on the card.
reason-unreachable = The number could not be reached by WhatsApp lately. Check it, or give an SMS gateway.
reason-gap-in-text = The text names something that this customer does not have, such as a due date.
reason-empty-text = Nothing of the text is left once the customer's data are filled in.
reason-no-channel = No gateway is switched on that could carry it. Look at /gateways.
reason-not-delivered = No channel could deliver it; each try says why.
reason-not-prepared = It could not be put together. Tell whoever runs the server.
reason-no-answer = It took on none of the last messages. Test it, then ask the provider.
reason-other = It went wrong in a way that we have no words for. Tell whoever runs the server

## What customers are told by itself: on or off, by which channels, in whose words.

home-notices = 📣 What customers are told
command-notices = What customers are told: on or off, by which channels, in which words
notices-title = <b>📣 What customers are told by itself</b>
notices-what = Tap one to switch it off, to choose its channels, or to change its words.
notices-row = { $icon } { $what }
notices-on = ✅
notices-off = 🔕
notice-step = { $what }, { $days ->
    [0] on the day
   *[other] step { $days }
}
notice-head = <b>{ $what }</b> · <code>{ $event }</code>
notice-on = ✅ It is told
notice-off = 🔕 It is not told
notice-by = By { $channels }: the next one where one can't deliver
notice-own = So you have set it
notice-from-above = So it is without a setting of your own
notice-step-words = Words for this step alone. Without them the event's own hold.
notice-switch-off = 🔕 Tell it no more
notice-switch-on = ✅ Tell it
notice-send-by = 📨 { $channels }
notice-words = ✍️ { $channel } · { $tongue }
notice-words-head = <b>{ $what }</b> · { $channel } · { $tongue }
notice-words-own = These are your own words.
notice-words-shipped = These are the words that there are without your own.
notice-words-change = ✏️ Other words
notice-words-drop = ↩️ Without our own words
notice-words-dropped = Your own words are gone
notice-reads = { $name } would read:
notice-no-gateway = { $segments ->
    [one] { $segments } segment; no gateway is there that could send it
   *[other] { $segments } segments; no gateway is there that could send it
}
notice-ask = Write the new text. Words in braces are filled in for each customer; a sentence whose value is missing is left out.
notice-ask-mail = Write the new mail: its subject in the first line, the text below. Words in braces are filled in for each customer.
notice-variables = It may name: { $names }
notice-saved = Saved
flow-notice-words = words to customers
