"""CPV codes suggested from the words of a tender or initiative; always a suggestion."""
