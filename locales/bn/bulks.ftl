### একসঙ্গে অনেকের কাজ: তালিকা থেকে টাকা জমা, আর বেছে নেওয়া বিল।

home-paidbulk = 📥 একসঙ্গে অনেক জমা
command-paidbulk = তালিকা থেকে একসঙ্গে অনেক টাকা জমা নিন: আগে দেখাবে কী হবে
arg-lines = সারি
flow-paidbulk = তালিকা থেকে টাকা জমা
flow-bulk-line = সারি ঠিক করা
flow-bulk-refuse = তালিকা নাকচ করা
step-lines = তালিকা
step-line = সারি
step-words = লেখা
step-bulk = তালিকা
bulk-ask = সারিগুলো এখানে পেস্ট করুন, বা ফাইল পাঠান (Excel, CSV বা টেক্সট)। প্রতি সারিতে একটা জমা:
    <code>1023 500
    1024 750 bkash 9XYZ12AB
    jamal ahmed 500 cash 21/11</code>
bulk-ask-form = কাস্টমার আর টাকার অঙ্ক লাগবেই। মাধ্যম (না থাকলে নগদ), ট্রানজ্যাকশন আইডি আর তারিখ (না থাকলে আজ) যেকোনো ক্রমে লেখা যায়। ফাইলে শিরোনাম থাকতে পারে: গ্রাহক, টাকা, মাধ্যম, ট্রানজ্যাকশন, তারিখ। সর্বোচ্চ { $most }টি সারি। কোন সারির কী মানে তা আপনি না দেখা পর্যন্ত কিছুই জমা হবে না।
bulk-latest = আপনার আগের তালিকা:
bulk-row = { $icon } { $lines }টি সারি · { $at }
bulk-state-icon-reading = 🔎
bulk-state-icon-draft = ✏️
bulk-state-icon-asked = ⏳
bulk-state-icon-running = ▶️
bulk-state-icon-done = ✅
bulk-state-icon-stopped = ⏹
bulk-state-icon-rejected = ✖️
bulk-state-icon-cancelled = ✖️
bulk-state-icon-undoing = ↩️
bulk-state-icon-undone = ↩️

bulk-title-paid = <b>📥 টাকা জমা</b> · { $lines }টি সারি
bulk-title-link = <b>🔗 পেমেন্ট লিংক</b> · { $lines } জন
bulk-title-void = <b>🗑 বিল বাতিল</b> · { $lines }টি বিল
bulk-source = 📄 { $name }
bulk-reason = কারণ: { $reason }
bulk-author = চেয়েছেন { $who }
bulk-state-reading = 🔎 পড়ে দেখা হচ্ছে
bulk-state-draft = ✏️ এখনো কিছু করা হয়নি
bulk-state-asked = ⏳ অনুমোদনের অপেক্ষায়
bulk-state-running = ▶️ চলছে
bulk-state-done = ✅ শেষ
bulk-state-stopped = ⏹ থামানো হয়েছে: যা হয়ে গেছে তা থাকছে
bulk-state-rejected = ✖️ নাকচ হয়েছে: কিছু করা হয়নি
bulk-state-cancelled = ✖️ বাদ দেওয়া হয়েছে: কিছু করা হয়নি
bulk-state-undoing = ↩️ ফেরত নেওয়া হচ্ছে
bulk-state-undone = ↩️ ফেরত নেওয়া হয়েছে
bulk-approved-by = ✅ অনুমোদন দিয়েছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
bulk-rejected-by = ✖️ নাকচ করেছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}

bulk-paid-fits = 👍 { $lines }টি জমা করা যাবে: <b>{ $amount }</b>
bulk-paid-asks = ❓ { $lines }টি আপনার কথার অপেক্ষায়
bulk-paid-refused = ⛔ { $lines }টি জমা করা যাবে না
bulk-paid-left-out = ➖ { $lines }টি বাদ রাখা
bulk-paid-done = ✅ { $lines }টি জমা হয়েছে: <b>{ $amount }</b>
bulk-paid-failed = ❌ { $lines }টি শেষ পর্যন্ত জমা করা যায়নি
bulk-paid-undone = ↩️ { $lines }টি ফেরত নেওয়া হয়েছে: { $amount }
bulk-paid-stuck = ⚠️ { $lines }টি ফেরত নেওয়া যায়নি: { $amount }
bulk-link-fits = 👍 { $lines } জনকে লিংক পাঠানো যাবে; বাকি <b>{ $amount }</b>
bulk-link-asks = ❓ { $lines } জন আপনার কথার অপেক্ষায়
bulk-link-refused = ⛔ { $lines } জনকে পাঠানো যাবে না
bulk-link-left-out = ➖ { $lines } জন বাদ রাখা
bulk-link-done = ✅ { $lines } জনের লিংক যাচ্ছে
bulk-link-failed = ❌ { $lines } জনকে শেষ পর্যন্ত পাঠানো যায়নি
bulk-link-undone = ↩️ { $lines }টি ফেরত নেওয়া হয়েছে
bulk-link-stuck = ⚠️ { $lines }টি ফেরত নেওয়া যায়নি
bulk-void-fits = 👍 { $lines }টি বাতিল করা যাবে: <b>{ $amount }</b>
bulk-void-asks = ❓ { $lines }টি আপনার কথার অপেক্ষায়
bulk-void-refused = ⛔ { $lines }টি বাতিল করা যাবে না
bulk-void-left-out = ➖ { $lines }টি বাদ রাখা
bulk-void-done = ✅ { $lines }টি বাতিল হয়েছে: { $amount }
bulk-void-failed = ❌ { $lines }টি শেষ পর্যন্ত বাতিল করা যায়নি
bulk-void-undone = ↩️ { $lines }টি আবার চালু
bulk-void-stuck = ⚠️ { $lines }টি যেমন ছিল তেমনই আছে
bulk-follows-paid = প্রত্যেক কাস্টমার রসিদ পাবেন, আর টাকা আগে পুরোনো বিলে যাবে। যেসব সারি জমা করা যায় না সেগুলো থেকে যাবে, বাকিগুলো হয়ে যাবে।
bulk-follows-link = প্রত্যেক কাস্টমার মোট বাকিসহ একটাই মেসেজ পাবেন।
bulk-follows-void = এগুলো আর বাকি থাকবে না, নম্বরগুলো থেকে যাবে। এতে যা জমা হয়েছিল তা অগ্রিম হবে, আগে অন্য বাকি বিল শোধ হবে।
bulk-approval-needed = ⚠️ এতটা আপনি একা করতে পারেন না: অন্য একজনের অনুমোদন চাওয়া হবে।
bulk-asked-group = পেমেন্টের গ্রুপে অনুমোদন চাওয়া হয়।
bulk-asked-groups = যে গ্রুপে অনুমোদন চাওয়া হয়: { $names }
bulk-asked-people = যাঁদের নিজের চ্যাটে অনুমোদন চাওয়া হয়: { $names }
bulk-asked-nobody = ⚠️ এখানে অনুমোদন করার মতো আর কেউ নেই। অ্যাডমিন একটি গ্রুপ ঠিক করতে পারেন (/bind payments), বা অনুমতি আছে এমন কাউকে আমন্ত্রণ জানাতে পারেন।

bulk-line = { $icon } { $number }। { $what }{ $why ->
    [none] {""}
   *[other] {" "}— { $why }
}
bulk-read = { $name } · <code>{ $id }</code> · { $amount }{ $method ->
    [none] {""}
   *[other] {" "}· { $method }
}{ $txn ->
    [none] {""}
   *[other] {" "}· <code>{ $txn }</code>
}{ $on ->
    [none] {""}
   *[other] {" "}· { $on }
}{ $bills ->
    [none] {""}
   *[other] {" "}· { $bills }
}
bulk-icon-unread = 🔎
bulk-icon-fits = 👍
bulk-icon-asks = ❓
bulk-icon-refused = ⛔
bulk-icon-left-out = ➖
bulk-icon-done = ✅
bulk-icon-failed = ❌
bulk-icon-undone = ↩️
bulk-icon-stuck = ⚠️
bulk-more = … আরও { $lines }টি
bulk-said = “{ $said }”
bulk-mend = { $icon } { $number } · { $said }
bulk-lines-none = এমন কোনো সারি নেই।
bulk-line-said = সারি { $number }: “{ $said }”
bulk-why-day-before-joining = { $on } তারিখে কাস্টমার যুক্তই হননি (যুক্ত হয়েছেন { $joined })। সত্যিই সেদিন দিয়েছেন?
bulk-why-day-closed = { $on } এমন মাসের তারিখ, যার হিসাব বন্ধ। সত্যিই সেদিন দিয়েছেন?
bulk-why-day-to-come = { $on } এখনো আসেনি। সারিটা ঠিক করুন: টাকা যেদিন এসেছে, সেই তারিখে জমা হয়।
bulk-why-repeat = এই কাস্টমারের একই অঙ্ক একটু আগেই জমা হয়েছে ({ $at }, { $method }{ $by ->
    [none] {""}
   *[other] , { $by }
}{ $txn ->
    [none] {""}
   *[other] , { $txn }
})। এটা কি আরেকটা জমা?
bulk-why-txn-used = এই ট্রানজ্যাকশন আগেই জমা হয়েছে{ $name ->
    [none] {""}
   *[other] , { $name }-এর নামে
}{ $by ->
    [none] {""}
   *[other] , নিয়েছেন { $by }
} ({ $at })।
bulk-why-txn-claimed = এই ট্রানজ্যাকশন আগে থেকেই সিদ্ধান্তের অপেক্ষায়{ $name ->
    [none] {""}
   *[other] , { $name }-এর নামে
}{ $by ->
    [none] {""}
   *[other] , { $by }
} ({ $at })। এটা কি আরেকটা?
bulk-part-customer = কাস্টমার
bulk-part-amount = টাকার অঙ্ক
bulk-part-method = মাধ্যম
bulk-part-txn = ট্রানজ্যাকশন আইডি
bulk-part-date = তারিখ
bulk-choice = { $name } · { $id }{ $zone ->
    [none] {""}
   *[other] {" "}· { $zone }
}{ $due ->
    [none] {""}
   *[other] {" "}· { $due }
}

bulk-go-paid = ✅ { $lines }টি জমা করুন
bulk-go-link = ✅ { $lines } জনকে পাঠান
bulk-go-void = 🗑 { $lines }টি বাতিল করুন
bulk-begun = নিজে নিজেই চলবে; কতদূর হলো এই কার্ডে দেখা যাবে।
bulk-asked = অনুমোদন চাওয়া হয়েছে।
bulk-cancel = ✖️ বাদ দিন
bulk-cancelled = বাদ দেওয়া হলো। কিছু করা হয়নি।
bulk-stop = ⏹ থামান
bulk-stopped = থামানো হলো।
bulk-every = 📋 সব সারি
bulk-trouble = ⚠️ যে { $lines }টিতে সমস্যা
bulk-undo = ↩️ সবটা ফেরত নিন
bulk-undo-ask = মোট <b>{ $amount }</b>-এর { $lines }টি জমা ফেরত নেবেন? কাস্টমারদের জানানো হবে, আর তাঁদের বিল আবার বাকি দেখাবে।
bulk-undo-yes = ↩️ হ্যাঁ, ফেরত নিন
bulk-undo-begun = ফেরত নেওয়া হচ্ছে।
bulk-meant = ✅ হ্যাঁ, এটাই ঠিক
bulk-correct = ✏️ ঠিক করুন
bulk-leave-out = ➖ বাদ রাখুন
bulk-take-in = ➕ আবার নিন
bulk-ask-number = কোনটা? নম্বরটা লিখুন।
bulk-ask-line = সারি { $number }-এ লেখা “{ $said }”। পুরো সারিটা নতুন করে লিখুন, যেমন <code>1023 500 bkash 9XYZ12AB</code>।
bulk-approve = ✅ অনুমোদন
bulk-reject = ✖️ নাকচ
bulk-approved = অনুমোদন দেওয়া হলো। নিজে নিজেই চলবে।
bulk-why-not = কেন নাকচ?
bulk-not-not-checked = তালিকাটা মিলিয়ে দেখা হয়নি
bulk-not-amount = টাকার অঙ্ক ঠিক নেই
bulk-not-not-handed-in = টাকা জমা দেওয়া হয়নি

error-lines-missing = এতে কোনো সারি নেই। প্রতি সারিতে একটা জমা লিখুন, যেমন 1023 500।
error-lines-too-many = সারি { $limit }টির বেশি। কয়েক ভাগে পাঠান।
error-part-missing = { $part ->
    [none] কিছু একটা
   *[other] { $part }
} লেখা নেই। সারিটা ঠিক করুন।
error-part-unclear = { $part ->
    [none] একই জিনিস
   *[other] { $part }
} একাধিক লেখা আছে: { $given }। সারিটা ঠিক করুন।
error-part-unread = “{ $given }” বুঝতে পারিনি। সারিটা ঠিক করুন।
error-customer-unclear = “{ $given }” দিয়ে { $count } জন কাস্টমার মিলেছে: কোনজন?
error-said-twice = { $line } নম্বর সারিতেও একই কাস্টমারের একই অঙ্ক। এটা কি আরেকটা জমা?
error-txn-twice = { $line } নম্বর সারিতেও একই ট্রানজ্যাকশন আইডি।
error-bills-changed = এর মধ্যে বিলটা বদলেছে: জমা বা বাতিল হয়েছে, বা অঙ্ক আলাদা।
error-unheard = এই কাস্টমারের কাছে মেসেজ পৌঁছানোর উপায় নেই।
error-line-impossible = এটা লিখে রাখা গেল না। আলাদা করে দেখুন।
error-nothing-fits = এ অবস্থায় কোনো সারিরই কাজ করা যাবে না। ঠিক করে নিন, বা অন্য তালিকা পাঠান।
error-own-to-approve = এটা আপনি নিজেই চেয়েছেন: অনুমোদন অন্য একজনকে দিতে হবে।
error-bulk-decided = { $who } আগেই { $status ->
    [rejected] নাকচ করে দিয়েছেন
    [cancelled] তুলে নিয়েছেন
   *[other] অনুমোদন দিয়েছেন
} ({ $at })। দুইবার কিছু করা হয়নি।

bulk-title-marked = <b>💵 জমা হওয়া বিল</b> · { $lines } জন
error-bills-settled = এতে কিছু বাকি নেই।
flow-void-many = একসঙ্গে বিল বাতিল
step-packed = ফিল্টার
step-chosen = বিল
mark-button = ☑️ বিল বেছে নিন
mark-title = <b>☑️ কোন বিলগুলোর কী করবেন?</b>
mark-all = ফিল্টারে যা আছে সব: <b>{ $bills }</b>টি। শুধু কয়েকটা নিতে চাইলে সেগুলোয় চাপ দিন।
mark-picked = বেছে নেওয়া: <b>{ $bills }</b>টি
mark-page = ☑️ এই পাতা
mark-every = ☑️ সবগুলো
mark-paid = 💵 জমা নিন
mark-link = 🔗 লিংক পাঠান
mark-void = 🗑 বাতিল
mark-again = তালিকা থেকে বিলগুলো আবার বেছে নিন: { "/bills" }
