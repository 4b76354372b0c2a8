### What a value must be, said after “must be”.

wants-text = { $where ->
    [none] a text
   *[other] a text in quotes,
} of at most { $most } characters
wants-line = { $where ->
    [none] a text
   *[other] a text in quotes,
} of one line and at most { $most } characters
wants-whole = a whole number{ $unit ->
   *[none] {""}
    [days] {" "}of days
    [hours] {" "}of hours
    [minor] {" "}in the smallest unit of money
}{ $least ->
    [none] {""}
   *[other] {" "}from { $least }
}{ $most ->
    [none] {""}
   *[other] {" "}to { $most }
}
wants-number = a number { $above ->
    [none] from 0
   *[other] above { $above }
} to { $most }
wants-price = a number above { $above } to { $most }, or "free" if its customers are really never to pay
wants-threshold = a number above { $above } to { $most }, or "never" to suspend by the due date alone
wants-choice = one of { $choices }
wants-validity = a number of minutes, hours or days
wants-names = names of { $choices }, with commas between
wants-flag = { $where ->
    [none] yes or no
   *[other] true or false
}
wants-table = a table
wants-host = a name or an IP address without port and blanks
wants-pattern = a regular expression of at most 80 characters
wants-fingerprint = the SHA-256 of the certificate, 32 pairs
wants-code = a short text without blanks
wants-addressed = a short text without / ? # %
wants-web-address = an address that begins with http:// or https://, of at most { $most } characters
wants-currency = the ISO 4217 code of money
wants-timezone = a time zone
wants-region = a country's two letters
wants-steps = days from -{ $most } to { $most } with commas between, each once; behind one may stand an hour (18:00) and channels: sms+email for both, sms/email for the first that works
wants-texts = a list of texts in quotes, each once
wants-channels = a list of channels, or one text with commas
wants-email = a mail address
wants-mobile = a mobile number
wants-phone = a phone number of at most { $most } characters
wants-picture = a picture as an address "data:image/...", of at most { $most } characters
wants-weekdays = a list of { $choices }, each once
wants-spared-days = a list of days such as 2026-12-16, each once
