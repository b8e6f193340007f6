"""Stakeholder input: perspectives and recommendations of children, young people, parents, staff and boards."""
