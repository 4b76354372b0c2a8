### বিলিং প্রোফাইল: কাস্টমারদের বিল, তাগাদা ও লাইন বন্ধের নিয়ম।

home-profiles = 📐 বিলিং প্রোফাইল
command-profiles = বিলিং প্রোফাইল: নিয়ম, বদলালে কী হবে, কে কোনটিতে আছেন
profiles-title = <b>📐 বিলিং প্রোফাইল</b>
profiles-none = এখনো কোনো বিলিং প্রোফাইল নেই। প্রথমটি আসে “netkhata apply” ফাইল থেকে।
profiles-row = { $name } · { $customers } জন
profile-head = <b>📐 { $name }</b> · <code>{ $code }</code>
profile-of = প্রোফাইল { $name }
profile-customers = { $customers ->
    [0] এতে কেউ নেই
   *[other] এতে আছেন { $customers } জন কাস্টমার
}
profile-owner = শুধু { $operator }-এর জন্য
profile-shared = সব অপারেটরের জন্য
profile-not-yours = এটি বদলাতে পারেন আইএসপির অ্যাডমিন।
profile-term = { $name }: { $value }
profile-part-bills = <b>বিল</b>
profile-part-days = <b>দিন হিসাবে</b>
profile-part-vat = <b>ভ্যাট</b>
profile-part-reminders = <b>তাগাদা</b>
profile-part-cuts = <b>লাইন বন্ধ</b>
profile-part-back = <b>লাইন ফেরত</b>
profile-part-fee = <b>বিলম্ব ফি</b>
profile-open-bills = ✏️ বিল
profile-open-days = ✏️ দিন হিসাবে
profile-open-vat = ✏️ ভ্যাট
profile-open-reminders = ✏️ তাগাদা
profile-open-cuts = ✏️ লাইন বন্ধ
profile-open-back = ✏️ লাইন ফেরত
profile-open-fee = ✏️ বিলম্ব ফি
profile-step = 🔔 { $step }
profile-step-at = { $hour }-এ যায়
profile-step-by = চ্যানেল: { $ways }
profile-step-usual = চ্যানেল: এই বার্তার জন্য যা ঠিক করা আছে
profile-step-usual-hour = সাধারণ সময়ে
profile-step-usual-ways = বার্তার নিজের চ্যানেলে
profile-step-words = ✍️ এর লেখা
profile-step-drop = 🗑 এই ধাপটা বাদ দিন
profile-rename = ✏️ নাম
profile-copy = ➕ এর মতো নতুন
profile-move = 👥 কাস্টমার এখানে আনুন
profile-now = এখন: { $value }
profile-ask-name = { $name } প্রোফাইলের নাম কী হবে?
profile-ask-new-name = নতুন প্রোফাইলের নাম কী হবে? শুরুতে নিয়ম একই থাকবে, কোনো কাস্টমার থাকবেন না।
profile-copy-confirm = { $like }-এর নিয়ম নিয়ে <b>{ $name }</b> প্রোফাইল তৈরি করবেন? আপনি কাস্টমার না আনা পর্যন্ত এতে কেউ থাকবেন না।
profile-copied = ✅ { $name } প্রোফাইল তৈরি হয়েছে।
profile-changing = <b>{ $name }: { $was } → { $now }</b>
profile-save = 💾 সেভ করুন
profile-saved = সেভ হয়েছে
profile-so-already = আগে থেকেই এমন আছে: সেভ করার কিছু নেই।
flow-profile-term = বিলিং প্রোফাইল বদল
flow-profile-copy = নতুন বিলিং প্রোফাইল
flow-profile-move = বিলিং প্রোফাইলে আনা
step-value = মান
step-name = নাম
step-whom = কে কে
profile-move-whom = { $name } প্রোফাইলে কাদের আনবেন? অন্য একটি প্রোফাইলের সবাইকে বেছে নিন, অথবা কমা দিয়ে কাস্টমার আইডিগুলো লিখুন।
profile-move-all = { $name }-এর সবাই · { $customers } জন
profile-move-ask-package = কোন প্যাকেজের?
profile-move-everybody = সবাইকে
profile-move-nobody = এঁদের কাউকে আনার নেই: তাঁরা আগে থেকেই { $name }-এ আছেন, অথবা তাঁদের অপারেটর এটি ব্যবহার করতে পারেন না।
profile-move-confirm = { $customers } জন কাস্টমারকে <b>{ $name }</b> প্রোফাইলে আনবেন?
profile-move-then = তাঁদের পরের বিল এই প্রোফাইলের নিয়মে হবে। যাঁর কোনো মাসের বিল হয়ে গেছে, সেই মাসের দ্বিতীয় বিল হবে না।
profile-moved = ✅ { $customers } জন কাস্টমারকে আনা হয়েছে।

## শর্তগুলো কী বলে।

term-none = নেই
term-percent = { $percent }%
term-hour = { $hour }টা
term-days = { $days } দিন
term-step-before = { $days } দিন আগে
term-step-on = শেষ তারিখে
term-step-after = { $days } দিন পরে
term-step-on-end = মেয়াদের শেষ দিনে
term-step-own = { $step } ({ $ways })
term-step-hour = { $hour }:00
term-ways-each = { $channels }, প্রতিটিতে
term-ways-first = { $channels }, যেটা আগে পৌঁছায়
term-cycle-calendar = ক্যালেন্ডারের প্রতি মাসের বিল
term-cycle-anniversary = কাস্টমারের নিজের মাসের বিল, নবায়নের দিন থেকে
term-cycle-daily = প্রিপেইড, প্রতিদিনের টাকা ব্যালেন্স থেকে কাটে
term-prepaid-day-hours = শুরু থেকে পরের দিনের একই সময় পর্যন্ত
term-prepaid-day-calendar = রাত বারোটা পর্যন্ত
term-prepaid-bill-day = প্রতিদিনের আলাদা বিল
term-prepaid-bill-recharge = প্রতি রিচার্জে একটি বিল
term-vat-mode-exclusive = দামের সাথে যোগ হয়
term-vat-mode-inclusive = দামের মধ্যেই আছে
term-restores-reason = কিছুই আর মেয়াদোত্তীর্ণ না থাকলে, আর সীমার বেশি বাকি না থাকলে
term-restores-left = নিচের টাকার বেশি বাকি না থাকলেও
term-restores-paid = বন্ধের পর অন্তত নিচের টাকা দিলেও
term-late-fee-none = নেই
term-late-fee-fixed = নির্দিষ্ট টাকা
term-late-fee-percent = মেয়াদোত্তীর্ণ বাকির শতকরা ভাগ
term-late-fee-every-once = একটি বিলের জন্য একবার
term-late-fee-every-cycle = যত চক্র বাকি থাকে, প্রতি চক্রে
term-late-fee-on-next-bill = পরের বিলে
term-late-fee-on-own-bill = সাথে সাথে, আলাদা বিলে
weekday-mon = সোমবার
weekday-tue = মঙ্গলবার
weekday-wed = বুধবার
weekday-thu = বৃহস্পতিবার
weekday-fri = শুক্রবার
weekday-sat = শনিবার
weekday-sun = রবিবার

## কোন শর্ত কী কাজের, বদলানোর সময় যা জিজ্ঞেস করা হয়।

term-ask-cycle = এই কাস্টমাররা কোন মাসের হিসাবে বিল পান?
term-ask-bill-day = মাসের কোন দিন বিল তৈরি হবে, ১ থেকে ৩১? ছোট মাসে ২৯ থেকে ৩১ মানে মাসের শেষ দিন। যেখানে প্রত্যেক কাস্টমারের নিজের মাস, সেখানে এটির কাজ নেই।
term-ask-bill-hour = সেই দিন কয়টা থেকে বিল তৈরি হবে, ০ থেকে ২৩?
term-ask-due-days = বিল হওয়ার কত দিনের মধ্যে টাকা দিতে হবে?
term-ask-proration = যিনি মাসের মাঝখানে সংযোগ নেন, তাঁর প্রথম বিল কি শুধু বাকি দিনগুলোর হবে?
term-ask-bill-suspended = যাঁদের লাইন বন্ধ, বন্ধ থাকার মাসগুলোর বিল কি তাঁদের হবে?
term-ask-vat-rate = ভ্যাট শতকরা কত? না থাকলে ০ লিখুন, নইলে সংখ্যা লিখুন, যেমন ৭.৫।
term-ask-vat-mode = ভ্যাট কি দামের সাথে যোগ হবে, নাকি দামের মধ্যেই আছে?
term-ask-reminder-days = কোন কোন দিন বিলের তাগাদা যাবে? শেষ তারিখ থেকে কত দিন, কমা দিয়ে লিখুন; আগের দিনের সামনে বিয়োগ চিহ্ন দিন: -5, 0, 1। দিনের পরে সময় আর চ্যানেলও লেখা যায়: -5 9:00 sms+email মানে দুটোতেই, sms/email মানে যেটা আগে পৌঁছায়।
term-ask-expiry-days = কোন কোন দিন মেয়াদ শেষ হওয়ার কথা জানানো হবে? মেয়াদের শেষ দিন থেকে কত দিন, কমা দিয়ে লিখুন; আগের দিনের সামনে বিয়োগ চিহ্ন দিন: -3, -1, 0। দিনের পরে সময় আর চ্যানেলও লেখা যায়: -3 9:00 sms+email মানে দুটোতেই, sms/email মানে যেটা আগে পৌঁছায়।
term-ask-reminder-hour = দিনের কয়টা থেকে তাগাদা যাবে, ০ থেকে ২৩?
term-ask-quiet-from-hour = রাতে কয়টা থেকে অপেক্ষা করা যায় এমন মেসেজ থেমে থাকবে, ০ থেকে ২৩?
term-ask-quiet-to-hour = সকালে কয়টা পর্যন্ত সেগুলো থেমে থাকবে, ০ থেকে ২৩?
term-ask-auto-suspend = যিনি টাকা দেননি, সময় হলে তাঁর লাইন কি নিজে থেকে বন্ধ হবে?
term-ask-grace-days = শেষ তারিখের পর কত দিন কারও লাইন বন্ধ হবে না?
term-ask-suspend-over = কত টাকার বেশি বাকি হলে শেষ তারিখের আগেই লাইন বন্ধ হবে? যাঁর বাকি এর বেশি, তাঁর লাইন বন্ধ হয়।
term-ask-suspend-hour = দিনের কয়টা থেকে লাইন বন্ধ করা হবে, ০ থেকে ২৩?
term-ask-spared-weekdays = সপ্তাহের কোন কোন দিন কারও লাইন বন্ধ হবে না? বেছে নিন, অথবা কমা দিয়ে দিনগুলো লিখুন।
term-ask-spared-days = কোন কোন ছুটির দিনে কারও লাইন বন্ধ হবে না? কমা দিয়ে দিনগুলো লিখুন, যেমন ১৬ ডিসেম্বর, ২৬ মার্চ। সামনে + দিলে দিনটি যোগ হয়, - দিলে বাদ যায়।
term-ask-restores = বন্ধ লাইন কীসে ফিরে আসবে? কিছুই আর মেয়াদোত্তীর্ণ না থাকলে, আর সীমার বেশি বাকি না থাকলে সব সময়ই ফেরে। আংশিক টাকা দিয়ে ফিরলে, পরের কোনো বিল মেয়াদোত্তীর্ণ না হওয়া পর্যন্ত আগের বাকির জন্য আর লাইন বন্ধ হয় না।
term-ask-least-part = কত টাকা বাকি থাকলেও বন্ধ লাইন ফিরবে, অথবা অন্তত কত টাকা দিতে হবে? বিলম্ব ফি ধরা হয় না। বাকি রাখার নিয়মে এর বেশি বাকি না থাকলে কারও লাইন বন্ধ হয় না। কিছু না হলে ০ লিখুন।
term-ask-late-fee = বাড়তি দিন পার হয়েও যাঁর বাকি থাকে, তাঁর কি বিলম্ব ফি হবে?
term-ask-late-fee-amount = নির্দিষ্ট বিলম্ব ফি কত টাকা? যত বিলই বাকি থাকুক, একজন কাস্টমারের এক চক্রে একটিই।
term-ask-late-fee-percent = মেয়াদোত্তীর্ণ বাকির শতকরা কত বিলম্ব ফি হবে? আগের বিলম্ব ফি ধরা হয় না।
term-ask-late-fee-every = একটি বিলের জন্য বিলম্ব ফি কি একবার, নাকি যত চক্র বাকি থাকে প্রতি চক্রে?
term-ask-late-fee-on = বিলম্ব ফি কোথায় থাকবে? যাঁর আর বিল হয় না, তাঁর আলাদা বিলই হয়।
term-ask-late-fee-vat = বিলম্ব ফির উপর কি ভ্যাট হবে?
term-ask-part-payment = পেমেন্ট পেজে কি মোট বাকির চেয়ে কম টাকা দেওয়া যাবে?

## বদলালে কী হবে।

foreseen-quiet = শুধু এই বদলের জন্য কারও বিল হবে না, লাইনও বন্ধ হবে না। পরের বার থেকে এটি ধরা হবে।
foreseen-never = সময় হলে আর কারও লাইন নিজে থেকে বন্ধ হবে না। { $was ->
    [0] নিয়মে এখন কেউ পড়ছিলেন না।
   *[other] নিয়মে পড়া { $was } জনের লাইন চালু থাকবে।
}
foreseen-look = এর পর দেখা হবে { $at }:
foreseen-cut = { $customers ->
    [0] তখন কারও লাইন বন্ধ হবে না (এখনকার নিয়মে: { $was } জন)।
   *[other] <b>তখন { $customers } জনের লাইন বন্ধ হবে</b> (এখনকার নিয়মে: { $was } জন)।
}
foreseen-warned = { $customers ->
    [0] আগে সতর্ক করার কেউ নেই (এখনকার নিয়মে: { $was } জন)।
   *[other] { $customers } জনকে আগে সতর্ক করা হবে, এক দিন পরে লাইন বন্ধ হবে (এখনকার নিয়মে: { $was } জন)।
}
foreseen-fresh = ⚠️ শুধু নতুন বিলেই { $customers } জনের লাইন বন্ধ হবে: তাঁদের পরের বিল এর চেয়ে বেশি।
foreseen-held = বন্ধ থাকা { $customers } জন তখন আর কোনো নিয়মে আটকাবেন না: /held দেখায় কে কে, আর লাইন চালু করে।
foreseen-month = এর পরের বিল { $period } মাসের:
foreseen-day = তৈরি হবে { $on } তারিখে{ $was ->
    [none] ।
   *[other] {" "}(এখনকার নিয়মে: { $was })।
}
foreseen-by-day = তৈরি হবে দিনে দিনে, প্রত্যেক কাস্টমারের নিজের দিনে।
foreseen-bills = { $bills }টি বিল, { $amount } (এখনকার নিয়মে: { $was_bills }টি, { $was })।
foreseen-due = টাকা দেওয়ার শেষ তারিখ { $on }{ $was ->
    [none] ।
   *[other] {" "}(এখনকার নিয়মে: { $was })।
}
foreseen-open = যে বিল আগেই হয়ে গেছে, তা যেমন আছে তেমনই থাকবে।
foreseen-fees = { $customers ->
    [0] কাল কারও বিলম্ব ফি হতো না (এখনকার নিয়মে: { $was })।
   *[other] কাল { $customers } জনের বিলম্ব ফি হতো, মোট { $amount } (এখনকার নিয়মে: { $was })।
}
