### কয়েক ধাপের কাজ।

flow-resume = ▶ আগেরটা শেষ করুন: { $flow }
flow-unknown = যা শুরু করেছিলেন
flow-press = একটা বাটন চাপুন, অথবা /cancel লিখুন।
flow-over = এটা আগেই হয়ে গেছে, বা বাতিল করা হয়েছে।
flow-not-yours = কিছু করা হয়নি: কার্ডটা অন্য একজনের, বা এর কাজ শেষ।
undo-used = ফেরানোর এই বাটন আগেই চাপা হয়েছে, বা এটা অন্য একজনের: আর কিছু করা হয়নি।
flow-change = কোনটা বদলাবেন?
flow-interrupted = “{ $flow }” করার মাঝখানে কাজ থেমে গিয়েছিল। হয়ে গিয়ে থাকতে পারে: আগে দেখে নিন, তারপর ঠিক করুন।
cancelled = বাতিল: { $flow }। কিছুই করা হয়নি।
cancel-nothing = বাতিল করার মতো কিছু নেই।

step-customer = কাস্টমার
step-amount = টাকা
step-method = মাধ্যম
step-txn = TxnID
step-date = তারিখ
step-period = মাস
step-reason = কারণ
step-text = লেখা
step-zone = এলাকা
step-package = প্যাকেজ
flow-reply-here = { $name }, এই মেসেজের রিপ্লাই দিয়ে উত্তর দিন।
