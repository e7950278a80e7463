"""What is measured in the world of ``tests/parts/simulation``: which runs, and how they are drawn."""
