### পেমেন্ট লিংক।

link-button = 💳 পেমেন্ট লিংক পাঠান
home-link = 💳 পেমেন্ট লিংক
command-link = কাস্টমারকে পেমেন্ট লিংক পাঠান
flow-link = পেমেন্ট লিংক

link-preview = <b>{ $name }</b> · <code>{ $id }</code> কে { $channel } দিয়ে যাবে:
link-preview-only = <b>{ $name }</b> · <code>{ $id }</code> এর জন্য:
link-cost = { $segments ->
    [one] ১টি মেসেজ
   *[other] { $segments }টি অংশ
}, খরচ { $cost }
quoted = <blockquote>{ $text }</blockquote>
link-send = ✅ পাঠান
link-copy = 📋 কপি
link-qr = ▦ কিউআর কোড
link-open = খুলুন
link-sent = ✅ পেমেন্ট লিংক পাঠানো হচ্ছে।
link-only-copy = এখন মেসেজ পাঠানোর কোনো গেটওয়ে নেই। লিংকটি কপি করে নিজে পাঠান।
link-here = এই লিংকে শুধু এই কাস্টমারের বিল দেওয়া যায়:
link-scan = কাস্টমারকে ফোনের ক্যামেরা দিয়ে এটি স্ক্যান করতে দিন।
link-fact = 🔗 লিংক: { $state } · { $at }
link-fact-with = 🔗 লিংক: { $state }, “{ $message }” মেসেজের সঙ্গে · { $at }
link-state-waiting = পাঠানো হচ্ছে
link-state-made = তৈরি হয়েছে, পাঠানো হয়নি
link-state-sent = পাঠানো হয়েছে
link-state-delivered = পৌঁছেছে
link-state-read = পড়েছেন
link-state-failed = পৌঁছানো যায়নি
link-state-unknown = পৌঁছেছে কি না জানা নেই
link-state-dropped = আর দরকার নেই
link-state-opened = খুলেছেন
link-state-settled = টাকা দেওয়া হয়েছে
link-state-revoked = বন্ধ করা হয়েছে
link-state-expired = মেয়াদ শেষ

channel-whatsapp = হোয়াটসঅ্যাপ
channel-sms = এসএমএস
channel-email = ইমেইল
