### কাস্টমার খোঁজা আর কাস্টমারের কার্ড।

find-ask = কাস্টমারের কী জানেন? নাম, আইডি, মোবাইল, ইউজারনেম, আইপি, বিল নম্বর বা TxnID লিখুন।
find-whom = কোন কাস্টমার? নাম, আইডি বা মোবাইল নম্বর লিখুন।
find-which = “{ $given }” দিয়ে কয়েকজন পাওয়া গেছে। কোনজন?
find-which-of-many = “{ $given }” দিয়ে অনেকজন পাওয়া গেছে। কোনজন? এখানে না থাকলে নামের আরও কিছুটা বা কাস্টমার আইডি লিখুন।
find-more = আরও আছে। নামের আরও কিছুটা বা কোনো নম্বর লিখুন।
find-none = “{ $given }” দিয়ে কাউকে পাওয়া যায়নি।
find-hint = নামের একটা অংশ, কাস্টমার আইডি, বা মোবাইল নম্বরের প্রথম কয়েকটা সংখ্যা দিয়ে দেখুন।
find-several = “{ $given }” দিয়ে কয়েকজন পাওয়া গেছে:
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
find-owing = { $status } · বকেয়া { $due }

customer-head = <b>{ $name }</b> · <code>{ $id }</code>
customer-status = { $status }
customer-mobile = 📱 { $mobile }
customer-whatsapp = 💬 হোয়াটসঅ্যাপ { $mobile }
customer-where = 📍 { $zone ->
    [none] {""}
   *[other] { $zone }
}{ $address ->
    [none] {""}
   *[other] {" "}{ $address }
}
customer-operator = 🏢 { $operator }
customer-package = 📦 { $package }
customer-package-price = 📦 { $package } · মাসে { $price }
customer-discount = ছাড়: { $discount }
customer-username = 👤 <code>{ $username }</code>
customer-ip = আইপি <code>{ $ip }</code>
customer-router = রাউটার: { $router }
customer-expires = মেয়াদ { $on } পর্যন্ত
customer-promised = 🤝 { $on }-এর মধ্যে টাকা দেবেন বলেছেন
customer-exempt = 🛡 লাইন কখনো বন্ধ হবে না
customer-never-billed = 🎁 কখনো বিল হবে না
customer-opted-out = 🔕 ঘোষণা পেতে চান না
customer-due = 💰 বকেয়া: <b>{ $due }</b>
customer-due-none = 💰 কোনো বকেয়া নেই
customer-advance = অগ্রিম জমা: { $advance }
balance-until = 📅 <b>{ $at }</b> পর্যন্ত টাকা দেওয়া আছে
balance-long = 📅 { $days } দিনের বেশি টাকা দেওয়া আছে
balance-days = আরও { $days } দিনের টাকা আছে: এক দিনের দাম { $price }, ব্যালেন্স { $balance }
balance-day = 📅 এক দিনের দাম { $price }, ব্যালেন্স { $balance }

customer-status-pending = ⏳ এখনো সংযোগ হয়নি
customer-status-active = 🟢 চালু
customer-status-suspended = 🔴 লাইন বন্ধ
customer-status-expired = 🟠 মেয়াদ শেষ
customer-status-left = ⚪ ছেড়ে গেছেন

validity-button = ⏳ মেয়াদ
validity-ask = <b>{ $name }</b> · <code>{ $id }</code> এর মেয়াদ কত তারিখ পর্যন্ত? বেছে নিন, বা তারিখ লিখুন।
validity-until = এখন { $on } পর্যন্ত।
validity-endless = এখন কোনো মেয়াদ নেই, চলতেই থাকবে।
validity-more = আরও { $days } দিন: { $on } পর্যন্ত
validity-no-end = মেয়াদ ছাড়া
validity-confirm = <b>{ $name }</b> · <code>{ $id }</code> এর মেয়াদ বদলাবেন?
validity-before = আগে: { $on } পর্যন্ত
validity-before-endless = আগে: মেয়াদ ছাড়া
validity-after = এখন থেকে: { $on } পর্যন্ত
validity-after-endless = এখন থেকে: মেয়াদ ছাড়া
validity-follows = এর জন্য কোনো বিল হয় না। মেয়াদ শেষ হওয়ায় লাইন বন্ধ থাকলে আবার চালু হবে।
validity-is-over = সেই দিন পেরিয়ে গেছে: কাস্টমারকে জানানো হবে, এক দিন পরে লাইন বন্ধ হবে।
validity-done = মেয়াদ বদলানো হলো।
flow-validity = মেয়াদ বদলানো
step-until = কত দিন পর্যন্ত
command-validity = কাস্টমারের মেয়াদ কত তারিখ পর্যন্ত
exceptions-button = 🛡 ব্যতিক্রম
exceptions-of = <b>{ $name }</b> · <code>{ $id }</code>: কোন নিয়ম এই কাস্টমারের বেলায় খাটে না
exception-exempt-on = 🛡 লাইন কখনো বন্ধ হবে না: যত টাকাই বাকি থাকুক, কোনো নিয়মে লাইন বন্ধ হয় না। প্রিপেইড ব্যালেন্স শেষ হলে তবু বন্ধ হয়।
exception-exempt-off = অন্য সবার মতো নিয়মে লাইন বন্ধ হয়।
exception-exempt-make = 🛡 কখনো বন্ধ করবেন না
exception-exempt-drop = আবার নিয়মে বন্ধ হোক
exception-never-billed-on = 🎁 কখনো বিল হবে না: কোনো রানে বিল হয় না, বিলম্ব ফিও লাগে না। যা বাকি আছে তা বাকিই থাকে।
exception-never-billed-off = অন্য সবার মতো প্রোফাইল অনুযায়ী বিল হয়।
exception-never-billed-make = 🎁 কখনো বিল করবেন না
exception-never-billed-drop = আবার বিল হোক
