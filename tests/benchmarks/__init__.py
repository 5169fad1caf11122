"""Measurements: printed, never judged, because they would test the machine."""
