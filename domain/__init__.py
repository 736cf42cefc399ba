"""The village's rules: frozen dataclasses and pure functions; time is an argument."""
