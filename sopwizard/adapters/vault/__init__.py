"""Keeps sign-ins between runs, in the operating system's keyring and nowhere else."""
