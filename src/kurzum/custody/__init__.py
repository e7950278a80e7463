"""Zones, categories, keys and statements of reasons. Holds no key of a zone: those are the custodian's."""
