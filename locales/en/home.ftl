### Home, help, language, and whoever is not staff.

home-title = <b>{ $isp }</b>
home-hello = Hello { $name }. You are here as { $role }.
home-search = Write a name, customer ID, mobile number or bill number to find a customer.
home-language = 🌐 বাংলা / English
home-help = ❓ Help
home-find = 🔍 Find

help-title = <b>What you can do</b>
help-command = /{ $name } { $args } — { $what }
help-example = { $line }
    <i>{ $example }</i>
help-bare = /{ $name } — { $what }
help-search = Any other message is a search. /cancel leaves whatever you are in the middle of.

language-ask = Which language?
language-name = English
language-set = From now on in English.

command-start = Home: what you can do now
command-help = All commands, and what each does
command-language = Another language
command-cancel = Leave what you are in the middle of
command-find = Find a customer

example-audit = /audit payment
example-bill = /bill NORTH-2026-000123
example-billrun = /billrun 2026-12 north
example-bills = /bills unpaid mirpur
example-bind = /bind payments
example-broadcast = /broadcast text mirpur: No line tomorrow from 10 to 12
example-customers = /customers mirpur suspended
example-cards = /cards RC12-0007
example-newcards = /newcards 500 240
example-recharge = /recharge 1023 1234 5678 9012 3456
example-find = /find rahim mirpur
example-invite = /invite collector
example-link = /link rahim
example-paid = /paid 1023 500 bkash 9XYZ12AB
example-sell = /sell nila day-pass bkash
example-packages = /packages Day pass 20 24 hours
example-charge = /charge 1023 Router 1500
example-payments = /payments cash 2026-11
example-paidbulk = /paidbulk 1023 500
example-why = /why 1023
example-validity = /validity 1023
example-reconnect = /reconnect 1023
example-routers = /routers core-1
example-summary = /summary 2026-11
example-suspend = /suspend 1023

arg-customer = CUSTOMER
arg-text = TEXT
arg-amount = AMOUNT
arg-method = METHOD
arg-txn = TXN
arg-date = DATE
arg-serial = SERIAL
arg-count = COUNT
arg-pin = PIN
arg-optional = [{ $name }]
arg-more = { $before } { $after }

role-admin = admin
role-operator = operator
role-manager = manager
role-collector = collector
role-noc = NOC
role-support = support
role-accountant = accountant
role-distributor = card distributor

guest-hello = This is the assistant of <b>{ $isp }</b>.
guest-unknown = I don't know you yet. Your chat ID is <code>{ $chat }</code>.
guest-join = If you work here, ask your admin for an invite link and open it. If you are a customer, share your own number by the button below, or call our support.
guest-share = 📱 I am a customer: share my number
guest-nobody = Nobody at { $isp } is known to us by this number. Ask our office to put it on your account, then share it again.
my-hello = Hello, <b>{ $name }</b>.
my-isp = This is <b>{ $isp }</b>, your internet provider.
my-office = Office: { $phone }
my-several = This number speaks for { $names }. What you choose here is for all of them.
my-language = 🌐 Language
my-statement = 📄 Statement
my-statement-comes = Your statement of { $days } is on its way: it comes as a message of its own.
my-statement-came = Your statement of { $days } was sent a moment ago. It may take some minutes to arrive.
my-news-off = 🔕 Stop news
my-news-on = 🔔 Get news again
my-news-stopped = You get no news and offers from us any more. Bills, receipts and warnings still come.
my-news-come = You get our news again.
command-stop = No news and offers any more
guest-no-tap = Only staff can use these buttons.
join-welcome = Welcome, { $name }. You are in.
join-used = This invite link was used already or is over. Ask your admin for a new one.

my-why = ❔ Why is it off?
my-why-title = Your line, and why it is so
my-why-on = 🟢 ID <code>{ $id }</code>: on. Nothing holds it.
my-why-off = 🔴 ID <code>{ $id }</code>: off
my-why-since = Since { $at }
my-why-overdue = A bill was to be paid by { $on } and is still open.
my-why-threshold = More is open than your package allows.
my-why-expired = It was valid until { $on }.
my-why-balance = The balance did not pay for the next day. It is on again as soon as you recharge.
my-why-office = Our office switched it off. It is not about a bill.
my-why-due = Open now: { $due }
my-why-pay = Pay, and it comes back by itself.
my-why-call = Please call us, and we see to it.
