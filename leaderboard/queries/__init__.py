"""Every read of more than one row, one page or purpose a module."""
