"""What may be shown to whom, reports of clips, and limits on them.

Promises: ``visible`` is the one choke point that every surface asks; no limit takes effect before its
statement of reasons is durable, which the database enforces; a report's words are sealed.
Never: a silent limit; a row with both ids of a person; a decision on what is interesting.
"""

from kurzum.safety.decisions import Grounds
from kurzum.safety.limits import Explained, Limit
from kurzum.safety.reports import Reason, Report
from kurzum.safety.room import Safety, build
from kurzum.safety.visible import Surface, Verdict, decide

__all__ = [
    "Explained",
    "Grounds",
    "Limit",
    "Reason",
    "Report",
    "Safety",
    "Surface",
    "Verdict",
    "build",
    "decide",
]
