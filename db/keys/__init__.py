"""Who may open a store: the key file beside it, and the keys that a right passphrase gives."""

from db.keys.codes import CodeTypo, fold_code, new_code
from db.keys.derivation import COST, Cost
from db.keys.keyfile import key_path
from db.keys.members import (
    NameTaken,
    NobodyLeft,
    add_code,
    add_secret,
    add_user,
    create,
    drop_secret,
    drop_strangers,
    has_code,
    remove_user,
    rename_user,
    reset_passphrase,
    resume_user,
    set_passphrase,
    suspend_user,
)
from db.keys.sealing import Unreadable, open_private, seal_private
from db.keys.unlocking import Unlocked, is_protected, unlock, unlock_with_code, unlock_with_secret

__all__ = [
    "COST",
    "CodeTypo",
    "Cost",
    "NameTaken",
    "NobodyLeft",
    "Unlocked",
    "Unreadable",
    "add_code",
    "add_secret",
    "add_user",
    "create",
    "drop_secret",
    "drop_strangers",
    "fold_code",
    "has_code",
    "is_protected",
    "key_path",
    "new_code",
    "open_private",
    "remove_user",
    "rename_user",
    "reset_passphrase",
    "resume_user",
    "seal_private",
    "set_passphrase",
    "suspend_user",
    "unlock",
    "unlock_with_code",
    "unlock_with_secret",
]
