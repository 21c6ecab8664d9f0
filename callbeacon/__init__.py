"""The assembled program: the interfaces, the pages, the server, the command line."""

from callbeacon.memory import collect_nothing_yet, leave_out_unused

collect_nothing_yet()
leave_out_unused()
