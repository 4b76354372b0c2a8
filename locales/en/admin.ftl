### Administration: people, groups, what was done.

command-invite = Invite somebody to work here
home-invite = ➕ Invite
flow-invite = invite somebody
arg-role = ROLE
step-role = Role
step-operator = Operator
step-zones = Zones
invite-ask-role = What will they be?
invite-ask-operator = For which operator?
invite-ask-zones = Limited to which zones? Skip for all of them.
invite-confirm = Make a link for one { $role }?
invite-operator = Operator: { $operator }
invite-zones = Zones: { $zones }
invite-made = Send this link to the person. It works once, for 7 days:
invite-copy = 📋 Copy

command-staff = Who works here
home-staff = 👥 Staff
staff-title = <b>👥 Who works here</b>
staff-row = { $name } · { $role }
staff-name = <b>{ $name }</b>
staff-role = { $role } at { $operator }
staff-removed = Removed { $at }
staff-remove = ✖️ Take access away
staff-remove-ask = Take { $name }'s access away? It ends at once. What they did stays on record.
staff-remove-yes = Yes, take it away
staff-removed-now = { $name } has no access any more.

command-bind = Say what a group is for (write it in the group)
arg-purpose = PURPOSE
bind-in-group = Write /bind in the group that the cards should come to:
bind-line = /bind { $purpose } — { $what }
bind-ask = What should come to this group?
bind-done = ✅ From now on this group gets: { $what }
bind-unheard = ⚠️ No group is bound for { $purposes }. What waits there comes to those who may decide it in their own chats. Write { $commands } in a group.
bind-command = /bind { $purpose }
purpose-alerts = alerts of routers and gateways
purpose-payments = payments to verify
purpose-broadcasts = broadcasts to approve
purpose-support = customers' questions
purpose-reports = the digests of figures

command-audit = Who did what
home-audit = 📜 Audit log
audit-title = <b>What was done</b> · { $about }
audit-none = Nothing is on record yet.
audit-system = the system
audit-line = { $at } · { $who } · <b>{ $what }</b>{ $about ->
    [none] {""}
   *[other] {" "}· { $about }
}
audit-change = <i>{ $change }</i>
audit-filter = 🔎 Filter
audit-ask = What should the log be about?
audit-about-all = all
audit-about-payment = payments
audit-about-bill = bills
audit-about-bill_run = bill runs
audit-about-bulk = lists of many
audit-about-customer = customers
audit-about-broadcast = broadcasts
audit-about-message = messages
audit-about-gateway = gateways
audit-about-router = routers
audit-about-incident = alerts
audit-about-staff = staff
audit-about-group = groups
audit-about-voucher_lot = recharge cards
command-logo = The logo on papers and pages
flow-logo = give a logo
step-picture = Picture
logo-whose = Whose logo?
logo-ask = Send the logo as a picture, or as a file (PNG, JPEG, WebP or GIF): only a file keeps what is transparent.
logo-kept = ✅ This logo stands on the papers and pages of { $operator } from now on.
logo-remove = 🗑 Take it away
logo-removed = { $operator } has no logo any more: the first letter of the name stands in its place.
