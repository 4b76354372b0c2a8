### Lists of payments and customers, and lists as files.

home-payments = 💰 Payments
command-payments = All payments, narrowed or searched as you like
home-customers = 👥 Customers
command-customers = Customers as a list
payments-words-online = online
payments-title = <b>💰 Payments</b>
payments-methods = { $methods }
payments-sought = 🔎 “{ $text }”
payments-total = { $payments ->
    [one] 1 payment
   *[other] { $payments } payments
}: <b>{ $amount }</b>
payments-none = No payment fits. Widen the filter below, or write part of a transaction ID: /payments 8TQ1
payments-line = { $on } · <b>{ $amount }</b> · { $method } · { $name } · <code>{ $id }</code>
payments-by = Taken by { $who }
payments-note = 📝 { $note }
payments-row = { $name } · { $amount } · { $on }
payments-by-method = Method
payments-by-date = Dates
payments-by-collector = Taken by
payments-by-operator = Operator
payments-ask-method = How did it come?
payments-ask-date = Paid when? You can also type it: /payments 2026-11 or /payments 1/11 15/11
payments-ask-collector = Who took it?
payments-ask-operator = Which operator?
payments-any-method = Any method
payments-any-collector = Anybody
payments-any-operator = Every operator

customers-words-pending = pending new
customers-words-active = active
customers-words-suspended = suspended cut
customers-words-expired = expired
customers-words-left = left gone
customers-title = <b>👥 Customers</b>
customers-statuses = { $statuses }
customers-count = { $count ->
    [one] 1 customer
   *[other] { $count } customers
}
customers-none = Nobody fits.
customers-all = All

list-as-xlsx = 📊 Excel
list-as-csv = 📄 CSV
list-made = { $title }, as of { $at }
list-bills = Bills
list-payments = Payments
list-customers = Customers
list-number = Bill number
list-customer-id = Customer ID
list-name = Name
list-operator = Operator
list-zone = Zone
list-package = Package
list-period = Period
list-issued-on = Issued on
list-due-on = Due on
list-total = Total
list-paid = Paid
list-due = Due
list-currency = Currency
list-status = Status
list-receipt = Receipt
list-paid-on = Paid on
list-amount = Amount
list-given-back = Given back
list-method = Method
list-gateway = Gateway
list-txn = Transaction ID
list-reference = Our reference
list-taken-by = Taken by
list-note = Note
list-mobile = Mobile
list-whatsapp = WhatsApp
list-email = Email
list-address = Address
list-connection = Connection
list-username = Username
list-ip = IP
list-mac = MAC
list-joined-on = Joined on
list-expires-on = Expires on
list-price = Price
list-discount = Discount
list-status-posted = Recorded
list-status-reversed = Taken back
list-status-pending = Pending
list-status-active = Active
list-status-suspended = Suspended
list-status-expired = Expired
list-status-left = Left

collection-pending = Not told yet
collection-reminded = Reminded
collection-warned = Warned
collection-promised = Promised
collection-suspended = Suspended
collection-restored = Back on, still owing
collection-uncollectible = Left, still owing
collection-clear = Nothing open
customers-words-collection-reminded = reminded
customers-words-collection-warned = warned
customers-words-collection-promised = promised promise
customers-words-collection-restored = restored back
customers-words-collection-uncollectible = uncollectible
customers-words-collection-clear = clear paidup
list-collection = Collection
customer-collection = 📮 Collection: { $status }
digest-collection-title = 📮 What is open, by how far it has come
digest-collection = { $status }: { $customers }
list-month = Month
