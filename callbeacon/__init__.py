"""The assembled program: the interfaces, the pages, the server, the command line."""
