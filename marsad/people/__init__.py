"""Who may do what: accounts, roles, sessions, limits (docs/people.md)."""
