"""Achievements of students: what is recorded of them, and what follows: special conditions of attestation, awards (п. 3.2–3.4)."""
