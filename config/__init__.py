"""Settings, addresses, and what keeps the site running."""
