"""Pure rules, with no Django: ranks, scales, names."""
