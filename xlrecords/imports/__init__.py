"""Files of other hands, read into the forms of the school: nothing is dropped, nothing is guessed."""
