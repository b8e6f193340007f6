"""Copies of evidence as it was when a dialogue was held; below what they copy, where words are taken out of both."""
