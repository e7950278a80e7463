"""Viewers whose tastes are known, over a catalogue that grows: what a feed's choices do to both.

``world`` holds every parameter; they were fixed before any engine was tuned on them, and whoever changes one
measures every policy anew. Lots are of the world's seed: two policies that show the same clip to the same
person see them do the same.
"""
