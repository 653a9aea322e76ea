"""Public pages: each view reads through a query, fills a template, decides nothing."""
