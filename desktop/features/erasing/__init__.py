"""Privacy: everything held on a person, erasing one, and how long each kind of record is kept."""
