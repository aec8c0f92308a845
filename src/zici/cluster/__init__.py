"""The same counting on a cluster, with Spark."""
