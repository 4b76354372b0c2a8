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
customer-opted-out = 🔕 ঘোষণা পেতে চান না
customer-due = 💰 বকেয়া: <b>{ $due }</b>
customer-due-none = 💰 কোনো বকেয়া নেই
customer-advance = অগ্রিম জমা: { $advance }

customer-status-pending = ⏳ এখনো সংযোগ হয়নি
customer-status-active = 🟢 চালু
customer-status-suspended = 🔴 লাইন বন্ধ
customer-status-expired = 🟠 মেয়াদ শেষ
customer-status-left = ⚪ ছেড়ে গেছেন
