"""Who may do what: users, teams, privileges, telephony sources and logins, sessions, API tokens."""
