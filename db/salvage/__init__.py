"""What a damaged file still gives: its pages are read one by one, without SQLite, which stops at the first
bad one; whole rows in them are then added to a restored store.
"""
