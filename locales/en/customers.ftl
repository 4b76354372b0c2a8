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
customer-opted-out = 🔕 Wants no broadcasts
customer-due = 💰 Due: <b>{ $due }</b>
customer-due-none = 💰 Nothing due
customer-advance = Paid in advance: { $advance }

customer-status-pending = ⏳ Not connected yet
customer-status-active = 🟢 Active
customer-status-suspended = 🔴 Suspended
customer-status-expired = 🟠 Expired
customer-status-left = ⚪ Left
