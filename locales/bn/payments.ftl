### টাকা জমা নেওয়া, আর দাবি করা টাকা যাচাই।

paid-button = 💵 টাকা জমা নিন
home-paid = 💵 টাকা জমা
command-paid = টাকা জমা নিন
flow-paid = টাকা জমা নেওয়া
paid-ask-amount = { $name } কত টাকা দিলেন? বাকি: { $due }
paid-all = পুরোটা: { $due }
paid-ask-method = কীভাবে দিলেন?
paid-ask-txn = ট্রানজ্যাকশন আইডি কত?
paid-ask-date = কোন তারিখে? যেমন ২১/১১, বা “গতকাল”।
paid-confirm = <b>{ $name }</b> · <code>{ $id }</code> এর কাছ থেকে <b>{ $amount }</b> জমা নেব?
paid-method = মাধ্যম: { $method }
paid-txn = TxnID: <code>{ $txn }</code>
paid-on = তারিখ: { $on }
paid-cash-txn = ⚠️ নগদ টাকার ট্রানজ্যাকশন আইডি হয় না। অন্যভাবে দিয়েছেন কি?
paid-settles = ✔️ মিটবে { $number }{ $period ->
    [none] {""}
   *[other] {" "}· { $period }
}: { $amount }
paid-settles-part = ◐ যাবে { $number }{ $period ->
    [none] {""}
   *[other] {" "}· { $period }
} বিলে: { $amount }; বাকি থাকবে { $left }
paid-settles-more = আরও { $bills }টি বিল
paid-not-tapped = ⚠️ টাকা আগে পুরোনো বিলে যায়। আপনি যে বিল বেছেছেন ({ $number }), তার { $left } বাকি থাকবে।
paid-left = ⚪ এই কাস্টমার ছেড়ে গেছেন।
paid-unserved = ⚠️ যাঁর টাকা এল, তাঁর সংযোগ নেই: { $status }। বাকি বিল মিটিয়ে যা থাকে, তা অগ্রিম হিসেবে রইল। সংযোগ দিন, নয়তো টাকা ফেরত দিন।
paid-which-amount = একাধিক অঙ্ক লেখা আছে। কোনটা দিয়েছেন?
paid-which-method = একাধিক মাধ্যম লেখা আছে। কোনটায় দিয়েছেন?
paid-which-txn = একাধিক ট্রানজ্যাকশন আইডি লেখা আছে। কোনটা ঠিক?
paid-which-day = একাধিক তারিখ লেখা আছে। কোন দিন দিয়েছেন?
paid-unread = “{ $words }” বুঝতে পারিনি। এটা কি ট্রানজ্যাকশন আইডি?
paid-is-txn = TxnID { $txn }
paid-no-txn = TxnID নয়, বাদ দিন
paid-day-to-come = { $on } এখনো আসেনি। টাকা যেদিন পেয়েছেন, সেই তারিখে জমা হয়। কোন দিন পেয়েছেন?
paid-day-before-joining = { $on } তারিখে { $name } যুক্তই হননি (যুক্ত হয়েছেন { $joined })। সত্যিই সেদিন দিয়েছেন?
paid-day-closed = { $on } এমন মাসের তারিখ, যার হিসাব বন্ধ: খোলা শুধু এই মাস আর গত মাস। সত্যিই সেদিন দিয়েছেন?
paid-day-meant = হ্যাঁ, { $on }
paid-day-today = আজ, { $on }
paid-due-now = এখন বাকি: { $due }
paid-due-after = এরপর বাকি থাকবে: { $due }
paid-to-advance = অগ্রিম থাকবে: { $rest }
method-words-cash = নগদ ক্যাশ
method-words-bank = ব্যাংক চেক
method-words-bkash = বিকাশ
method-words-nagad = নগদ-ওয়ালেট
method-words-rocket = রকেট
method-words-upay = উপায়
method-words-card = কার্ড
method-words-voucher = রিচার্জ ভাউচার
method-words-other = অন্য অন্যভাবে
paid-again = এই কাস্টমারের { $amount } আপনি একটু আগেই জমা নিয়েছেন ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
})। আবার নেবেন?
paid-again-by = এই কাস্টমারের { $amount } একটু আগেই জমা নিয়েছেন { $who } ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
})। এটা কি সেই টাকাই, নাকি আবার জমা নেবেন?
paid-again-online = এই কাস্টমারের { $amount } একটু আগেই এসেছে ({ $at }, { $method }{ $txn ->
    [none] {""}
   *[other] , { $txn }
}; কোনো কর্মী লেখেননি)। এটা কি সেই টাকাই, নাকি আবার জমা নেবেন?
paid-again-yes = হ্যাঁ, এটা আরেকটা পেমেন্ট
paid-again-no = না, থাক
paid-done = ✅ জমা হয়েছে। কাস্টমারের কাছে রসিদ যাচ্ছে।
paid-done-unheard = ✅ জমা হয়েছে। কাস্টমারের কাছে রসিদ যাচ্ছে না: এই মেসেজ বন্ধ করা আছে, বা তাঁর কাছে পৌঁছানোর উপায় নেই।
paid-of = <b>{ $name }</b> · <code>{ $id }</code> দিয়েছেন <b>{ $amount }</b>
paid-settled = { $number }: { $amount }
paid-advance = অগ্রিম আছে: { $advance }
paid-customer = 👤 কাস্টমার
paid-undone = ↩️ ফেরত নেওয়া হলো: { $amount }।
customer-told = কাস্টমারকে জানানো হচ্ছে।
customer-untold = কাস্টমারকে জানানো হচ্ছে না: এই মেসেজ বন্ধ করা আছে, বা তাঁর কাছে পৌঁছানোর উপায় নেই।
customer-told-then = কাস্টমারকে জানানো হবে।
customer-untold-then = কাস্টমারকে জানানো হবে না: এই মেসেজ বন্ধ করা আছে, বা তাঁর কাছে পৌঁছানোর উপায় নেই।
paid-was-undone = ↩️ এই জমা বাতিল করা হয়েছে।
paid-by-link = 🎉 আপনার পাঠানো লিংকে টাকা এসেছে।
paid-over = ⚠️ যা বাকি ছিল, টাকা এসেছে তার চেয়ে বেশি: হয় দুবার দেওয়া হয়েছে, নয়তো এর মধ্যেই বিল মিটে গেছে। বাড়তি টাকা কাস্টমারের অগ্রিম হিসেবে রইল। চাইলে ফেরত দিন।
paid-fact = শেষ জমা: { $amount } · { $method } · { $at }


home-verify = 🔎 পেমেন্ট যাচাই
command-verify = যেসব পেমেন্ট সিদ্ধান্তের অপেক্ষায়
flow-seen = অন্য অঙ্ক অনুমোদন
step-verification = দাবি
verify-none = যাচাইয়ের জন্য কিছু নেই।
verify-waiting = এগুলো সিদ্ধান্তের অপেক্ষায়:
verify-row = { $name } · { $amount }
verify-title = <b>{ $kind }</b>
tried-title = 🧭 পেমেন্টটা যেভাবে এগিয়েছে:
tried-step = { $at } · { $became } · { $mover }{ $why ->
    [none] {""}
   *[other] {" "}({ $why })
}
tried-initiated = গেটওয়েতে খোলা হয়েছে
tried-unknown = নির্ভরযোগ্য উত্তর আসেনি
tried-paid = টাকা দেওয়া হয়েছে
tried-held = টাকা দেওয়া হয়েছে, একজনের সিদ্ধান্ত বাকি
tried-failed = হয়নি
tried-cancelled = কাস্টমার থামিয়েছেন
tried-expired = সময় পেরিয়ে গেছে
tried-by-customer = আমাদের পাতায়
tried-by-gateway = গেটওয়ে জানিয়েছে
tried-by-clock = আমরা নিজেরা জিজ্ঞেস করেছি
tried-by-payment = একই টাকা অন্যভাবে এসেছে
tried-by-staff = { $name ->
    [none] একজন কর্মীর হাতে
   *[other] { $name }-এর হাতে
}
verify-kind-manual = 🙋 কাস্টমার বলছেন টাকা দিয়েছেন
verify-kind-mismatch = ⚠️ গেটওয়ের হিসাব মিলছে না
verify-kind-unmatched = ❓ কার টাকা বোঝা যাচ্ছে না
verify-kind-risk = ⚠️ গেটওয়ে এই পেমেন্টকে ঝুঁকিপূর্ণ বলছে
verify-kind-by_hand = 🔎 হাতে যাচাই করতে হবে
verify-customer = <b>{ $name }</b> · <code>{ $id }</code>
verify-nobody = কার টাকা জানা নেই
verify-amount = পরিমাণ: <b>{ $amount }</b>
verify-txn = TxnID: <code>{ $txn }</code> · { $gateway }
verify-sender = যে নম্বর থেকে: { $sender }
verify-at = { $at }
verify-misfit-reference = রেফারেন্স: আমাদের { $ours }, ওদের { $theirs }
verify-misfit-reference-unknown = রেফারেন্স { $theirs }: আমাদের কোনোটির সাথে মেলে না
verify-misfit-reference-unsaid = গেটওয়ে আমাদের কোনো রেফারেন্স দেয়নি
verify-misfit-amount-unsaid = পরিমাণ: চাওয়া হয়েছে { $ours }, গেটওয়ে কিছু বলেনি
verify-misfit-amount = পরিমাণ: চাওয়া হয়েছে { $ours }, বলছে { $theirs }
verify-misfit-currency = মুদ্রা: চাওয়া হয়েছে { $ours }, বলছে { $theirs }
verify-misfit-txn = গেটওয়ে কোনো ট্রানজ্যাকশন আইডি দেয়নি{ $ours }{ $theirs }
verify-misfit-reference-id = রেফারেন্স { $theirs }: কাস্টমারের আইডি; আমরা এই টাকা চাইনি
verify-misfit-txn-used-unknown = এই ট্রানজ্যাকশন আগেই অন্য একটি পেমেন্টের: { $theirs }
verify-misfit-txn-used = একটি ট্রানজ্যাকশন আগে থেকেই আছে: { $ours }, এখন { $theirs }
verify-misfit-told-before = ⚠️ এই TxnID নিয়ে গেটওয়ে আগে অন্য কথা বলেছিল: { $ours }, এখন { $theirs }
verify-misfit-claimed-too = ⚠️ আরেকজন কাস্টমারও একই TxnID পাঠিয়েছেন{ $ours }: { $theirs }
verify-misfit-txn-form = TxnID দেখতে অস্বাভাবিক{ $ours }: { $theirs }
verify-approved = ✅ অনুমোদন করেছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
verify-rejected = ✖️ বাতিল করেছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
verify-settled = ✅ একটি জমার সাথে মিটে গেছে{ $number ->
    [none] {""}
   *[other] {" "}({ $number })
} · { $at }। আর কোনো সিদ্ধান্তের দরকার নেই।
verify-posted-as = জমা হয়েছে: { $amount } · { $number }
verify-same = ✅ এটা { $number } জমারই টাকা: আর জমা করবেন না
verify-nothing-posted = টাকাটা আগেই জমা আছে। নতুন করে কিছু জমা হয়নি, কাস্টমারকে বাতিলের কথাও জানানো হয়নি।
verify-alike = এই কাস্টমারের একই অঙ্ক আগেই জমা আছে। এটা কি সেই টাকাই? দেখে নিয়ে বেছে নিন।
verify-approve = ✅ { $amount } অনুমোদন
verify-otherwise = ✏️ অন্য অঙ্ক
verify-reject = ✖️ বাতিল
verify-posted = ✅ জমা হয়েছে
verify-why = কেন বাতিল?
verify-why-not-received = টাকা আসেনি
verify-why-other-amount = টাকার অঙ্ক আলাদা
verify-why-used-before = TxnID আগে ব্যবহার হয়েছে
verify-why-other-account = অন্য নম্বরে গেছে
verify-why-anothers = টাকাটা অন্য গ্রাহকের
verify-ask-amount = কত দেখলেন, { $currency }-তে?
verify-confirm = <b>{ $name }</b> · <code>{ $id }</code> এর নামে <b>{ $amount }</b> জমা করব?

# এই TxnID আর কোথায় আছে

seen-posted = ⚠️ এই TxnID আগেই জমা আছে: <b>{ $amount }</b>, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , নিয়েছেন { $by }
} · { $number }
seen-alike = ⚠️ এই কাস্টমারের একই অঙ্ক আগেই জমা আছে, তবে এই TxnID ছাড়া: <b>{ $amount }</b>, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , নিয়েছেন { $by }
} · { $number }
seen-reversed = ↩️ এই TxnID একবার জমা হয়ে { $at } তারিখে বাতিল হয়েছে: { $amount }, { $whose }{ $by ->
    [none] {""}
   *[other] , নিয়েছেন { $by }
} · { $number }{ $why ->
    [none] {""}
   *[other] {" "}· { $why }
}
seen-submitted = ⚠️ এই TxnID নিয়ে আরেকটি সিদ্ধান্তও বাকি: { $amount }, { $whose }, { $at }{ $by ->
    [none] {""}
   *[other] , { $by }
}
seen-rejected = ✖️ এই TxnID { $at } তারিখে নাকচ হয়েছে: { $amount }, { $whose }{ $by ->
    [none] {""}
   *[other] , করেছেন { $by }
}{ $why ->
    [none] {""}
   *[other] {" "}· { $why }
}
seen-whose = { $name } · <code>{ $id }</code>
seen-nobodys = কার, জানা নেই
seen-hidden = আপনার আওতার বাইরের একজন
paid-another = এটা আলাদা লেনদেন, জমা করুন
verify-another = ⚠️ এটা আলাদা লেনদেন: { $amount } জমা করুন
verify-foreign = ⚠️ { $amount } কাস্টমারের মুদ্রায় ({ $currency }) নয়। { $currency }-তে এর মূল্য জেনে সেটা লিখুন, না হলে বাতিল করুন।
verify-in-own = ✏️ { $currency }-তে মূল্য লিখুন

# ফেরতের সময় পেরিয়ে গেলে অ্যাডমিন যা বাতিল করেন

flow-reverse = জমা বাতিল
reverse-button = ↩️ জমা বাতিল করুন
step-payment = জমা
reverse-ask-payment = কোন জমা? নম্বরটা রসিদে আছে।
reverse-why = কেন বাতিল করছেন?
reverse-bounced = টাকাটা আসেনি
reverse-wrong-customer = অন্য কাস্টমারের টাকা ছিল
reverse-wrong-amount = অঙ্কটা ভুল ছিল
reverse-confirm = { $name } · { $id }-এর { $amount } জমাটা বাতিল করবেন? এটা দিয়ে যেসব বিল শোধ হয়েছিল, সেগুলো আবার বাকি হবে।
reverse-reason = কারণ: { $reason }
reverse-by-hand = টাকা এসেছে { $gateway }-এ: হিসাব ঠিক করা হবে, টাকা সেখান থেকে হাতে ফেরত দিতে হবে।
reverse-online = টাকাটা অনলাইনে এসেছিল: এতে শুধু হিসাব ঠিক হবে, টাকা ফেরত যাবে না। গেটওয়ে পারলে জমার কার্ডে “টাকা ফেরত দিন” চাপলে টাকা ফেরত যায়।
reverse-card = টাকাটা এসেছিল রিচার্জ কার্ড { $serial } থেকে: কার্ডটি আবার ব্যবহার করা যাবে, যদি বাতিল না হয়ে থাকে বা মেয়াদ শেষ না হয়ে থাকে।
reverse-agree = ↩️ বাতিল করুন

# যে গেটওয়েতে টাকা এসেছে, সেটা দিয়েই ফেরত দেওয়া

flow-refund = টাকা ফেরত দেওয়া
refund-button = 💸 টাকা ফেরত দিন
refund-ask-amount = { $left }-এর মধ্যে কত টাকা কাস্টমারকে ফেরত দেবেন?
refund-all = পুরোটাই: { $left }
refund-why = কেন ফেরত দিচ্ছেন?
refund-for-left = কাস্টমার সংযোগ ছেড়ে দিয়েছেন
refund-for-outage = সংযোগ ঠিকমতো চলেনি
refund-for-twice = দুবার টাকা দেওয়া হয়েছে
refund-confirm = <b>{ $name }</b> · <code>{ $id }</code>-কে <b>{ $amount }</b> ফেরত দেবেন?
refund-how = যে ওয়ালেট বা কার্ড থেকে টাকা এসেছিল, { $gateway } সেখানেই পাঠাবে। টাকা ফেরত গেছে বলে { $gateway } জানালে তবেই হিসাব বদলাবে।
refund-freed = { $number }: { $amount } আবার বাকি হবে
refund-frees-nothing = টাকাটা অগ্রিম থেকে যাবে, কোনো বিল আবার বাকি হবে না।
refund-agree = 💸 ফেরত দিন
refund-asked-for = ফেরতের কাজ শুরু হলো। কতদূর এগোল, এই জমার কার্ডে দেখা যাবে।
refund-title = 💸 টাকা ফেরত:
refund-line = { $amount } · { $state } · { $at }{ $by ->
    [none] {""}
   *[other] {" "}· { $by }
} · { $reason }{ $why ->
    [none] {""}
   *[other] {" "}({ $why })
}
refund-state-asked = ⏳ একটু পরেই গেটওয়েকে জানানো হবে
refund-state-handed = ⏳ গেটওয়ে এখনো উত্তর দেয়নি
refund-state-pending = ⏳ গেটওয়ে টাকা পাঠাচ্ছে
refund-state-done = ✅ টাকা ফেরত গেছে
refund-state-refused = ✖️ টাকা ফেরত যায়নি
refund-state-undone = ↩️ ফেরত গিয়েছিল, পরে ব্যর্থ হয়েছে: টাকা আবার আমাদের কাছে, কাস্টমারের নামে জমা আছে। তাঁকে জানান, দরকার হলে আবার ফেরত দিন
refund-why-too-late = অনেক দিন হয়ে গেছে, গেটওয়ে এখন আর ফেরত দেয় না
refund-why-balance = গেটওয়ের অ্যাকাউন্টে যথেষ্ট টাকা নেই
refund-why-amount = গেটওয়ে এত টাকা ফেরত দেয় না
refund-why-before = গেটওয়ের নিজের পাতা থেকে এই পেমেন্টের টাকা আগেই ফেরত গেছে, সেখানে দেখে নিন
refund-why-not-allowed = গেটওয়ে অনুমতি দিচ্ছে না; তার নিজের পাতা থেকে ফেরত দিন, তারপর “জমা বাতিল করুন” চাপুন
refund-why-auth = গেটওয়ে আমাদের পরিচয় মানছে না, /gateways দেখুন
refund-why-config = গেটওয়ে এখান থেকে ফেরত দিতে দিচ্ছে না, তাদের সাপোর্টকে চালু করতে বলুন
refund-why-other = { $code ->
    [none] গেটওয়ে কারণ জানায়নি
   *[other] গেটওয়ে জানিয়েছে: { $code }
}
refund-why-by-hand = { $who } জানিয়েছেন
refund-why-after-all = গেটওয়ে পরে জানিয়েছে{ $who ->
    [none] {""}
   *[other] {""}; এর আগে { $who } বলেছিলেন যায়নি
}
refund-doubted = ❓ { $amount } ফেরত গেছে কি না, গেটওয়ে বলছে না। তার নিজের পাতায় দেখে নিন, তারপর যা দেখলেন সেটা চাপুন।
refund-went = ✅ ফেরত গেছে
refund-did-not = ✖️ যায়নি
refund-noted = ⚠️ কাস্টমারকে টাকা ফেরত দেওয়ার একটা কাজ আপনার অপেক্ষায় আছে।
