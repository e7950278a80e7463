"""``python -m kurzum.demo NAME FILE [NICENESS]``."""

import sys

from kurzum.demo.drawing import main

sys.exit(main(sys.argv[1:]))
