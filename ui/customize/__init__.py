"""What business administrators customize: call management, in a tab of its own."""
