### হোম, হেল্প, ভাষা, আর যারা স্টাফ নন।

home-title = <b>{ $isp }</b>
home-hello = { $name }, স্বাগতম। আপনি এখানে { $role }।
home-search = কাস্টমার খুঁজতে নাম, আইডি, মোবাইল নম্বর বা বিল নম্বর লিখুন।
home-language = 🌐 বাংলা / English
home-help = ❓ সাহায্য
home-find = 🔍 খুঁজুন

help-title = <b>আপনি যা যা করতে পারেন</b>
help-command = /{ $name } { $args } — { $what }
help-example = { $line }
    <i>{ $example }</i>
help-bare = /{ $name } — { $what }
help-search = এ ছাড়া যা লিখবেন তা দিয়ে কাস্টমার খোঁজা হবে। মাঝপথে কোনো কাজ ছাড়তে /cancel লিখুন।

language-ask = কোন ভাষায়?
language-name = বাংলা
language-set = এখন থেকে বাংলায়।

command-start = হোম: এখন কী কী করতে পারেন
command-help = সব কমান্ড, কোনটিতে কী হয়
command-language = ভাষা বদলান
command-cancel = মাঝপথের কাজটা ছাড়ুন
command-find = কাস্টমার খুঁজুন

example-audit = /audit payment
example-bill = /bill NORTH-2026-000123
example-billrun = /billrun 2026-12 north
example-bills = /bills অপরিশোধিত mirpur
example-bind = /bind payments
example-broadcast = /broadcast text mirpur: কাল ১০টা থেকে ১২টা লাইন থাকবে না
example-customers = /customers mirpur বন্ধ
example-cards = /cards RC12-0007
example-newcards = /newcards 500 240
example-recharge = /recharge 1023 1234 5678 9012 3456
example-find = /find রহিম
example-invite = /invite collector
example-link = /link রহিম
example-paid = /paid ১০২৩ ৫০০ bkash 9XYZ12AB
example-sell = /sell nila day-pass bkash
example-packages = /packages Day pass ২০ ২৪ ঘণ্টা
example-charge = /charge ১০২৩ Router ১৫০০
example-payments = /payments নগদ 2026-11
example-paidbulk = /paidbulk 1023 500
example-why = /why ১০২৩
example-validity = /validity ১০২৩
example-reconnect = /reconnect ১০২৩
example-routers = /routers core-1
example-summary = /summary 2026-11
example-suspend = /suspend ১০২৩

arg-customer = কাস্টমার
arg-text = লেখা
arg-amount = টাকা
arg-method = মাধ্যম
arg-txn = TXN
arg-date = তারিখ
arg-serial = সিরিয়াল
arg-count = সংখ্যা
arg-pin = পিন
arg-optional = [{ $name }]
arg-more = { $before } { $after }

role-admin = অ্যাডমিন
role-operator = অপারেটর
role-manager = ম্যানেজার
role-collector = কালেক্টর
role-noc = নক (NOC)
role-support = সাপোর্ট
role-accountant = হিসাবরক্ষক
role-distributor = কার্ড ডিস্ট্রিবিউটর

guest-hello = এটা <b>{ $isp }</b>-এর সহকারী বট।
guest-unknown = আপনাকে এখনো চিনি না। আপনার চ্যাট আইডি <code>{ $chat }</code>।
guest-join = এখানে কাজ করলে অ্যাডমিনের কাছ থেকে ইনভাইট লিংক নিয়ে সেটা খুলুন। কাস্টমার হলে নিচের বোতাম দিয়ে নিজের নম্বর শেয়ার করুন, বা আমাদের সাপোর্টে ফোন করুন।
guest-share = 📱 আমি কাস্টমার: আমার নম্বর জানাই
guest-nobody = { $isp }-এ এই নম্বরে কাউকে আমরা চিনি না। আমাদের অফিসে বলুন যেন নম্বরটি আপনার অ্যাকাউন্টে যোগ করে, তারপর আবার জানান।
my-hello = স্বাগতম, <b>{ $name }</b>।
my-isp = এটি আপনার ইন্টারনেট সেবাদাতা <b>{ $isp }</b>।
my-office = অফিস: { $phone }
my-several = এই নম্বরটি { $names }-এর। এখানে যা বেছে নেবেন, তা সবার জন্যই হবে।
my-language = 🌐 ভাষা
my-statement = 📄 হিসাব বিবরণী
my-statement-comes = আপনার { $days } সময়ের হিসাব বিবরণী আসছে, আলাদা মেসেজে।
my-statement-came = আপনার { $days } সময়ের হিসাব বিবরণী একটু আগেই পাঠানো হয়েছে। আসতে কয়েক মিনিট লাগতে পারে।
my-news-off = 🔕 খবর বন্ধ করুন
my-news-on = 🔔 আবার খবর চাই
my-news-stopped = আমাদের কাছ থেকে আর কোনো খবর বা অফার পাবেন না। বিল, রসিদ ও সতর্কবার্তা আগের মতোই আসবে।
my-news-come = এখন থেকে আবার আমাদের খবর পাবেন।
command-stop = আর কোনো খবর বা অফার চাই না
guest-no-tap = এই বাটনগুলো শুধু স্টাফদের জন্য।
join-welcome = স্বাগতম, { $name }। আপনি এখন টিমে।
join-used = এই ইনভাইট লিংকটা আগেই ব্যবহার হয়েছে বা মেয়াদ শেষ। অ্যাডমিনের কাছে নতুন একটা চান।

my-why = ❔ লাইন কেন বন্ধ?
my-why-title = আপনার লাইন, আর কেন এমন
my-why-on = 🟢 আইডি <code>{ $id }</code>: চালু। কিছুতে আটকায়নি।
my-why-off = 🔴 আইডি <code>{ $id }</code>: বন্ধ
my-why-since = { $at } থেকে
my-why-overdue = { $on }-এর মধ্যে একটা বিল দেওয়ার কথা ছিল, এখনো বাকি।
my-why-threshold = আপনার প্যাকেজে যত বাকি রাখা যায়, তার চেয়ে বেশি বাকি।
my-why-expired = মেয়াদ ছিল { $on } পর্যন্ত।
my-why-balance = পরের দিনের টাকা ব্যালেন্সে ছিল না। রিচার্জ করলেই আবার চালু হবে।
my-why-office = আমাদের অফিস থেকে বন্ধ রাখা হয়েছে। বিলের জন্য নয়।
my-why-due = এখন বাকি: { $due }
my-why-pay = টাকা দিলেই নিজে থেকে চালু হয়ে যাবে।
my-why-call = আমাদের ফোন করুন, আমরা দেখছি।
