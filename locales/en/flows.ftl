### Conversations of several steps.

flow-resume = ▶ Go on with: { $flow }
flow-unknown = what you had begun
flow-press = Please press one of the buttons, or /cancel.
flow-over = That is done already, or was cancelled.
flow-not-yours = Nothing was done: this card belongs to somebody else, or is over.
undo-used = This Undo was pressed before, or is somebody else's: nothing more was done.
flow-change = What should be changed?
flow-interrupted = We were interrupted in the middle of “{ $flow }”. It may have been done: look first, then decide.
cancelled = Cancelled: { $flow }. Nothing was done.
cancel-nothing = There is nothing to cancel.

step-customer = Customer
step-amount = Amount
step-method = Method
step-txn = Transaction ID
step-date = Date
step-period = Month
step-reason = Reason
step-text = Text
step-zone = Zone
step-package = Package
flow-reply-here = { $name }, answer by replying to this message.
