### প্রশাসন: লোকজন, গ্রুপ, কে কী করলেন।

command-invite = কাউকে কাজে যোগ দিতে ডাকুন
home-invite = ➕ আমন্ত্রণ
flow-invite = কাউকে আমন্ত্রণ
arg-role = ভূমিকা
step-role = ভূমিকা
step-operator = অপারেটর
step-zones = এলাকা
invite-ask-role = তিনি কী হিসেবে কাজ করবেন?
invite-ask-operator = কোন অপারেটরে?
invite-ask-zones = কোন কোন এলাকায়? সব এলাকা হলে “পরের ধাপ” চাপুন।
invite-confirm = একজন { $role }-এর জন্য লিংক বানাব?
invite-operator = অপারেটর: { $operator }
invite-zones = এলাকা: { $zones }
invite-made = লিংকটি তাঁকে পাঠান। ৭ দিনের মধ্যে একবারই কাজ করবে:
invite-copy = 📋 কপি

command-staff = কারা কাজ করেন
home-staff = 👥 কর্মী
staff-title = <b>👥 যাঁরা এখানে কাজ করেন</b>
staff-row = { $name } · { $role }
staff-name = <b>{ $name }</b>
staff-role = { $operator }-এ { $role }
staff-removed = বাদ দেওয়া হয়েছে { $at }
staff-remove = ✖️ প্রবেশ বন্ধ করুন
staff-remove-ask = { $name }-এর প্রবেশ বন্ধ করবেন? সঙ্গে সঙ্গে বন্ধ হবে। তাঁর করা কাজের হিসাব থাকবে।
staff-remove-yes = হ্যাঁ, বন্ধ করুন
staff-removed-now = { $name } আর ঢুকতে পারবেন না।

command-bind = গ্রুপটি কীসের জন্য বলুন (গ্রুপে লিখুন)
arg-purpose = কাজ
bind-in-group = যে গ্রুপে কার্ড আসবে সেখানে /bind লিখুন:
bind-line = /bind { $purpose } — { $what }
bind-ask = এই গ্রুপে কী আসবে?
bind-done = ✅ এখন থেকে এই গ্রুপে আসবে: { $what }
bind-unheard = ⚠️ এসবের জন্য কোনো গ্রুপ ঠিক করা নেই: { $purposes }। এসবে যা অপেক্ষা করে তা যাঁরা সিদ্ধান্ত নিতে পারেন তাঁদের নিজের চ্যাটে আসে। কোনো গ্রুপে লিখুন: { $commands }
bind-command = /bind { $purpose }
purpose-alerts = রাউটার আর গেটওয়ের সতর্কবার্তা
purpose-payments = যাচাই করার পেমেন্ট
purpose-broadcasts = অনুমোদনের অপেক্ষায় থাকা ব্রডকাস্ট
purpose-support = কাস্টমারদের প্রশ্ন
purpose-reports = প্রতিদিনের হিসাব

command-audit = কে কী করেছেন
home-audit = 📜 কাজের হিসাব
audit-title = <b>যা যা করা হয়েছে</b> · { $about }
audit-none = এখনো কিছু লেখা নেই।
audit-system = সিস্টেম
audit-line = { $at } · { $who } · <b>{ $what }</b>{ $about ->
    [none] {""}
   *[other] {" "}· { $about }
}
audit-change = <i>{ $change }</i>
audit-filter = 🔎 বাছাই
audit-ask = কোন বিষয়ের হিসাব দেখবেন?
audit-about-all = সব
audit-about-payment = পেমেন্ট
audit-about-bill = বিল
audit-about-bill_run = বিল রান
audit-about-bulk = একসঙ্গে অনেকের কাজ
audit-about-customer = কাস্টমার
audit-about-broadcast = ব্রডকাস্ট
audit-about-message = মেসেজ
audit-about-gateway = গেটওয়ে
audit-about-router = রাউটার
audit-about-incident = অ্যালার্ট
audit-about-staff = স্টাফ
audit-about-group = গ্রুপ
audit-about-voucher_lot = রিচার্জ কার্ড
command-logo = কাগজ আর পেজের লোগো
flow-logo = লোগো দেওয়া
step-picture = ছবি
logo-whose = কার লোগো?
logo-ask = লোগোটি ছবি হিসেবে বা ফাইল হিসেবে পাঠান (PNG, JPEG, WebP বা GIF): স্বচ্ছ অংশ শুধু ফাইলেই থাকে।
logo-kept = ✅ এখন থেকে { $operator }-এর কাগজে আর পেজে এই লোগো থাকবে।
logo-remove = 🗑 সরিয়ে দিন
logo-removed = { $operator }-এর আর লোগো নেই: তার জায়গায় নামের প্রথম অক্ষর থাকবে।
