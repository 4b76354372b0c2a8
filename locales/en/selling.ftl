### Packages that are bought for a time: selling one, and what is left of it.

flow-sell = sell a package
command-sell = Sell a package for a time: /sell nila day-pass bkash
sell-button = 🎟 Sell package
sell-which = Which package?
sell-offer = { $package } · { $price } · { $lasts }{ $cap ->
    [none] { "" }
   *[other] { " " }· { $cap } MB
 }
sell-confirm = Sell to <b>{ $name }</b> (<code>{ $id }</code>)?
sell-to-pay = To pay now: <b>{ $amount }</b>
sell-by-advance = Paid by advance: nothing to pay
sell-after = Begins when { $package } is over: nothing of either is lost
sell-by-login = Its time begins with the first login
sell-agree = ✅ Paid, sell
sell-again = Sell one more of the same
sell-done = ✅ Sold.
bought-nothing = 🎟 Nothing bought is left
bought-runs = 🎟 { $package } until { $until }{ $left ->
    [none] { "" }
   *[other] { " " }· { $left } MB left
 }
bought-open = 🎟 { $package } · { $lasts } from the first login{ $left ->
    [none] { "" }
   *[other] { " " }· { $left } MB left
 }
bought-waits = ⏳ Then { $package } · { $lasts }
bought-ordered = 🧾 { $package } is chosen and not paid
bought-login = 🔑 Login <code>{ $login }</code>, password <code>{ $password }</code>

command-packages = Packages sold for a time: make one, change one
flow-packages = a package for a time
packages-title = <b>Packages for a time</b>, the cheapest first. Press one to change it.
packages-none = No package is sold for a time yet.
packages-new = ➕ New package
packages-line = { $package } · { $price } · { $lasts }{ $cap ->
    [none] { "" }
   *[other] { " " }· { $cap } MB
 }{ $off ->
    [none] { "" }
   *[other] { " " }· { $off }
 }
packages-off = not on sale
packages-on = on sale
packages-ask-name = What is it called?
packages-ask-price = What does it cost?
packages-ask-lasts = How long does it last? For example <code>30 minutes</code>, <code>24 hours</code>, <code>7 days</code>
packages-ask-speed = Which user profile of the hotspot has its speed? As it is called on the router.
packages-speed-like = { $profile }
packages-ask-cap = How many megabytes? 0 is without a limit.
packages-ask-from = What starts its time?
packages-ask-active = Is it on sale?
package-from-purchase = Its time begins when it is bought
package-from-login = Its time begins with the first login
packages-confirm = Sell <b>{ $package }</b> like this?
packages-price = Price: { $price }
packages-lasts = Lasts { $lasts }
packages-cap = Data: { $cap } MB
packages-no-cap = Data without a limit
packages-speed = User profile on the router: <code>{ $profile }</code>
packages-then = What was sold before stays as it was sold.
packages-agree = ✅ Save
packages-saved = Saved.
step-price = Price
step-validity = How long
step-profile = Speed
step-cap_mb = Data
step-valid_from = From when
step-active = On sale
home-packages = 🎟 Packages for a time
arg-price = PRICE
arg-validity = VALIDITY
arg-package = PACKAGE

page-buy = Buy a package
page-buy-another = Choose another package
page-buy-runs = { $package } is yours now.
page-buy-after = What you buy begins when it is over: nothing of either is lost.
page-buy-nothing = Nothing is sold here now.
page-buy-gone = This package is not sold any more. Please choose another one.
page-buy-held = Your line is held by the office. Please call before you buy.

command-buy = Buy a package, see what is left
my-buy-nothing = Packages for a time are sold to customers of a hotspot alone.
my-buy-of = <b>{ $name }</b> · <code>{ $id }</code>
my-buy-here = Buy here: { $url }

page-ahead = Pay for days to come
page-ahead-until = Service is paid until { $until }.
page-ahead-due = { $due } of what you pay settles what is due.
page-ahead-offer = { $amount } · until { $until }
page-ahead-other = Another amount
page-ahead-bounds = From { $least } to { $most }
page-ahead-amount = Please choose an amount, or write one from { $least } to { $most }.
