"""Two versions of the same books: what differs, by student and subject (п. 4.1)."""
