### সব কথাবার্তায় যা লাগে।

plain = { $value }
home = 🏠 হোম
confirm = ✅ নিশ্চিত করুন
change = ✏️ বদলান
cancel = ✖️ বাতিল করুন
back = ◀ পেছনে
done = ✔ হয়ে গেছে
skip = ⏭ পরের ধাপ
undo = ↩️ ফিরিয়ে নিন
refresh = 🔄 রিফ্রেশ
choose = বেছে নিন
nothing-new = নতুন কিছু নেই: { $at }
paper-making = কাগজটা তৈরি হচ্ছে। একটু পরেই আসছে।
anonymous-admin = আপনি গ্রুপের নামে লিখছেন, তাই আপনি কে আর কী করতে পারেন তা বোঝা যাচ্ছে না। গ্রুপের অ্যাডমিন তালিকায় নিজের “Remain anonymous” বন্ধ করুন, অথবা আমাকে ইনবক্সে লিখুন।
open = খুলুন
earlier = ◀
later = ▶
chosen = ✅ { $label }
older = আরও আগের ▶
show-again = আবার দেখান
page-of = { $total }টির মধ্যে { $first }–{ $last }
page-from = { $first }–{ $last }

changed-meanwhile = এর মধ্যে বদলে গেছে। এখন যা আছে তা-ই দেখানো হলো।
button-outdated = বাটনটা অনেক পুরোনো। হোম খুলে দিলাম।
command-in-private = এটা গ্রুপে না, আমাকে ইনবক্সে লিখুন।
command-unknown = /{ $name } নামে কোনো কমান্ড নেই। কী কী করতে পারেন তা /help-এ দেখুন।
command-meant = /{ $name } নামে কোনো কমান্ড নেই। /{ $meant } লিখতে চেয়েছিলেন?
sent-unasked = এখন কোনো ফাইল বা লোকেশন দরকার ছিল না। আগে কাজটা শুরু করুন, তারপর পাঠান।
unexpected = আমাদের দিকে একটা সমস্যা হয়েছে। আর কিছু করা হয়নি। আবার হলে অ্যাডমিনকে এই নম্বরটা দিন: <code>{ $id }</code>
