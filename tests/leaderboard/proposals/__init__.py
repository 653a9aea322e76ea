"""What the public says about claims, and what curators do with it."""
