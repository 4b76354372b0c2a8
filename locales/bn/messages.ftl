### কাস্টমারদের কী জানানো হয়েছে, আর তার কী হলো।

home-messages = ✉️ মেসেজ
command-messages = যেসব মেসেজ যায়নি বা গেছে কি না জানা নেই; আবার পাঠান
messages-button = ✉️ মেসেজ
messages-troubled = <b>যেসব মেসেজ কারও দেখা দরকার</b>
messages-troubled-none = কোনো মেসেজ আটকায়নি, আর কোনোটা গেছে কি না তা অজানাও নেই।
messages-title = <b>মেসেজ</b>, নতুনগুলো আগে
messages-title-none = এখনো কোনো মেসেজ নেই।
messages-of = <b>{ $name }</b> · <code>{ $id }</code>: মেসেজ
messages-show-all = সব মেসেজ
messages-show-troubled = শুধু যেগুলো দেখা দরকার
messages-row = { $icon } { $name } · { $what } · { $at }
messages-row-of = { $icon } { $what } · { $at }

message-head = <b>{ $what }</b> · { $at }
message-standing = { $icon } { $state }
message-why = <i>{ $why }</i>
message-try = { $channel }, { $gateway } দিয়ে, { $at }: { $state }
message-resend = 🔁 আবার পাঠান
message-resent = ✅ আবার পাঠানো হচ্ছে।
message-customer = 👤 কাস্টমার
message-others = ✉️ তাঁর মেসেজ

message-icon-ready = 🕐
message-icon-paused = ⏸
message-icon-leased = 🕐
message-icon-sent = 📤
message-icon-delivered = ✅
message-icon-read = 👁
message-icon-failed = ✖️
message-icon-unknown = ❔
message-icon-dropped = ➖
message-state-ready = পাঠানোর অপেক্ষায়
message-state-paused = থামিয়ে রাখা
message-state-leased = পাঠানো হচ্ছে
message-state-handed = পাঠানো হচ্ছে
message-state-sent = পাঠানো হয়েছে
message-state-delivered = পৌঁছেছে
message-state-read = পড়া হয়েছে
message-state-failed = পৌঁছানো যায়নি
message-state-unknown = গেছে কি না জানা নেই: আবার পাঠানোর আগে খোঁজ নিন
message-state-dropped = আর দরকার নেই

message-event-payment-received = রসিদ
message-event-payment-reversed = পেমেন্ট ফেরত নেওয়া
message-event-payment-rejected = পেমেন্ট পাওয়া যায়নি
message-event-bill-created = নতুন বিল
message-event-payment-link = পেমেন্ট লিংক
message-event-due-reminder = তাগাদা
message-event-due-today = আজ শেষ দিন
message-event-suspension-warning = লাইন বন্ধের আগে সতর্কবার্তা
message-event-customer-suspended = লাইন বন্ধ
message-event-customer-suspended-by-hand = হাতে লাইন বন্ধ
message-event-customer-activated = লাইন আবার চালু
message-event-opted-out = ঘোষণা বন্ধ
message-event-opted-in = আবার ঘোষণা
message-event-broadcast = ব্রডকাস্ট
