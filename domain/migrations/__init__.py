"""How the tables came to be what they are, one after the other.

`OLDEST` is the last of them that a program has to know to work on the tables of them all. Those behind
it only add: tables, indexes, and columns that may be empty. One that does anything else is named here,
and programs from before it no longer open the database.
"""

OLDEST = "0038_left"
