### Files of customers: what can't be read, and why.

error-table-not-readable = { $reason ->
    [encoding] This file is not UTF-8 text. Save it as “CSV UTF-8” or as XLSX and send it again.
    [empty] This file has no headings in its first row. Put a row of headings on top and send it again.
    [too-large] This file is too large. Split it and send the parts one by one.
    [headings] The same heading stands in this file twice, or there are too many. Mend the first row and send it again.
   *[other] This file is damaged, or neither CSV nor XLSX. Save it again as CSV UTF-8 or XLSX.
}
error-row-repeated = “{ $given }” ({ $field }) stands in row { $line } already. Keep one of the two rows.
error-username-taken = “{ $given }” is already the username of customer { $customer } on that router. One of the two is wrong.
