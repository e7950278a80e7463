"""The ground floor: ids, time, errors, settings.

Knows nothing of video, people or databases, and imports nothing of Kurzum.
"""
