"""The progress strip for pages; it lives in the shell because the status line needs it too."""

from desktop.shell.job_strip import ProgressStrip

__all__ = ["ProgressStrip"]
