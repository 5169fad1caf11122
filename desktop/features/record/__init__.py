"""The record of changes on screen: everything that was changed, and whether the record is whole."""
