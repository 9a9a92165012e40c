"""This machine's files, folders, locks and programs: the only room that touches the disk or starts a process."""
