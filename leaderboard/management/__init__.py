"""What Django looks for here: the commands of manage.py."""
