"""What kind of place a store would lie in: on a network drive its locks don't hold, and in a folder that a
cloud service keeps the same on several machines it is copied in the middle of a change.

Looking (`look`) and judging (`judge`) are apart, so that every system can be judged on any.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from db.errors import CloudFolder, NetworkDrive


class Kind(StrEnum):
    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen: `filesystem` of the mount that holds the place ("" where unknown) and its `mount` point,
    `remote` where the system itself calls the drive a network drive, `home`, `environment`, and for each
    folder from the place up (by its path) the names in it that start with a dot.
    """

    place: PurePath
    filesystem: str = ""
    mount: str = ""
    remote: bool = False
    home: PurePath | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`what` is the file system's or the service's name."""

    kind: Kind
    what: str = ""


FINE = Verdict(Kind.LOCAL)

# Only those known to be remote: what is merely unknown (overlay, virtiofs …) is taken for local.
REMOTE_FILESYSTEMS = frozenset(
    ["nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smb3_00", "smbfs", "afpfs", "webdav", "davfs"]
    + ["davfs2", "ncp", "ncpfs", "afs", "openafs", "auristorfs", "9p", "drvfs", "ceph", "glusterfs", "lustre"]
    + ["gpfs", "beegfs", "orangefs", "pvfs2", "coda", "sshfs", "ftpfs", "rclone", "mfs", "moosefs"]
)
REMOTE_FUSE = frozenset(
    ["sshfs", "rclone", "s3fs", "gcsfuse", "davfs", "davfs2", "glusterfs", "ceph", "curlftpfs", "smbnetfs"]
    + ["gvfsd-fuse", "kio-fuse", "goofys", "mfs", "moosefs", "juicefs", "google-drive-ocamlfuse", "onedriver"]
    + ["onedrive", "dropbox", "seafile", "seadrive", "cifs", "nfs"]
)

# Beside a folder's files, its service leaves one of these (a pattern of the name, the service).
MARKS = (
    (".dropbox.cache", "Dropbox"),
    (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "Nextcloud"),
    (".owncloudsync.log*", "ownCloud"),
    (".nextcloudsync.log*", "Nextcloud"),
    (".stfolder", "Syncthing"),
    (".stfolder (*)", "Syncthing"),
    (".sync/ID", "Resilio Sync"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".SynologyWorkingDirectory", "Synology Drive"),
    (".seafile-data", "Seafile"),
)
# `.dropbox` is a file in the synced folder; as a folder it is the program's own, in everybody's home.
FILE_MARKS = ((".dropbox", "Dropbox"),)

# Folders that services make in the home folder or at the top of a drive.
NAMES = (
    ("onedrive", "OneDrive"),
    ("onedrive - *", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("dropbox (*)", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("iclouddrive", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pclouddrive", "pCloud"),
    ("mega", "MEGA"),
    ("megasync", "MEGA"),
    ("box sync", "Box"),
)
VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def refuse_unfit(place: Path) -> None:
    """Raise NetworkDrive or CloudFolder where a live store must not be; backups may. Changes nothing."""
    verdict = judge(look(place))
    if verdict.kind is Kind.NETWORK:
        raise NetworkDrive(place, what=verdict.what)
    if verdict.kind is Kind.CLOUD:
        raise CloudFolder(place, what=verdict.what)


def judge(facts: Facts) -> Verdict:
    """The place's kind, and what makes it so."""
    if (what := _network(facts)) is not None:
        return Verdict(Kind.NETWORK, what)
    if (what := _cloud(facts)) is not None:
        return Verdict(Kind.CLOUD, what)
    return FINE


def _network(facts: Facts) -> str | None:
    text = str(facts.place)
    if isinstance(facts.place, PureWindowsPath):
        long, local = text.startswith("\\\\?\\"), text.startswith(("\\\\?\\", "\\\\.\\"))
        if text.upper().startswith("\\\\?\\UNC\\") or (text.startswith("\\\\") and not (long or local)):
            return "share"
    if facts.remote:
        return "share"
    kind = facts.filesystem.lower()
    own = kind.removeprefix("fuse.").removeprefix("fuse:")
    remote = kind in REMOTE_FILESYSTEMS or (kind.startswith("fuse") and own in REMOTE_FUSE)
    # Some sandboxes call the whole machine's own disk 9p.
    return kind if remote and not (kind == "9p" and facts.mount == "/") else None


def _cloud(facts: Facts) -> str | None:
    folders = (facts.place, *facts.place.parents)
    for folder in folders:
        for name in facts.marks.get(str(folder), ()):
            for pattern, service in (*MARKS, *FILE_MARKS):
                if fnmatchcase(name, pattern):
                    return service
    for variable in VARIABLES:
        root = facts.environment.get(variable)
        if root and type(facts.place)(root) in folders:
            return "OneDrive"
    return _cloud_by_name(facts)


def _cloud_by_name(facts: Facts) -> str | None:
    parts = [part.lower() for part in facts.place.parts]
    for before, after in zip(parts, parts[1:], strict=False):
        if (before, after) in (("library", "mobile documents"), ("library", "cloudstorage")):
            return "iCloud" if after == "mobile documents" else "CloudStorage"
    for folder in (facts.place, *facts.place.parents):
        at_top = folder.parent == facts.home or folder.parent == type(facts.place)(facts.place.anchor)
        if not (folder.name and at_top):
            continue
        for pattern, service in NAMES:
            if fnmatchcase(folder.name.lower(), pattern):
                return service
    return None


def look(place: Path) -> Facts:
    """See what the system knows of the place; of one that is not there yet, of the folder it would be in."""
    place = Path(os.path.realpath(place))
    filesystem, mount = _find_mount(place)
    return Facts(
        place=place,
        filesystem=filesystem,
        mount=mount,
        remote=_is_remote_drive(place),
        home=_home(),
        environment={name: os.environ[name] for name in VARIABLES if os.environ.get(name)},
        marks={str(folder): names for folder in place.parents if (names := _dotted(folder))},
    )


def _home() -> Path | None:
    try:
        return Path(os.path.realpath(Path.home()))
    except RuntimeError:
        return None


def _dotted(folder: Path) -> frozenset[str]:
    """Names in the folder that may be a service's mark; one that may not be looked into has none."""
    try:
        with os.scandir(folder) as entries:
            found = {entry.name for entry in entries if entry.name.startswith(".") and _may_mark(entry)}
    except OSError:
        return frozenset()
    if ".sync" in found and (folder / ".sync" / "ID").exists():
        found.add(".sync/ID")
    return frozenset(found)


def _may_mark(entry: "os.DirEntry[str]") -> bool:
    return entry.name not in dict(FILE_MARKS) or entry.is_file()


def _find_mount(place: Path) -> tuple[str, str]:
    """The file system and mount point that hold the place ("" where unknown)."""
    if sys.platform == "win32":  # psutil would wake every drive; `_is_remote_drive` asks about the one
        return "", ""
    import psutil

    try:
        mounts = [(part.fstype, part.mountpoint) for part in psutil.disk_partitions(all=True)]
    except OSError:
        return "", ""
    return choose_mount(PurePosixPath(place), mounts)


def choose_mount(place: PurePosixPath, mounts: list[tuple[str, str]]) -> tuple[str, str]:
    """The (file system, mount point) that `place` is in: the deepest, and of several there the last."""
    inside = [pair for pair in mounts if place.is_relative_to(pair[1])]
    deepest = max((len(PurePosixPath(mount).parts) for _, mount in inside), default=0)
    found = [pair for pair in inside if len(PurePosixPath(pair[1]).parts) == deepest]
    return found[-1] if found else ("", "")


def _is_remote_drive(place: Path) -> bool:
    """Whether Windows calls the drive a network drive (GetDriveTypeW: DRIVE_REMOTE is 4)."""
    if sys.platform != "win32":
        return False
    import ctypes

    kind: int = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)
    return kind == 4
