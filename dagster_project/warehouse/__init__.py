"""The private build: its identity, its lock, the evidence of its checks, and the gate that reads that evidence."""
