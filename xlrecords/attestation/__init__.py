"""What is concluded from marks at the end of a term, a year, a school: figures that can say why (п. 3.2.1, 4.1)."""
