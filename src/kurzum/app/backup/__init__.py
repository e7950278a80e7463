"""Backups of a zone and of its custodian, taken while Kurzum runs or not, and the way back from them.

A backup folder is of one kind for ever, keeps blobs once, and holds numbered snapshots: each is whole when
its manifest is there, which is written last. The two kinds never share a folder: together they open all.
"""
