"""Real parts for tests: a database, a custodian, seeded ids."""
