"""Every write to the database, one verb a function."""
