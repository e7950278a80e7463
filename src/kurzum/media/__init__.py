"""Probes, encodes and packages clips in sandboxed child processes. Never trusts a file or its name, never talks to a network."""
