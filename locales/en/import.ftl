### Files of customers: what can't be read, and why.

error-table-not-readable = { $reason ->
    [encoding] Line { $line } of this file is not UTF-8 text: it may be Windows-1252, which Excel writes as plain “CSV”. Save it as “CSV UTF-8” or as XLSX and send it again.
    [empty] There is nothing in this file. Put a row of headings on top, a customer in each row below, and send it again.
    [too-large] This file is too large. Split it and send the parts one by one. If it looks small, something stands far below or far to the right of the list: Ctrl+End in the spreadsheet goes there. Delete it and send the file again.
    [headings] { $heading ->
        [none] This file has more columns than the { $limit } that can be read. Delete those that tell nothing of customers and send it again.
       *[other] The heading “{ $heading }” stands in this file more than once ({ $cell }). Rename or delete the one that is not meant and send it again.
    }
    [headings-only] This file has headings in line { $line } and no customer below them. Write a customer into each row below, save, and send it again.
    [broken] { $line ->
        [none] This file is damaged. Save it again as CSV UTF-8 or XLSX.
       *[other] Line { $line } of this file holds signs that no text has (NUL): it was damaged, or it is no CSV. Export the list again, or save it as CSV UTF-8 or XLSX, and send that.
    }
    [quote] A quotation mark in line { $line } is never closed, or stands alone inside quoted text. Write it twice ("") or leave it out, and send the file again.
    [cells] Row { $line } has more cells than there are headings: most likely the sign that parts the cells (comma, semicolon, tab) stands within a value, such as 1,200. Write the value without it or in quotation marks ("1,200") and send the file again.
    [old-excel] This Excel file has a password, or it is damaged. Save it as XLSX without a password and send it again.
    [other-format] This is no table that can be read. Save the list as XLSX or as “CSV UTF-8” and send that.
   *[other] This file is damaged, or neither CSV nor XLSX. Save it again as CSV UTF-8 or XLSX.
}
error-heading-missing = { $count ->
    [none] This file has no heading “{ $heading }”, so it is no list of customers yet.
   *[other] The heading “{ $heading }” is missing, which { $count ->
        [one] one new customer needs
       *[other] { $count } new customers need
    }.
} { $nearest ->
    [none] Put it over its column; the headings stand in one row above the customers.
   *[other] Is it the column “{ $nearest }”? Then call that one “{ $heading }”.
}
error-row-repeated = “{ $given }” ({ $field }) stands in row { $line } already. Keep one of the two rows.
error-username-taken = “{ $given }” is already the username of { $customer ->
    [none] another operator's customer
   *[other] customer { $customer }{ $name ->
        [none] {""}
       *[other] {" "}({ $name })
    }
} on that router. Correct whichever of the two is wrong; if that customer has left, set their status to “left” first.
error-address-taken = { $given } is already the address of { $customer ->
    [none] another operator's customer
   *[other] customer { $customer }{ $name ->
        [none] {""}
       *[other] {" "}({ $name })
    }
} on that router. Correct whichever of the two is wrong; if that customer has left, set their status to “left” first.
error-customer-of-another = Customer { $customer } belongs to another operator than this row says. Correct the operator or zone, or leave the customer ID empty if it is somebody else.
error-line-doubtful = { $name ->
    [none] This row may be customer { $customer }, or a further line of the same person. Write that customer ID in the row if it is the same; a customer ID of its own and another username or address if it is a further one.
   *[other] This row meets customer { $customer }, who is { $name }, but has another name and another mobile. If it is somebody else, give them a customer ID and a username of their own; if it is { $name }, write the customer ID in the row and their name or mobile as it was.
}
error-formula-unsaved = Cell { $cell } holds a formula whose result is not in the file ({ $field }). Open the file in Excel or LibreOffice, save it there, and send it again.
error-cell-broken = Cell { $cell } shows “{ $given }” instead of a value ({ $field }). Mend or empty it and send the file again.
error-digits-lost = Cell { $cell } shows “{ $given }”: the spreadsheet has cut the number short ({ $field }). Set the column's format to Text, enter the number again, and save.
error-day-impossible = “{ $given }” can't be right ({ $field }): { $second ->
    [none] it is before the day of joining, { $first }.
   *[other] it has to lie between { $first } and { $second }.
}
error-free-for-good = “{ $given }” would make this customer free for good ({ $field }). Leave the cell empty to change nothing; write “package” as price for the package's price, or “free” if they are really never to pay.
error-letters-unseen = Cell { $cell } looks empty: it holds only { $letter }, a sign that nobody sees ({ $field }). Empty the cell, type what belongs there, and send the file again.
error-letters-mixed = { $cell ->
    [none] “{ $given }” holds
   *[other] Cell { $cell }: “{ $given }” holds
} “{ $text }” ({ $letter }), a letter of another alphabet that only looks like the usual one ({ $field }). Delete the whole word and type it again with one keyboard.
import-due-taken-back = the old balance of { $amount } of customer { $customer } was entered before and its bill voided, so it is not entered again. If they owe another amount, write that amount.
import-status-stays = Customer { $customer } stays “{ $status }”; the file says “{ $given }”. A status moves by payments, or with --set-status.
import-person-changes = Customer { $customer } was { $name }: name and mobile are both new in this row. If it is somebody else, give them a customer ID of their own.
import-address-unheld = { $given ->
    [none] This customer ({ $connection }) has no address
   *[other] { $given } is an IPv6 address ({ $connection })
}, so no router can suspend them. Put their IPv4 address under “ip”.
import-mobile-shared = { $line ->
    [none] Customer { $customer }, who has another name, has the same mobile.
   *[other] Row { $line } has the same mobile under another name.
}
