"""Claims, boards and everything that is done with them: the Django app."""
