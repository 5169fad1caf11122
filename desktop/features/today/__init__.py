"""What needs this user now, short on purpose."""
