"""A private PostgreSQL for one checkout: found, made, started, shared and stopped by the program itself."""

from tracker.cluster.errors import ClusterError
from tracker.cluster.manager import Cluster

__all__ = ["Cluster", "ClusterError"]
