"""Who may be recorded twice: likely candidates, the queue of suspected pairs, and what staff judge of them.

Nothing here merges; rules for merging are in ``people.merging``.
"""
