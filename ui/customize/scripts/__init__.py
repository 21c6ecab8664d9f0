"""The tab "Scripts": the list of call scripts, and the editor of one."""
