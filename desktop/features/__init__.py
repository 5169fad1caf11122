"""Everything one comes to do, a folder each; pages on top, actions without Qt below."""
