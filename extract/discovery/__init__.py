"""Terms that requirements name and the vocabulary does not: proposed to a person, never counted by themselves."""
