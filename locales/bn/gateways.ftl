### প্রোভাইডারদের সঙ্গে আমাদের অ্যাকাউন্ট, আর পরীক্ষার ফল।

home-gateways = 🔌 গেটওয়ে
command-gateways = পেমেন্ট আর মেসেজ গেটওয়ে: অবস্থা, পরীক্ষা, চালু-বন্ধ
gateways-title = <b>🔌 গেটওয়ে</b>
gateways-none = এখনো কোনো গেটওয়ে বসানো হয়নি। “netkhata apply”-এর ফাইল থেকে এগুলো আসে।
gateways-shared = এগুলোও আপনার কাজে লাগছে; দেখাশোনা করে আপনার আইএসপি:
gateways-row = { $icon } { $name } · { $kind }
gateway-icon-on = 🟢
gateway-icon-off = ⚪
gateway-icon-troubled = 🔴
gateway-on = চালু
gateway-off = বন্ধ রাখা আছে
gateway-troubled = সমস্যায় আছে
gateway-kind-sms = এসএমএস
gateway-kind-whatsapp = হোয়াটসঅ্যাপ
gateway-kind-email = ইমেইল
gateway-kind-payment = অনলাইন পেমেন্ট
gateway-head = <b>🔌 { $name }</b>
gateway-state = { $icon } { $state }
gateway-what = { $kind } · { $provider }
gateway-owner = শুধু { $operator }-এর জন্য
gateway-shared = সব অপারেটরের জন্য
gateway-troubled-since = { $at } থেকে প্রোভাইডার আমাদের নিচ্ছে না বা সাড়া দিচ্ছে না।
gateway-test = 🧪 পরীক্ষা
gateway-trial = ✉️ আমাকে একটা পাঠান
gateway-trial-ask = একটা মেসেজ কার কাছে যাবে? নিজের নম্বর লিখুন, ইমেইল হলে ঠিকানা।
gateway-trial-text = NetKhata থেকে পরীক্ষার মেসেজ: এই গেটওয়ে কাজ করছে।
flow-trial = পরীক্ষার মেসেজ
step-to = প্রাপক
gateway-switch-on = ▶️ চালু করুন
gateway-switch-off = ⏸ বন্ধ করুন
gateway-off-ask-payment = { $name } বন্ধ করবেন? আবার চালু না করা পর্যন্ত এটা দিয়ে কেউ টাকা দিতে পারবেন না।
gateway-off-ask-message = { $name } বন্ধ করবেন? মেসেজ অন্য গেটওয়ে দিয়ে যাবে, না থাকলে যাবে না।
gateway-off-yes = ⏸ হ্যাঁ, বন্ধ করুন

health-ok = ✅ ঠিক আছে।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }।
}{ $balance ->
    [none] {""}
   *[other] {" "}ওখানে ব্যালেন্স: { $balance }।
}
health-sent = ✅ প্রোভাইডার মেসেজটা নিয়েছে। না পৌঁছালে: ওই নম্বরে আপনি লেখার ২৪ ঘণ্টার মধ্যেই হোয়াটসঅ্যাপ এমন মেসেজ নেয়।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-test-call = ☑️ এই প্রোভাইডারের পরীক্ষা করার উপায় নেই। নিশ্চিত হতে নিজেকে একটা মেসেজ পাঠান।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-manual = ☑️ কাস্টমার এই নম্বরে টাকা পাঠিয়ে TxnID দেন; পরীক্ষা করার কিছু নেই।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-sender = ✖️ অ্যাকাউন্ট ঠিক আছে, কিন্তু প্রেরকের নম্বর নেই: ওখানে একটা নম্বর বা সেন্ডার আইডি যোগ করুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-config = ✖️ সেটিংসে কিছু একটা বাদ আছে।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-auth = ✖️ প্রোভাইডার আমাদের ইউজার-পাসওয়ার্ড নিচ্ছে না। ফাইলে ঠিকটা দিয়ে আবার apply করুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-no-credit = ✖️ ওখানকার অ্যাকাউন্টে টাকা শেষ: রিচার্জ করুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-unreachable = ✖️ প্রোভাইডার সাড়া দিচ্ছে না। এক মিনিট পরে দেখুন, না হলে আমাদের নিজের লাইন দেখুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-busy = ✖️ প্রোভাইডার এখন ব্যস্ত। এক মিনিট পরে আবার দেখুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-unclear = ✖️ পরিষ্কার উত্তর আসেনি। আবার দেখুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-bad-recipient = ✖️ প্রোভাইডার এই নম্বর বা ঠিকানায় পৌঁছাতে পারে না।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-content-rejected = ✖️ প্রোভাইডার এই লেখা নেয় না।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-window-closed = ✖️ ওই নম্বর থেকে মেসেজ আসার ২৪ ঘণ্টার মধ্যেই হোয়াটসঅ্যাপ এটা নেয়। আগে আমাদের নম্বরে লিখুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-opted-out = ✖️ এই নম্বর প্রোভাইডারকে STOP বলে রেখেছে।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-marketing-declined = ✖️ এই ব্যক্তি WhatsApp-এ অফার চান না; বিল ও রসিদ আগের মতোই যাবে।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-template-problem = ✖️ প্রোভাইডার টেমপ্লেটটি নিচ্ছে না। প্রোভাইডারের পাতার সঙ্গে মিলিয়ে দেখুন।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
health-refused = ✖️ প্রোভাইডার নিচ্ছে না ({ $reason })।{ $detail ->
    [none] {""}
   *[other] {" "}{ $detail }
}{ $balance ->
    [none] {""}
   *[other] {" "}{ $balance }
}
