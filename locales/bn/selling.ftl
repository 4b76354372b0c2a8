### নির্দিষ্ট সময়ের জন্য কেনা প্যাকেজ: বিক্রি, আর কতটুকু বাকি।

flow-sell = প্যাকেজ বিক্রি
command-sell = নির্দিষ্ট সময়ের প্যাকেজ বিক্রি: /sell nila day-pass bkash
sell-button = 🎟 প্যাকেজ বিক্রি
sell-which = কোন প্যাকেজ?
sell-offer = { $package } · { $price } · { $lasts }{ $cap ->
    [none] { "" }
   *[other] { " " }· { $cap } এমবি
 }
sell-confirm = <b>{ $name }</b> (<code>{ $id }</code>)-কে বিক্রি করবেন?
sell-to-pay = এখন দিতে হবে: <b>{ $amount }</b>
sell-by-advance = অগ্রিম থেকেই হয়ে যাবে: কিছু দিতে হবে না
sell-after = { $package } শেষ হলে শুরু হবে: কোনোটির কিছুই নষ্ট হবে না
sell-by-login = প্রথম লগইন থেকে সময় শুরু হবে
sell-agree = ✅ টাকা পেয়েছি, বিক্রি
sell-again = একই আরেকটি বিক্রি
sell-done = ✅ বিক্রি হয়েছে।
bought-nothing = 🎟 কেনা কিছু বাকি নেই
bought-runs = 🎟 { $package }, { $until } পর্যন্ত{ $left ->
    [none] { "" }
   *[other] { " " }· { $left } এমবি বাকি
 }
bought-open = 🎟 { $package } · প্রথম লগইন থেকে { $lasts }{ $left ->
    [none] { "" }
   *[other] { " " }· { $left } এমবি বাকি
 }
bought-waits = ⏳ তারপর { $package } · { $lasts }
bought-ordered = 🧾 { $package } বাছা হয়েছে, টাকা দেওয়া হয়নি
bought-login = 🔑 লগইন <code>{ $login }</code>, পাসওয়ার্ড <code>{ $password }</code>

command-packages = নির্দিষ্ট সময়ের প্যাকেজ: নতুন বানানো, বদলানো
flow-packages = নির্দিষ্ট সময়ের প্যাকেজ
packages-title = <b>নির্দিষ্ট সময়ের প্যাকেজ</b>, সস্তাটি আগে। বদলাতে একটিতে চাপুন।
packages-none = নির্দিষ্ট সময়ের কোনো প্যাকেজ এখনো নেই।
packages-new = ➕ নতুন প্যাকেজ
packages-line = { $package } · { $price } · { $lasts }{ $cap ->
    [none] { "" }
   *[other] { " " }· { $cap } এমবি
 }{ $off ->
    [none] { "" }
   *[other] { " " }· { $off }
 }
packages-off = বিক্রি হয় না
packages-on = বিক্রি হয়
packages-ask-name = নাম কী হবে?
packages-ask-price = দাম কত?
packages-ask-lasts = কতক্ষণ চলবে? যেমন <code>৩০ মিনিট</code>, <code>২৪ ঘণ্টা</code>, <code>৭ দিন</code>
packages-ask-speed = হটস্পটের কোন ইউজার প্রোফাইলে এর গতি? রাউটারে যে নামে আছে।
packages-speed-like = { $profile }
packages-ask-cap = কত এমবি? 0 মানে সীমা নেই।
packages-ask-from = কখন থেকে সময় শুরু?
packages-ask-active = এখন বিক্রি হবে?
package-from-purchase = কেনার সময় থেকে সময় শুরু
package-from-login = প্রথম লগইন থেকে সময় শুরু
packages-confirm = <b>{ $package }</b> এভাবে বিক্রি করবেন?
packages-price = দাম: { $price }
packages-lasts = মেয়াদ { $lasts }
packages-cap = ডেটা: { $cap } এমবি
packages-no-cap = ডেটার সীমা নেই
packages-speed = রাউটারের ইউজার প্রোফাইল: <code>{ $profile }</code>
packages-then = আগে যা বিক্রি হয়েছে তা তেমনই থাকবে।
packages-agree = ✅ রাখুন
packages-saved = রাখা হয়েছে।
step-price = দাম
step-validity = কতক্ষণ
step-profile = গতি
step-cap_mb = ডেটা
step-valid_from = কখন থেকে
step-active = বিক্রি
home-packages = 🎟 সময়ের প্যাকেজ
arg-price = দাম
arg-validity = মেয়াদ
arg-package = প্যাকেজ

page-buy = প্যাকেজ কিনুন
page-buy-another = অন্য প্যাকেজ নিন
page-buy-runs = { $package } এখন আপনার।
page-buy-after = এটি শেষ হলে নতুনটি শুরু হবে: কোনোটির কিছুই নষ্ট হবে না।
page-buy-nothing = এখন এখানে কিছু বিক্রি হচ্ছে না।
page-buy-gone = এই প্যাকেজ আর বিক্রি হয় না। অন্য একটি বেছে নিন।
page-buy-held = অফিস থেকে আপনার লাইন বন্ধ রাখা হয়েছে। কেনার আগে ফোন করুন।

command-buy = প্যাকেজ কেনা, কতটুকু বাকি দেখা
my-buy-nothing = নির্দিষ্ট সময়ের প্যাকেজ শুধু হটস্পটের কাস্টমারদের জন্য।
my-buy-of = <b>{ $name }</b> · <code>{ $id }</code>
my-buy-here = এখানে কিনুন: { $url }

page-ahead = সামনের দিনের জন্য টাকা দিন
page-ahead-until = { $until } পর্যন্ত টাকা দেওয়া আছে।
page-ahead-due = এর মধ্যে { $due } বকেয়া শোধে যাবে।
page-ahead-offer = { $amount } · চলবে { $until } পর্যন্ত
page-ahead-other = অন্য পরিমাণ
page-ahead-bounds = { $least } থেকে { $most } পর্যন্ত
page-ahead-amount = একটি পরিমাণ বেছে নিন, অথবা { $least } থেকে { $most }-এর মধ্যে লিখুন।
