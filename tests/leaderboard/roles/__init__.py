"""Every address and every action, tried as everybody."""
