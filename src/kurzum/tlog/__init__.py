"""A Merkle log in tlog-tiles and signed-note form. Knows nothing of video. Built with the border."""
