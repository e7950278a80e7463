"""Programs that run inside the sandbox, each on its own: they import the standard library and, where
they say so, PyAV, Pillow and numpy, but nothing of Kurzum. They get arguments and answer with one JSON line.
"""
