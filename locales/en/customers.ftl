### Finding customers, and their card.

find-ask = What do you know of the customer? Write a name, customer ID, mobile, username, IP, bill number or TxnID.
find-whom = Which customer? Write a name, customer ID or mobile number.
find-which = Several fit “{ $given }”. Which one?
find-which-of-many = Many fit “{ $given }”. Which one? If it is none of these, write more of the name or the customer ID.
find-more = There are more. Write more of the name, or a number.
find-none = Nobody found for “{ $given }”.
find-hint = Try part of the name, the customer ID, or the first digits of the mobile number.
find-several = Several fit “{ $given }”:
find-name = { $name } · { $id }
find-choice = { $name } · { $id }{ $zone ->
    [none] {""}
   *[other] {" "}· { $zone }
}
find-head = <b>{ $name }</b> · <code>{ $id }</code>
find-where = { $zone ->
    [none] {""}
   *[other] { $zone } ·{" "}
}{ $operator } · { $mobile }
find-status = { $status }
find-owing = { $status } · due { $due }

customer-head = <b>{ $name }</b> · <code>{ $id }</code>
customer-status = { $status }
customer-mobile = 📱 { $mobile }
customer-whatsapp = 💬 WhatsApp { $mobile }
customer-where = 📍 { $zone ->
    [none] {""}
   *[other] { $zone }
}{ $address ->
    [none] {""}
   *[other] {" "}{ $address }
}
customer-operator = 🏢 { $operator }
customer-package = 📦 { $package }
customer-package-price = 📦 { $package } · { $price } a month
customer-discount = Discount: { $discount }
customer-username = 👤 <code>{ $username }</code>
customer-ip = IP <code>{ $ip }</code>
customer-router = Router: { $router }
customer-expires = Expires on { $on }
customer-promised = 🤝 Promised to pay by { $on }
customer-exempt = 🛡 Never suspended
customer-never-billed = 🎁 Never billed
customer-opted-out = 🔕 Wants no broadcasts
customer-due = 💰 Due: <b>{ $due }</b>
customer-due-none = 💰 Nothing due
customer-advance = Paid in advance: { $advance }
balance-until = 📅 Paid until <b>{ $at }</b>
balance-long = 📅 Paid for more than { $days } days
balance-days = { $days ->
    [0] No further day is paid: a day costs { $price }, the balance is { $balance }
    [one] One further day is paid: a day costs { $price }, the balance is { $balance }
   *[other] { $days } further days are paid: a day costs { $price }, the balance is { $balance }
}
balance-day = 📅 A day costs { $price }, the balance is { $balance }

customer-status-pending = ⏳ Not connected yet
customer-status-active = 🟢 Active
customer-status-suspended = 🔴 Suspended
customer-status-expired = 🟠 Expired
customer-status-left = ⚪ Left

validity-button = ⏳ Validity
validity-ask = Until when is the service of <b>{ $name }</b> · <code>{ $id }</code> valid? Choose, or type a day.
validity-until = Now until { $on }.
validity-endless = Now it has no end.
validity-more = { $days ->
    [one] { $days } day more: until { $on }
   *[other] { $days } days more: until { $on }
}
validity-no-end = Without an end
validity-confirm = Change the validity of <b>{ $name }</b> · <code>{ $id }</code>?
validity-before = Before: until { $on }
validity-before-endless = Before: without an end
validity-after = Then: until { $on }
validity-after-endless = Then: without an end
validity-follows = Nothing is billed for it. Who is off because the validity had ended, is connected again.
validity-is-over = That day is over: the customer is told, and a day later the service ends.
validity-done = The validity is changed.
flow-validity = change a validity
step-until = Until when
command-validity = Until when a customer's service is valid
exceptions-button = 🛡 Exceptions
exceptions-of = <b>{ $name }</b> · <code>{ $id }</code>: which rules pass this customer by
exception-exempt-on = 🛡 Never suspended: no rule cuts the line, whatever is due. A balance that has run out still ends prepaid service.
exception-exempt-off = Suspended by the rules, like everybody.
exception-exempt-make = 🛡 Never suspend
exception-exempt-drop = Suspend by the rules again
exception-never-billed-on = 🎁 Never billed: no run makes a bill, and no late fee is charged. What is open stays open.
exception-never-billed-off = Billed by the profile, like everybody.
exception-never-billed-make = 🎁 Never bill
exception-never-billed-drop = Bill again
