"""Rows found by their identity: the record of changes, and later other devices, know them by nothing else."""

NAME = "m0008_uids"

SQL = """
CREATE INDEX contact_uid ON contact (uid);
CREATE INDEX observation_uid ON observation (uid);
CREATE INDEX note_uid ON note (uid);
CREATE INDEX assessment_uid ON assessment (uid);
CREATE INDEX rating_uid ON rating (uid);
CREATE INDEX evidence_uid ON evidence (uid);
"""
