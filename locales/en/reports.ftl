### Figures of a month, and the evening's digest.

command-summary = Figures of a month
home-summary = 📊 Summary
summary-title = <b>📊 { $period }</b>
summary-billed = Billed: <b>{ $amount }</b> ({ $count } bills)
summary-billed-short = Billed: { $amount }
summary-collected = Collected: <b>{ $amount }</b>
summary-outstanding = Outstanding: <b>{ $amount }</b>
summary-rate = Settled: { $rate } ({ $paid } bills paid)
ageing-title = <b>Outstanding by age</b>
ageing-not-due = Not due yet: { $amount }
ageing-30 = 0–30 days: { $amount }
ageing-60 = 31–60 days: { $amount }
ageing-90 = 61–90 days: { $amount }
ageing-over = Over 90 days: { $amount }
collectors-title = <b>Collected by</b>
collectors-line = { $name }: { $amount } ({ $count })
summary-by-operator = By operator
summary-by-zone = By zone
summary-by-package = By package
summary-by-month = By month
summary-side = <b>{ $period } · { $side }</b>
summary-part = <b>{ $name }</b>
summary-none = none
digest-title = <b>🌙 { $on }</b>
digest-held = Who they are: /held
