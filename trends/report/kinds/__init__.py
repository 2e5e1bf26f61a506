"""One file a kind of answer: `answer(claim, evidence)` returns what the numbers say to a claim."""
