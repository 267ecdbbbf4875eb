"""Who may see what: recipients, consents, copies for a family or a teacher, and proofs that they hold nobody else's data."""
