"""Words of the templates of the admin."""
