"""Evidence, third kind: the voices of children, young people, parents, staff and boards."""
