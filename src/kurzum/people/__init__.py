"""Accounts, sessions, profiles and who follows whom. Never joins a person's two ids itself."""
