"""Where a live store must not be, judged for every system from what was seen of the place."""

from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from db import places
from db.errors import CloudFolder, NetworkDrive
from db.places import Facts, Kind, choose_mount, judge, look
from db.store import Store

LINUX = Facts(PurePosixPath("/people/ada/floor.deskside"), "ext4", "/", home=PurePosixPath("/people/ada"))
MAC = Facts(PurePosixPath("/people/ada/floor.deskside"), "apfs", "/", home=PurePosixPath("/people/ada"))
WINDOWS = Facts(PureWindowsPath(r"C:\Users\Ada\floor.deskside"), home=PureWindowsPath(r"C:\Users\Ada"))


def put_at(facts: Facts, place: str) -> Facts:
    return replace(facts, place=type(facts.place)(place))


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "davfs", "fuse.sshfs", "fuse.rclone"]
)
def test_a_mount_known_to_be_remote_is_a_network_drive(kind: str) -> None:
    found = judge(replace(LINUX, filesystem=kind, mount="/mnt/share"))
    assert (found.kind, found.what) == (Kind.NETWORK, kind)


@pytest.mark.parametrize(
    "kind",
    ["", "ext4", "tmpfs", "overlay", "virtiofs", "btrfs", "zfs", "ecryptfs", "fuseblk", "fuse.gocryptfs"],
)
def test_what_is_local_or_merely_unknown_is_not_refused(kind: str) -> None:
    assert judge(replace(LINUX, filesystem=kind)).kind is Kind.LOCAL


def test_a_sandbox_that_calls_its_whole_disk_9p_is_local() -> None:
    assert judge(replace(LINUX, filesystem="9p", mount="/")).kind is Kind.LOCAL


@pytest.mark.parametrize(
    "place",
    [r"\\server\share\floor.deskside", "//server/share/floor.deskside", r"\\?\UNC\server\share\floor"],
)
def test_a_unc_path_is_a_network_drive(place: str) -> None:
    assert judge(put_at(WINDOWS, place)).kind is Kind.NETWORK


@pytest.mark.parametrize("place", [r"D:\floor.deskside", r"\\?\C:\Users\Ada\floor.deskside"])
def test_a_drive_of_this_machine_is_local(place: str) -> None:
    assert judge(put_at(WINDOWS, place)).kind is Kind.LOCAL


def test_a_mapped_drive_is_a_network_drive() -> None:
    assert judge(replace(put_at(WINDOWS, r"Z:\floor.deskside"), remote=True)).kind is Kind.NETWORK


@pytest.mark.parametrize(
    ("facts", "place", "service"),
    [
        (LINUX, "/people/ada/Dropbox/work/floor.deskside", "Dropbox"),
        (LINUX, "/people/ada/Nextcloud/floor.deskside", "Nextcloud"),
        (MAC, "/people/ada/Library/Mobile Documents/com~apple~CloudDocs/f.deskside", "iCloud"),
        (MAC, "/people/ada/Library/CloudStorage/GoogleDrive-ada/My Drive/f.deskside", "CloudStorage"),
        (WINDOWS, r"C:\Users\Ada\OneDrive - Harbour Ltd\floor.deskside", "OneDrive"),
        (WINDOWS, r"C:\Users\Ada\Dropbox (Harbour)\floor.deskside", "Dropbox"),
        (WINDOWS, r"G:\My Drive\floor.deskside", "Google Drive"),
        (WINDOWS, r"C:\Users\Ada\iCloudDrive\floor.deskside", "iCloud"),
    ],
)
def test_a_cloud_folder_is_known_by_its_usual_name(facts: Facts, place: str, service: str) -> None:
    found = judge(put_at(facts, place))
    assert (found.kind, found.what) == (Kind.CLOUD, service)


@pytest.mark.parametrize(
    "place", ["/people/ada/work/Dropbox/f", "/srv/nextcloud/data/f", "/people/ada/My Dropbox notes/f"]
)
def test_a_folder_that_is_only_called_so_is_not_refused(place: str) -> None:
    assert judge(put_at(LINUX, place)).kind is Kind.LOCAL


def test_onedrive_is_known_by_what_it_tells_programs() -> None:
    told = replace(
        put_at(WINDOWS, r"D:\Sync\Floor\f.deskside"), environment={"OneDriveCommercial": r"D:\Sync"}
    )
    assert judge(told).what == "OneDrive"
    assert judge(replace(told, place=PureWindowsPath(r"D:\Other\f"))).kind is Kind.LOCAL


MARKS = [
    (".dropbox", "Dropbox"),
    (".dropbox.cache/", "Dropbox"),
    (".sync_0a1b2c.db", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder/", "Syncthing"),
    (".sync/ID", "Resilio Sync"),
    (".tmp.drivedownload/", "Google Drive"),
]


@pytest.mark.parametrize(("mark", "service"), MARKS)
def test_a_cloud_folder_is_known_by_its_mark_and_nothing_is_made_there(
    tmp_path: Path, mark: str, service: str
) -> None:
    top = tmp_path / "anything"
    (top / mark).parent.mkdir(parents=True)
    (top / mark).mkdir() if mark.endswith("/") else (top / mark).touch()
    place = top / "deep" / "down" / "floor.deskside"
    before = sorted(top.rglob("*"))
    with pytest.raises(CloudFolder) as refused:
        Store.open(place)
    assert refused.value.facts["what"] == service
    assert sorted(top.rglob("*")) == before


def test_the_programs_own_dropbox_folder_in_the_home_is_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert judge(look(tmp_path / "floor.deskside")).kind is Kind.LOCAL


def test_a_link_into_a_cloud_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "synced" / ".stfolder").mkdir(parents=True)
    (tmp_path / "mine").symlink_to(tmp_path / "synced")
    with pytest.raises(CloudFolder):
        Store.open(tmp_path / "mine" / "floor.deskside")


def test_a_store_on_a_network_drive_is_refused_before_anything_is_made(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(places, "_find_mount", lambda place: ("nfs4", str(tmp_path)))
    with pytest.raises(NetworkDrive):
        Store.open(tmp_path / "team" / "floor.deskside")
    assert list(tmp_path.iterdir()) == []


def test_backups_may_go_where_a_store_may_not(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "floor.deskside")
    cloud = tmp_path / "cloud"
    (cloud / ".stfolder").mkdir(parents=True)
    assert store.back_up(cloud).path.parent == cloud
    store.close()


def test_the_deepest_mount_counts_and_of_several_at_one_point_the_last() -> None:
    mounts = [("ext4", "/"), ("autofs", "/net"), ("nfs4", "/net"), ("tmpfs", "/net/box/tmp"), ("cifs", "/ne")]
    assert choose_mount(PurePosixPath("/net/box/f"), mounts) == ("nfs4", "/net")
    assert choose_mount(PurePosixPath("/net/box/tmp/f"), mounts) == ("tmpfs", "/net/box/tmp")
    assert choose_mount(PurePosixPath("/home/f"), mounts) == ("ext4", "/")
    assert choose_mount(PurePosixPath("/home/f"), []) == ("", "")
