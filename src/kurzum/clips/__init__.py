"""The catalogue: uploads, clips and their states, renditions, reactions. Never decides who sees a clip."""
