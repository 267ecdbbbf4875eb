"""The archive: case files, their bags, lists of them, and the proof that nothing in them changed (п. 7.1)."""
