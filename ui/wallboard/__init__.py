"""The wallboard: what the agents of a supervisor's teams do now, and the figures of the last hour."""
