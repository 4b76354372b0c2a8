### কোন ঘরে কী লিখতে হবে, “এখানে লাগবে”-র পরে বলা হয়।

wants-text = { $where ->
    [none] একটা লেখা,
   *[other] উদ্ধৃতি চিহ্নের (" ") ভেতরে একটা লেখা,
} সর্বোচ্চ { $most } অক্ষর
wants-line = { $where ->
    [none] এক লাইনের লেখা,
   *[other] উদ্ধৃতি চিহ্নের (" ") ভেতরে এক লাইনের লেখা,
} সর্বোচ্চ { $most } অক্ষর
wants-whole = { $unit ->
   *[none] একটা পূর্ণ সংখ্যা
    [days] কত দিন, একটা পূর্ণ সংখ্যায়
    [hours] কত ঘণ্টা, একটা পূর্ণ সংখ্যায়
    [minor] মুদ্রার সবচেয়ে ছোট এককে একটা পূর্ণ সংখ্যা
}{ $least ->
    [none] {""}
   *[other] , { $least } থেকে
}{ $most ->
    [none] {""}
   *[other] {" "}{ $most } পর্যন্ত
}
wants-number = একটা সংখ্যা, { $above ->
    [none] 0 থেকে
   *[other] { $above }-এর বেশি,
} { $most } পর্যন্ত
wants-price = { $above }-এর বেশি, { $most } পর্যন্ত একটা সংখ্যা; কাস্টমারকে সত্যিই কখনো টাকা দিতে না হলে "free"
wants-threshold = { $above }-এর বেশি, { $most } পর্যন্ত একটা সংখ্যা; শুধু শেষ তারিখ দেখে লাইন বন্ধ করতে চাইলে "never"
wants-choice = এগুলোর একটা: { $choices }
wants-validity = কত মিনিট, ঘণ্টা বা দিন
wants-names = এগুলো থেকে নাম, মাঝে কমা: { $choices }
wants-flag = { $where ->
    [none] yes অথবা no
   *[other] true অথবা false
}
wants-table = একটা টেবিল
wants-host = পোর্ট আর ফাঁকা জায়গা ছাড়া একটা নাম বা আইপি ঠিকানা
wants-pattern = একটা regular expression, সর্বোচ্চ 80 অক্ষর
wants-fingerprint = সার্টিফিকেটের SHA-256, 32 জোড়া
wants-code = ফাঁকা জায়গা ছাড়া ছোট একটা লেখা
wants-addressed = / ? # % ছাড়া ছোট একটা লেখা
wants-web-address = http:// বা https:// দিয়ে শুরু একটা ঠিকানা, সর্বোচ্চ { $most } অক্ষর
wants-currency = মুদ্রার ISO 4217 কোড
wants-timezone = একটা টাইম জোন
wants-region = দেশের দুই অক্ষরের কোড
wants-steps = -{ $most } থেকে { $most } পর্যন্ত দিন, কমা দিয়ে, প্রতিটা একবার; দিনের পরে সময় (18:00) আর চ্যানেল দেওয়া যায়: sms+email মানে দুটোই, sms/email মানে যেটা আগে পৌঁছায়
wants-texts = উদ্ধৃতি চিহ্নের (" ") ভেতরে লেখার তালিকা, প্রতিটা একবার
wants-channels = চ্যানেলের তালিকা, অথবা কমা দিয়ে একটা লেখা
wants-email = একটা ইমেইল ঠিকানা
wants-mobile = একটা মোবাইল নম্বর
wants-phone = একটা ফোন নম্বর, সর্বোচ্চ { $most } অক্ষর
wants-picture = "data:image/..." দিয়ে লেখা একটা ছবি, সর্বোচ্চ { $most } অক্ষর
wants-weekdays = { $choices }-এর তালিকা, প্রতিটি একবার
wants-spared-days = 2026-12-16-এর মতো দিনের তালিকা, প্রতিটি একবার
