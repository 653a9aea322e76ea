"""Papers added, corrected, retracted and merged by people."""
