### রিচার্জ কার্ড: কোন লটে কত, কোনটার কী অবস্থা, কাস্টমারের জন্য কার্ড ভাঙানো।

home-cards = 🎟 রিচার্জ কার্ড
command-cards = রিচার্জ কার্ড: সব লট, সিরিয়াল দিয়ে একটা কার্ড
command-newcards = রিচার্জ কার্ড তৈরি
command-recharge = কাস্টমারের জন্য রিচার্জ কার্ড ভাঙানো
flow-newcards = রিচার্জ কার্ড তৈরি
flow-voidcards = রিচার্জ কার্ড বাতিল
flow-recharge = রিচার্জ কার্ড ভাঙানো
step-card-value = মূল্য
step-count = কার্ডের সংখ্যা
step-expires = মেয়াদ
step-seller = কে বেচবেন
step-commission = কমিশন
step-cards = কার্ড
step-pin = পিন

cards-title = <b>রিচার্জ কার্ড</b>
cards-title-mine = <b>আপনার রিচার্জ কার্ড</b>
cards-hint = একটা কার্ডের অবস্থা জানতে { "/cards" } আর তার সিরিয়াল লিখুন।
cards-none = এখনো একটাও নেই।
cards-make = ➕ কার্ড তৈরি
cards-row = { $lot } · { $count } × { $value }{ $name ->
    [none] {""}
   *[other] {" "}· { $name }
} · { $state }
cards-state-unissued = ছাড়া হয়নি
cards-state-issued = ছাড়া হয়েছে
cards-state-over = আর নেই
cards-all = 🎟 সব লট
cards-open = 🎟 লট দেখুন

cards-lot = <b>রিচার্জ কার্ড, লট { $lot }</b>
cards-worth = { $value } মূল্যের { $count }টি কার্ড
cards-for-package = শুধু { $package } প্যাকেজের কাস্টমারের জন্য
cards-package = { $package }: { $price }
cards-until = মেয়াদ { $on } পর্যন্ত
cards-endless = মেয়াদের শেষ নেই
cards-seller = বেচবেন { $name }{ $commission ->
    [none] {""}
   *[other] {" "}· কার্ডপ্রতি কমিশন { $commission }
}{ $percent ->
    [none] {""}
   *[other] {" "}({ $percent } %)
}
cards-made = তৈরি { $at }{ $who ->
    [none] {""}
   *[other] {" "}· { $who }
}
cards-not-printed = ⚠️ এখনো ছাপা হয়নি: কাগজ তৈরির সময়ই পিন ঠিক হয়।
cards-printed = ছাপা { $at } (ছাপা নম্বর { $printing })
cards-not-issued = ⚠️ ছাড়া হয়নি: এই কার্ড এখনো কেউ ভাঙাতে পারবেন না।
cards-issued = ছাড়া হয়েছে { $at }
cards-voided = বাকিগুলো বাতিল { $at }: { $reason }
cards-count = { $status }: { $count }
card-status-unissued = ছাড়া হয়নি
card-status-issued = চালু
card-status-used = ব্যবহৃত
card-status-expired = মেয়াদ শেষ
card-status-voided = বাতিল
cards-redeemed = ভাঙানো হয়েছে: { $amount }
cards-kept = তার কমিশন: { $amount }
cards-left = ডিস্ট্রিবিউটরের কাছে পাওনা: { $amount }

cards-print = 🖨 ছাপুন
cards-print-anew = 🖨 আবার ছাপুন
cards-print-ask = লট { $lot } আবার ছাপবেন? নতুন পিন হবে, আর ছাপা নম্বর { $printing }-এর কাগজের কোনো দাম থাকবে না। কাগজ হারিয়ে গেলে বা অন্য কেউ দেখে ফেললে এটা করুন।
cards-print-yes = আবার ছাপুন
cards-paper = লট { $lot }, ছাপা নম্বর { $printing }: { $count }টি কার্ড।
cards-paper-once = ⚠️ এই পিন শুধু এই কাগজেই আছে: আর কেউ দেখাতে পারবে না, আমরাও না। ছেপে নিয়ে এই চ্যাট থেকে মুছে দিন। লটটা ছাড়ার পর কার্ড চালু হবে।
cards-issue = ✅ ছাড়ুন
cards-issue-ask = লট { $lot }, ছাপা নম্বর { $printing }: { $value } মূল্যের { $count }টি কার্ড ছাড়বেন?
cards-issue-does = এরপর ওই কাগজের পিন যাঁর হাতে, তিনিই ভাঙাতে পারবেন। আর ছাপা যাবে না।
cards-issue-yes = ছাড়ুন
cards-issued-now = ছাড়া হলো: কার্ডগুলো এখন চালু।

cards-ask-value = একটা কার্ডের মূল্য কত? টাকার অঙ্ক লিখুন, অথবা যে প্যাকেজের দাম মেটাবে সেটা বেছে নিন।
cards-ask-count = কয়টা কার্ড? সর্বোচ্চ { $most }টি; এক পাতায় ২৪টি থাকে।
cards-ask-until = কোন তারিখ পর্যন্ত চলবে, সেই দিনসহ? যেমন 31/12/2027।
cards-ask-seller = কে বেচবেন?
cards-office = আমাদের অফিস
cards-ask-commission = প্রতিটা ভাঙানো কার্ডে বিক্রেতা কত রাখবেন? শতাংশ, যেমন 5%, অথবা টাকার অঙ্ক। কিছু না হলে বাদ দিন।
cards-confirm = <b>{ $value }</b> মূল্যের { $count }টি রিচার্জ কার্ড তৈরি করব?
cards-face = মোট মূল্য: { $amount }
cards-confirm-then = ছাপা আর ছাড়ার আগে কেউ ভাঙাতে পারবেন না।
cards-agree = তৈরি করুন
cards-made-now = লট { $lot } তৈরি হলো। ছেপে নিন, তারপর ছাড়ুন।

cards-void = 🚫 বাকিগুলো বাতিল
cards-ask-which = কোন কার্ড? লটের নম্বর বা একটা কার্ডের সিরিয়াল লিখুন।
cards-why = কেন বাতিল করছেন?
cards-void-lost = হারিয়েছে বা চুরি গেছে
cards-void-misprint = ছাপায় ভুল
cards-void-returned = বিক্রি না হয়ে ফেরত এসেছে
cards-void-ask = লট { $lot }-এর বাকি { $count }টি কার্ড ({ $value } করে) বাতিল করবেন? আর কখনো ভাঙানো যাবে না।
card-void-ask = <code>{ $serial }</code> কার্ডটা ({ $value }) বাতিল করবেন? আর কখনো ভাঙানো যাবে না।
cards-void-agree = বাতিল করুন

card-head = <b>রিচার্জ কার্ড</b> <code>{ $serial }</code> · { $value }
card-stands = { $status }{ $at ->
    [none] {""}
   *[other] {" "}· { $at }
}
card-customer = যাঁর জন্য ভাঙানো: { $name } · <code>{ $id }</code>
card-by = করেছেন { $who }
card-why = কারণ: { $reason }
card-payment = 💵 পেমেন্ট
card-void = 🚫 এই কার্ড বাতিল

recharge-button = 🎟 রিচার্জ কার্ড
recharge-ask-pin = পিন কত? কার্ডের ১৬টা সংখ্যা লিখুন।
recharge-confirm = <b>{ $name }</b> · <code>{ $id }</code> এর জন্য <b>{ $value }</b> মূল্যের কার্ড ভাঙাব?
recharge-card = কার্ড: <code>{ $serial }</code>
recharge-agree = ভাঙান
recharge-locked = 🔒 অনেকবার ভুল পিন: { $until } পর্যন্ত রিচার্জ কার্ড নেওয়া হবে না।
