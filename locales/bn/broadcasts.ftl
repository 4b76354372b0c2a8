### অনেককে একসঙ্গে জানানো: লেখা, অনুমোদন, অগ্রগতি, হিসাব।

home-broadcast = 📣 ব্রডকাস্ট
command-broadcast = অনেক কাস্টমারকে একসঙ্গে জানান
home-broadcasts = 📊 ব্রডকাস্টগুলো
command-broadcasts = চলছে, অপেক্ষায় আছে, আর শেষ হয়েছে এমন ব্রডকাস্ট
flow-broadcast = ব্রডকাস্ট
flow-refuse = ব্রডকাস্ট বাতিল
flow-move = ব্রডকাস্টের সময় বদল
step-meant = বাছাই
step-kind = ধরন
step-own = লেখা
step-statuses = অবস্থা
step-packages = প্যাকেজ
step-operators = অপারেটর
step-least = কমপক্ষে বাকি
step-overdue = কত দিন পেরিয়েছে
step-channels = মাধ্যম
step-at = সময়

broadcast-words-link = লিংক পেমেন্ট
broadcast-words-text = লেখা নোটিশ মেসেজ
broadcast-words-active = চালু
broadcast-words-suspended = বন্ধ
broadcast-words-expired = মেয়াদোত্তীর্ণ
broadcast-words-billed = বাকি বকেয়া
broadcast-kind-link = 💳 পেমেন্ট লিংক
broadcast-kind-text = ✉️ লেখা
broadcast-ask-kind = অনেককে কী পাঠাতে চান?
broadcast-ask-text = লেখাটা দিন। ব্র্যাকেটের ভ্যারিয়েবলে প্রত্যেক কাস্টমারের নিজের তথ্য বসবে: {"{"}customer_name{"}"}, {"{"}customer_id{"}"}, {"{"}package{"}"}, {"{"}amount_due{"}"}, {"{"}due_date{"}"}, {"{"}support_phone{"}"}।
broadcast-ask-own = নিজের লেখা দিন, তাতে {"{"}payment_link{"}"} থাকতে হবে। না দিলে সবাই নিজের ভাষায় টেমপ্লেটের লেখা পাবেন।
broadcast-ask-statuses = কোন কাস্টমাররা? যেগুলো চান চাপুন, সবাই হলে কিছুই চাপবেন না।
broadcast-ask-zones = কোন কোন এলাকা? চাপুন বা লিখুন, সব হলে কিছুই চাপবেন না।
broadcast-ask-packages = কোন কোন প্যাকেজ? চাপুন বা লিখুন, সব হলে কিছুই চাপবেন না।
broadcast-ask-operators = কোন কোন অপারেটর? চাপুন বা লিখুন, সব হলে কিছুই চাপবেন না।
broadcast-ask-least = কমপক্ষে কত টাকা বাকি থাকতে হবে?
broadcast-ask-overdue = তারিখ পেরিয়ে কত দিনের বেশি হয়েছে?
broadcast-ask-channels = কোন মাধ্যমে?
broadcast-ask-at = কখন? লিখেও দিতে পারেন: 18:30, আগামীকাল 10:00, 25/11 10:00।
broadcast-any-due = যেকোনো অঙ্ক
broadcast-any-day = পেরোক বা না পেরোক
broadcast-days = { $days } দিন
broadcast-now = এখনই
broadcast-by-auto = নিজে থেকে: হোয়াটসঅ্যাপ, না হলে এসএমএস
broadcast-by-whatsapp = শুধু হোয়াটসঅ্যাপ
broadcast-by-sms = শুধু এসএমএস
broadcast-by-statuses = অবস্থা
broadcast-by-zones = এলাকা
broadcast-by-packages = প্যাকেজ
broadcast-by-operators = অপারেটর
broadcast-by-least = কমপক্ষে বাকি
broadcast-by-overdue = দিন পেরিয়েছে
broadcast-status-active = 🟢 চালু
broadcast-status-suspended = 🔴 লাইন বন্ধ
broadcast-status-expired = 🟠 মেয়াদ শেষ
broadcast-status-billed = 🧾 বাকি আছে
broadcast-send = ✅ পাঠান

broadcast-title = <b>📣 { $kind }</b>
broadcast-unread = “{ $words }” দিয়ে কী বোঝাচ্ছেন, ধরতে পারিনি; আন্দাজে কিছু পাঠানো হবে না। কোন এলাকা, প্যাকেজ, অপারেটর বা অবস্থা বোঝাচ্ছেন লিখুন, নইলে বাদ দিন।
broadcast-without = এটুকু বাদ দিন
broadcast-of-all = যাঁরা পাবেন: সবাই
broadcast-of-statuses = যাঁরা পাবেন: { $statuses }
broadcast-of-zones = এলাকা: { $names }
broadcast-of-packages = প্যাকেজ: { $names }
broadcast-of-operators = অপারেটর: { $names }
broadcast-of-least = কমপক্ষে { $least } বাকি
broadcast-of-overdue = তারিখ পেরিয়েছে { $days } দিনের বেশি
broadcast-recipients = <b>{ $recipients }</b> জন পাবেন
broadcast-left-out = বাদ: { $customers } জন · { $why }
broadcast-why-opted-out = মেসেজ বন্ধ রেখেছেন
broadcast-why-no-number = নম্বর নেই
broadcast-why-nothing-due = কোনো বাকি নেই
broadcast-why-same-number = আরেকজনের একই নম্বর
broadcast-why-marketing-declined = WhatsApp-এ অফার চান না
broadcast-why-window-closed = ২৪ ঘণ্টার মধ্যে WhatsApp-এ লেখেননি, অন্য মাধ্যমও নেই
broadcast-why-unreachable = সম্প্রতি WhatsApp-এ পৌঁছানো যায়নি
broadcast-why-no-channel = তাঁদের জন্য কোনো গেটওয়ে নেই
broadcast-why-held-up = তাঁদের গেটওয়ে লম্বা সময় থেমে আছে
broadcast-why-empty-text = তাঁদের তথ্য বসালে লেখায় কিছুই থাকে না
broadcast-why-gap-in-text = লেখায় যা বসানোর কথা (যেমন শেষ তারিখ), তাঁদের তা নেই
broadcast-why-not-wanted = আর দরকার নেই
broadcast-goes-by = { $channel }: { $customers } জন
broadcast-cost = { $channel } · { $segments }টি অংশ · প্রায় { $cost }
broadcast-about = { $segments }টি অংশ · প্রায় { $cost }
broadcast-nobody = এমন কেউ নেই। ফিল্টার একটু বাড়ান।
broadcast-reads = { $name } যা পড়বেন:
broadcast-goes-now = 🕐 এখনই
broadcast-goes-at = 🕐 { $at }
broadcast-approval-needed = ⚠️ এতজনকে আপনি একা পাঠাতে পারেন না: অন্য একজনের অনুমোদন চাওয়া হবে।
broadcast-approval-own = ⚠️ এটি অনেকের কাছে যাবে: আপনি নিজে বা অনুমতি আছে এমন কেউ অনুমোদন না করা পর্যন্ত যাবে না।
broadcast-asked-group = ব্রডকাস্টের গ্রুপে অনুমোদন চাওয়া হয়।
broadcast-asked-groups = যে গ্রুপে অনুমোদন চাওয়া হয়: { $names }
broadcast-asked-people = যাঁদের নিজের চ্যাটে অনুমোদন চাওয়া হয়: { $names }
broadcast-asked-nobody = ⚠️ এতজনকে একা পাঠানো যায় না, আর এখানে অনুমোদন করার মতো আর কেউ নেই: তাই কাউকে জিজ্ঞেস করা হচ্ছে না। অ্যাডমিন একটি গ্রুপ ঠিক করতে পারেন (/bind broadcasts), বা অনুমতি আছে এমন কাউকে আমন্ত্রণ জানাতে পারেন।
error-nobody-to-tell = এই ফিল্টারে কেউ নেই। একটু বাড়িয়ে আবার চেষ্টা করুন।
error-broadcast-decided = { $who } আগেই { $status ->
    [rejected] বাতিল করে দিয়েছেন
    [cancelled] তুলে নিয়েছেন
   *[other] অনুমোদন দিয়েছেন
} ({ $at })। দুইবার কিছু করা হয়নি।

broadcast-standing = { $status }
broadcast-state-draft = ✏️ খসড়া
broadcast-state-asked = ⏳ অনুমোদনের অপেক্ষায়
broadcast-state-scheduled = 🕐 সময় ঠিক করা আছে
broadcast-state-running = ▶️ চলছে
broadcast-state-paused = ⏸ থামানো আছে
broadcast-state-done = ✅ শেষ
broadcast-state-rejected = ✖️ বাতিল হয়েছে
broadcast-state-cancelled = ⏹ তুলে নেওয়া হয়েছে
broadcast-icon-draft = ✏️
broadcast-icon-asked = ⏳
broadcast-icon-scheduled = 🕐
broadcast-icon-running = ▶️
broadcast-icon-paused = ⏸
broadcast-icon-done = ✅
broadcast-icon-rejected = ✖️
broadcast-icon-cancelled = ⏹
broadcast-pace = মিনিটে { $per_minute }টি · বাকি { $left }
broadcast-done = { $recipients } জনের মধ্যে { $done }
broadcast-sent = 📤 পাঠানো হয়েছে: { $messages }
broadcast-delivered = 📬 পৌঁছেছে: { $messages }
broadcast-read = 👀 পড়েছেন: { $messages }
broadcast-failed = ✖️ যায়নি: { $messages }
broadcast-unknown = ❔ গেছে কি না জানা নেই: { $messages }
broadcast-dropped = ➖ আর দরকার হয়নি: { $messages }
broadcast-spent = খরচ: { $cost }
broadcast-returns = 👆 খুলেছেন: { $opened } · 💰 টাকা দিয়েছেন: <b>{ $payers }</b> জন, <b>{ $paid }</b>
broadcast-pause = ⏸ থামান
broadcast-late = ⚠️ যাওয়ার কথা ছিল { $at }, কিন্তু তখন NetKhata বন্ধ ছিল। আপনি না বলা পর্যন্ত আর কিছু যাবে না।
broadcast-send-now = ▶️ এখনই পাঠান
broadcast-resume = ▶️ আবার চালান
broadcast-cancel = ⏹ বন্ধ করুন
broadcast-paused = থামানো হলো
broadcast-resumed = আবার চলছে
broadcast-end-ask = বন্ধ করবেন? { $waiting } জন কিছুই পাবেন না। যা এরই মধ্যে গেছে ({ $done }) তা ফেরত আসবে না।
broadcast-end-yes = ⏹ হ্যাঁ, বন্ধ করুন
broadcast-ended = বন্ধ করা হলো
broadcast-doubtful = ❔ নিশ্চিত না: { $messages }
broadcast-doubtful-title = <b>এগুলো গেছে কি না জানা নেই</b>
broadcast-doubtful-why = পাঠানোর মাঝখানে কাজ থেমে গিয়েছিল। দুইবার গেলে ক্ষতি না হলেই আবার পাঠান।
broadcast-doubtful-none = আর কোনোটা নিয়ে সন্দেহ নেই।
broadcast-resend = 🔁 আবার পাঠান
broadcast-resent = আবার পাঠানোর অপেক্ষায়
broadcasts-title = <b>📊 ব্রডকাস্ট</b>
broadcasts-none = এখনো কোনো ব্রডকাস্ট হয়নি। /broadcast দিয়ে শুরু করুন।
broadcasts-row = { $icon } { $kind } · { $recipients } জন · { $at }

broadcast-author = চেয়েছেন { $who }
broadcast-approve = ✅ অনুমোদন দিন
broadcast-reject = ✖️ বাতিল করুন
broadcast-move = 🕐 সময় বদলান
broadcast-approved = অনুমোদন দেওয়া হলো
broadcast-rejected = বাতিল করা হলো
broadcast-moved = সময় বদলানো হলো
broadcast-approved-by = ✅ অনুমোদন দিয়েছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
broadcast-rejected-by = ✖️ বাতিল করেছেন { $who } · { $at }{ $reason ->
    [none] {""}
   *[other] {" "}· { $reason }
}
broadcast-why = কেন বাতিল?
broadcast-why-not-words = লেখাটা ঠিক নেই
broadcast-why-not-audience = ভুল মানুষদের কাছে যাচ্ছে
broadcast-why-not-time = এখন সময় না
broadcast-why-not-needed = এটার দরকার নেই
broadcast-why-own = ✏️ অন্য কারণ
broadcast-time-own = ✏️ অন্য সময়

# কাস্টমাররা যে কথায় মেসেজ বন্ধ বা আবার চালু করতে বলেন; একাধিক শব্দ “_” দিয়ে জোড়া। প্রতিটি শব্দ
# এই তালিকাগুলোর কোনোটিতে থাকলে তবেই কথাটা ধরা হয়।
heard-leaving = আনসাবস্ক্রাইব আনসাবস্ক্রাইব_করুন অপ্ট_আউট
heard-stop = স্টপ ষ্টপ ইস্টপ বন্ধকরুন বন্ধকরো বন্ধকরেন বন্দকরুন বন্দকরেন bondhokoren bondhokorun bondokoren bondokorun stopkorun stopkoren থামান থামুন thaman thamun
heard-closed = বন্ধ বন্দ বন্ধো বন্দো বনধ বনদ বান্ধ বন্দ্ধ বন্দধ bondho bondo bandho bando bondh bandh bond band bonddho bondhho bondhoo bonddo bndho bondha bandha banda
heard-ending = অফ ক্যান্সেল ক্যানসেল বাতিল batil বাদ দিবেননা দেবেননা পাঠাবেননা চাইনা লাগবেনা dibenna debenna diyenna pathabenna chaina lagbena
heard-joining = আবার_মেসেজ_দিন আবার_মেসেজ_দেন আবার_মেসেজ_পাঠান মেসেজ_আবার_দিন মেসেজ_আবার_দেন মেসেজ_আবার_পাঠান abar_message_din abar_message_den abar_message_pathan message_abar_din message_abar_den message_abar_pathan
heard-start = চালু চালূ শুরু chalu calu chaalu shuru suru স্টার্ট ষ্টার্ট চালুকরুন চালুকরেন চালুকরো শুরুকরুন chalukorun chalukoren startkorun startkoren
heard-opened = অন_করুন অন_করেন অন_করো অন_করে_দিন অন_করে_দেন on_korun on_koren on_koro on_kore_din on_kore_den
heard-message = মেসেজ মেসেজগুলো মেসেজগুলি মেসেজগুলা মেসেজটা ম্যাসেজ মেসেস ম্যাসেস মেছেজ মেজেস বার্তা এসএমএস এস_এম_এস নোটিফিকেশন নোটিশ mesej mesage messege massege message_gulo message_gula sms_gulo
heard-offer = অফার বিজ্ঞাপন প্রচার offer offer_gulo bigyapon
heard-channel = হোয়াটসঅ্যাপ
heard-sending = পাঠানো পাঠানোর pathano pathanor
heard-send = পাঠাবেন পাঠাবা পাঠাবে পাঠাইয়েন পাঠায়েন পাঠিয়েন পাঠিও পাঠাইবেন পাঠাতে পাঠিয়ো পাঠাইও পাঠায়ো পাঠাতে_হবে pathaben pathaiben pathaiyen pathayen pathabe pathaio pathaiyo pathayo pathate_hobe
heard-giving = দিবেন দেবেন দিবা দেবে দিয়েন দিও দিয়ো দেওয়া দেয়া দেওয়ার দেয়ার দিতে_হবে diben deben dibi diyen dien dio diyo dewa deoya dewar deoyar dite_hobe
heard-getting = {""}
heard-refusing = করবেন_না করবেননা করবা_না করবে_না কইরেন_না করিয়েন_না করিও_না কোরো_না না_করুন না_করবেন korben_na korbenna korba_na korbe_na koiren_na koriyen_na korio_na na_korun na_korben দরকার_নাই দরকার_নেই প্রয়োজন_নাই প্রয়োজন_নেই dorkar_nai dorkar_nei proyojon_nai proyojon_nei
heard-not = না নাহ na
heard-more = r আর ar aar arr
heard-again = আবার আবারও আবারো abar abaro
heard-doing = করুন করেন করো কর করুণ করূন কোরুন কোরেন korun koren koro kor karun karen karo koron korn krun kren kro
heard-asking = করবেন করে_দিন করে_দেন করে_দাও করে_দিবেন করে_দেবেন করে_দিয়েন করেদিন করেদেন কইরা_দেন korben kore_din kore_den kore_dao kore_diben kore_deben kore_diyen koredin koreden kore_dn koira_den koire_den kare_din kare_den
heard-please = দয়া_করে দয়াকরে প্লিজ প্লীজ প্লিস doya_kore doyakore daya_kore plis
heard-polite = তো করে দিন দেন দাও এখনই এখনি এখন ভাই ভাইয়া স্যার আপু ধন্যবাদ হ্যালো kore din den dao vai bhai vaiya bhaiya apu ekhon ekhoni ekhuni dhonnobad
heard-wanting = চাই লাগবে chai lagbe
heard-around = আমি আমার আমাকে আমাদের আমারে এই এসব এগুলো সব সকল আপনাদের আপনার কোনো কোন নম্বরে নাম্বারে ফোনে মোবাইলে থেকে ami amar amake amader amare ei eshob esob egulo egula shob sob sokol apnader apnar kono number_e phone_e mobile_e theke korte করতে
