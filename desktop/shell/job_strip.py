"""A quiet bar while work takes its time; under 300 ms nothing is shown at all."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.shell.controls import button, label
from desktop.shell.jobs import Job, Jobs, JobState
from desktop.shell.text import tr

SHOWN_AFTER_MS = 300


class ProgressStrip(QWidget):
    """Follows one job, or with no job given whichever labelled one runs; Cancel where it can stop."""

    def __init__(self, jobs: Jobs, any_job: bool = False) -> None:
        super().__init__()
        self._any = any_job
        self.job: Job | None = None
        self.words = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.bar.setMinimumWidth(80)
        self.cancel = button(tr("Cancel"), self._cancel, tr("Cancel the running job"), role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget, stretch in ((self.words, 0), (self.bar, 1), (self.cancel, 0)):
            row.addWidget(widget, stretch)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER_MS)
        self._delay.timeout.connect(self._appear)
        jobs.moved.connect(self._follow)
        self.hide()

    def watch(self, job: Job) -> None:
        """Follow this job until it ends."""
        self.job = job
        if not job.ended():
            self._delay.start()

    def _follow(self, job: Job) -> None:
        if self._any and job.label and job.state is JobState.RUNNING and job is not self.job:
            self.watch(job)
        if job is not self.job:
            return
        if job.ended():
            self._vanish()
        else:
            self._show_progress(job)

    def _show_progress(self, job: Job) -> None:
        self.words.setText(job.label)
        self.bar.setAccessibleName(job.label or tr("Progress"))
        self.cancel.setVisible(job.can_cancel)
        progress = job.progress
        if progress is None or progress.total is None:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def _appear(self) -> None:
        if self.job is not None and not self.job.ended():
            self._show_progress(self.job)
            self.show()

    def _vanish(self) -> None:
        self._delay.stop()
        self.job = None
        self.hide()

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.cancel.hide()
            self.words.setText(tr("Stopping…"))
