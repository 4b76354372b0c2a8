### What every part of the conversation uses.

plain = { $value }
home = 🏠 Home
confirm = ✅ Confirm
change = ✏️ Change
cancel = ✖️ Cancel
back = ◀ Back
done = ✔ Done
skip = Skip
undo = ↩️ Undo
refresh = 🔄 Refresh
choose = Choose
nothing-new = Up to date: { $at }
paper-making = The paper is being made. It comes in a moment.
anonymous-admin = You write as the group, so I can't see who you are and what you may do. Switch off “Remain anonymous” for yourself in the group's list of admins, or write to me in our own chat.
open = Open
earlier = ◀
later = ▶
chosen = ✅ { $label }
older = Older ▶
show-again = Show it again
page-of = { $first }–{ $last } of { $total }
page-from = { $first }–{ $last }

changed-meanwhile = This has changed meanwhile. Here it is as it is now.
button-outdated = That button is too old. Here is the home card.
command-in-private = Please write that to me in our own chat, not in a group.
command-unknown = I don't know /{ $name }. /help shows what you can do.
command-meant = I don't know /{ $name }. Did you mean /{ $meant }?
sent-unasked = I wasn't waiting for a file or a place. Start with what you want to do, then send it.
unexpected = Something went wrong on our side. Nothing more was done. If it happens again, tell your admin this number: <code>{ $id }</code>
