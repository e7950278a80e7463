"""For You: events, candidates, ranking, pages. Never asks what a clip is allowed to be: it is told what is visible."""
