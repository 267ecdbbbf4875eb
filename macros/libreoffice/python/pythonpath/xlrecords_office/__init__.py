"""What the buttons do inside LibreOffice: a picture of the document, the talk with xlrecords, and its answer carried out."""
