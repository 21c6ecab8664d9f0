"""Addresses in the many forms in which callers come, and what each of them means."""

MARIA = "+14165550100"

LONDON = "+442079460018"

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

# region, address, E.164
COMPLETE = [
    # North America, every way a telephone system writes it
    (None, "+14165550100", MARIA),
    ("CA", "14165550100", MARIA),
    ("CA", "4165550100", MARIA),
    ("ca", "416-555-0100", MARIA),
    ("US", "(416) 555-0100", MARIA),
    ("CA", "416.555.0100", MARIA),
    ("CA", "+ 1 416 555 0100", MARIA),
    ("CA", "++1 416 555 0100", MARIA),
    ("CA", "+0014165550100", MARIA),
    ("CA", "4165550100;npdi", MARIA),
    ("CA", "416 555 0100 home", MARIA),
    ("CA", "416 555 0100, 416 555 0101", MARIA),
    ("CA", "416 555 0100 / 416 555 0101", MARIA),
    ("CA", "Cell: 416 555 0100", MARIA),
    ("US", "1-800-FLOWERS", "+18003569377"),
    # an outside line or a trunk prefix before it
    ("CA", "94165550100", MARIA),
    ("CA", "914165550100", MARIA),
    ("CA", "04165550100", MARIA),
    ("CA", "84165550100", MARIA),
    ("CA", "9011442079460018", LONDON),
    ("GB", "902079460018", LONDON),
    ("GB", "000442079460018", LONDON),
    (None, "9011442079460018", LONDON),
    ("CA", "9416555010", "+19416555010"),  # a whole number in Florida: nothing is removed
    # international prefixes, the region's own and others
    ("CA", "011442079460018", LONDON),
    ("CA", "00442079460018", LONDON),
    ("GB", "00442079460018", LONDON),
    (None, "00442079460018", LONDON),
    (None, "011442079460018", LONDON),
    ("AU", "0011442079460018", LONDON),
    ("CA", "0033199001234", "+33199001234"),
    # URIs and display names
    ("CA", "tel:+1-416-555-0100", MARIA),
    ("CA", "TEL:4165550100", MARIA),
    ("GB", "tel:555-0100;phone-context=+1416", MARIA),
    ("CA", "tel:4165550100;phone-context=example.com", MARIA),
    ("GB", "sip:+14165550100@pbx.example.com;user=phone", MARIA),
    ("CA", "sip:4165550100@192.0.2.7:5060", MARIA),
    ("CA", "sips:+14165550100:secret@pbx.example.com", MARIA),
    ("CA", "sip:+14165550100;npdi;rn=+14165550199@pbx.example.com", MARIA),
    ("CA", "sip:%2B14165550100@pbx.example.com", MARIA),
    ("CA", '"Maria Silva" <sip:+14165550100@pbx.example.com>;tag=1', MARIA),
    ("CA", "Maria <4165550100>", MARIA),
    ("CA", "+14165550100@pbx.example.com", MARIA),
    # other digits, spaces and invisible marks
    ("CA", "4165550100".translate(FULL_WIDTH), MARIA),
    (None, "+1 416 555 0100".translate(FULL_WIDTH), MARIA),
    ("CA", "٤١٦٥٥٥٠١٠٠", MARIA),
    ("CA", "४१६५५५०१००", MARIA),
    ("CA", "\u200f\u202a+1 416 555 0100\u202c", MARIA),
    ("CA", "\u00a0416\u00a0555\u20110100\t\n", MARIA),
    ("CA", "416\x00 555 0100\ud800", MARIA),
    # national forms of other countries
    ("GB", "020 7946 0018", LONDON),
    ("GB", "+44 (0)20 7946 0018", LONDON),
    ("GB", "(+44) 20 7946 0018", LONDON),
    ("FR", "01 99 00 12 34", "+33199001234"),
    ("DE", "030/23125 001", "+493023125001"),
    ("DE", "030 23125001 Zentrale", "+493023125001"),
    ("IT", "06 1234 5678", "+390612345678"),  # the zero belongs to the number
    ("ES", "912 34 56 78", "+34912345678"),
    ("PT", "21 234 5678", "+351212345678"),
    ("CH", "079 123 45 67", "+41791234567"),
    ("AT", "01 2345678", "+4312345678"),
    ("NL", "020 123 4567", "+31201234567"),
    ("SE", "070-174 06 05", "+46701740605"),
    ("PL", "22 123 45 67", "+48221234567"),
    ("RU", "8 (495) 123-45-67", "+74951234567"),
    ("TR", "0532 123 45 67", "+905321234567"),
    ("IN", "098765 43210", "+919876543210"),
    ("JP", "03-1234-5678", "+81312345678"),
    ("AU", "(02) 5550 1234", "+61255501234"),
    ("NZ", "09 555 0100", "+6495550100"),
    ("BR", "(11) 98765-4321", "+5511987654321"),
    ("AR", "011 15 2345-6789", "+5491123456789"),
    ("MX", "55 1234 5678", "+525512345678"),
    ("ZA", "011 234 5678", "+27112345678"),
    ("NG", "0803 123 4567", "+2348031234567"),
    ("CI", "07 12 34 56 78", "+2250712345678"),
    ("FO", "201234", "+298201234"),  # six digits are all that a number has there
    (None, "+298 201234", "+298201234"),
    (None, "+800 1234 5678", "+80012345678"),
    # carriers spell RESTRICTED so, but with a country code it is somebody's number
    (None, "+1 737 874 2833", "+17378742833"),
]

# region, address, digits, national number
INCOMPLETE = [
    ("CA", "5550100", "5550100", "5550100"),
    ("CA", "1234567890", "1234567890", "1234567890"),
    ("CA", "442079460018", "442079460018", "442079460018"),
    ("CH", "0791 234 56 78", "07912345678", "07912345678"),
    ("BR", "+55 11 8765-4321", "551187654321", "1187654321"),
    (None, "4165550100", "4165550100", "4165550100"),
    ("XX", "4165550100", "4165550100", "4165550100"),
    (None, "+999 123 456 789", "999123456789", "999123456789"),
    ("CA", "555 0100 (home)", "5550100", "5550100"),
    ("CA", "+2005", "2005", ""),
    ("CA", "+1 201234", "1201234", ""),
    ("CA", "/5550100/", "5550100", "5550100"),
    ("CA", "94444165550100", "94444165550100", "94444165550100"),
]

# region, address, digits, extension
SHORT = [
    ("CA", "2005", "2005", None),
    ("DE", "2005", "2005", None),
    ("DE", "200512", "200512", None),
    ("CA", "911", "911", None),
    ("CA", "0", "0", None),
    ("CA", "tel:7042;phone-context=example.com", "7042", None),
    ("CA", "sip:2005@pbx.example.com", "2005", None),
    ("CA", "1000@default", "1000", None),
    ("CA", "ext. 22", "22", "22"),
    ("CA", "Extension 22", "22", "22"),
    ("CA", "x22", "22", "22"),
    ("CA", "#22", "22", "22"),
]

EXTENSIONS = [
    "+1 416 555 0100 ext. 22",
    "+1 416 555 0100 x22",
    "+1 416 555 0100x22",
    "+1 416 555 0100 #22",
    "+1 416 555 0100 (ext 22)",
    "+1 416 555 0100,,22#",
    "tel:+14165550100;ext=22",
    "sip:+14165550100;ext=22@pbx.example.com",
    "+1 416 555 0100 ramal 22",
]

NAMES = [
    "sip:alice@pbx.example.com",
    "client:bob",
    "T123#4",
    "bob",
    "maria@example.org",
    "22 Main Street",
    "1-800-FLOWERY-MEADOW-OF-CALLS",
    "x22 home",
    "12" * 20,
    "x" * 300,
]

PLACEHOLDERS = [
    None,
    "",
    "  \t",
    "+",
    "\u200f",
    "anonymous",
    "Anonymous",
    "Anonymous".translate(FULL_WIDTH),
    "unknown",
    "Unknown Caller",
    "<unknown>",
    "restricted",
    "unavailable",
    "ID Unavailable",
    "private",
    "Private number",
    "number withheld",
    "No Caller ID",
    "null",
    "N/A",
    "sip:anonymous@anonymous.invalid",
    '"Anonymous" <sip:anonymous@anonymous.invalid>',
    "0000000",
    "0000000000",
    "+0000000000",
    "+1 000 000 0000",
    "9999999999",
    "266696687",
    "+266696687",
    "7378742833",
    "86282452253",
    "7748283",
    "8656696",
    "2562533",
]
