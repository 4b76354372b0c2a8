### মাসের হিসাব, আর সন্ধ্যার সারসংক্ষেপ।

command-summary = মাসের হিসাব
home-summary = 📊 হিসাব
summary-title = <b>📊 { $period }</b>
summary-billed = বিল হয়েছে: <b>{ $amount }</b> ({ $count }টি)
summary-billed-short = বিল হয়েছে: { $amount }
summary-collected = আদায়: <b>{ $amount }</b>
summary-outstanding = বাকি: <b>{ $amount }</b>
summary-rate = শোধ হয়েছে: { $rate } ({ $paid }টি বিল)
ageing-title = <b>কত দিনের বাকি</b>
ageing-not-due = সময় আছে: { $amount }
ageing-30 = ০–৩০ দিন: { $amount }
ageing-60 = ৩১–৬০ দিন: { $amount }
ageing-90 = ৬১–৯০ দিন: { $amount }
ageing-over = ৯০ দিনের বেশি: { $amount }
collectors-title = <b>কে কত আদায় করলেন</b>
collectors-line = { $name }: { $amount } ({ $count }টি)
summary-by-operator = অপারেটর অনুযায়ী
summary-by-zone = এলাকা অনুযায়ী
summary-by-package = প্যাকেজ অনুযায়ী
summary-by-month = মাস অনুযায়ী
summary-side = <b>{ $period } · { $side }</b>
summary-part = <b>{ $name }</b>
summary-none = কোনোটি নয়
digest-title = <b>🌙 { $on }</b>
digest-held = কারা, দেখতে: /held
