"""The working-day calendar of the office: public holidays and swapped days, editable, by year."""
