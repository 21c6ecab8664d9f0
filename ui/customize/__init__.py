"""The pages under Customize."""
